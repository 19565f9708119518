/**
 * The calls as they cross the wire, and what they send and receive.
 *
 * <p>A builder refuses what breaks a rule of the spec. Nothing checks an answer, so that an odd one still arrives:
 * whatever a broker sends may be missing, and is marked as {@link org.jspecify.annotations.Nullable}. Only a list or a
 * map never is, but empty.
 */
@NullMarked
package org.brokersdk.broker.api;

import org.jspecify.annotations.NullMarked;

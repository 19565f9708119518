/**
 * The clients, their sessions, and how a login fails.
 *
 * <p>What is not marked as {@link org.jspecify.annotations.Nullable} is never null.
 */
@NullMarked
package org.brokersdk.broker;

import org.jspecify.annotations.NullMarked;

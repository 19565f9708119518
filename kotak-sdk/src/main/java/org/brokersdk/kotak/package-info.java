/**
 * Clients, logins and sessions of Kotak Securities.
 *
 * <p>Parameters and results that are not marked as {@link org.jspecify.annotations.Nullable} are never null.
 */
@NullMarked
package org.brokersdk.kotak;

import org.jspecify.annotations.NullMarked;

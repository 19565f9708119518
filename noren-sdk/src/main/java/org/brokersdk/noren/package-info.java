/**
 * Clients and sessions of brokers that run Noren.
 *
 * <p>Parameters and results that are not marked as {@link org.jspecify.annotations.Nullable} are never null.
 */
@NullMarked
package org.brokersdk.noren;

import org.jspecify.annotations.NullMarked;

/**
 * Clients and sessions of IIFL.
 *
 * <p>Parameters and results that are not marked as {@link org.jspecify.annotations.Nullable} are never null.
 */
@NullMarked
package org.brokersdk.iifl;

import org.jspecify.annotations.NullMarked;

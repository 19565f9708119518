/**
 * Types that the SDKs of all brokers share: clients, sessions, failures, batch logins, redirects and one-time
 * passwords.
 *
 * <p>Parameters and results that are not marked as {@link org.jspecify.annotations.Nullable} are never null.
 */
@NullMarked
package org.brokersdk.core;

import org.jspecify.annotations.NullMarked;

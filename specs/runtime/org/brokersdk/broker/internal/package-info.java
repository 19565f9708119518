/** What the packages of this SDK share, and nobody else: it may change with any version. */
@NullMarked
package org.brokersdk.broker.internal;

import org.jspecify.annotations.NullMarked;

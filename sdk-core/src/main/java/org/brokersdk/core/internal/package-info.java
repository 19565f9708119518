/** Classes that the SDKs share. No other module may use them, and any version may change them. */
@NullMarked
package org.brokersdk.core.internal;

import org.jspecify.annotations.NullMarked;

package org.brokersdk.broker.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a check says of null, for NullAway.
 *
 * @hidden
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Contract {

    /**
     * Such as {@code null -> false}.
     *
     * @return what comes of which arguments
     */
    String value();
}

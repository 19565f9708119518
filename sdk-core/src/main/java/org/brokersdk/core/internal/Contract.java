package org.brokersdk.core.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Null contract of a method, for NullAway. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Contract {

    /**
     * Returns the contract, such as {@code null -> false}.
     *
     * @return the contract
     */
    String value();
}

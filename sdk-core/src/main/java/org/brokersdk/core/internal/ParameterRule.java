package org.brokersdk.core.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Rules of the spec for a parameter of a generated interface. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ParameterRule {

    /** Returns the minimum number of characters of a text. */
    int minLength() default 0;

    /** Returns the maximum number of characters of a text. */
    int maxLength() default Integer.MAX_VALUE;

    /** Returns the pattern for a whole text, or empty. */
    String pattern() default "";

    /** Returns the description of the pattern, or empty. */
    String form() default "";

    /** Returns the minimum of a number, or empty. */
    String minimum() default "";

    /** Returns the maximum of a number, or empty. */
    String maximum() default "";

    /** Returns the minimum number of items of a list. */
    int minItems() default 0;

    /** Returns the maximum number of items of a list. */
    int maxItems() default Integer.MAX_VALUE;

    /** Returns the enum that lists the values of a text or of the items of a list, or void. */
    Class<?> values() default void.class;
}

package org.brokersdk.core.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks numbers, lists and enums before a request is sent. Null passes every check. */
public final class Limits {

    private Limits() {}

    /** Checks a minimum. */
    public static void atLeast(String field, @Nullable Number value, String minimum) {
        if (value != null && compare(value, minimum) < 0) {
            throw new IllegalArgumentException(field + " must be at least " + minimum);
        }
    }

    /** Checks a maximum. */
    public static void atMost(String field, @Nullable Number value, String maximum) {
        if (value != null && compare(value, maximum) > 0) {
            throw new IllegalArgumentException(field + " must be at most " + maximum);
        }
    }

    /** Checks the number of items of a list, which must not contain null. */
    public static void items(String field, @Nullable List<?> values, int minItems, int maxItems) {
        if (values == null) {
            return;
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + " must not contain null");
        }
        if (values.size() < minItems || values.size() > maxItems) {
            throw new IllegalArgumentException(
                    field + " must have " + minItems + " to " + maxItems + " items, but has " + values.size());
        }
    }

    /** Checks that the value is one of the known values. */
    public static <T> void listed(String field, @Nullable T value, List<T> known) {
        listed(field, value == null ? null : List.of(value), known);
    }

    /** Checks that each item is one of the known values. */
    public static void listed(String field, @Nullable List<?> values, List<?> known) {
        if (values != null && !known.containsAll(values)) {
            throw new IllegalArgumentException(field + " must be one of " + known);
        }
    }

    private static int compare(Number value, String limit) {
        return new BigDecimal(value.toString()).compareTo(new BigDecimal(limit));
    }
}

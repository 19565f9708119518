package org.brokersdk.broker.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules for what is no text, which are checked before anything is sent. What is null keeps to them. */
final class Limits {

    private Limits() {}

    static void atLeast(String field, @Nullable Number value, String minimum) {
        if (value != null && compare(value, minimum) < 0) {
            throw new IllegalArgumentException(field + " must be at least " + minimum);
        }
    }

    static void atMost(String field, @Nullable Number value, String maximum) {
        if (value != null && compare(value, maximum) > 0) {
            throw new IllegalArgumentException(field + " must be at most " + maximum);
        }
    }

    /** The number of items of a list, none of which may be null. */
    static void items(String field, @Nullable List<?> values, int fewest, int most) {
        if (values == null) {
            return;
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + " must not hold null");
        }
        if (values.size() < fewest || values.size() > most) {
            throw new IllegalArgumentException(
                    field + " must have " + fewest + " to " + most + " items, but has " + values.size());
        }
    }

    /** A value, or each of a list, is one that the spec knows. */
    static <T> void listed(String field, @Nullable T value, List<T> known) {
        listed(field, value == null ? null : List.of(value), known);
    }

    static <T> void listed(String field, @Nullable List<T> values, List<T> known) {
        if (values != null && !known.containsAll(values)) {
            throw new IllegalArgumentException(field + " must be one of " + known);
        }
    }

    private static int compare(Number value, String limit) {
        return new BigDecimal(value.toString()).compareTo(new BigDecimal(limit));
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the checks of numbers, lists and enums. */
class LimitsTest {

    static Stream<Number> onePointFive() {
        return Stream.of(1.5, 1.5f, new BigDecimal("1.50"));
    }

    @ParameterizedTest
    @MethodSource("onePointFive")
    void checksNumbers(Number value) {
        assertAccepted(() -> Limits.atLeast("field", value, "1.5"));
        assertAccepted(() -> Limits.atMost("field", value, "1.5"));
        assertRejected(() -> Limits.atLeast("field", value, "1.51"), "field must be at least 1.51");
        assertRejected(() -> Limits.atMost("field", value, "1.49"), "field must be at most 1.49");
    }

    /** The two numbers are equal as doubles. */
    @Test
    void comparesAllDigits() {
        assertRejected(
                () -> Limits.atMost("field", 9_007_199_254_740_993L, "9007199254740992"),
                "field must be at most 9007199254740992");
    }

    @Test
    void checksTheNumberOfItems() {
        List<String> two = List.of("a", "b");

        assertAccepted(() -> Limits.items("field", two, 2, 2));
        assertRejected(() -> Limits.items("field", two, 3, 4), "field must have 3 to 4 items, but has 2");
        assertRejected(() -> Limits.items("field", two, 0, 1), "field must have 0 to 1 items, but has 2");
        assertRejected(() -> Limits.items("field", Arrays.asList("a", null), 0, 9), "field must not contain null");
    }

    @Test
    void checksThatValuesAreListed() {
        List<String> known = List.of("a", "b");

        assertAccepted(() -> Limits.listed("field", "a", known));
        assertAccepted(() -> Limits.listed("field", List.of("b", "a", "b"), known));
        assertRejected(() -> Limits.listed("field", "A", known), "field must be one of [a, b]");
        assertRejected(() -> Limits.listed("field", List.of("a", "c"), known), "field must be one of [a, b]");
    }

    @Test
    void acceptsNull() {
        assertAccepted(() -> Limits.atLeast("field", null, "1"));
        assertAccepted(() -> Limits.atMost("field", null, "1"));
        assertAccepted(() -> Limits.items("field", null, 1, 1));
        assertAccepted(() -> Limits.listed("field", (Integer) null, List.of(1)));
        assertAccepted(() -> Limits.<Integer>listed("field", (List<Integer>) null, List.of(1)));
    }

    private static void assertAccepted(ThrowingCallable check) {
        assertThatCode(check).doesNotThrowAnyException();
    }

    private static void assertRejected(ThrowingCallable check, String message) {
        assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

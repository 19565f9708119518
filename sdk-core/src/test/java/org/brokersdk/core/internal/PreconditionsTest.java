package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of input, and that messages name the field and do not show the value. */
class PreconditionsTest {

    private static final String HALF_CHARACTER = "field must not hold half a character (an unpaired surrogate)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null    | true  | 1 | 5 | ''      | field is required
            null    | true  | 0 | 5 | ''      | field is required
            null    | false | 1 | 5 | [0-9]   | null
            abc     | true  | 3 | 5 | ''      | null
            abcde   | true  | 3 | 5 | [a-e]+  | null
            ab      | true  | 3 | 5 | ''      | field must have 3 to 5 characters, but has 2
            abcdef  | false | 3 | 5 | [a-e]+  | field must have 3 to 5 characters, but has 6
            😀😀😀😀😀 | true  | 3 | 5 | ''      | null
            😀😀    | true  | 3 | 5 | ''      | field must have 3 to 5 characters, but has 2
            ''      | true  | 1 | 5 | ''      | field must not be blank
            '    '  | false | 3 | 5 | ''      | field must not be blank
            ''      | true  | 0 | 5 | ''      | null
            ' '     | true  | 0 | 5 | ''      | null
            ''      | true  | 0 | 5 | [0-9]   | field must match [0-9]
            12      | true  | 1 | 5 | [0-9]   | field must match [0-9]
            a1      | true  | 1 | 5 | [0-9]   | field must match [0-9]
            1       | true  | 1 | 5 | [0-9]   | null
            """)
    void checksText(String value, boolean required, int minLength, int maxLength, String pattern, String message) {
        ThrowingCallable check = () -> Preconditions.check("field", value, required, minLength, maxLength, pattern);

        if (message == null) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertRejected(check, message);
        }
    }

    @Test
    void checksOtherTypesForNullOnly() {
        assertThatCode(() -> Preconditions.check("field", 12, true, 3, 5, "x")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(chars = {'\ud800', '\udbff', '\udc00', '\udfff'})
    void rejectsHalfACharacter(char surrogate) {
        assertRejected(() -> Preconditions.check("field", "a" + surrogate + "b", false, 0, 5, ""), HALF_CHARACTER);
        assertRejected(() -> Preconditions.required("field", "a" + surrogate), HALF_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud7ff", "\ue000", "\ud83d\ude00"})
    void acceptsWholeCharacters(String text) {
        assertThat(Preconditions.required("field", text)).isSameAs(text);
    }

    @Test
    void rejectsMissingText() {
        assertRejected(() -> Preconditions.required("field", null), "field is required");
        assertRejected(() -> Preconditions.required("field", " \t"), "field must not be blank");
        assertRejected(() -> Preconditions.header("field", null), "field is required");
        assertRejected(() -> Preconditions.header("field", ""), "field must not be blank");
        assertRejected(() -> Preconditions.optional("field", " "), "field must not be blank");
        assertRejected(() -> Preconditions.notNull("field", null), "field is required");
    }

    @Test
    void returnsTheValue() {
        Object value = new Object();

        assertThat(Preconditions.notNull("field", value)).isSameAs(value);
        assertThat(Preconditions.required("field", "é ₹")).isEqualTo("é ₹");
        assertThat(Preconditions.header("field", "!a~")).isEqualTo("!a~");
        assertThatCode(() -> Preconditions.optional("field", null)).doesNotThrowAnyException();
        assertThatCode(() -> Preconditions.optional("field", "a")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3 cret", " s3cret", "s3cret\n", "s3cret\u007f", "s3cr\u00e9t", "s3cret\0"})
    void rejectsHeadersWithOtherThanVisibleAscii(String value) {
        assertRejected(
                () -> Preconditions.header("field", value), "field must be visible ASCII characters without spaces");
        assertThat(Preconditions.isVisible(value)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n"})
    void recognizesBlankText(String text) {
        assertThat(Preconditions.isBlank(text)).isTrue();
        assertThat(Preconditions.isVisible(text)).isFalse();
    }

    @Test
    void recognizesVisibleText() {
        assertThat(Preconditions.isBlank(" a")).isFalse();
        assertThat(Preconditions.isVisible("a!~")).isTrue();
    }

    private static void assertRejected(ThrowingCallable check, String message) {
        assertThatThrownBy(check).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of input, and that messages name the field and do not show the value. */
class PreconditionsTest {

    private static final String HALF_CHARACTER =
            "field must not contain half a character (an unpaired surrogate). Copy the text again";

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
            ' '     | true  | 0 | 5 | ''      | field must not be blank
            ''      | true  | 0 | 5 | [0-9]   | field must be one digit
            12      | true  | 1 | 5 | [0-9]   | field must be one digit
            a1      | true  | 1 | 5 | [0-9]   | field must be one digit
            1       | true  | 1 | 5 | [0-9]   | null
            """)
    void checksText(String value, boolean required, int minLength, int maxLength, String pattern, String message) {
        ThrowingCallable check =
                () -> Preconditions.check("field", value, required, minLength, maxLength, pattern, "one digit");

        if (message == null) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertRejected(check, message);
        }
    }

    @Test
    void checksOtherTypesForNullOnly() {
        assertThatCode(() -> Preconditions.check("field", 12, true, 3, 5, "x", ""))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(chars = {'\ud800', '\udbff', '\udc00', '\udfff'})
    void rejectsHalfACharacter(char surrogate) {
        assertRejected(() -> Preconditions.check("field", "a" + surrogate + "b", false, 0, 5, "", ""), HALF_CHARACTER);
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

    @Test
    void showsNoPatternWithoutWordsForIt() {
        assertRejected(
                () -> Preconditions.check("field", "s3cret", true, 0, 9, "[0-9]", ""),
                "field must be in the format that its documentation shows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3 cret", "s3cr\u00e9t", "s3cret\u200bx"})
    void rejectsHeadersWithOtherThanVisibleAscii(String value) {
        assertRejected(
                () -> Preconditions.header("field", value),
                "field must be visible ASCII characters without spaces, for example AB1234");
        assertThat(Preconditions.isVisible(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " s3cret",
                "s3cret ",
                "s3cret\n",
                "s3cret\r\n",
                "\ts3cret",
                "s3cret\u00a0",
                "\ufeffs3cret",
                "s3cret\u200b"
            })
    void rejectsBlanksAtAnEnd(String value) {
        assertRejected(
                () -> Preconditions.required("field", value),
                "field must not begin or end with a blank or a line break. Remove it, for example with strip()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3\tcret", "s3\ncret", "s3cret\0", "s3cret\u007f", "\u0085s3cret"})
    void rejectsControlCharacters(String value) {
        assertRejected(
                () -> Preconditions.optional("field", value),
                "field must not have a control character, such as a tab or a line break. Give one line of text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"s3cret\"", "'s3cret'", "`s3cret`", "\u201cs3cret\u201d", "\u2018s3cret\u2019", "\"\""})
    void rejectsSurroundingQuotes(String value) {
        assertRejected(
                () -> Preconditions.required("field", value),
                "field must not be in quotes. Give the text without the quotes, for example AB1234 for \"AB1234\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3 cret", "\"", "s3\"cret\"", "\"s3cret", "'s3cret\"", "s3cret'"})
    void acceptsBlanksAndQuotesInside(String value) {
        assertThat(Preconditions.required("password", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER s3cret"})
    void rejectsBearerBeforeAKey(String value) {
        assertRejected(
                () -> Preconditions.key("field", value),
                "field must not begin with Bearer. Give the token alone, for example eyJ4NXQ for Bearer eyJ4NXQ");
    }

    @Test
    void rejectsTwoValuesInAKey() {
        assertRejected(
                () -> Preconditions.key("field", "id:::s3cret"),
                "field must be one value, but has several with ::: between them, as another tool writes them. Give"
                        + " each value to its own setting, for example k3y of FA12345:::k3y");
        assertRejected(() -> Preconditions.key("field", null), "field is required");
        assertThat(Preconditions.key("field", "a:b::c+/=")).isEqualTo("a:b::c+/=");
        assertThat(Preconditions.key("field", "Bearer")).isEqualTo("Bearer");
    }

    @Test
    void rejectsAUserIdInLowerCase() {
        for (String id : new String[] {"vidya", "Vidya", "fa12345"}) {
            assertRejected(
                    () -> Preconditions.userId("field", id),
                    "field must be in upper case, as the broker writes it, for example AB1234 for ab1234");
        }
        assertThat(Preconditions.userId("field", "FA12345_U")).isEqualTo("FA12345_U");
        assertThat(Preconditions.userId("field", "12345678")).isEqualTo("12345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://s3cret.example/?authCode=1", "http://127.0.0.1:8080/login?code=s3cret"})
    void rejectsAUrlForACode(String value) {
        assertRejected(
                () -> Preconditions.code("field", value, List.of("authCode", "code")),
                "field must be the authorization code alone, not a whole URL. Give the URL to login, or what follows authCode=, for"
                        + " example A1B2 of https://host/?authCode=A1B2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=s3cret", "?CODE=s3cret", "&authcode=s3cret", "s3cret&state=1", "authCode="})
    void rejectsAParameterForACode(String value) {
        assertRejected(
                () -> Preconditions.code("field", value, List.of("authCode", "code")),
                "field must be the authorization code alone, without the name and other parameters. Give what follows authCode=,"
                        + " for example A1B2 of authCode=A1B2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1B2==", "a+b/c=", "decode=1", "a?b"})
    void acceptsACode(String value) {
        assertThat(Preconditions.code("field", value, List.of("code"))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "123 456", " 123 456\r\n", "123\u00a0456", "\ufeff123456"})
    void removesWhiteSpaceFromAOneTimePassword(String value) {
        assertThat(Preconditions.oneTimePassword("field", value)).isEqualTo("123456");
    }

    @Test
    void rejectsAMissingOneTimePassword() {
        assertRejected(() -> Preconditions.oneTimePassword("field", null), "field is required");
        assertRejected(() -> Preconditions.oneTimePassword("field", " \n"), "field must not be blank");
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

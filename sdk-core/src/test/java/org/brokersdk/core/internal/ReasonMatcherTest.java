package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.brokersdk.core.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that each condition is checked, and that words match as whole words. */
class ReasonMatcherTest {

    private static final List<String> NO_WORDS = List.of();

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            login,  401, 7,    Invalid PIN,        null,     WRONG_CREDENTIALS
            logout, 401, 7,    Invalid PIN,        null,     UNKNOWN
            verify, 403, 8,    pin is wrong,       null,     WRONG_CREDENTIALS
            login,  402, 7,    Invalid PIN,        null,     UNKNOWN
            login,  401, 9,    Invalid PIN,        null,     UNKNOWN
            login,  401, null, Invalid PIN,        null,     UNKNOWN
            login,  401, 7,    Invalid password,   null,     UNKNOWN
            login,  401, 7,    PIN needed,         null,     UNKNOWN
            login,  401, 7,    Invalid PIN locked, null,     UNKNOWN
            login,  401, 7,    Invalid PIN,        Locked,   UNKNOWN
            login,  401, 7,    Invalid,            the pin,  WRONG_CREDENTIALS
            login,  401, 7,    null,               null,     UNKNOWN
            """)
    void checksEachCondition(String operation, int status, String code, String message, String detail, Reason reason) {
        ReasonMatcher matcher = new ReasonMatcher(
                Reason.WRONG_CREDENTIALS,
                "Check the PIN.",
                Set.of("login", "verify"),
                Set.of(401, 403),
                Set.of("7", "8"),
                List.of("pin"),
                List.of("invalid", "wrong"),
                List.of("locked", "blocked"));

        assertThat(ReasonMatcher.find(List.of(matcher), operation, status, code, message, detail)
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void http429IsAnExceededQuotaUnlessALineMatches() {
        assertThat(ReasonMatcher.find(List.of(), "login", 429, null, "busy", null)
                        .reason())
                .isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(ReasonMatcher.find(List.of(words("busy", NO_WORDS)), "login", 429, null, "busy", null)
                        .reason())
                .isEqualTo(Reason.BLOCKED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Pin                 | true
            no pin!             | true
            -pin-               | true
            spinning pin        | true
            `pin{               | true
            /pin:               | true
            @pin[               | true
            épiné               | true
            spin                | false
            apin                | false
            zpin                | false
            pina                | false
            pinz                | false
            0pin                | false
            9pin                | false
            pin0                | false
            pin9                | false
            pin_                | true
            _pin                | true
            INVALID_PIN         | true
            p in                | false
            """)
    void matchesWholeWords(String message, boolean matches) {
        assertThat(find(message, words("pin", NO_WORDS))).isEqualTo(matches ? Reason.BLOCKED : Reason.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
             Change   your\tPassword |BLOCKED
            CHANGE YOUR PASSWORD|BLOCKED
            change password|UNKNOWN
            """)
    void ignoresCaseAndWhiteSpace(String message, Reason reason) {
        assertThat(find(message, words("Change  your password", NO_WORDS))).isEqualTo(reason);
        assertThat(find("x", words("y", NO_WORDS), words(" X ", NO_WORDS))).isEqualTo(Reason.BLOCKED);
    }

    /** The message and the detail are two texts. */
    @Test
    void matchesNoPhraseAcrossMessageAndDetailWithoutASpace() {
        assertThat(ReasonMatcher.find(List.of(words("pin", NO_WORDS)), "login", 200, null, "p", "in")
                        .reason())
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void returnsTheFirstMatch() {
        ReasonMatcher first = words("pin", List.of("locked"));
        ReasonMatcher second = new ReasonMatcher(
                Reason.BAD_REQUEST, "Ask.", Set.of(), Set.of(), Set.of(), NO_WORDS, NO_WORDS, NO_WORDS);

        assertThat(find("pin", first, second)).isEqualTo(Reason.BLOCKED);
        assertThat(find("pin locked", first, second)).isEqualTo(Reason.BAD_REQUEST);
        assertThat(find("anything", second, first)).isEqualTo(Reason.BAD_REQUEST);
    }

    @Test
    void returnsUnknownIfNothingMatches() {
        assertThat(ReasonMatcher.find(List.of(), "login", 200, null, "Huh", null))
                .isSameAs(ReasonMatcher.UNKNOWN)
                .extracting(ReasonMatcher::suggestedAction)
                .isEqualTo(Reason.UNKNOWN.suggestedAction());
    }

    /** There is no message to read, so the advice must not mention one. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \t"})
    void suggestsAnotherActionIfThereIsNoMessage(String message) {
        ReasonMatcher silent = ReasonMatcher.find(List.of(), "login", 200, "7", message, null);

        assertThat(silent).isSameAs(ReasonMatcher.SILENT);
        assertThat(silent.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(silent.suggestedAction()).doesNotContain("message");
        assertThat(find(message, words("", NO_WORDS))).isEqualTo(Reason.BLOCKED);
        assertThat(find("Huh", words("", NO_WORDS))).isEqualTo(Reason.UNKNOWN);
    }

    private static Reason find(String message, ReasonMatcher... lines) {
        return ReasonMatcher.find(List.of(lines), "login", 200, null, message, null)
                .reason();
    }

    private static ReasonMatcher words(String words, List<String> excludedWords) {
        return new ReasonMatcher(
                Reason.BLOCKED, "Wait.", Set.of(), Set.of(), Set.of(), List.of(words), NO_WORDS, excludedWords);
    }
}

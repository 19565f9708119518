package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a session is restored from its own text alone, and that no message quotes the text. */
class SavedSessionTest {

    private static final HttpUrl ORIGIN = HttpUrl.get("https://broker.example/api/");

    private static final SavedSession<State> SESSION = new SavedSession<>(
            TestSession.class, "AB1234", Instant.parse("2026-11-21T03:04:05.678Z"), ORIGIN, new State("t0ken"));

    private static final String SAVED = "{\"session\":\"TestSession 1\",\"userId\":\"AB1234\","
            + "\"since\":\"2026-11-21T03:04:05.678Z\",\"host\":\"https://broker.example:443\","
            + "\"state\":{\"token\":\"t0ken\"}}";

    private record State(String token, Integer number, Boolean active) {

        State(String token) {
            this(token, null, null);
        }

        boolean isComplete() {
            return token != null;
        }
    }

    private static final class TestSession {}

    @Test
    void formatsAndParsesASession() {
        assertThat(SESSION.format()).isEqualTo(SAVED);
        assertThat(parse(SAVED, ORIGIN)).isEqualTo(SESSION);
    }

    @Test
    void takesTheMomentOfTheLogin() {
        Instant before = Instant.now();
        SavedSession<State> session = SavedSession.now(TestSession.class, "AB1234", ORIGIN, new State("t0ken"));

        assertThat(session.createdAt()).isBetween(before, Instant.now());
        assertThat(session)
                .isEqualTo(new SavedSession<>(
                        TestSession.class, "AB1234", session.createdAt(), ORIGIN, new State("t0ken")));
    }

    @Test
    void rejectsTruncatedText() {
        for (int length = 0; length < SAVED.length(); length++) {
            assertRejected(SAVED.substring(0, length));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"t0ken", "null", "[]", "\"t0ken\"", "{}"})
    void rejectsOtherText(String saved) {
        assertRejected(saved);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "TestSession 1"             | "TestSession"
            "TestSession 1"             | "TestSession 2"
            "TestSession 1"             | "OtherSession 1"
            "TestSession 1"             | null
            "session"                   | "sessions"
            "AB1234"                    | " "
            "AB1234"                    | null
            "AB1234"                    | {}
            "userId"                    | "userID"
            "2026-11-21T03:04:05.678Z"  | "today"
            "2026-11-21T03:04:05.678Z"  | null
            "since"                     | "created"
            "https://broker.example:443"| null
            "https://broker.example:443"| []
            "host"                      | "origin"
            "state"                     | "data"
            {"token":"t0ken"}           | null
            {"token":"t0ken"}           | {}
            {"token":"t0ken"}           | "t0ken"
            {"token":"t0ken"}           | {"token":null}
            {"token":"t0ken"}           | {"token":["t0ken"]}
            {"token":"t0ken"}           | {"token":"t0ken","number":""}
            {"token":"t0ken"}           | {"token":"t0ken","number":1.5}
            {"token":"t0ken"}           | {"token":"t0ken","active":"Y"}
            """)
    void rejectsChangedText(String part, String change) {
        assertThat(SAVED).contains(part);
        assertRejected(SAVED.replace(part, change));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://broker.example:443/api/",
                "https://broker.example:8443/api/",
                "https://other.example/api/",
                "https://a.broker.example/api/",
                "https://broker.example.evil.example/api/"
            })
    void rejectsASessionOfAnotherOrigin(String origin) {
        assertThatThrownBy(() -> parse(SAVED, HttpUrl.get(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("saved must be a session with the host and port of baseUrl. "
                        + "Restore it with the baseUrl of its login")
                .hasNoCause();
    }

    @Test
    void rejectsASessionOfAnotherUser() {
        assertThat(SESSION.requireUser(null)).isSameAs(SESSION);
        assertThat(SESSION.requireUser("ab1234")).isSameAs(SESSION);
        assertThatThrownBy(() -> SESSION.requireUser("ZZ999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("saved must be a session of the user of this client, but belongs to another user."
                        + " Restore it with a client of its user");
    }

    @Test
    void restoresAtAnotherPath() {
        HttpUrl origin = HttpUrl.get("https://broker.example:443/other/");

        assertThat(parse(SAVED, origin).origin()).isEqualTo(origin);
    }

    @Test
    void showsNoTokenInToString() {
        assertThat(SESSION)
                .hasToString("SavedSession[session=TestSession, userId=AB1234, "
                        + "createdAt=2026-11-21T03:04:05.678Z, state=***]");
    }

    private static void assertRejected(String saved) {
        assertThatThrownBy(() -> parse(saved, ORIGIN))
                .as(saved)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("saved must be what TestSession.save() returned. Log in again")
                .hasNoCause();
    }

    private static SavedSession<State> parse(String saved, HttpUrl origin) {
        return SavedSession.parse(saved, TestSession.class, State.class, origin, State::isComplete);
    }
}

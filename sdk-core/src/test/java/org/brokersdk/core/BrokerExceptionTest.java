package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests messages and facts of each kind of failure, and what a serialized failure contains. */
class BrokerExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            7    | No   | More | 5    | The broker said: No - More (7). Wait for 5 seconds. Log in again.
            null | No   | null | null | The broker said: No. Log in again.
            null | No   | ' '  | 0    | The broker said: No. Wait for 0 seconds. Log in again.
            7    | null | null | null | The broker rejected the request with HTTP 401 and gave no reason (7). Log in again.
            null | ' '  | More | null | The broker rejected the request with HTTP 401 and gave no reason - More. Log in again.
            """)
    void rejectionSaysWhatTheBrokerSaidAndWhatToDo(
            String code, String message, String detail, Long seconds, String expected) {
        Duration retryAfter = seconds == null ? null : Duration.ofSeconds(seconds);
        BrokerException.Rejected rejected = new BrokerException.Rejected(
                Reason.SESSION_EXPIRED, "Log in again.", code, message, detail, 401, retryAfter, "s3cret");

        assertThat(rejected).hasMessage(expected).hasNoCause();
        assertThat(rejected.reason()).isEqualTo(Reason.SESSION_EXPIRED);
        assertThat(rejected.suggestedAction()).isEqualTo("Log in again.");
        assertThat(rejected.code().orElse(null)).isEqualTo(code);
        assertThat(rejected.brokerMessage()).isEqualTo(message);
        assertThat(rejected.detail().orElse(null)).isEqualTo(detail);
        assertThat(rejected.status()).isEqualTo(401);
        assertThat(rejected.retryAfter().orElse(null)).isEqualTo(retryAfter);
        assertThat(rejected.responseBody()).isEqualTo("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"'text/html, title \"Down\"', 'No (HTTP 502): text/html, title \"Down\"'", "'', No (HTTP 502): nothing"
    })
    void unexpectedResponseIsSummarized(String summary, String message) {
        BrokerException.Unexpected unexpected = new BrokerException.Unexpected("No", 502, summary, "s3cret");

        assertThat(unexpected).hasMessage(message).hasNoCause();
        assertThat(unexpected.status()).isEqualTo(502);
        assertThat(unexpected.responseSummary()).isEqualTo(summary);
        assertThat(unexpected.responseBody()).isEqualTo("s3cret");
    }

    @Test
    void unreachableSaysWhetherTheRequestWasSent() {
        Exception cause = new IOException();

        assertThat(new BrokerException.Unreachable("No", cause, true))
                .hasMessage("No")
                .hasCause(cause)
                .returns(true, BrokerException.Unreachable::requestSent);
        assertThat(new BrokerException.Unreachable("No", null, false))
                .hasNoCause()
                .returns(false, BrokerException.Unreachable::requestSent);
    }

    @Test
    void serializedFailureHasNoResponseBody() throws Exception {
        BrokerException.Rejected rejected = copy(new BrokerException.Rejected(
                Reason.BLOCKED, "Wait.", "7", "No", "More", 403, Duration.ofSeconds(5), "s3cret"));
        BrokerException.Unexpected unexpected = copy(new BrokerException.Unexpected("No", 502, "html", "s3cret"));

        assertThat(rejected)
                .hasMessage("The broker said: No - More (7). Wait for 5 seconds. Wait.")
                .returns(Reason.BLOCKED, BrokerException.Rejected::reason)
                .returns(
                        Duration.ofSeconds(5),
                        rejection -> rejection.retryAfter().orElseThrow());
        assertThat(rejected.responseBody()).isNull();
        assertThat(unexpected).hasMessage("No (HTTP 502): html");
        assertThat(unexpected.responseBody()).isNull();
        assertThat(copy(new BrokerException.Unreachable("No", null, true)).requestSent())
                .isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <E extends BrokerException> E copy(E exception) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        assertThat(bytes.toString()).doesNotContain("s3cret");
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (E) in.readObject();
        }
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.failures;
import static org.brokersdk.core.internal.Fixtures.login;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that break the rules of HTTP. The build also runs these tests with the oldest OkHttp that is supported. */
@Timeout(60)
class MalformedResponseTest {

    private static final int RESPONSES = 600;

    private static final String JSON = "{\"token\":\"s3cret\"}";

    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2;x=y\r\n1}\r\n0\r\nTrailer: a\r\n\r\n";

    private static final String GZIP =
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip(JSON);

    private static final List<String> RESPONSES_TO_CHANGE = List.of(
            LoopbackServer.response(200, JSON),
            LoopbackServer.response(503, JSON, "Retry-After: 1"),
            LoopbackServer.response(302, JSON, "Location: /elsewhere"),
            LoopbackServer.response(401, JSON, "WWW-Authenticate: Basic realm=\"x\""),
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + LoopbackServer.response(200, JSON),
            CHUNKED,
            GZIP);

    /** Values that are at or beyond a limit of a number, a line, a header or a status. */
    private static final List<String> VALUES = List.of(
            "",
            "\r\n",
            "\r",
            "\u0000",
            "\u00e9",
            ":",
            ";",
            "-1",
            "-5",
            "00",
            "99999",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775808",
            "7fffffffffffffff",
            "8000000000000000",
            "ffffffffffffffff",
            "10000000000000000",
            "101",
            "199",
            "204",
            "407",
            "408",
            "421",
            "-10",
            "HTTP/1.0",
            "HTTP/2",
            "ICY 200 OK",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "Content-Length: -5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: gzip\r\n",
            "Content-Type: text/html; charset=\"x\"\r\n",
            "Retry-After: 9999999999\r\n",
            "Set-Cookie: ;=\r\n",
            "Upgrade: websocket\r\nConnection: Upgrade\r\n");

    @Test
    void eachFailureIsTyped() throws Exception {
        Random random = new Random(28);
        AtomicReference<String> response = new AtomicReference<>("");
        try (LoopbackServer server =
                LoopbackServer.responding(out -> out.write(response.get().getBytes(StandardCharsets.ISO_8859_1)))) {
            ApiClient client = client(server.url(), Duration.ofSeconds(10));
            TestApi api = client.api(TestApi.class);
            List<ThrowingCallable> calls = List.of(
                    () -> client.call(api.login(Map.of("otp", "1")), received -> received.as(Map.class))
                            .execute(),
                    login(client)::execute,
                    () -> api.profile().execute());
            for (int i = 0; i < RESPONSES; i++) {
                response.set(changed(random));
                Throwable failure = catchThrowable(calls.get(i % calls.size()));
                if (failure != null) {
                    assertThat(failure)
                            .as("failure at the response " + response.get())
                            .isInstanceOf(BrokerException.class);
                    assertThat(failure.getSuppressed()).isEmpty();
                }
            }
            await(() -> server.openConnections() == 0);
        }
    }

    private static String changed(Random random) {
        String response = RESPONSES_TO_CHANGE.get(random.nextInt(RESPONSES_TO_CHANGE.size()));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            response = change(response, random);
        }
        return response;
    }

    private static String change(String response, Random random) {
        int at = random.nextInt(response.length() + 1);
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return switch (random.nextInt(4)) {
            case 0 -> response.substring(0, at) + value + response.substring(at);
            case 1 ->
                response.substring(0, at)
                        + (char) random.nextInt(256)
                        + response.substring(Math.min(at + 1, response.length()));
            case 2 -> response.substring(0, at);
            default -> replaceWord(response, random, value);
        };
    }

    private static String replaceWord(String response, Random random, String value) {
        String[] words = response.split("(?<=[ \r\n:;])|(?=[ \r\n:;])", -1);
        words[random.nextInt(words.length)] = value;
        return String.join("", words);
    }

    private static String gzip(String text) {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8(text);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return zipped.readString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 -12 Status\r\n\r\n",
                "HTTP/1.1 99999 Status\r\n\r\n",
                "HTTP/1.1 s3cret Status\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n"
            })
    void responseWithoutAStatusIsUnexpected(String response) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(response)) {
            assertThat(failures(login(client(server.url())))).allSatisfy(failure -> {
                assertThat(failure)
                        .isInstanceOf(Unexpected.class)
                        .hasMessage("The response is not valid HTTP: nothing")
                        .hasNoCause();
                assertThat(((Unexpected) failure).status()).isZero();
            });
            await(() -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -5", "Content-Encoding: gzip\r\nContent-Length: -5"})
    void negativeLengthIsUnexpected(String header) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("HTTP/1.1 502 Status\r\n" + header + "\r\n\r\n{}")) {
            assertThat(failures(login(client(server.url())))).allSatisfy(failure -> {
                assertThat(failure)
                        .isInstanceOf(Unexpected.class)
                        .hasMessage("The response is not valid HTTP (HTTP 502): nothing");
                assertThat(((Unexpected) failure).status()).isEqualTo(502);
            });
            await(() -> server.openConnections() == 0);
        }
    }

    /** OkHttp throws an unchecked exception when it closes such a body. */
    @Test
    void negativeChunkIsUnexpectedWhereTheBodyIsRead() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n{}\r\n0\r\n\r\n")) {
            ApiClient client = client(server.url());
            TestApi api = client.api(TestApi.class);

            assertThat(catchThrowable(() -> api.profile().execute()))
                    .isInstanceOf(Unexpected.class)
                    .hasMessageStartingWith("The response broke off (HTTP 200)")
                    .hasNoSuppressedExceptions();
            assertThat(login(client).execute()).isEqualTo(200);
        }
    }

    /** OkHttp reads the extension of a chunk and the name in a gzip header without a limit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n2;",
                "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\0"
            })
    void partsThatAreTooLongAreUnexpected(String begin) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (LoopbackServer server = LoopbackServer.responding(out -> {
            out.write(("HTTP/1.1 200 OK\r\n" + begin).getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write("x".repeat(1 << 16).getBytes(StandardCharsets.ISO_8859_1));
                sent.addAndGet(1 << 16);
            }
        })) {
            ApiClient client = client(server.url());

            assertThat(catchThrowable(client.call(
                            client.api(TestApi.class).profile(), received -> received.as(Map.class))::execute))
                    .isInstanceOf(Unexpected.class)
                    .hasMessageStartingWith("The response broke off (HTTP 200)");
            await(() -> server.openConnections() == 0);
        }
        // Buffers of the sockets have a part of it.
        assertThat(sent.get()).isLessThan(64 << 20);
    }

    /** OkHttp reads such a value, but its methods refuse to set it. */
    @ParameterizedTest
    @ValueSource(strings = {"0\u00e9", "0\r1", "\u0000"})
    void otherCharactersInRetryAfterAreNoFailure(String value) throws Exception {
        try (LoopbackServer server =
                LoopbackServer.responding(LoopbackServer.response(503, "{}", "Retry-After: " + value))) {
            assertThat(login(client(server.url())).execute()).isEqualTo(503);
        }
    }
}

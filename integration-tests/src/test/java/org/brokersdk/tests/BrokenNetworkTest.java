package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakException.Rejected;
import org.brokersdk.kotak.KotakException.Unexpected;
import org.brokersdk.kotak.KotakException.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong below the broker's JSON. The code is a template, so that what holds here holds for every SDK. */
class BrokenNetworkTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void refusedConnection() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        KotakClient kotak = client().baseUrl("http://127.0.0.1:" + port).build();

        assertThatThrownBy(() -> kotak.login("s3cret"))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("Nothing was sent")
                .hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void answerWhoseEndDoesNotComeInTime() {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"Success\":{\"oneTimeToken\":\"t\"}}")
                .throttleBody(1, 1, TimeUnit.SECONDS)
                .build());
        KotakClient kotak = client().timeout(Duration.ofMillis(500)).build();

        assertThatThrownBy(() -> kotak.login("s3cret")).isInstanceOf(Unreachable.class);
    }

    @Test
    void certificateThatNobodyVouchesFor() {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        broker.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        KotakClient kotak =
                client().baseUrl("https://localhost:" + broker.getPort()).build();

        assertThatThrownBy(() -> kotak.login("s3cret"))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("Nothing was sent")
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | <html>Bad Gateway</html> | text/plain, 24 characters",
                "502 | <title>Bad Gateway</title><h1 id=a>Try <b>later</b></h1> | text/plain, 56 characters, title \"Bad Gateway\", h1 \"Try  later\"",
                "504 | '' | ''",
                "200 | '' | ''",
                "200 | [] | text/plain, 2 characters",
                "200 | {} | text/plain, 2 characters",
                "200 | {\"Success\":null} | text/plain, 16 characters, Success",
                "200 | {\"Success\":{\"message\":\"hello\"}} | text/plain, 31 characters, Success, Success.message \"hello\"",
                "200 | {\"Success\":{\"oneTimeToken\":\"s3cr | text/plain, 32 characters",
                "200 | {\"token\":[\"s3cret\",\"s3cret\"],\"pin\":4321} | text/plain, 40 characters, token, pin",
                "500 | {\"error\":\"down\",\"user\":\"AB1234\"} | text/plain, 32 characters, error \"down\", user"
            })
    void answerOfAnotherShape(int status, String body, String excerpt) {
        broker.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "text/plain")
                .body(body)
                .build());

        assertThatThrownBy(() -> client().build().login("s3cret"))
                .asInstanceOf(type(Unexpected.class))
                .satisfies(unexpected -> {
                    assertThat(unexpected.status()).isEqualTo(status);
                    assertThat(unexpected.excerpt()).isEqualTo(excerpt);
                    assertThat(unexpected).hasMessageContaining("HTTP " + status);
                });
    }

    @Test
    void answerThatBreaksOff() {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"Success\":{\"oneTimeToken\":\"s3cret-token\"}}")
                .setHeader("Content-Length", "1000")
                .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                .build());

        assertThatThrownBy(() -> client().build().login("s3cret"))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("broke off")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void excerptShowsNothingThatWasSent() {
        broker.enqueue(new MockResponse.Builder()
                .code(500)
                .body("<p>No user AB1234 with s3cret and access-token</p>")
                .build());

        assertThatThrownBy(() -> client().build().login("s3cret"))
                .isInstanceOf(Unexpected.class)
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("access-token");
    }

    @Test
    void waitThatWasTold() {
        broker.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", "60")
                .body("{\"fault\":{\"code\":900807,\"message\":\"quota\"}}")
                .build());

        assertThatThrownBy(() -> client().build().login("s3cret"))
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> assertThat(rejected.retryAfter()).contains(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 308, 401, 408, 421, 503})
    void neverSendsALoginTwice(int status) {
        for (int i = 0; i < 2; i++) {
            broker.enqueue(new MockResponse.Builder()
                    .code(status)
                    .setHeader("Location", "/elsewhere")
                    .setHeader("Retry-After", "0")
                    .setHeader("WWW-Authenticate", "Basic")
                    .build());
        }
        OkHttpClient eager = new OkHttpClient.Builder()
                .authenticator((route, response) ->
                        response.request().newBuilder().header("X-Try", "again").build())
                .build();

        assertThatThrownBy(() -> client().httpClient(eager).build().login("s3cret"))
                .isInstanceOf(Unexpected.class);
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    @Test
    void neverSendsALoginTwiceWhenTheConnectionBreaks() {
        for (int i = 0; i < 2; i++) {
            broker.enqueue(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build());
        }

        assertThatThrownBy(() -> client().build().login("s3cret"))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("may have arrived");
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    @Test
    void futuresFailAsCallsDo() {
        broker.enqueue(new MockResponse.Builder().code(502).build());

        assertThatThrownBy(() -> client().build().loginAsync("s3cret").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Unexpected.class);
    }

    @Test
    void unknownHost() {
        KotakClient kotak = client().httpClient(new OkHttpClient.Builder()
                        .dns(host -> {
                            throw new java.net.UnknownHostException(host);
                        })
                        .build())
                .baseUrl("https://kotak.example")
                .build();

        assertThatThrownBy(() -> kotak.login("s3cret"))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("Nothing was sent");
    }

    private KotakClient.Builder client() {
        InetSocketAddress address = broker.getSocketAddress();
        return KotakClient.builder()
                .baseUrl("http://127.0.0.1:" + address.getPort())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234");
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.brokersdk.kotak.KotakClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can be told. The code is a template, so that what holds here holds for every SDK. */
class SettingsTest {

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void logsMethodPathStatusAndTimeAlone() {
        List<String> log = new ArrayList<>();
        server.enqueue(loggedIn());

        client().logger(log::add).build().login("s3cret");

        assertThat(log).singleElement().asString().matches("POST /session/1\\.0/session/login/userid 200 \\d+ ms");
    }

    @Test
    void logsAFailedCallToo() {
        List<String> log = new ArrayList<>();
        server.enqueue(
                new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());

        assertThatThrownBy(() -> client().logger(log::add)
                .timeout(Duration.ofMillis(100))
                .build()
                .login("s3cret"));

        assertThat(log).singleElement().asString().matches("POST /session/1\\.0/session/login/userid failed \\d+ ms");
    }

    @Test
    void introducesItselfWithItsVersion() throws Exception {
        server.enqueue(loggedIn());
        server.enqueue(loggedIn());

        client().build().login("s3cret");
        client().userAgent("my-app/1.0").build().login("s3cret");

        String sdk = "kotak-sdk/" + Maven.property("sdkVersion") + " Java/"
                + Runtime.version().feature();
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo(sdk);
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo("my-app/1.0 " + sdk);
    }

    @Test
    void goesThroughAProxyWithCredentialsAndWithTls() throws Exception {
        OkHttpClient trusting = Impostors.of(List.of("tradeapi.kotaksecurities.com"), server);
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(loggedIn());

        KotakClient.builder()
                .httpClient(trusting)
                .proxy("http://127.0.0.1:" + server.getPort(), "proxy-user", "proxy-password")
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234")
                .build()
                .login("s3cret");

        RecordedRequest connect = server.takeRequest();
        assertThat(connect.getMethod()).isEqualTo("CONNECT");
        assertThat(connect.getHeaders().get("Proxy-Authorization"))
                .isEqualTo(Credentials.basic("proxy-user", "proxy-password"));
        RecordedRequest login = server.takeRequest();
        assertThat(login.getHandshake()).isNotNull();
        assertThat(login.getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void doesNotTryWrongProxyCredentialsAgain() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                    .build());
        }

        assertThatThrownBy(() -> client().proxy("http://127.0.0.1:" + server.getPort(), "user", "wrong")
                .build()
                .login("s3cret"));

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void clientsThatWereGivenNoneShareConnections() throws Exception {
        server.enqueue(loggedIn());
        server.enqueue(loggedIn());

        try (KotakClient one = client().build();
                KotakClient another = client().userId("CD5678").build()) {
            one.login("s3cret");
            another.login("s3cret");
        }

        assertThat(server.takeRequest().getConnectionIndex())
                .isEqualTo(server.takeRequest().getConnectionIndex());
    }

    @Test
    void closingLeavesTheGivenClientOpen() {
        server.enqueue(loggedIn());
        server.enqueue(loggedIn());
        OkHttpClient mine = new OkHttpClient();
        KotakClient kotak = client().httpClient(mine).build();
        kotak.login("s3cret");

        kotak.close();

        assertThat(mine.dispatcher().executorService().isShutdown()).isFalse();
        assertThatCode(() -> client().httpClient(mine).build().login("s3cret")).doesNotThrowAnyException();
        assertThatThrownBy(() -> kotak.login("s3cret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingOneClientLeavesTheOthersOpen() {
        server.enqueue(loggedIn());
        KotakClient one = client().build();
        KotakClient another = client().build();

        one.close();
        one.close();

        assertThatCode(() -> another.loginAsync("s3cret").join()).doesNotThrowAnyException();
        another.close();
    }

    /** In a JVM of its own, which must not wait for threads that sit idle. */
    @Test
    void jvmEndsAtOnceAfterAnAsynchronousLogin() throws Exception {
        server.enqueue(loggedIn());
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        AsynchronousLogin.class.getName(),
                        "http://127.0.0.1:" + server.getPort())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(jvm.getInputStream().readAllBytes())).startsWith("logged in");
        assertThat(jvm.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isZero();
    }

    /** What the JVM above runs. */
    static final class AsynchronousLogin {
        public static void main(String[] args) {
            try (KotakClient kotak = KotakClient.builder()
                    .baseUrl(args[0])
                    .accessToken("access-token")
                    .consumerKey("consumer-key")
                    .userId("AB1234")
                    .build()) {
                kotak.loginAsync("s3cret").join();
                System.out.println("logged in");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://tradeapi.kotaksecurities.com/apim", "ftp://127.0.0.1/", "nonsense", ""})
    void refusesABaseUrlThatIsNotHttps(String url) {
        assertThatThrownBy(() -> client().baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseUrl must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "https://broker.example"})
    void takesHttpsAndThisMachine(String url) {
        assertThatCode(() -> client().baseUrl(url).build()).doesNotThrowAnyException();
    }

    @Test
    void refusesATimeoutOfNothing() {
        assertThatThrownBy(() -> client().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout must");
    }

    private KotakClient.Builder client() {
        return KotakClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getPort())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234");
    }

    private static MockResponse loggedIn() {
        return new MockResponse.Builder()
                .body("{\"Success\":{\"oneTimeToken\":\"t\"}}")
                .build();
    }
}

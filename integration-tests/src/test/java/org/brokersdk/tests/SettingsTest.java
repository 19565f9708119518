package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        List<String> log = new CopyOnWriteArrayList<>();
        server.enqueue(
                new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());

        assertThatThrownBy(() -> client().logger(log::add)
                .timeout(Duration.ofMillis(100))
                .build()
                .login("s3cret"));

        EndTest.await(() -> !log.isEmpty());
        assertThat(log).singleElement().asString().matches("POST /session/1\\.0/session/login/userid failed \\d+ ms");
    }

    @Tag("jar")
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
                    .inTunnel()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                    .build());
        }

        assertThatThrownBy(() -> client().baseUrl("https://broker.example")
                        .proxy("http://127.0.0.1:" + server.getPort(), "user", "wr0ng")
                        .build()
                        .login("s3cret"))
                .isInstanceOf(KotakException.Unreachable.class)
                .hasMessageContaining("Nothing was sent");

        assertThat(server.getRequestCount()).isBetween(1, 2);
    }

    @Test
    void eachCallHasAConnectionOfItsOwn() throws Exception {
        server.enqueue(loggedIn());
        server.enqueue(loggedIn());

        KotakClient kotak = client().build();
        kotak.login("s3cret");
        kotak.login("s3cret");

        for (int i = 0; i < 2; i++) {
            RecordedRequest request = server.takeRequest();
            assertThat(request.getConnectionIndex()).isEqualTo(i);
            assertThat(request.getHeaders().get("Connection")).isEqualTo("close");
        }
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

    @ParameterizedTest
    @EnumSource
    void refusesWhatItCannotKeepByTheNameOfTheSetting(Sdk sdk) {
        Map<String, List<Object[]>> wrong = Map.of(
                "timeout",
                List.of(
                        new Object[] {null},
                        new Object[] {Duration.ZERO},
                        new Object[] {Duration.ofSeconds(-1)},
                        new Object[] {Duration.ofNanos(999_999)},
                        new Object[] {Duration.ofDays(2)},
                        new Object[] {Duration.ofSeconds(Long.MAX_VALUE)}),
                "baseUrl",
                List.of(
                        new Object[] {null},
                        new Object[] {"https://user@broker.example"},
                        new Object[] {"https://user:s3cret@broker.example"},
                        new Object[] {"https://broker.example?a=s3cret"},
                        new Object[] {"https://broker.example#s3cret"},
                        new Object[] {"http://127.0.0.1.evil.example"},
                        new Object[] {"http://localhost.evil.example"},
                        new Object[] {"s3cret"}),
                "proxy",
                List.of(
                        new Object[] {null},
                        new Object[] {"https://proxy.example:3128"},
                        new Object[] {"socks5://proxy.example:1080"},
                        new Object[] {"http://me:s3cret@proxy.example:3128"},
                        new Object[] {"http://me@proxy.example:3128"},
                        new Object[] {"http://proxy.example:3128/path"},
                        new Object[] {"http://proxy.example:3128?s3cret"},
                        new Object[] {"proxy.example:3128"},
                        new Object[] {"https://proxy.example:3128", "me", "s3cret"}),
                "user",
                List.of(
                        new Object[] {"http://proxy.example:3128", null, "s3cret"},
                        new Object[] {"http://proxy.example:3128", " ", "s3cret"},
                        new Object[] {"http://proxy.example:3128", "m:e", "s3cret"}),
                "password",
                List.<Object[]>of(new Object[] {"http://proxy.example:3128", "me", null}),
                "httpClient",
                List.<Object[]>of(new Object[] {null}),
                "executor",
                List.<Object[]>of(new Object[] {null}),
                "logger",
                List.<Object[]>of(new Object[] {null}),
                "userAgent",
                List.of(new Object[] {null}, new Object[] {""}, new Object[] {"my app"}, new Object[] {"a\r\nb: s3cret"
                }));

        wrong.forEach((named, all) -> all.forEach(arguments -> {
            String setting = named.equals("user") || named.equals("password") ? "proxy" : named;
            assertThatThrownBy(() -> Sdk.call(sdk.builder(Sdk.USER), setting, arguments))
                    .as(setting + " " + Arrays.toString(arguments))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(named + " ")
                    .hasMessageNotContaining("s3cret");
        }));
    }

    @ParameterizedTest
    @EnumSource
    void proxyWouldReadWhatGoesWithoutTls(Sdk sdk) throws Exception {
        try (Server proxy = Server.replying(request -> sdk.success("from-the-proxy"));
                Server broker = Server.replying(request -> sdk.success("token"))) {
            assertThatThrownBy(() -> sdk.login(Sdk.Settings.of(broker.url()).proxy(proxy.url())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("proxy ");

            int port = HttpUrl.get(proxy.url()).port();
            Proxy http = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
            OkHttpClient through = new OkHttpClient.Builder().proxy(http).build();
            OkHttpClient selecting = new OkHttpClient.Builder()
                    .proxySelector(new ProxySelector() {
                        @Override
                        public List<Proxy> select(URI uri) {
                            return List.of(http);
                        }

                        @Override
                        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
                    })
                    .build();
            sdk.login(Sdk.Settings.of(broker.url()).httpClient(through)).now().get();
            sdk.login(Sdk.Settings.of(broker.url()).httpClient(selecting)).now().get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(broker.requests).hasSize(2);
        }
    }

    @Test
    void tokenUrlWithoutTlsGoesToNoProxyEither() throws Exception {
        try (Server proxy = Server.replying(request -> Sdk.FLATTRADE.success("from-the-proxy"));
                Server tokens = Server.replying(request -> Sdk.FLATTRADE.success("token"))) {
            int port = HttpUrl.get(proxy.url()).port();
            OkHttpClient through = new OkHttpClient.Builder()
                    .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)))
                    .build();
            Object builder = Sdk.FLATTRADE.builder(Sdk.USER);
            Sdk.call(builder, "tokenUrl", tokens.url());
            Sdk.call(builder, "httpClient", through);

            Sdk.FLATTRADE
                    .login(Sdk.call(builder, "build"), Sdk.USER, () -> Sdk.OTP)
                    .now()
                    .get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(tokens.requests).hasSize(1);
        }
    }

    /** Who stands behind the proxy may ask for its password as well, inside of TLS. */
    @ParameterizedTest
    @EnumSource
    void credentialsOfTheProxyStayWithTheProxy(Sdk sdk) throws Exception {
        OkHttpClient trusting = Impostors.of(List.of("broker.example"), server);
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder().inTunnel().build());
            server.enqueue(new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"broker\"")
                    .build());
        }
        Object builder = sdk.builder(Sdk.USER);
        Sdk.call(builder, "baseUrl", "https://broker.example");
        if (sdk == Sdk.FLATTRADE) {
            Sdk.call(builder, "tokenUrl", "https://broker.example");
        }
        Sdk.call(builder, "httpClient", trusting);
        Sdk.call(builder, "proxy", "http://127.0.0.1:" + server.getPort(), "me", "pr0xy-s3cret");

        Throwable failure = catchThrowable(
                sdk.login(Sdk.call(builder, "build"), Sdk.USER, () -> Sdk.OTP).now()::get);

        assertThat(Sdk.kind(failure)).isEqualTo("Unexpected");
        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(server.takeRequest().getMethod()).isEqualTo("CONNECT");
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void credentialsOfOneProxyDoNotGoToAnother(Sdk sdk) throws Exception {
        try (Server asking = Server.replying(request -> "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n".getBytes())) {
            Object builder = sdk.builder(Sdk.USER);
            Sdk.call(builder, "baseUrl", "https://broker.example");
            Sdk.call(builder, "proxy", "http://proxy.example:3128", "me", "pr0xy-s3cret");
            Sdk.call(builder, "proxy", asking.url());

            EndTest.assertUnreachable(
                    catchThrowable(sdk.login(Sdk.call(builder, "build"), Sdk.USER, () -> Sdk.OTP)
                            .now()::get),
                    "Nothing was sent");
            assertThat(asking.requests).isNotEmpty();
            asking.requests.forEach(
                    request -> assertThat(request.header("Proxy-Authorization")).isNull());
        }
    }

    /** A setting that comes to light late must leave nothing behind. */
    @ParameterizedTest
    @EnumSource
    void builderThatThrowsCanBeBuiltAgain(Sdk sdk) throws Exception {
        try (Server broker = Server.replying(request -> sdk.success("token"))) {
            Object builder = sdk.builder(Sdk.USER);
            Sdk.call(builder, "baseUrl", broker.url());
            if (sdk == Sdk.FLATTRADE) {
                Sdk.call(builder, "tokenUrl", broker.url());
            }
            Sdk.call(builder, "proxy", "http://proxy.example:3128");
            assertThatThrownBy(() -> Sdk.call(builder, "build")).isInstanceOf(IllegalArgumentException.class);

            Object again = sdk.builder(Sdk.USER);
            Sdk.call(again, "baseUrl", broker.url());
            if (sdk == Sdk.FLATTRADE) {
                Sdk.call(again, "tokenUrl", broker.url());
            }
            assertThat(sdk.login(Sdk.call(again, "build"), Sdk.USER, () -> Sdk.OTP)
                            .now()
                            .get())
                    .isNotNull();
        }
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

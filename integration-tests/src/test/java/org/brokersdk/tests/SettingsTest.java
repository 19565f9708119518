package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.Session;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.sdks.FlattradeSdk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client can be told. */
class SettingsTest {

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @EverySdk
    void logsMethodPathStatusAndTimeAlone(Sdk sdk) {
        List<String> log = new ArrayList<>();
        server.enqueue(loggedIn(sdk));

        login(sdk, builder -> builder.logger(log::add));

        assertThat(log).singleElement().asString().matches("POST /[\\w./]+ 200 \\d+ ms");
    }

    @EverySdk
    void logsAFailedCallToo(Sdk sdk) {
        List<String> log = new CopyOnWriteArrayList<>();
        server.enqueue(
                new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build());

        assertThatThrownBy(() -> login(sdk, builder -> {
            builder.logger(log::add);
            builder.timeout(Duration.ofMillis(100));
        }));

        CallAssertions.await(() -> !log.isEmpty());
        assertThat(log).singleElement().asString().matches("POST /[\\w./]+ failed \\d+ ms");
    }

    @Tag("jar")
    @EverySdk
    void introducesItselfWithItsVersion(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        server.enqueue(loggedIn(sdk));

        login(sdk, builder -> {});
        login(sdk, builder -> builder.userAgent("my-app/1.0"));

        String name = sdk.broker() + "-sdk/" + Maven.property("sdkVersion") + " Java/"
                + Runtime.version().feature();
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo(name);
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo("my-app/1.0 " + name);
    }

    @EverySdk
    void goesThroughAProxyWithCredentialsAndWithTls(Sdk sdk) throws Exception {
        OkHttpClient trusting = Impostors.of(List.of("broker.example"), server);
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(loggedIn(sdk));

        login(sdk, builder -> {
            sdk.place(builder, "https://broker.example");
            builder.httpClient(trusting);
            builder.proxy("http://127.0.0.1:" + server.getPort(), "proxy-user", "proxy-password");
        });

        RecordedRequest connect = server.takeRequest();
        assertThat(connect.getMethod()).isEqualTo("CONNECT");
        assertThat(connect.getHeaders().get("Proxy-Authorization"))
                .isEqualTo(Credentials.basic("proxy-user", "proxy-password"));
        RecordedRequest login = server.takeRequest();
        assertThat(login.getHandshake()).isNotNull();
        assertThat(login.getHeaders().get("Proxy-Authorization")).isNull();
    }

    @EverySdk
    void doesNotTryWrongProxyCredentialsAgain(Sdk sdk) {
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder()
                    .inTunnel()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                    .build());
        }

        CallAssertions.assertUnreachable(
                catchThrowable(() -> login(sdk, builder -> {
                    sdk.place(builder, "https://broker.example");
                    builder.proxy("http://127.0.0.1:" + server.getPort(), "user", "wr0ng");
                })),
                false);

        assertThat(server.getRequestCount()).isBetween(1, 2);
    }

    @EverySdk
    void eachCallHasAConnectionOfItsOwn(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        server.enqueue(loggedIn(sdk));

        Login login = sdk.login(Settings.of(url()));
        login.now().get();
        login.now().get();

        for (int i = 0; i < 2; i++) {
            RecordedRequest request = server.takeRequest();
            assertThat(request.getConnectionIndex()).isEqualTo(i);
            assertThat(request.getHeaders().get("Connection")).isEqualTo("close");
        }
    }

    @EverySdk
    void closingLeavesTheGivenClientOpen(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        server.enqueue(loggedIn(sdk));
        OkHttpClient mine = new OkHttpClient();
        Settings settings = Settings.of(url()).httpClient(mine);
        Client client = sdk.client(settings, Sdk.USER);
        sdk.login(client).now().get();

        client.close();

        assertThat(mine.dispatcher().executorService().isShutdown()).isFalse();
        assertThatCode(sdk.login(settings).now()::get).doesNotThrowAnyException();
        assertThatThrownBy(sdk.login(client).now()::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @EverySdk
    void closingOneClientLeavesTheOthersOpen(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        Client one = sdk.client(Settings.of(url()), Sdk.USER);
        Client another = sdk.client(Settings.of(url()), Sdk.USER);

        one.close();
        one.close();

        assertThatCode(() -> sdk.login(another).async().get().join()).doesNotThrowAnyException();
        another.close();
    }

    /** In a JVM of its own, which must not wait for threads that sit idle. */
    @ParameterizedTest
    @MethodSource("org.brokersdk.tests.Sdk#oneOfEach")
    void jvmEndsAtOnceAfterAnAsynchronousLogin(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspecs=" + Spec.DIRECTORY,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        AsynchronousLogin.class.getName(),
                        sdk.getClass().getName(),
                        url())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(jvm.getInputStream().readAllBytes())).startsWith("logged in");
        assertThat(jvm.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isZero();
    }

    /** What the JVM above runs. */
    static final class AsynchronousLogin {
        public static void main(String[] args) throws Exception {
            Sdk sdk = (Sdk) Class.forName(args[0]).getConstructor().newInstance();
            try (Client client = sdk.client(Settings.of(args[1]), Sdk.USER)) {
                sdk.login(client).async().get().join();
                System.out.println("logged in");
            }
        }
    }

    @EverySdk
    void takesHttpsAndThisMachine(Sdk sdk) {
        for (String url :
                List.of("http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "https://broker.example")) {
            assertThatCode(() -> Sdk.call(sdk.builderAt(url), "build")).as(url).doesNotThrowAnyException();
        }
    }

    @EverySdk
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
                        new Object[] {"http://broker.example"},
                        new Object[] {"ftp://127.0.0.1/"},
                        new Object[] {""},
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
                "callFactory",
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

    @EverySdk
    void proxyWouldReadWhatGoesWithoutTls(Sdk sdk) throws Exception {
        try (Server proxy = Server.replying(request -> sdk.success("from-the-proxy"));
                Server broker = Server.replying(request -> sdk.success("token"))) {
            assertThatThrownBy(() -> sdk.login(Settings.of(broker.url()).proxy(proxy.url())))
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
            sdk.login(Settings.of(broker.url()).httpClient(through)).now().get();
            sdk.login(Settings.of(broker.url()).httpClient(selecting)).now().get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(broker.requests).hasSize(2);
        }
    }

    /** Such as that of a mock: whatever a client and its session do stays there. */
    @EverySdk
    void baseUrlIsForAllThatAClientAndItsSessionDo(Sdk sdk) throws Exception {
        Set<String> lookedUp = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        try (Server server = Server.replying(request -> {
            int step = next.getAndIncrement();
            return step < sdk.steps() ? sdk.answer(step, "t0ken") : Server.json(200, "{}");
        })) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .dns(host -> {
                        lookedUp.add(host);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();
            String url = server.url().replace("127.0.0.1", "localhost");
            ClientBuilder<?, ?> builder = sdk.builderAt(url);
            builder.httpClient(http);
            Client client = builder.build();
            if (client instanceof BrowserClient<?> browser) {
                assertThat(browser.loginUrl()).startsWith(url);
            }
            Session session = sdk.session(sdk.login(client).now().get());

            Set<String> methods = Stream.of(session.getClass().getMethods())
                    .filter(method -> method.getParameterCount() == 0)
                    .filter(method -> Sdk.isOfAnSdk(method.getDeclaringClass().getName()))
                    .map(Method::getName)
                    .collect(Collectors.toSet());
            int calls = 0;
            for (String method : methods) {
                Throwable failure = catchThrowable(() -> Sdk.call(session, method));
                if (failure instanceof IllegalStateException) {
                    // No refresh token, for one, and so sends nothing.
                    assertThat(failure).hasMessageStartingWith("This session has no ");
                } else if (method.endsWith("Async") || methods.contains(method + "Async")) {
                    calls++;
                }
            }
            int all = sdk.steps() + calls;
            CallAssertions.await(() -> server.requests.size() >= all);

            assertThat(lookedUp).containsExactly("localhost");
            assertThat(server.requests).hasSize(all);
        }
    }

    @Test
    void tokenUrlWithoutTlsGoesToNoProxyEither() throws Exception {
        Sdk flattrade = new FlattradeSdk();
        try (Server proxy = Server.replying(request -> flattrade.success("from-the-proxy"));
                Server tokens = Server.replying(request -> flattrade.success("token"))) {
            int port = HttpUrl.get(proxy.url()).port();
            OkHttpClient through = new OkHttpClient.Builder()
                    .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)))
                    .build();
            FlattradeClient.Builder builder = (FlattradeClient.Builder) flattrade.builder(Sdk.USER);
            builder.tokenUrl(tokens.url());
            builder.httpClient(through);

            flattrade.login(builder.build()).now().get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(tokens.requests).hasSize(1);
        }
    }

    /** Who stands behind the proxy may ask for its password as well, inside of TLS. */
    @EverySdk
    void credentialsOfTheProxyStayWithTheProxy(Sdk sdk) throws Exception {
        OkHttpClient trusting = Impostors.of(List.of("broker.example"), server);
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder().inTunnel().build());
            server.enqueue(new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"broker\"")
                    .build());
        }
        ClientBuilder<?, ?> builder = sdk.builderAt("https://broker.example");
        builder.httpClient(trusting);
        builder.proxy("http://127.0.0.1:" + server.getPort(), "me", "pr0xy-s3cret");

        Throwable failure = catchThrowable(sdk.login(builder.build()).now()::get);

        assertThat(Sdk.kind(failure)).isEqualTo("Unexpected");
        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(server.takeRequest().getMethod()).isEqualTo("CONNECT");
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @EverySdk
    void credentialsOfOneProxyDoNotGoToAnother(Sdk sdk) throws Exception {
        try (Server asking = Server.replying(request -> "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n".getBytes())) {
            ClientBuilder<?, ?> builder = sdk.builderAt("https://broker.example");
            builder.proxy("http://proxy.example:3128", "me", "pr0xy-s3cret");
            builder.proxy(asking.url());

            CallAssertions.assertUnreachable(
                    catchThrowable(sdk.login(builder.build()).now()::get), false);
            assertThat(asking.requests).isNotEmpty();
            asking.requests.forEach(
                    request -> assertThat(request.header("Proxy-Authorization")).isNull());
        }
    }

    /** A setting that comes to light late must leave nothing behind. */
    @EverySdk
    void builderThatThrowsCanBeBuiltAgain(Sdk sdk) throws Exception {
        try (Server broker = Server.replying(request -> sdk.success("token"))) {
            ClientBuilder<?, ?> builder = sdk.builderAt(broker.url());
            builder.proxy("http://proxy.example:3128");
            assertThatThrownBy(() -> builder.build()).isInstanceOf(IllegalArgumentException.class);

            ClientBuilder<?, ?> again = sdk.builderAt(broker.url());
            assertThat(sdk.login(again.build()).now().get()).isNotNull();
        }
    }

    /** Logs in at the server, with more settings. */
    private void login(Sdk sdk, Consumer<ClientBuilder<?, ?>> settings) {
        ClientBuilder<?, ?> builder = sdk.builderAt(url());
        settings.accept(builder);
        sdk.login(builder.build()).now().get();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static MockResponse loggedIn(Sdk sdk) {
        MockResponse.Builder answer = new MockResponse.Builder().body(sdk.body(0, "token"));
        for (String header : sdk.headers("token")) {
            answer.addHeader(header);
        }
        return answer.build();
    }
}

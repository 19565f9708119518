package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.brokersdk.core.TestClient.Builder;
import org.brokersdk.core.TestClient.TestBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClientBuilderTest {

    private static final String PROXY = "http://proxy.example:3128";

    private final TestBroker broker = new TestBroker();

    @ParameterizedTest
    @MethodSource("malformedSettings")
    void refusesWhatItCannotKeepByTheNameOfTheSetting(String setting, Consumer<Builder> set) {
        assertThatThrownBy(() -> set.accept(new Builder()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting + " ")
                .hasMessageNotContaining("s3cret");
    }

    private static Stream<Arguments> malformedSettings() {
        List<Arguments> all = new ArrayList<>();
        Stream.of(
                        null,
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        Duration.ofNanos(999_999),
                        Duration.ofDays(1).plusNanos(1),
                        Duration.ofDays(2),
                        Duration.ofSeconds(Long.MAX_VALUE))
                .forEach(timeout -> all.add(malformed("timeout", builder -> builder.timeout(timeout))));
        Stream.of(
                        null,
                        "https://user@broker.example",
                        "https://user:s3cret@broker.example",
                        "https://:s3cret@broker.example",
                        "https://broker.example?a=s3cret",
                        "https://broker.example#s3cret",
                        "http://broker.example",
                        "ftp://127.0.0.1/",
                        "",
                        "http://127.0.0.1.evil.example",
                        "http://localhost.evil.example",
                        "s3cret")
                .forEach(url -> all.add(malformed("baseUrl", builder -> builder.baseUrl(url))));
        Stream.of(
                        null,
                        "https://proxy.example:3128",
                        "socks5://proxy.example:1080",
                        "http://me:s3cret@proxy.example:3128",
                        "http://me@proxy.example:3128",
                        "http://proxy.example:3128/path",
                        "http://proxy.example:3128?s3cret",
                        "proxy.example:3128")
                .forEach(url -> {
                    all.add(malformed("proxy", builder -> builder.proxy(url)));
                    all.add(malformed("proxy", builder -> builder.proxy(url, "me", "s3cret")));
                });
        Stream.of(null, " ", "m:e")
                .forEach(user -> all.add(malformed("user", builder -> builder.proxy(PROXY, user, "s3cret"))));
        all.add(malformed("password", builder -> builder.proxy(PROXY, "me", null)));
        all.add(malformed("httpClient", builder -> builder.httpClient(null)));
        all.add(malformed("callFactory", builder -> builder.callFactory(null)));
        all.add(malformed(
                "callFactory", builder -> builder.callFactory(http -> null).build()));
        all.add(malformed("logger", builder -> builder.logger(null)));
        all.add(malformed("onCall", builder -> builder.onCall(null)));
        all.add(malformed("callContext", builder -> builder.callContext(null)));
        Stream.of(null, "", "my app", "a\r\nb: s3cret")
                .forEach(product -> all.add(malformed("userAgent", builder -> builder.userAgent(product))));
        return all.stream();
    }

    private static Arguments malformed(String setting, Consumer<Builder> set) {
        return arguments(setting, set);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1",
                "http://127.0.0.1:1",
                "http://[::1]:1",
                "https://other.example",
                "https://other.example/api",
                "https://other.example/api/"
            })
    void takesHttpsAndThisMachine(String url) {
        Builder builder = broker.builder().baseUrl(url);

        builder.build().loginWithCode("code");

        assertThat(broker.requests)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.url()).hasToString(url + (url.endsWith("/") ? "" : "/") + "token"));
        assertThat(builder.baseUrlOr(TestClient.URL)).startsWith(url);
    }

    @Test
    void defaultBaseUrlIsTheBrokers() {
        Builder builder = broker.builder();

        builder.build().loginWithCode("code");

        assertThat(broker.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.url()).hasToString(TestClient.URL + "/token"));
        assertThat(builder.baseUrlOr(TestClient.URL)).isEqualTo(TestClient.URL);
        assertThat(builder.baseUrlOr(null)).isNull();
    }

    // Proxies

    @Test
    void builderThatThrowsCanBeBuiltAgain() {
        Builder builder = broker.builder().proxy(PROXY).baseUrl("http://localhost:1");
        assertThatThrownBy(builder::build)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("proxy ");
        assertThatThrownBy(() -> builder.transport("https://broker.example", "http://localhost:1"))
                .hasMessageStartingWith("proxy ");

        builder.baseUrl("https://other.example").build().loginWithCode("code");

        assertThat(broker.requests).hasSize(1);
    }

    @Test
    void credentialsOfOneProxyDoNotGoToAnother() throws Exception {
        Builder builder = new Builder().proxy("http://first.example:3128", "me", "s3cret");
        OkHttpClient first = httpClient(builder);
        OkHttpClient second = httpClient(builder.proxy(PROXY));

        assertThat(proxyAuthorization(first)).isEqualTo(Credentials.basic("me", "s3cret"));
        assertThat(first.proxySelector().select(URI.create(TestClient.URL))).containsExactly(proxy("first.example"));
        assertThat(proxyAuthorization(second)).isNull();
        assertThat(second.proxySelector().select(URI.create(TestClient.URL))).containsExactly(proxy("proxy.example"));
        assertThat(second.protocols()).containsExactly(Protocol.HTTP_1_1);
        assertThat(httpClient(builder.httpClient(broker.client())).interceptors())
                .containsExactly(broker);
    }

    /** RFC 7617 knows no other charset. */
    @Test
    void credentialsOfAProxyAreUtf8() throws Exception {
        String authorization = proxyAuthorization(httpClient(new Builder().proxy(PROXY, "मी", "s3cr€t")));

        byte[] credentials = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
        assertThat(new String(credentials, StandardCharsets.UTF_8)).isEqualTo("मी:s3cr€t");
    }

    @Test
    void hostWithAnUnderscoreUsesTheProxy() throws Exception {
        Proxy proxy = proxy("proxy.example");
        OkHttpClient given = new OkHttpClient.Builder().proxy(proxy).build();

        for (Builder builder : List.of(new Builder().proxy(PROXY), new Builder().httpClient(given))) {
            assertThat(httpClient(builder.baseUrl("https://my_broker.example")).proxy())
                    .isEqualTo(proxy);
            assertThat(httpClient(builder.baseUrl("https://broker.example")).proxy())
                    .isNull();
        }
        assertThat(httpClient(new Builder().baseUrl("https://my_broker.example"))
                        .proxy())
                .isNull();
    }

    /** The proxy of OkHttp's client would be that of both URLs, and could read the second request. */
    @Test
    void hostWithAnUnderscoreUsesNoProxyBesideAUrlWithoutTls() {
        OkHttpClient given =
                new OkHttpClient.Builder().proxy(proxy("proxy.example")).build();
        List<OkHttpClient> wrapped = new ArrayList<>();
        Builder builder = new Builder().httpClient(given).callFactory(http -> {
            wrapped.add(http);
            return http;
        });

        builder.transport("https://my_broker.example", "http://127.0.0.1:1");

        assertThat(wrapped)
                .singleElement()
                .satisfies(http -> assertThat(http.proxy()).isNull());
    }

    /** Returns the client that the builder gives to its call factory. */
    private static OkHttpClient httpClient(Builder builder) {
        List<OkHttpClient> wrapped = new ArrayList<>();
        builder.callFactory(http -> {
                    wrapped.add(http);
                    return http;
                })
                .build();
        assertThat(wrapped).hasSize(1);
        return wrapped.get(0);
    }

    private static Proxy proxy(String host) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, 3128));
    }

    private static String proxyAuthorization(OkHttpClient http) throws Exception {
        Request connect = new Request.Builder()
                .url(TestClient.URL)
                .method("CONNECT", null)
                .build();
        Request authenticated = http.proxyAuthenticator()
                .authenticate(
                        null,
                        new Response.Builder()
                                .request(connect)
                                .protocol(Protocol.HTTP_1_1)
                                .code(407)
                                .message("")
                                .build());
        return authenticated == null ? null : authenticated.header("Proxy-Authorization");
    }

    // Other settings

    @Test
    void ownTimeoutPrecedesThatOfTheGivenClient() throws Exception {
        OkHttpClient given =
                new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(7)).build();

        assertThat(timeout(new Builder())).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeout(broker.builder())).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeout(new Builder().httpClient(given))).isEqualTo(Duration.ofSeconds(7));
        for (Duration own : List.of(Duration.ofMillis(1), Duration.ofDays(1))) {
            assertThat(timeout(new Builder().httpClient(given).timeout(own))).isEqualTo(own);
        }
    }

    /** Reads the timeout without waiting for it. The method belongs to another package. */
    private static Duration timeout(Builder builder) {
        return builder.build().apiClient.transport().timeout();
    }

    @Test
    void failedCallIsLoggedToo() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        OkHttpClient hanging = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    while (!chain.call().isCanceled()) {
                        Thread.onSpinWait();
                    }
                    return broker.intercept(chain);
                })
                .build();
        TestClient client = new Builder()
                .httpClient(hanging)
                .timeout(Duration.ofMillis(60))
                .logger(log::add)
                .build();

        assertThatThrownBy(() -> client.loginWithCode("code"))
                .isInstanceOf(BrokerException.Unreachable.class)
                .hasMessageContaining("60 ms");

        while (log.isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(log).singleElement().asString().matches("POST /token failed \\d+ ms");
    }

    @Test
    void loggerAndUserAgentApply() {
        List<String> log = new CopyOnWriteArrayList<>();
        String sdk = "test-sdk/1.2.3 Java/" + Runtime.version().feature();

        broker.builder().logger(log::add).build().loginWithCode("code");
        broker.builder().userAgent("my-app/1.0").build().loginWithCode("code");

        assertThat(log).singleElement().asString().matches("POST /token 200 \\d+ ms");
        assertThat(broker.requests)
                .extracting(request -> request.header("User-Agent"))
                .containsExactly(sdk, "my-app/1.0 " + sdk);
    }

    @Test
    void callFactoryWrapsTheClientOnce() {
        List<Request> sent = new ArrayList<>();
        List<OkHttpClient> wrapped = new ArrayList<>();
        TestClient client = broker.builder()
                .callFactory(http -> {
                    wrapped.add(http);
                    return request -> {
                        sent.add(request);
                        return http.newCall(request);
                    };
                })
                .build();

        client.loginWithCode("code");
        client.loginWithCode("code");

        assertThat(wrapped)
                .singleElement()
                .satisfies(http -> assertThat(http.interceptors()).containsExactly(broker));
        assertThat(sent).hasSize(2);
    }

    @Test
    void callFactoryCannotEndTheCallsOfAnotherClient() {
        OkHttpClient first = httpClient(new Builder());
        OkHttpClient second = httpClient(new Builder());

        assertThat(first.dispatcher()).isNotSameAs(second.dispatcher());
        first.dispatcher().executorService().shutdown();
        assertThat(broker.builder().build().loginWithCode("code")).isNotNull();
    }

    @Test
    void laterChangesDoNotAffectABuiltClient() {
        List<String> log = new CopyOnWriteArrayList<>();
        Builder builder = broker.builder();
        TestClient client = builder.build();
        builder.baseUrl("https://other.example")
                .key("other")
                .userAgent("other/1")
                .logger(log::add)
                .httpClient(new OkHttpClient());

        client.loginWithCode("code");

        assertThat(client.loginUrl()).isEqualTo(TestClient.PAGE + "&key=app");
        assertThat(broker.requests).singleElement().satisfies(request -> {
            assertThat(request.url().host()).isEqualTo("broker.example");
            assertThat(request.header("User-Agent")).startsWith("test-sdk/");
        });
        assertThat(log).isEmpty();
    }
}

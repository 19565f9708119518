package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.core.internal.Fixtures.monitor;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Cache;
import okhttp3.Connection;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a session's credentials are added to requests to its origin, and to no other request. */
class SessionInterceptorTest {

    private static final String TOKEN = "t0ken-of-alice";

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            https://broker.example/api/,      null,           https://broker.example/other,      true
            https://broker.example/api/,      null,           https://BROKER.example:443/?a=b,   true
            http://127.0.0.1:8080/,           null,           http://127.0.0.1:8080/a,           true
            https://broker.example/api/,      null,           http://broker.example:443/api/,    false
            https://broker.example/api/,      null,           https://broker.example:8443/api/,  false
            https://broker.example/api/,      null,           https://a.broker.example/api/,     false
            https://broker.example/api/,      null,           https://broker.example@a.example/, false
            https://one.broker.example:8443/, broker.example, https://two.broker.example/,       true
            https://one.broker.example:8443/, broker.example, https://broker.example/,           true
            https://one.broker.example:8443/, broker.example, http://one.broker.example:8443/,   false
            https://one.broker.example:8443/, broker.example, https://notbroker.example:8443/,   false
            http://127.0.0.1:8080/,           broker.example, http://127.0.0.1:8080/,            true
            http://127.0.0.1:8080/,           broker.example, https://one.broker.example/,       false
            http://one.broker.example/,       broker.example, https://one.broker.example/,       false
            """)
    void addsCredentialsAtTheSessionsOriginAndDomain(String origin, String domain, String url, boolean added)
            throws IOException {
        Request request =
                new Request.Builder().url(url).header("Token", "other").build();

        assertThat(intercept(session(domain, origin, TOKEN), request).header("Token"))
                .isEqualTo(added ? TOKEN : "other");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void addsCredentialsAtEachHopOfARedirect(int status) throws IOException {
        AtomicReference<String> port = new AtomicReference<>();
        List<String> hosts = List.of("home.example", "foreign.example", "home.example");
        LoopbackServer[] server = new LoopbackServer[1];
        server[0] = LoopbackServer.responding(out -> {
            int hop = server[0].requests.size();
            String next = (hop < hosts.size() ? "Location: http://" + hosts.get(hop) : "X: ") + port + "/there";
            out.write(LoopbackServer.response(hop < hosts.size() ? status : 200, "", next)
                    .getBytes(StandardCharsets.US_ASCII));
        });
        try (LoopbackServer closing = server[0]) {
            port.set(closing.url().substring(closing.url().lastIndexOf(':')));
            String origin = "http://home.example" + port + "/";
            OkHttpClient http = session(null, origin, TOKEN)
                    .addTo(new OkHttpClient.Builder()
                            .dns(host -> List.of(InetAddress.getByName("127.0.0.1")))
                            .build());

            post(http, origin);

            assertThat(closing.requests).hasSize(3);
            assertThat(closing.requests.get(0)).contains("Token: " + TOKEN);
            assertThat(closing.requests.get(1)).contains("Host: foreign").doesNotContain(TOKEN);
            assertThat(closing.requests.get(2)).contains("Token: " + TOKEN);
        }
    }

    /** An application interceptor's headers would be sent to each host of a redirect. */
    @Test
    void refusesToBeAnApplicationInterceptor() {
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(session(null, "http://127.0.0.1:1/", TOKEN))
                .build();

        assertThatThrownBy(() -> post(http, "http://127.0.0.1:1/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The session was added as an application interceptor. "
                        + "Use the client that httpClient(…) returned");
    }

    @Test
    void copiesTheClientWithoutCacheAndCookieJar(@TempDir Path directory) throws IOException {
        SessionInterceptor session = session(null, "https://broker.example/", TOKEN);
        CookieJar cookies = new CookieJar() {
            @Override
            public void saveFromResponse(HttpUrl url, List<Cookie> received) {}

            @Override
            public List<Cookie> loadForRequest(HttpUrl url) {
                return List.of();
            }
        };
        try (Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            OkHttpClient given =
                    new OkHttpClient.Builder().cache(cache).cookieJar(cookies).build();
            OkHttpClient http = session.addTo(given);

            assertThat(http.networkInterceptors()).containsExactly(session);
            assertThat(http.cache()).isNull();
            assertThat(http.cookieJar()).isSameAs(CookieJar.NO_COOKIES);
            assertThat(http.connectionPool()).isSameAs(given.connectionPool());
            assertThat(given.networkInterceptors()).isEmpty();
            assertThat(given.cache()).isSameAs(cache);
            assertThat(given.cookieJar()).isSameAs(cookies);
        }
        assertThatThrownBy(() -> session.addTo(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("httpClient is required");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            https://broker.example/,     null,           https://broker.example:443/b/, true
            https://broker.example/,     null,           https://other.example/,        false
            https://one.broker.example/, null,           https://two.broker.example/,   false
            https://one.broker.example/, broker.example, https://two.broker.example/,   true
            https://one.broker.example/, broker.example, http://127.0.0.1:8080/,        false
            http://127.0.0.1:8080/,      broker.example, https://one.broker.example/,   false
            """)
    void replacesTheSessionOfTheSameOrigin(String earlier, String domain, String later, boolean replaced) {
        Interceptor unrelated = chain -> chain.proceed(chain.request());
        SessionInterceptor alice = session(domain, earlier, TOKEN);
        SessionInterceptor bob = session(domain, later, "t0ken-of-bob");
        OkHttpClient http = alice.addTo(
                new OkHttpClient.Builder().addNetworkInterceptor(unrelated).build());

        assertThat(bob.addTo(http).networkInterceptors())
                .isEqualTo(replaced ? List.of(unrelated, bob) : List.of(unrelated, alice, bob));
        assertThat(http.networkInterceptors()).containsExactly(unrelated, alice);
    }

    /** Checks two SDKs, one of which has a domain. */
    @Test
    void replacesASessionWhoseDomainHasTheOrigin() {
        SessionInterceptor alice = session("broker.example", "https://one.broker.example/", TOKEN);
        SessionInterceptor bob = session(null, "https://two.broker.example/", "t0ken-of-bob");

        assertThat(bob.addTo(alice.addTo(new OkHttpClient())).networkInterceptors())
                .containsExactly(bob);
        assertThat(alice.addTo(bob.addTo(new OkHttpClient())).networkInterceptors())
                .containsExactly(alice);
    }

    @Test
    void showsNoCredentialsInToString() {
        assertThat(session(null, "https://broker.example/api/", TOKEN))
                .hasToString("SessionInterceptor[origin=https://broker.example:443]");
    }

    private static SessionInterceptor session(String domain, String origin, String token) {
        BrokerMetadata metadata = new BrokerMetadata(
                "broker", "1.0", 0, domain, Map.of(), Map.of(), Set.of(), Set.of(), Set.of(), List.of());
        return new SessionInterceptor(
                metadata, HttpUrl.get(origin), RequestAuthenticator.header("Token", token), monitor());
    }

    /** Returns the request that a network interceptor passes on. */
    private static Request intercept(Interceptor interceptor, Request request) throws IOException {
        Request[] sent = new Request[1];
        Connection connection = stub(Connection.class, (proxy, method, arguments) -> null);
        interceptor.intercept(stub(Interceptor.Chain.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "connection" -> connection;
            case "request" -> request;
            default -> {
                sent[0] = (Request) arguments[0];
                yield null;
            }
        }));
        return sent[0];
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void post(OkHttpClient http, String url) throws IOException {
        RequestBody body = RequestBody.create(new byte[0], null);
        http.newCall(new Request.Builder().url(url).post(body).build())
                .execute()
                .close();
    }
}

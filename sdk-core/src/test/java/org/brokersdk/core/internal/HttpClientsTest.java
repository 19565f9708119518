package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.METADATA;
import static org.brokersdk.core.internal.Fixtures.assertUnreachable;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.certificate;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.login;
import static org.brokersdk.core.internal.Fixtures.monitor;
import static org.brokersdk.core.internal.Fixtures.sleep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.core.BrokerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests which settings of a given client apply, and which are overridden. */
@Isolated("changes the SOCKS proxy of the JVM")
@Timeout(30)
class HttpClientsTest {

    private static final String OK = LoopbackServer.response(200, "{}");

    private static final HeldCertificate CERTIFICATE = certificate(new HeldCertificate.Builder()
            .addSubjectAlternativeName("broker.example")
            .addSubjectAlternativeName("other.example"));

    private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    @StartStop
    private final MockWebServer server = new MockWebServer();

    // Settings that are overridden

    @Test
    void requestIsNotRepeated() {
        OkHttpClient http = HttpClients.isolated(new OkHttpClient()).build();

        assertThat(http.retryOnConnectionFailure()).isFalse();
        assertThat(http.followRedirects()).isFalse();
        assertThat(http.followSslRedirects()).isFalse();
        assertThat(http.authenticator()).isSameAs(Authenticator.NONE);
        assertThat(http.networkInterceptors()).singleElement().isInstanceOf(SendOnceInterceptor.class);
    }

    @Test
    void accountsShareNoCacheCookiesAndConnections(@TempDir Path directory) {
        OkHttpClient given = new OkHttpClient.Builder()
                .cache(new Cache(directory.toFile(), 1 << 20))
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of();
                    }
                })
                .build();
        OkHttpClient http = HttpClients.isolated(given).build();

        assertThat(http.cache()).isNull();
        assertThat(http.cookieJar()).isSameAs(CookieJar.NO_COOKIES);
        assertThat(http.connectionPool()).isNotSameAs(given.connectionPool());
        assertThat(http.dispatcher()).isNotSameAs(given.dispatcher());
    }

    @Test
    void cacheCookiesConnectionsAndAuthenticatorOfTheGivenClientAreNotUsed(@TempDir Path directory) throws Exception {
        AtomicInteger used = new AtomicInteger();
        OkHttpClient given = new OkHttpClient.Builder()
                .cache(new Cache(directory.toFile(), 1 << 20))
                .connectionPool(new ConnectionPool())
                .authenticator((route, response) -> {
                    used.incrementAndGet();
                    return null;
                })
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                        used.incrementAndGet();
                    }

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        used.incrementAndGet();
                        return List.of();
                    }
                })
                .build();
        try (LoopbackServer broker = LoopbackServer.responding(
                LoopbackServer.response(200, "{}", "Cache-Control: max-age=600", "Set-Cookie: session=1"))) {
            ApiClient client = client(broker.url(), given);
            for (int i = 1; i <= 3; i++) {
                assertThat(client.call(client.api(Fixtures.TestApi.class).profile(), ApiResponse::status)
                                .execute())
                        .isEqualTo(200);
                assertThat(broker.requests).hasSize(i);
            }
        }

        assertThat(used).hasValue(0);
        assertThat(given.connectionPool().connectionCount()).isZero();
        assertThat(given.cache().requestCount()).isZero();
    }

    @Test
    void dispatcherOfTheGivenClientCancelsNoCall() throws Exception {
        OkHttpClient given =
                new OkHttpClient.Builder().dispatcher(new Dispatcher()).build();
        try (LoopbackServer broker = LoopbackServer.responding(out -> {
            sleep(200);
            out.write(OK.getBytes());
        })) {
            CompletableFuture<Integer> login =
                    login(client(broker.url(), given)).executeAsync();
            await(() -> broker.requests.size() == 1);

            given.dispatcher().cancelAll();

            assertThat(given.dispatcher().runningCallsCount()).isZero();
            assertThat(login.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void callTimeoutOfTheGivenClientDoesNotApply() throws Exception {
        OkHttpClient given =
                new OkHttpClient.Builder().callTimeout(Duration.ofMillis(50)).build();
        try (LoopbackServer broker = LoopbackServer.responding(out -> {
            sleep(200);
            out.write(OK.getBytes());
        })) {
            assertThat(login(client(broker.url(), given)).execute()).isEqualTo(200);
        }
        assertThat(HttpClients.isolated(given).build().callTimeoutMillis()).isZero();
    }

    /** A session's client adds the session, which a new login must not send. */
    @Test
    void sessionOfTheGivenClientIsNotSent() throws Exception {
        try (LoopbackServer broker = LoopbackServer.responding(OK)) {
            OkHttpClient given = new SessionInterceptor(
                            METADATA,
                            HttpUrl.get(broker.url()),
                            RequestAuthenticator.header("Authorization", "s3cret"),
                            monitor())
                    .addTo(new OkHttpClient());

            login(client(broker.url(), given)).execute();

            assertThat(broker.requests).singleElement().asString().doesNotContain("s3cret");
            assertThat(given.networkInterceptors()).hasSize(1);
        }
    }

    @Test
    void clientMayBeIsolatedTwice() throws Exception {
        OkHttpClient isolated = HttpClients.isolated(new OkHttpClient()).build();
        try (LoopbackServer broker = LoopbackServer.responding(OK)) {
            assertThat(login(client(broker.url(), isolated)).execute()).isEqualTo(200);
        }
    }

    // Settings that apply

    @Test
    void otherSettingsApply() {
        Interceptor interceptor = chain -> chain.proceed(chain.request());
        Interceptor networkInterceptor = chain -> chain.proceed(chain.request());
        EventListener.Factory listeners = call -> EventListener.NONE;
        Dns dns = host -> List.of();
        SocketFactory sockets = new DirectSocketFactory(List.of());
        CertificatePinner pinner = new CertificatePinner.Builder()
                .add("broker.example", "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .build();
        OkHttpClient given = new OkHttpClient.Builder()
                .addInterceptor(interceptor)
                .addNetworkInterceptor(networkInterceptor)
                .eventListenerFactory(listeners)
                .dns(dns)
                .socketFactory(sockets)
                .sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())
                .hostnameVerifier((host, session) -> true)
                .certificatePinner(pinner)
                .connectionSpecs(List.of(ConnectionSpec.RESTRICTED_TLS))
                .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                .connectTimeout(Duration.ofMillis(1))
                .readTimeout(Duration.ofMillis(2))
                .writeTimeout(Duration.ofMillis(3))
                .pingInterval(Duration.ofMillis(4))
                .build();

        OkHttpClient http = HttpClients.isolated(given).build();

        assertThat(http.interceptors()).containsExactly(interceptor);
        assertThat(http.networkInterceptors()).hasSize(2).startsWith(networkInterceptor);
        assertThat(http.eventListenerFactory()).isSameAs(listeners);
        assertThat(http.dns()).isSameAs(dns);
        assertThat(http.socketFactory()).isSameAs(sockets);
        assertThat(http.sslSocketFactory()).isSameAs(given.sslSocketFactory());
        assertThat(http.x509TrustManager()).isSameAs(TRUST.trustManager());
        assertThat(http.hostnameVerifier()).isSameAs(given.hostnameVerifier());
        // OkHttp adds its certificate chain cleaner to the pinner of each client.
        assertThat(http.certificatePinner().getPins()).isEqualTo(pinner.getPins());
        assertThat(http.connectionSpecs()).containsExactly(ConnectionSpec.RESTRICTED_TLS);
        assertThat(http.protocols()).containsExactly(Protocol.HTTP_2, Protocol.HTTP_1_1);
        assertThat(http.connectTimeoutMillis()).isEqualTo(1);
        assertThat(http.readTimeoutMillis()).isEqualTo(2);
        assertThat(http.writeTimeoutMillis()).isEqualTo(3);
        assertThat(http.pingIntervalMillis()).isEqualTo(4);
        assertThat(given.networkInterceptors()).containsExactly(networkInterceptor);
    }

    @Test
    void interceptorsListenersAndDnsSeeEachCallOnce() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Interceptor counting = chain -> {
            int number = seen.incrementAndGet();
            return chain.proceed(chain.request()
                    .newBuilder()
                    .header("X-Trace-" + number, "1")
                    .build());
        };
        AtomicInteger started = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        OkHttpClient given = new OkHttpClient.Builder()
                .addInterceptor(counting)
                .addNetworkInterceptor(counting)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        started.incrementAndGet();
                    }

                    @Override
                    public void callEnd(Call call) {
                        ended.incrementAndGet();
                    }
                })
                .dns(host -> {
                    seen.incrementAndGet();
                    return List.of(InetAddress.getByName("127.0.0.1"));
                })
                .build();
        try (LoopbackServer broker = LoopbackServer.responding(OK)) {
            String url = broker.url().replace("127.0.0.1", "localhost");

            assertThat(login(client(url, given)).execute()).isEqualTo(200);

            assertThat(broker.requests).singleElement().asString().contains("X-Trace-1: 1\r\n", "X-Trace-3: 1\r\n");
            assertThat(seen).hasValue(3);
            assertThat(started).hasValue(1);
            assertThat(ended).hasValue(1);
        }
    }

    @Test
    void readTimeoutOfTheGivenClientApplies() throws Exception {
        OkHttpClient given =
                new OkHttpClient.Builder().readTimeout(Duration.ofMillis(100)).build();
        try (LoopbackServer broker = LoopbackServer.silent()) {
            assertUnreachable(
                    catchThrowable(login(client(broker.url(), given))::execute),
                    "The broker could not be reached: the connection broke before a response arrived",
                    true);
        }
    }

    @Test
    void clientOfABuilderWithoutOneHasNoTimeoutsAndNoHttp2() {
        OkHttpClient http = HttpClients.DEFAULT;

        assertThat(http.protocols()).containsExactly(Protocol.HTTP_1_1);
        assertThat(http.connectTimeoutMillis()).isZero();
        assertThat(http.readTimeoutMillis()).isZero();
        assertThat(http.writeTimeoutMillis()).isZero();
        assertThat(http.callTimeoutMillis()).isZero();
        assertThat(http.networkInterceptors()).singleElement().isInstanceOf(SendOnceInterceptor.class);
    }

    // Connections

    /**
     * The response for the first account is sent twice, so its copy is on the connection when the second account logs
     * in.
     */
    @Test
    void bytesLeftOnAConnectionAreNoResponse() throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (LoopbackServer broker = LoopbackServer.handling(connection -> {
            while (LoopbackServer.readRequest(connection.getInputStream()) != null) {
                String response = LoopbackServer.response(200, String.valueOf(next.getAndIncrement()));
                connection.getOutputStream().write((response + response).getBytes(StandardCharsets.UTF_8));
            }
        })) {
            ApiClient client = client(broker.url(), new OkHttpClient());
            for (int i = 0; i < 10; i++) {
                assertThat(client.call(
                                        client.api(Fixtures.TestApi.class).profile(),
                                        response -> response.as(Integer.class))
                                .execute())
                        .isEqualTo(i);
            }
            assertThat(broker.connections).hasValue(10);
        }
    }

    /** The server closes each connection after the response, and does not announce it. */
    @Test
    void connectionThatTheServerClosedFailsNoCall() throws Exception {
        try (LoopbackServer broker = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = login(client(broker.url(), new OkHttpClient()));
            for (int i = 0; i < 20; i++) {
                assertThat(login.execute()).isEqualTo(200);
                assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
            }
            assertThat(broker.requests).hasSize(40);
        }
    }

    @Test
    void eachCallHasAConnectionOfItsOwn() throws Exception {
        server.enqueue(new MockResponse.Builder().body("{}").build());
        server.enqueue(new MockResponse.Builder().body("{}").build());
        ApiCall<Integer> login = login(client("http://127.0.0.1:" + server.getPort()));

        login.execute();
        login.execute();

        for (int i = 0; i < 2; i++) {
            RecordedRequest request = server.takeRequest();
            assertThat(request.getConnectionIndex()).isEqualTo(i);
            assertThat(request.getHeaders().get("Connection")).isEqualTo("close");
        }
    }

    /** OkHttp would repeat a request at a 421 of a coalesced connection, and at a stream that was refused. */
    @Test
    void http2RepeatsNoRequest() throws Exception {
        OkHttpClient given = trusting(server).build();
        server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.enqueue(new MockResponse.Builder().code(421).build());
        server.enqueue(new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseStream(7))
                .build());
        server.enqueue(new MockResponse.Builder().code(421).build());
        server.enqueue(new MockResponse.Builder().code(421).build());

        Integer status = login(client("https://broker.example:" + server.getPort(), given))
                .execute();
        Throwable refused = catchThrowable(login(client("https://other.example:" + server.getPort(), given))::execute);

        assertThat(status).isEqualTo(421);
        assertUnreachable(
                refused, "The broker could not be reached: the connection broke before a response arrived", true);
        assertThat(server.takeRequest().getVersion()).isEqualTo("HTTP/2");
        assertThat(server.getRequestCount()).isLessThanOrEqualTo(2);
    }

    // Proxies

    private static OkHttpClient.Builder trusting(MockWebServer server) {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
        return new OkHttpClient.Builder()
                .dns(host -> List.of(InetAddress.getByName("127.0.0.1")))
                .sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager());
    }

    private Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", server.getPort()));
    }

    private ApiClient proxied(OkHttpClient given, String authorization) {
        OkHttpClient.Builder http = HttpClients.isolated(given);
        HttpClients.proxy(http, proxy(), authorization);
        return ApiClient.of(
                new Transport(
                        METADATA,
                        http.build(),
                        Duration.ofSeconds(20),
                        line -> {},
                        null,
                        null,
                        null,
                        executor -> executor),
                "https://broker.example");
    }

    private static MockResponse authenticationRequired(boolean ofTheProxy) {
        MockResponse.Builder response =
                new MockResponse.Builder().code(407).addHeader("Proxy-Authenticate", "Basic realm=\"x\"");
        return (ofTheProxy ? response.inTunnel() : response).build();
    }

    @Test
    void httpsUsesTheProxyWithItsCredentials() throws Exception {
        OkHttpClient given = trusting(server).build();
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(new MockResponse.Builder().body("{}").build());
        String authorization = Credentials.basic("me", "s3cret");

        assertThat(login(proxied(given, authorization)).execute()).isEqualTo(200);

        RecordedRequest connect = server.takeRequest();
        assertThat(connect.getMethod()).isEqualTo("CONNECT");
        assertThat(connect.getHeaders().get("Proxy-Authorization")).isEqualTo(authorization);
        RecordedRequest login = server.takeRequest();
        assertThat(login.getMethod()).isEqualTo("POST");
        assertThat(login.getHandshake()).isNotNull();
        assertThat(login.getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void proxyMayNeedNoCredentials() throws Exception {
        OkHttpClient given = trusting(server).build();
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(new MockResponse.Builder().body("{}").build());

        assertThat(login(proxied(given, null)).execute()).isEqualTo(200);

        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void wrongCredentialsOfAProxyAreSentOnce() throws Exception {
        OkHttpClient given = trusting(server).build();
        for (int i = 0; i < 4; i++) {
            server.enqueue(authenticationRequired(true));
        }

        assertUnreachable(
                catchThrowable(login(proxied(given, Credentials.basic("me", "wr0ng")))::execute),
                "The broker could not be reached: no connection was established",
                false);

        assertThat(server.getRequestCount()).isBetween(1, 2);
    }

    /** A server behind the proxy may ask for the proxy's credentials inside of TLS. */
    @Test
    void credentialsOfTheProxyStayWithTheProxy() throws Exception {
        OkHttpClient given = trusting(server).build();
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(authenticationRequired(false));
        server.enqueue(authenticationRequired(false));

        assertThat(login(proxied(given, Credentials.basic("me", "s3cret"))).execute())
                .isEqualTo(407);

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(server.takeRequest().getMethod()).isEqualTo("CONNECT");
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void proxyAndProxyAuthenticatorOfTheGivenClientApplyToTunnels() throws Exception {
        AtomicInteger authenticatorCalls = new AtomicInteger();
        OkHttpClient given = trusting(server)
                .proxy(proxy())
                .proxyAuthenticator((route, response) -> {
                    authenticatorCalls.incrementAndGet();
                    return response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", "given")
                            .build();
                })
                .build();
        server.enqueue(authenticationRequired(true));
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(authenticationRequired(false));

        assertThat(login(client("https://broker.example", given)).execute()).isEqualTo(407);

        server.takeRequest();
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isEqualTo("given");
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
        assertThat(server.getRequestCount()).isEqualTo(3);
        // OkHttp also asks before it sends the first request to a proxy.
        assertThat(authenticatorCalls).hasValue(2);
    }

    /** A proxy could read requests without TLS. */
    @Test
    void httpUsesNoProxy() throws Exception {
        OkHttpClient proxied = new OkHttpClient.Builder().proxy(proxy()).build();
        OkHttpClient selecting =
                new OkHttpClient.Builder().proxySelector(selecting(proxy())).build();
        try (LoopbackServer broker = LoopbackServer.responding(OK)) {
            assertThat(login(client(broker.url(), proxied)).execute()).isEqualTo(200);
            assertThat(login(client(broker.url(), selecting)).execute()).isEqualTo(200);
            assertThat(login(proxied(new OkHttpClient(), "s3cret").at(HttpUrl.get(broker.url())))
                            .execute())
                    .isEqualTo(200);

            assertThat(broker.requests).hasSize(3);
            assertThat(server.getRequestCount()).isZero();
        }
    }

    /** A socket asks the selector of the JVM itself, which may return a SOCKS proxy for this machine too. */
    @Test
    @ResourceLock("ProxySelector.getDefault")
    void httpUsesNoSocksProxy() throws Exception {
        ProxySelector ofTheJvm = ProxySelector.getDefault();
        try (LoopbackServer socks = LoopbackServer.silent();
                LoopbackServer broker = LoopbackServer.responding(OK)) {
            int port = Integer.parseInt(socks.url().replaceAll(".*:", ""));
            ProxySelector.setDefault(selecting(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", port))));

            assertThat(login(client(broker.url())).execute()).isEqualTo(200);
            assertThat(login(client(broker.url(), new OkHttpClient())).execute())
                    .isEqualTo(200);
            assertThat(socks.connections).hasValue(0);

            ApiCall<Integer> withTls = login(client("https://broker.example", Duration.ofMillis(500)));
            assertThat(catchThrowable(withTls::execute)).isInstanceOf(BrokerException.Unreachable.class);
            assertThat(socks.connections).hasValue(1);
        } finally {
            ProxySelector.setDefault(ofTheJvm);
        }
    }

    private static ProxySelector selecting(Proxy... proxies) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxies);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    /** {@code java.net.URI} does not accept such a host. */
    @Test
    void hostWithAnUnderscoreUsesTheProxy() throws Exception {
        HttpUrl url = HttpUrl.get("https://my_broker.example");
        OkHttpClient direct = HttpClients.isolated(
                        new OkHttpClient.Builder().proxySelector(selecting()).build())
                .build();
        OkHttpClient proxied = HttpClients.isolated(new OkHttpClient.Builder()
                        .proxySelector(selecting(proxy()))
                        .build())
                .build();

        assertThat(HttpClients.withProxyOf(url, direct)).isSameAs(direct);
        assertThat(HttpClients.withProxyOf(HttpUrl.get("https://broker.example"), proxied))
                .isSameAs(proxied);
        assertThat(HttpClients.withProxyOf(url, proxied).proxy()).isEqualTo(proxy());
    }
}

package org.brokersdk.core.internal;

import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Builds the {@link OkHttpClient}s, which send each request at most once and isolate accounts. */
public final class HttpClients {

    /**
     * Pool without idle connections. The server may have closed an idle connection, and the next request would fail.
     */
    private static final ConnectionPool NO_IDLE_CONNECTIONS = new ConnectionPool(0, 1, TimeUnit.DAYS);

    /**
     * Dispatcher of all clients without a call factory. The dispatcher of a given client would list these calls, and
     * could cancel them.
     */
    private static final Dispatcher DISPATCHER = new Dispatcher();

    /** Client of a builder without a given client. The timeout of the call is its only timeout. */
    public static final OkHttpClient DEFAULT = isolated(new OkHttpClient.Builder()
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .connectTimeout(Duration.ZERO)
                    .readTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO)
                    .build())
            // The selector of the JVM may be set after this class was loaded.
            .proxySelector(new TlsOnlyProxySelector(null, null))
            .build();

    private HttpClients() {}

    /**
     * Returns a builder with the settings of the given client. It omits settings that could send a request twice, or
     * mix the data of two accounts.
     */
    public static OkHttpClient.Builder isolated(OkHttpClient given) {
        OkHttpClient.Builder http = given.newBuilder();
        // A new login must not contain the session that a client of Session.httpClient adds. A client that was isolated
        // before, such as that of a call factory, would refuse each request as sent before.
        http.networkInterceptors()
                .removeIf(interceptor ->
                        interceptor instanceof SessionInterceptor || interceptor instanceof SendOnceInterceptor);
        if (given.socketFactory() == SocketFactory.getDefault()) {
            http.socketFactory(new DirectSocketFactory(given.protocols()));
        }
        return http
                // A request is sent at most once.
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .proxyAuthenticator(onlyForTunnels(given.proxyAuthenticator()))
                .addNetworkInterceptor(new SendOnceInterceptor())
                // Accounts are isolated.
                .cache(null)
                .cookieJar(CookieJar.NO_COOKIES)
                .connectionPool(NO_IDLE_CONNECTIONS)
                .dispatcher(DISPATCHER)
                // CallFuture enforces the timeout, as OkHttp's does not include DNS.
                .callTimeout(Duration.ZERO)
                .proxy(null)
                .proxySelector(new TlsOnlyProxySelector(given.proxy(), given.proxySelector()));
    }

    /** Returns a client for code of the user, who may cancel the calls of its dispatcher, or shut it down. */
    public static OkHttpClient withOwnDispatcher(OkHttpClient http) {
        return http.newBuilder().dispatcher(new Dispatcher()).build();
    }

    /**
     * Returns a client that uses the proxy of a URL. OkHttp asks no selector for a host with an underscore, which is no
     * host for {@link URI}.
     */
    public static OkHttpClient withProxyOf(HttpUrl url, OkHttpClient http) {
        if (url.uri().getHost() != null) {
            return http;
        }
        return http.proxySelector().select(url.uri()).stream()
                .findFirst()
                .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                .map(proxy -> http.newBuilder().proxy(proxy).build())
                .orElse(http);
    }

    /** Sets the proxy for https URLs. */
    public static void proxy(OkHttpClient.Builder http, Proxy proxy, @Nullable String authorization) {
        http.proxySelector(new TlsOnlyProxySelector(proxy, null));
        if (authorization != null) {
            http.proxyAuthenticator(
                    onlyForTunnels((route, response) -> response.request().header("Proxy-Authorization") != null
                            ? null
                            : response.request()
                                    .newBuilder()
                                    .header("Proxy-Authorization", authorization)
                                    .build()));
        }
    }

    /**
     * Limits an authenticator to proxies. A server that responds with 407 must not get the proxy's password, or the
     * request again.
     */
    private static Authenticator onlyForTunnels(Authenticator authenticator) {
        return (route, response) ->
                response.request().method().equals("CONNECT") ? authenticator.authenticate(route, response) : null;
    }
}

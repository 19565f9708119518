package org.brokersdk.core;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.BrokerMetadata;
import org.brokersdk.core.internal.Contract;
import org.brokersdk.core.internal.HttpClients;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Settings that every client has, beside the settings of its broker.
 *
 * @param <B> the builder itself
 * @param <C> the client that it builds
 */
public abstract class ClientBuilder<B extends ClientBuilder<B, C>, C extends Client> implements Cloneable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final BrokerMetadata metadata;
    private @Nullable HttpUrl baseUrl;
    private @Nullable Duration timeout;
    private @Nullable HttpUrl proxy;
    private @Nullable String proxyAuthorization;
    private @Nullable OkHttpClient httpClient;
    private @Nullable Function<? super OkHttpClient, ? extends Call.Factory> callFactory;
    private @Nullable Consumer<String> logger;
    private @Nullable String product;
    private @Nullable Consumer<CallEvent> listener;
    private @Nullable BiConsumer<Session, BrokerException.Rejected> sessionEndListener;
    private UnaryOperator<Executor> context = executor -> executor;

    /**
     * Creates a builder.
     *
     * @param metadata the facts of the broker
     */
    protected ClientBuilder(BrokerMetadata metadata) {
        this.metadata = metadata;
    }

    /**
     * Builds the client. Sends nothing.
     *
     * @return the client; later changes of this builder do not affect it
     * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show the value
     */
    public abstract C build();

    /**
     * Sets the base URL of all calls, including those of sessions. The default value is the broker's URL. The login
     * page moves to this URL as well, unless a login page is set. If the URL is within a domain that belongs to the
     * broker, a response may send later calls to another host of that domain.
     *
     * @param baseUrl an https URL, or http to this machine
     * @return this builder
     * @throws IllegalArgumentException if the URL is neither, or has a query, a fragment or a user
     */
    public B baseUrl(String baseUrl) {
        this.baseUrl = secureBareUrl("baseUrl", baseUrl);
        return self();
    }

    /**
     * Sets the timeout of a call, from the call of the method to its end. It includes DNS, the connection, the supplier
     * of a one-time password and the complete response. The default value is the call timeout of the
     * {@link #httpClient(OkHttpClient)} if it has one, or else 30 seconds.
     *
     * @param timeout from a millisecond to a day
     * @return this builder
     * @throws IllegalArgumentException if the timeout is null, shorter or longer
     */
    public B timeout(Duration timeout) {
        if (timeout == null || timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 1 day");
        }
        this.timeout = timeout;
        return self();
    }

    /**
     * Sets an HTTP proxy. TLS to the broker goes through the proxy; TLS to the proxy itself is not supported.
     *
     * @param url the proxy, such as {@code http://proxy.example:3128}
     * @return this builder
     * @throws IllegalArgumentException if the URL is not an http URL of a host and a port alone
     */
    public B proxy(String url) {
        HttpUrl proxyUrl = url("proxy", url);
        requireBare("proxy", proxyUrl);
        if (proxyUrl.isHttps() || !proxyUrl.encodedPath().equals("/")) {
            throw new IllegalArgumentException(
                    "proxy must be a URL such as http://host:3128, without https and without a path");
        }
        this.proxy = proxyUrl;
        this.proxyAuthorization = null;
        return self();
    }

    /**
     * Sets an HTTP proxy that requires a user and a password. They are sent to the proxy in UTF-8, without encryption.
     *
     * @param url the proxy, such as {@code http://proxy.example:3128}
     * @param user the user name
     * @param password the password
     * @return this builder
     * @throws IllegalArgumentException if the URL has more than host and port, the user is null, blank or has a colon,
     *     or the password is null
     */
    public B proxy(String url, String user, String password) {
        Preconditions.check("user", user, true, 1, Integer.MAX_VALUE, "[^:]*", "a name without a colon");
        Preconditions.check("password", password, true, 0, Integer.MAX_VALUE, "", "");
        proxy(url);
        this.proxyAuthorization = Credentials.basic(user, password, StandardCharsets.UTF_8);
        return self();
    }

    /**
     * Sets the client that sends the requests. Its settings apply: interceptors, network interceptors, event listeners,
     * DNS, proxy, TLS, protocols, and the timeouts for connecting, reading and writing. Its call timeout applies if
     * {@link #timeout(Duration)} is not set.
     *
     * <p>These settings are overridden:
     *
     * <ul>
     *   <li>A request is sent at most once. So there are no retries on connection failures, no redirects and no
     *       authenticator. A proxy authenticator applies only to the tunnel. An interceptor that tries to send a
     *       request again gets an exception, and the call fails with {@link BrokerException.Unreachable}.
     *   <li>Accounts are isolated. So there is no cache and no cookie jar. The connection pool keeps no idle
     *       connection, so each call opens its own connection. With HTTP/2, calls that run at the same time may share a
     *       connection.
     *   <li>The timeout bounds the whole call, and calls do not wait for each other. So the call timeout and the
     *       dispatcher are replaced.
     *   <li>A proxy cannot read a request. So requests without TLS, which go only to this machine, use no proxy.
     * </ul>
     *
     * <p>Interceptors see credentials in headers. Request bodies are one-shot, so OkHttp's logging interceptor does not
     * print them, but at the level {@code BODY} it prints responses with their tokens.
     *
     * <p>With a supplier of the one-time password, the body is built after the interceptors ran. A body that they set
     * is not sent.
     *
     * @param httpClient your client; it stays open when this client is closed
     * @return this builder
     * @throws IllegalArgumentException if the client is null
     */
    public B httpClient(OkHttpClient httpClient) {
        this.httpClient = Preconditions.notNull("httpClient", httpClient);
        return self();
    }

    /**
     * Sets a function that wraps the finished {@link OkHttpClient}, for example
     * {@code OkHttpTelemetry.create(openTelemetry)::createCallFactory} of OpenTelemetry.
     *
     * @param wrapper returns a factory that sends with the given client; {@link #build()} calls the wrapper once
     * @return this builder
     * @throws IllegalArgumentException if the function is null
     */
    public B callFactory(Function<? super OkHttpClient, ? extends Call.Factory> wrapper) {
        this.callFactory = Preconditions.notNull("callFactory", wrapper);
        return self();
    }

    /**
     * Sets a logger, which gets one line for each call: method, path, status and milliseconds. The line contains no
     * body and no header. A path may contain the user id, if the broker needs it there. Without a logger, the lines go
     * to the {@link System.Logger} with the name of the SDK's package, such as {@code org.brokersdk.kotak}, at level
     * {@code DEBUG}. In both cases, the {@code System.Logger} also gets a line at level {@code WARNING} for a field of
     * a response that does not fit its type. The line contains the name of the field, and never the value.
     *
     * @param logger such as {@code System.out::println}; many threads call it; what it throws goes to the uncaught
     *     exception handler of its thread
     * @return this builder
     * @throws IllegalArgumentException if the logger is null
     */
    public B logger(Consumer<String> logger) {
        this.logger = Preconditions.notNull("logger", logger);
        return self();
    }

    /**
     * Sets a listener, which gets one event for each call of this client and of its sessions. It runs in a thread of
     * the SDK, before the method returns or the future completes. After a timeout, an interrupt or a cancellation, it
     * runs later. A call that is canceled before it begins has no event. {@link #callContext(UnaryOperator)} gives the
     * listener the context of the caller.
     *
     * @param listener records the event; many threads call it; what it throws goes to the uncaught exception handler of
     *     its thread
     * @return this builder
     * @throws IllegalArgumentException if the listener is null
     */
    public B onCall(Consumer<CallEvent> listener) {
        this.listener = Preconditions.notNull("onCall", listener);
        return self();
    }

    /**
     * Sets a listener, which gets each session of this client whose end a response reports. These responses count:
     *
     * <ul>
     *   <li>to the methods and to {@code api()} of the session;
     *   <li>to your own calls through {@link Session#httpClient}, when your code has read the response to its end or
     *       has closed it. Responses longer than 8 KiB do not count, nor do those of other origins and WebSockets.
     * </ul>
     *
     * <p>The listener gets each session object at most once, and none after its {@code logout()} was called. It runs in
     * a thread of its own, with the context that {@link #callContext(UnaryOperator)} captures. So it may block, and it
     * may log in again. The call itself has the same result as without a listener.
     *
     * @param listener gets the session, and the rejection with {@link Reason#SESSION_EXPIRED}; many threads call it;
     *     what it throws goes to the uncaught exception handler of its thread
     * @return this builder
     * @throws IllegalArgumentException if the listener is null
     */
    public B onSessionEnded(BiConsumer<Session, BrokerException.Rejected> listener) {
        this.sessionEndListener = Preconditions.notNull("onSessionEnded", listener);
        return self();
    }

    /**
     * Sets a function that gives the thread of a call the context of its caller. Examples of a context are the MDC of a
     * logger and the current span. Then the logger, the listener, interceptors, the supplier of a one-time password and
     * the stages of a future run in this context.
     *
     * <p>The SDK calls the function in the caller's thread, when a call begins. The function captures the context, and
     * returns an executor that runs each task in this context, at once and on the given executor:
     *
     * <ul>
     *   <li>OpenTelemetry: {@code executor -> Context.current().wrap(executor)}
     *   <li>Micrometer: {@code executor ->
     *       ContextSnapshotFactory.builder().build().captureAll().wrapExecutor(executor)}
     * </ul>
     *
     * @param capture returns an executor that uses the given one; what it throws, the method of the client throws
     * @return this builder
     * @throws IllegalArgumentException if the function is null
     */
    public B callContext(UnaryOperator<Executor> capture) {
        this.context = Preconditions.notNull("callContext", capture);
        return self();
    }

    /**
     * Sets a product, which the {@code User-Agent} header contains in front of the SDK's name and version.
     *
     * @param product such as {@code my-app/1.0}
     * @return this builder
     * @throws IllegalArgumentException if the product is not visible ASCII without spaces
     */
    public B userAgent(String product) {
        this.product = Preconditions.header("userAgent", product);
        return self();
    }

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }

    /**
     * Returns a copy, for a client that outlives this builder.
     *
     * @return the settings as they are now
     */
    @SuppressWarnings("unchecked")
    protected B copy() {
        try {
            return (B) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("It is cloneable", e);
        }
    }

    /**
     * Returns the base URL.
     *
     * @param defaultUrl the URL if none was set
     * @return the base URL, or null if there is neither
     */
    @Contract("!null -> !null")
    protected @Nullable String baseUrlOr(@Nullable String defaultUrl) {
        return baseUrl == null ? defaultUrl : baseUrl.toString();
    }

    /**
     * Returns an API client with these settings.
     *
     * @param defaultUrl the base URL if none was set
     * @return an API client without credentials
     */
    protected ApiClient apiClient(String defaultUrl) {
        String url = baseUrlOr(defaultUrl);
        return ApiClient.of(transport(url), url);
    }

    /**
     * Returns a transport that sends requests with these settings.
     *
     * @param urls the base URLs of the calls
     * @return a transport
     */
    protected Transport transport(String... urls) {
        boolean isTls = List.of(urls).stream().allMatch(url -> HttpUrl.get(url).isHttps());
        if (proxy != null && !isTls) {
            throw new IllegalArgumentException(
                    "proxy needs an https baseUrl. Without TLS, the proxy could read the requests");
        }
        OkHttpClient http = isolatedClient();
        // The proxy of one URL would be the proxy of all, and could read requests without TLS.
        if (isTls) {
            for (String url : urls) {
                http = HttpClients.withProxyOf(HttpUrl.get(url), http);
            }
        }
        Call.Factory calls = http;
        if (callFactory != null) {
            calls = Preconditions.notNull("callFactory", callFactory.apply(HttpClients.withOwnDispatcher(http)));
        }
        return new Transport(
                metadata, calls, timeoutOrDefault(), logger, product, listener, sessionEndListener, context);
    }

    private OkHttpClient isolatedClient() {
        if (httpClient == null && proxy == null) {
            return HttpClients.DEFAULT;
        }
        OkHttpClient.Builder http =
                httpClient == null ? HttpClients.DEFAULT.newBuilder() : HttpClients.isolated(httpClient);
        if (proxy != null) {
            InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
            HttpClients.proxy(http, new Proxy(Proxy.Type.HTTP, address), proxyAuthorization);
        }
        return http.build();
    }

    private Duration timeoutOrDefault() {
        if (timeout != null) {
            return timeout;
        }
        return httpClient == null || httpClient.callTimeoutMillis() == 0
                ? DEFAULT_TIMEOUT
                : Duration.ofMillis(httpClient.callTimeoutMillis());
    }

    /**
     * Parses a URL to which secrets may be sent.
     *
     * @param field the name of the setting
     * @param value the value
     * @return the URL
     * @throws IllegalArgumentException if the value is no URL, or has no TLS and is not on this machine
     */
    protected static HttpUrl secureUrl(String field, @Nullable String value) {
        HttpUrl url = url(field, value);
        if (!url.isHttps() && !Redirect.isThisMachine(url)) {
            throw new IllegalArgumentException(
                    field + " must begin with https://. Only URLs of this machine may begin with http://");
        }
        return url;
    }

    /**
     * Parses a URL.
     *
     * @param field the name of the setting
     * @param value the value
     * @return the URL
     * @throws IllegalArgumentException if the value is no URL
     */
    protected static HttpUrl url(String field, @Nullable String value) {
        HttpUrl url = value == null ? null : HttpUrl.parse(value);
        if (url == null) {
            throw new IllegalArgumentException(field + " must be a URL such as https://host/path");
        }
        return url;
    }

    /**
     * Parses a URL to which secrets may be sent, and to which paths are added.
     *
     * @param field the name of the setting
     * @param value the value
     * @return the URL
     * @throws IllegalArgumentException as {@link #secureUrl} does, or if the value has a query, a fragment or a user
     */
    protected static HttpUrl secureBareUrl(String field, @Nullable String value) {
        HttpUrl url = secureUrl(field, value);
        requireBare(field, url);
        return url;
    }

    private static void requireBare(String field, HttpUrl url) {
        if (url.query() != null
                || url.fragment() != null
                || !url.username().isEmpty()
                || !url.password().isEmpty()) {
            throw new IllegalArgumentException(
                    field + " must not have a query, a fragment or a user, for example https://host/path");
        }
    }
}

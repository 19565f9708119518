package org.brokersdk.broker;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.broker.internal.Contract;
import org.brokersdk.broker.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * The settings that every client has, beside what its broker needs.
 *
 * @param <B> the builder itself
 * @param <C> the client that it makes
 */
public abstract class ClientBuilder<B extends ClientBuilder<B, C>, C extends Client> implements Cloneable {

    private static final Duration LONGEST = Duration.ofDays(1);

    private @Nullable HttpUrl baseUrl;
    private @Nullable Duration timeout;
    private @Nullable HttpUrl proxy;
    private @Nullable String proxyAuthorization;
    private @Nullable OkHttpClient httpClient;
    private @Nullable Executor executor;
    private @Nullable Consumer<String> logger;
    private @Nullable String product;

    ClientBuilder() {}

    /**
     * Makes the client. Sends nothing.
     *
     * @return the client, on which later changes of this builder have no effect
     * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
     */
    public abstract C build();

    /**
     * Where all calls go, those of the sessions too, unless the default of the broker is right. A login page goes
     * along, unless one is set. Where it is within a domain that is the broker's own, an answer may still send later
     * calls to another host of that domain.
     *
     * @param baseUrl an https URL, or http to this machine
     * @return this builder
     * @throws IllegalArgumentException if it is neither, or has a query, a fragment or a user
     */
    public B baseUrl(String baseUrl) {
        HttpUrl url = secureUrl("baseUrl", baseUrl);
        requireBare("baseUrl", url);
        this.baseUrl = url;
        return self();
    }

    /**
     * How long a call may take, from the call of the method to its end: 30 seconds unless set, or the call timeout of
     * the {@link #httpClient(OkHttpClient)} if it has one. All that happens meanwhile is within it: the place in the
     * queue of an executor, DNS, the connection, a one-time password that is asked for, and the whole answer.
     *
     * @param timeout from a millisecond to a day
     * @return this builder
     * @throws IllegalArgumentException if it is null, shorter or longer
     */
    public B timeout(Duration timeout) {
        if (timeout == null || timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 1 day");
        }
        this.timeout = timeout;
        return self();
    }

    /**
     * A proxy to go through. TLS reaches the broker through it and stays on; TLS to the proxy itself is not spoken.
     *
     * @param url where the proxy is, such as {@code http://proxy.example:3128}
     * @return this builder
     * @throws IllegalArgumentException if it is not an http URL of a host and a port alone
     */
    public B proxy(String url) {
        HttpUrl proxy = url("proxy", url);
        requireBare("proxy", proxy);
        if (proxy.isHttps() || !proxy.encodedPath().equals("/")) {
            throw new IllegalArgumentException("proxy must be a URL such as http://host:3128, without TLS and path");
        }
        this.proxy = proxy;
        this.proxyAuthorization = null;
        return self();
    }

    /**
     * A proxy that asks who goes through it. It is told in clear, as proxies without TLS are.
     *
     * @param url where the proxy is, such as {@code http://proxy.example:3128}
     * @param user the user name
     * @param password the password
     * @return this builder
     * @throws IllegalArgumentException if the URL is not one of a host and a port alone, the user is null, blank or
     *     holds a colon, or the password is null
     */
    public B proxy(String url, String user, String password) {
        Rules.check("user", user, true, 1, Integer.MAX_VALUE, "[^:]*");
        Rules.check("password", password, true, 0, Integer.MAX_VALUE, "");
        proxy(url);
        this.proxyAuthorization = Credentials.basic(user, password);
        return self();
    }

    /**
     * A client whose way to the broker is taken.
     *
     * <p>It lends its DNS, its proxy, proxy selector and proxy authenticator, its socket factory, its TLS (socket
     * factory, trust, connection specs, host name verifier and certificate pins), and its call timeout where
     * {@link #timeout(Duration)} sets none. Nothing else of it is used, since what is promised here would not hold
     * then: neither its interceptors nor its cache, cookies, authenticator, event listeners, protocols, dispatcher and
     * other timeouts. Nor its pool: each exchange makes a connection of its own, over HTTP/1.1, and closes it, so that
     * a login is never lost to a connection that the broker has closed meanwhile, and no left-over byte becomes an
     * answer. That costs a TCP and a TLS handshake a call; TLS resumes its session where the broker allows it.
     *
     * @param httpClient yours; it stays open when this client is closed
     * @return this builder
     * @throws IllegalArgumentException if it is null
     */
    public B httpClient(OkHttpClient httpClient) {
        Rules.check("httpClient", httpClient, true, 0, Integer.MAX_VALUE, "");
        this.httpClient = httpClient;
        return self();
    }

    /**
     * Runs the calls of the methods that end in {@code Async}, one task a call; unless set, threads of the SDK do, as
     * many as there are calls. Its size limits how many are under way at a time, and the time of a call runs while it
     * waits there. What is chained to a future runs in threads of the SDK, so that it takes no place in the executor.
     *
     * @param executor such as {@code Executors.newVirtualThreadPerTaskExecutor()}; it stays the caller's to close
     * @return this builder
     * @throws IllegalArgumentException if it is null
     */
    public B executor(Executor executor) {
        Rules.check("executor", executor, true, 0, Integer.MAX_VALUE, "");
        this.executor = executor;
        return self();
    }

    /**
     * Told of each call in one line: method, path, status and milliseconds; never a body or a header. A path may name
     * the user, where the broker wants the user there. What the logger throws goes to the uncaught exception handler of
     * its thread, not to the caller.
     *
     * @param logger such as {@code System.out::println}; called by many threads
     * @return this builder
     * @throws IllegalArgumentException if it is null
     */
    public B logger(Consumer<String> logger) {
        Rules.check("logger", logger, true, 0, Integer.MAX_VALUE, "");
        this.logger = logger;
        return self();
    }

    /**
     * How to introduce yourself, in front of this SDK's name and version.
     *
     * @param product such as {@code my-app/1.0}
     * @return this builder
     * @throws IllegalArgumentException if it is not visible ASCII without spaces
     */
    public B userAgent(String product) {
        Rules.header("userAgent", product);
        this.product = product;
        return self();
    }

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    /** The settings as they are now, for a client that outlives this builder. */
    @SuppressWarnings("unchecked")
    B copy() {
        try {
            return (B) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("It is cloneable", e);
        }
    }

    /** The base URL that was set, or else the given one. */
    @Contract("!null -> !null")
    @Nullable
    String baseUrlOr(@Nullable String broker) {
        return baseUrl == null ? broker : baseUrl.toString();
    }

    /** The place at a URL, with all these settings. */
    Endpoint endpoint(String url) {
        return Endpoint.of(transport(url), url);
    }

    /**
     * What a client sends with. Takes nothing that would have to be given back if what follows throws.
     *
     * @param urls where to
     */
    Transport transport(String... urls) {
        return new Transport(way(urls), product, timeoutOrThat(httpClient), executor, logger);
    }

    /** What finds the way, or null if no one has said how. */
    private @Nullable OkHttpClient way(String... urls) {
        if (httpClient == null && proxy == null) {
            return null;
        }
        OkHttpClient.Builder http = Transport.like(httpClient);
        if (proxy != null) {
            if (!List.of(urls).stream().allMatch(url -> HttpUrl.get(url).isHttps())) {
                throw new IllegalArgumentException("proxy must go with an https URL: without TLS it would read all");
            }
            InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
            http.proxySelector(new Proxies(new Proxy(Proxy.Type.HTTP, address), null));
        }
        if (proxyAuthorization != null) {
            String credentials = proxyAuthorization;
            http.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", credentials)
                            .build());
        }
        return http.build();
    }

    private Duration timeoutOrThat(@Nullable OkHttpClient given) {
        if (timeout != null) {
            return timeout;
        }
        return given == null || given.callTimeoutMillis() == 0
                ? Duration.ofSeconds(30)
                : Duration.ofMillis(given.callTimeoutMillis());
    }

    /** A URL that secrets may be sent to. */
    static HttpUrl secureUrl(String field, @Nullable String value) {
        HttpUrl url = url(field, value);
        if (!url.isHttps() && !Set.of("localhost", "127.0.0.1", "::1").contains(url.host())) {
            throw new IllegalArgumentException(field + " must begin with https:// unless it is on this machine");
        }
        return url;
    }

    /** A URL that was given, by the name of the setting. */
    static HttpUrl url(String field, @Nullable String value) {
        HttpUrl url = value == null ? null : HttpUrl.parse(value);
        if (url == null) {
            throw new IllegalArgumentException(field + " must be a URL such as https://host/path");
        }
        return url;
    }

    private static void requireBare(String field, HttpUrl url) {
        if (url.query() != null
                || url.fragment() != null
                || !url.username().isEmpty()
                || !url.password().isEmpty()) {
            throw new IllegalArgumentException(field + " must have neither a query nor a fragment nor a user");
        }
    }
}

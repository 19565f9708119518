package org.brokersdk.broker;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;

/** What a client sends with, until it is closed. */
final class Transport implements AutoCloseable {

    /**
     * What all clients start from. Each exchange has a connection of its own: one that was kept may have been closed by
     * the other side meanwhile, or hold bytes that are meant for somebody else.
     */
    private static final OkHttpClient PLAIN = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.DAYS))
            .dispatcher(unlimited())
            // The one limit is that of the whole call.
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .proxySelector(new Proxies(null, null))
            .build();

    private static final String SDK = Facts.BROKER + "-sdk/" + Facts.VERSION + " Java/"
            + Runtime.version().feature();

    /** Shared by the clients that were given neither a client nor a proxy: what is theirs is a base URL and headers. */
    private static final ApiClient SHARED = introduced(PLAIN);

    private static final Call.Factory SHARED_CALLS = SHARED.gated(Flight::gate);

    private final ApiClient client;
    private final Call.Factory calls;
    private final Duration timeout;
    private final @Nullable Executor executor;
    private final @Nullable Consumer<String> logger;
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param http finds the way, or null where there is nothing to find
     * @param product who introduces itself before this SDK, or null
     */
    Transport(
            @Nullable OkHttpClient http,
            @Nullable String product,
            Duration timeout,
            @Nullable Executor executor,
            @Nullable Consumer<String> logger) {
        ApiClient sdk = http == null ? SHARED : introduced(http);
        this.client = product == null ? sdk : sdk.header("User-Agent", product + " " + SDK);
        this.calls = http == null ? SHARED_CALLS : sdk.gated(Flight::gate);
        this.timeout = timeout;
        this.executor = executor;
        this.logger = logger;
    }

    private static ApiClient introduced(OkHttpClient http) {
        return new ApiClient(http, "http://localhost/")
                .header("User-Agent", SDK)
                .header("Connection", "close");
    }

    /** A client that sends as this SDK has promised, and for the rest finds its way as the given one does. */
    static OkHttpClient.Builder like(@Nullable OkHttpClient given) {
        OkHttpClient.Builder http = PLAIN.newBuilder();
        if (given == null) {
            return http;
        }
        // All that is lent. Whatever else a client may hold, today or in a later OkHttp, stays with its owner.
        http.dns(given.dns())
                .proxySelector(new Proxies(given.proxy(), given.proxySelector()))
                .proxyAuthenticator(given.proxyAuthenticator())
                .socketFactory(given.socketFactory())
                .connectionSpecs(given.connectionSpecs())
                .hostnameVerifier(given.hostnameVerifier())
                .certificatePinner(given.certificatePinner());
        if (given.connectionSpecs().stream().anyMatch(ConnectionSpec::isTls) && given.x509TrustManager() != null) {
            http.sslSocketFactory(given.sslSocketFactory(), given.x509TrustManager());
        }
        return http;
    }

    /** Makes calls at a URL. */
    ApiClient client(HttpUrl url) {
        return client.at(url);
    }

    /** A call that only a flight can make. */
    Call newCall(Request request) {
        return calls.newCall(request);
    }

    Duration timeout() {
        return timeout;
    }

    /** Runs the calls that nobody waits for, or null if the threads of the SDK do. */
    @Nullable
    Executor executor() {
        return executor;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This client is closed; build a new one");
        }
    }

    /** Nothing here may cost the caller an answer that has come. */
    void log(Request request, String outcome, long nanos) {
        if (logger == null) {
            return;
        }
        try {
            logger.accept(request.method() + " " + request.url().encodedPath() + " " + outcome + " "
                    + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
        } catch (Throwable e) {
            Threads.report(e);
        }
    }

    /** Starts no more calls; those under way go on to their end. */
    @Override
    public void close() {
        closed = true;
    }

    /** For the calls of the interfaces below the clients, which wait for nobody either. */
    private static Dispatcher unlimited() {
        Dispatcher dispatcher = new Dispatcher(Threads.CALLS);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }
}

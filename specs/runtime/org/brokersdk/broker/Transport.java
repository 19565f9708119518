package org.brokersdk.broker;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

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
            .addNetworkInterceptor(Transport::depart)
            .build();

    private final OkHttpClient http;
    private final Duration timeout;
    private final Executor executor;
    private final Consumer<String> logger;
    private final AtomicBoolean closed = new AtomicBoolean();

    Transport(
            OkHttpClient.Builder http, String userAgent, Duration timeout, Executor executor, Consumer<String> logger) {
        this.http = http.addInterceptor(chain -> introduced(chain, userAgent))
                // For the calls below the clients; an exchange keeps its time itself.
                .callTimeout(timeout)
                .build();
        this.timeout = timeout;
        this.executor = executor;
        this.logger = logger;
    }

    /** A client that sends as this SDK has promised, and for the rest finds its way as the given one does. */
    static OkHttpClient.Builder like(OkHttpClient given) {
        OkHttpClient.Builder http = PLAIN.newBuilder();
        if (given == null) {
            return http;
        }
        // All that is lent. Whatever else a client may hold, today or in a later OkHttp, stays with its owner.
        http.dns(given.dns())
                .proxy(given.proxy())
                .proxySelector(given.proxySelector())
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

    /** What goes to this machine without TLS goes to no proxy, which would read it. */
    OkHttpClient http(String url) {
        return HttpUrl.get(url).isHttps()
                ? http
                : http.newBuilder().proxy(Proxy.NO_PROXY).build();
    }

    Duration timeout() {
        return timeout;
    }

    /** Runs the calls that nobody waits for, or null if the threads of the SDK do. */
    Executor executor() {
        return executor;
    }

    void requireOpen() {
        if (closed.get()) {
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
        closed.set(true);
    }

    /** For the calls of the interfaces below the clients, which wait for nobody either. */
    private static Dispatcher unlimited() {
        Dispatcher dispatcher = new Dispatcher(Threads.CALLS);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    private static Response introduced(Interceptor.Chain chain, String userAgent) throws IOException {
        Request.Builder request =
                chain.request().newBuilder().header("User-Agent", userAgent).header("Connection", "close");
        return chain.proceed(request.build());
    }

    private static Response depart(Interceptor.Chain chain) throws IOException {
        Flight<?> flight = chain.request().tag(Flight.class);
        return flight == null ? chain.proceed(chain.request()) : flight.depart(chain);
    }
}

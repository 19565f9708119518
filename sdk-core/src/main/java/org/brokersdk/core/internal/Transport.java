package org.brokersdk.core.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Settings for sending the calls of one client. After the client is closed, no call can begin. */
public final class Transport {

    private final BrokerMetadata metadata;
    private final Call.Factory calls;
    private final Duration timeout;
    private final @Nullable Consumer<String> logger;
    private final @Nullable String product;
    private volatile boolean closed;

    /**
     * Creates a transport.
     *
     * @param metadata the broker's facts
     * @param calls a client from {@link HttpClients}, or a factory that sends with it
     * @param timeout the timeout of each call
     * @param logger receives a line for each call, or null for the {@code System.Logger} of the SDK
     * @param product the product in front of the SDK in the {@code User-Agent} header, or null
     */
    public Transport(
            BrokerMetadata metadata,
            Call.Factory calls,
            Duration timeout,
            @Nullable Consumer<String> logger,
            @Nullable String product) {
        this.metadata = metadata;
        this.calls = calls;
        this.timeout = timeout;
        this.logger = logger;
        this.product = product;
    }

    BrokerMetadata metadata() {
        return metadata;
    }

    /** Returns the timeout of each call. */
    public Duration timeout() {
        return timeout;
    }

    Call newCall(Request request) {
        return calls.newCall(request);
    }

    String userAgent() {
        String sdk = metadata.broker() + "-sdk/" + metadata.version() + " Java/"
                + Runtime.version().feature();
        return product == null ? sdk : product + " " + sdk;
    }

    /** Rejects every later call. Calls that have begun continue. */
    public void close() {
        closed = true;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This client is closed; build a new one");
        }
    }

    /** Logs a call. The caller gets the response even if the logger throws. */
    void log(Request request, String outcome, long nanos) {
        try {
            String line = request.method() + " " + request.url().encodedPath() + " " + outcome + " "
                    + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
            if (logger == null) {
                System.getLogger("org.brokersdk." + metadata.broker()).log(Level.DEBUG, line);
            } else {
                logger.accept(line);
            }
        } catch (Throwable e) {
            reportUncaught(e);
        }
    }

    /** Gives an exception of the user's listener or logger to the uncaught exception handler of this thread. */
    public static void reportUncaught(Throwable failure) {
        try {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        } catch (Throwable e) {
            // The JVM ignores exceptions of a handler, and so do we. Otherwise a call or a batch would wait forever.
        }
    }
}

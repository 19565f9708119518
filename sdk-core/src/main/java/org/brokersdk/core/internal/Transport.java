package org.brokersdk.core.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Request;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.BrokerException.Unreachable;
import org.brokersdk.core.CallEvent;
import org.brokersdk.core.CallEvent.Outcome;
import org.brokersdk.core.Session;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/** Settings for sending the calls of one client. After the client is closed, no call can begin. */
public final class Transport {

    private final BrokerMetadata metadata;
    private final Call.Factory calls;
    private final Duration timeout;
    private final @Nullable Consumer<String> logger;
    private final @Nullable String product;
    private final @Nullable Consumer<CallEvent> listener;
    private final @Nullable BiConsumer<Session, Rejected> sessionEndListener;
    private final UnaryOperator<Executor> context;
    private volatile boolean closed;

    /**
     * Creates a transport.
     *
     * @param metadata the broker's facts
     * @param calls a client from {@link HttpClients}, or a factory that sends with it
     * @param timeout the timeout of each call
     * @param logger receives a line for each call, or null for the {@code System.Logger} of the SDK
     * @param product the product in front of the SDK in the {@code User-Agent} header, or null
     * @param listener receives an event for each call, or null
     * @param sessionEndListener receives each session that ended, or null
     * @param context wraps an executor so that it runs tasks in the context of the calling thread
     */
    public Transport(
            BrokerMetadata metadata,
            Call.Factory calls,
            Duration timeout,
            @Nullable Consumer<String> logger,
            @Nullable String product,
            @Nullable Consumer<CallEvent> listener,
            @Nullable BiConsumer<Session, Rejected> sessionEndListener,
            UnaryOperator<Executor> context) {
        this.metadata = metadata;
        this.calls = calls;
        this.timeout = timeout;
        this.logger = logger;
        this.product = product;
        this.listener = listener;
        this.sessionEndListener = sessionEndListener;
        this.context = context;
    }

    BrokerMetadata metadata() {
        return metadata;
    }

    /** Returns the timeout of each call. */
    public Duration timeout() {
        return timeout;
    }

    @Nullable
    BiConsumer<Session, Rejected> sessionEndListener() {
        return sessionEndListener;
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
            throw new IllegalStateException("This client is closed. Build a new one");
        }
    }

    /** Returns an executor that runs its tasks in the context of the calling thread. */
    Executor inContext(Executor executor) {
        return Preconditions.notNull("the executor that callContext returns", context.apply(executor));
    }

    /** Reports the end of a call. A listener that throws must not cost the caller the response. */
    void report(Request request, int status, @Nullable Throwable failure, Duration duration, boolean requestSent) {
        if (listener == null) {
            return;
        }
        try {
            String operation = Objects.requireNonNull(request.tag(Invocation.class))
                    .method()
                    .getName();
            listener.accept(new CallEvent(
                    metadata.broker(),
                    operation,
                    outcome(failure),
                    failure instanceof Rejected rejected ? rejected.reason() : null,
                    failure instanceof Unexpected unexpected ? unexpected.status() : status,
                    duration,
                    requestSent));
        } catch (Throwable e) {
            reportUncaught(e);
        }
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return Outcome.SUCCEEDED;
        }
        if (failure instanceof Rejected) {
            return Outcome.REJECTED;
        }
        if (failure instanceof Unexpected) {
            return Outcome.UNEXPECTED;
        }
        return failure instanceof Unreachable ? Outcome.UNREACHABLE : Outcome.FAILED;
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

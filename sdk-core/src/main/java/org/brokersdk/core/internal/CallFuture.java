package org.brokersdk.core.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.internal.SendOnceInterceptor.MalformedResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Execution of an {@link ApiCall}, which completes exactly once. Enforces the timeout and records whether the request
 * was sent.
 *
 * @param <T> the type of the result
 */
final class CallFuture<T> extends BrokerFuture<T> {

    /**
     * Daemon threads, one for each call. So no call waits for another call, or for a stage that is chained to another
     * call.
     */
    static final ExecutorService THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> newThread(task, "broker-sdk call"));

    /**
     * Timer of the asynchronous calls. The JDK's timer also runs stages behind {@code orTimeout}, and a stage that
     * blocks would stop it.
     */
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private enum Phase {
        NOT_SENT,
        SENT,
        CANCELED
    }

    private final ApiCall<T> apiCall;
    private final Transport transport;
    private final Executor executor;
    private final long start = System.nanoTime();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NOT_SENT);
    private final Call call;
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile Request request;
    private volatile boolean sentAgain;
    private volatile @Nullable Throwable bodyFailure;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable Runnable completion;
    private volatile @Nullable Future<?> timeout;

    CallFuture(ApiCall<T> apiCall) {
        this(apiCall, THREADS);
    }

    /** Creates an execution by another executor than {@link #THREADS}, for tests. */
    @SuppressWarnings("FutureReturnValueIgnored") // The stage is used for its effect, which throws nothing.
    CallFuture(ApiCall<T> apiCall, Executor executor) {
        super(apiCall.transport().metadata().loginsPerSecond());
        this.apiCall = apiCall;
        this.transport = apiCall.transport();
        transport.requireOpen();
        this.executor = transport.inContext(executor);
        this.request = apiCall.authenticatedRequest()
                .newBuilder()
                .tag(CallFuture.class, this)
                .build();
        this.call = transport.newCall(request);
        whenComplete((value, failure) -> abort());
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> newThread(task, "broker-sdk timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private static Thread newThread(Runnable task, String name) {
        // A thread serves many accounts, so it inherits no thread locals from the first one.
        Thread thread = new Thread(null, task, name, 0, false);
        // From JDK 19 on, the default is the system class loader, which does not find the classes of a Spring Boot jar.
        thread.setContextClassLoader(CallFuture.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Sends the request and waits. Another thread sends, as DNS and sockets ignore interrupts. */
    T await() {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            executor.execute(this::run);
            get(remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            expire();
        } catch (InterruptedException e) {
            endWithoutResponse(sent -> ConnectionErrors.interrupted(e, sent));
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // join() below throws the cause.
        } catch (RuntimeException | Error e) {
            // An executor of the user's context that fails may have begun the call.
            abort();
            throw e;
        }
        try {
            return join();
        } catch (CompletionException e) {
            throw inCallingThread(e);
        }
    }

    /** Sends the request. The timer enforces the timeout. */
    CallFuture<T> enqueue() {
        try {
            // Neither a stage that is chained to the future nor the user's context must delay the timer.
            Future<?> scheduled = TIMER.schedule(
                    () -> runIn(THREADS, () -> runIn(executor, this::expire)), remaining(), TimeUnit.NANOSECONDS);
            timeout = scheduled;
            if (ended.get()) {
                scheduled.cancel(false);
            }
            executor.execute(this::run);
        } catch (Throwable e) {
            // The caller must know, and an executor that fails may have begun the call.
            completeExceptionally(e);
        }
        return this;
    }

    /** Cancels the call, as its caller no longer wants the response. */
    void cancelCall() {
        endWithoutResponse(ConnectionErrors::canceled);
    }

    /** Marks the request as sent, and returns it complete. Throws if the request was sent or canceled before. */
    Request markSent(Request prepared) throws IOException {
        // An interceptor may try again although no one-time password came, or in two threads.
        sentAgain = connected.getAndSet(true);
        if (!sentAgain && phase.get() == Phase.NOT_SENT) {
            try {
                request = apiCall.withDeferredBody(prepared);
            } catch (Throwable e) {
                bodyFailure = e;
                throw e;
            }
            if (phase.compareAndSet(Phase.NOT_SENT, Phase.SENT)) {
                return request;
            }
        }
        throw new IOException("The request was sent or canceled before");
    }

    /** Records a response before OkHttp interprets it. */
    void received(Response response) {
        retryAfter = response.header("Retry-After");
    }

    private void run() {
        if (ended.get()) {
            return;
        }
        int status = 0;
        @Nullable T result = null;
        @Nullable Throwable error = null;
        try {
            ApiResponse received = receive();
            status = received.status();
            result = apiCall.handle(received);
        } catch (Throwable e) {
            endSending();
            // An Error counts too. Otherwise the future would never complete.
            error = bodyFailure != null ? bodyFailure : toFailure(e);
        }
        // An interceptor may have another thread that sends while the logger works.
        endSending();
        @Nullable T value = result;
        @Nullable Throwable failure = error;
        // If the logger hangs, the timeout completes the future with the response.
        completion = () -> end(value, failure);
        reportOnce(status, failure);
        end(value, failure);
    }

    private ApiResponse receive() throws IOException {
        @Nullable Response response = null;
        try {
            response = call.execute();
            return ApiResponse.read(withRetryAfter(response), request, apiCall.secrets(), transport.metadata());
        } catch (RuntimeException e) {
            if (!endSending()) {
                throw e;
            }
            // The caller must learn that the request was sent. OkHttp itself throws this at some attempts to repeat it.
            throw ConnectionErrors.toException(
                    "an interceptor or an event listener of the given OkHttpClient caused "
                            + e.getClass().getSimpleName(),
                    e,
                    true);
        } finally {
            closeQuietly(response);
        }
    }

    /** Closes a response. OkHttp then reads the rest of the body, and throws at a chunk of a negative size. */
    private static void closeQuietly(@Nullable Response response) {
        try {
            if (response != null) {
                response.close();
            }
        } catch (RuntimeException e) {
            // The SDK has read the part of the body that it needs.
        }
    }

    private Response withRetryAfter(Response response) {
        String value = retryAfter;
        if (value == null) {
            return response;
        }
        // OkHttp reads header values that it does not let a program set.
        Headers headers = response.headers()
                .newBuilder()
                .removeAll("Retry-After")
                .addUnsafeNonAscii("Retry-After", value)
                .build();
        return response.newBuilder().headers(headers).build();
    }

    private Throwable toFailure(Throwable e) {
        if (!(e instanceof IOException || e instanceof InterruptedException)) {
            return e;
        }
        if (e instanceof MalformedResponseException malformed) {
            return new BrokerException.Unexpected("The response is not valid HTTP", malformed.status, "", null);
        }
        boolean sent = endSending();
        String description = sentAgain
                ? "an interceptor of the given OkHttpClient tried to send the request again, which is refused"
                : ConnectionErrors.describe(e, request.url(), sent);
        return ConnectionErrors.toException(description, e, sent);
    }

    /** Prevents a later send, and returns true if the request was sent before. */
    private boolean endSending() {
        phase.compareAndSet(Phase.NOT_SENT, Phase.CANCELED);
        return phase.get() == Phase.SENT;
    }

    private void expire() {
        String description = "it took longer than " + transport.timeout().toMillis() + " ms";
        endWithoutResponse(
                sent -> ConnectionErrors.toException(description, new InterruptedIOException("timeout"), sent));
    }

    /**
     * Ends a call that another thread still executes, unless its response arrived and only the logger takes time.
     *
     * @param failure creates the failure from the fact whether the request was sent
     */
    private void endWithoutResponse(Function<Boolean, BrokerException> failure) {
        if (completion != null) {
            completion.run();
        } else if (end()) {
            // A dependent stage that blocks must not keep the connection open.
            cancelQuietly();
            BrokerException unreachable = failure.apply(endSending());
            super.completeExceptionally(unreachable);
            // A logger that hangs must not hold the caller.
            runIn(executor, () -> reportOnce(0, unreachable));
        }
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        if (!end()) {
            return;
        }
        if (failure == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(failure);
        }
    }

    /**
     * Returns true to the first caller. Canceling makes the call fail, and that failure must not become the result. A
     * request that was not sent yet will not be sent.
     */
    private boolean end() {
        boolean first = !ended.getAndSet(true);
        endSending();
        Future<?> scheduled = timeout;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        return first;
    }

    /** Closes the connection. An event listener that throws or hangs must not keep the future from completing. */
    private void cancelQuietly() {
        runIn(THREADS, () -> {
            try {
                call.cancel();
            } catch (Throwable e) {
                Transport.reportUncaught(e);
            }
        });
    }

    private static void runIn(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (Throwable e) {
            // The JVM cannot start another thread.
            task.run();
        }
    }

    /**
     * Writes the line and the event of the call.
     *
     * @param status the status of the response, or 0 without one
     */
    private void reportOnce(int status, @Nullable Throwable failure) {
        if (!reported.getAndSet(true)) {
            long nanos = System.nanoTime() - start;
            transport.log(request, status == 0 ? "failed" : String.valueOf(status), nanos);
            transport.report(request, status, failure, Duration.ofNanos(nanos), phase.get() == Phase.SENT);
        }
    }

    /** Ends the call for a caller who completes the future. */
    private void abort() {
        if (end()) {
            cancelQuietly();
        }
    }

    /** Adds the calling thread to the stack trace of a failure that another thread threw. */
    private static RuntimeException inCallingThread(CompletionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof BrokerException) {
            cause.fillInStackTrace();
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private long remaining() {
        return transport.timeout().toNanos() - (System.nanoTime() - start);
    }

    // A dependent stage that blocks could run before the stage that the constructor added. So these methods cancel
    // first.

    @Override
    public boolean complete(@Nullable T value) {
        abort();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        abort();
        return super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        abort();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public void obtrudeValue(@Nullable T value) {
        abort();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        abort();
        super.obtrudeException(failure);
    }
}

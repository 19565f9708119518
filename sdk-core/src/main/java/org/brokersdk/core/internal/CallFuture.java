package org.brokersdk.core.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.brokersdk.core.BrokerException;
import org.jspecify.annotations.Nullable;

/**
 * Execution of an {@link ApiCall}, which completes exactly once. Enforces the timeout and records whether the request
 * was sent.
 *
 * @param <T> the type of the result
 */
final class CallFuture<T> extends BrokerFuture<T> {

    /** As many daemon threads as there are calls, so that no call waits for another or for what is chained to it. */
    static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                // A thread serves many accounts, so it inherits no thread locals from the first one.
                Thread thread = new Thread(null, task, "broker-sdk call", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private enum Phase {
        NOT_SENT,
        SENT,
        CANCELED
    }

    private final ApiCall<T> apiCall;
    private final Transport transport;
    private final long start = System.nanoTime();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NOT_SENT);
    private final Call call;
    private volatile Request request;
    private volatile boolean sentAgain;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable Runnable completion;
    private volatile boolean ended;
    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<?> timer;

    @SuppressWarnings("FutureReturnValueIgnored") // The stage is for its effect, which throws nothing.
    CallFuture(ApiCall<T> apiCall) {
        super(apiCall.transport().metadata().loginsPerSecond());
        this.apiCall = apiCall;
        this.transport = apiCall.transport();
        transport.requireOpen();
        this.request = apiCall.authenticatedRequest()
                .newBuilder()
                .tag(CallFuture.class, this)
                .build();
        this.call = transport.newCall(request);
        whenComplete((value, failure) -> abort());
    }

    /** Sends the request and waits. Another thread sends, as DNS and sockets ignore interrupts. */
    T await() {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            THREADS.execute(this::run);
            get(remaining(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            expire();
        } catch (InterruptedException e) {
            endUnanswered(ConnectionErrors.interrupted(e, !cancelUnsent()));
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // join() below throws the cause.
        }
        try {
            return join();
        } catch (CompletionException e) {
            throw inCallingThread(e);
        }
    }

    /** Sends the request. The JDK's timer enforces the timeout. */
    @SuppressWarnings("FutureReturnValueIgnored") // The stage is for its effect, which throws nothing.
    CallFuture<T> enqueue() {
        try {
            CompletableFuture<?> timeout = new CompletableFuture<>().orTimeout(remaining(), TimeUnit.NANOSECONDS);
            timer = timeout;
            timeout.whenComplete((value, failure) -> {
                if (failure != null) {
                    expireInThread();
                }
            });
            THREADS.execute(this::run);
        } catch (Throwable e) {
            // Without a thread nothing is sent, and the caller must know.
            cancelUnsent();
            end(null, e);
        }
        return this;
    }

    /** Cancels the call, as its caller no longer wants the response. */
    void cancelCall() {
        endUnanswered(ConnectionErrors.canceled(!cancelUnsent()));
    }

    /** Marks the request as sent and returns it complete, or throws if it was sent or canceled before. */
    Request markSent(Request prepared) throws IOException {
        if (phase.get() == Phase.NOT_SENT) {
            Request complete = apiCall.withDeferredBody(prepared);
            request = complete;
            if (phase.compareAndSet(Phase.NOT_SENT, Phase.SENT)) {
                return complete;
            }
        }
        sentAgain = phase.get() == Phase.SENT;
        throw new IOException("The request was sent or canceled before");
    }

    /** Records a response before OkHttp interprets it. */
    void received(Response response) {
        retryAfter = response.header("Retry-After");
    }

    private void run() {
        if (isDone()) {
            return;
        }
        String outcome = "failed";
        @Nullable T result = null;
        @Nullable Throwable error = null;
        try (Response response = call.execute()) {
            ApiResponse received =
                    ApiResponse.read(withRetryAfter(response), request, apiCall.secrets(), transport.metadata());
            outcome = String.valueOf(received.status());
            result = apiCall.handle(received);
        } catch (Throwable e) {
            // Whatever it is: an Error that reached nobody would leave a future that never completes.
            error = e instanceof IOException || e instanceof InterruptedException ? unreachable(e) : e;
        }
        @Nullable T value = result;
        @Nullable Throwable failure = error;
        // A logger that hangs must not cost the caller the response: the timeout completes the future.
        completion = () -> end(value, failure);
        logOnce(outcome);
        end(value, failure);
    }

    private Response withRetryAfter(Response response) {
        return retryAfter == null
                ? response
                : response.newBuilder().header("Retry-After", retryAfter).build();
    }

    private BrokerException unreachable(Throwable e) {
        boolean sent = phase.get() == Phase.SENT;
        String description = sentAgain
                ? "an interceptor of the given OkHttpClient tried to send the request again, which is refused"
                : ConnectionErrors.describe(e, request.url(), sent);
        return ConnectionErrors.toException(description, e, sent);
    }

    private void expireInThread() {
        try {
            // What is chained to the future must not delay the JDK's timer.
            THREADS.execute(this::expire);
        } catch (Throwable e) {
            expire();
        }
    }

    private void expire() {
        if (completion != null) {
            completion.run();
            return;
        }
        String description = "it took longer than " + transport.timeout().toMillis() + " ms";
        endUnanswered(ConnectionErrors.toException(
                description, new InterruptedIOException("timeout"), !cancelUnsent()));
    }

    /** Ends a call that another thread still executes. */
    private void endUnanswered(BrokerException failure) {
        end(null, failure);
        call.cancel();
        // A logger that hangs must not hold the caller.
        THREADS.execute(() -> logOnce("failed"));
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        ended = true;
        cancelUnsent();
        CompletableFuture<?> timeout = timer;
        if (timeout != null) {
            timeout.complete(null);
        }
        if (failure == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(failure);
        }
    }

    private void logOnce(String outcome) {
        if (!logged.getAndSet(true)) {
            transport.log(request, outcome, System.nanoTime() - start);
        }
    }

    private boolean cancelUnsent() {
        return phase.compareAndSet(Phase.NOT_SENT, Phase.CANCELED);
    }

    /** Ends the call for a caller who completed the future. */
    private void abort() {
        if (!ended) {
            end(null, null);
            call.cancel();
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

    // A dependent stage that blocks could run before the one that the constructor added, so these cancel first.

    @Override
    public boolean complete(@Nullable T value) {
        cancelFirst();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        cancelFirst();
        return super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        cancelFirst();
        return super.cancel(mayInterruptIfRunning);
    }

    private void cancelFirst() {
        if (!isDone()) {
            cancelUnsent();
            call.cancel();
        }
    }
}

package org.brokersdk.broker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, which ends once: with an answer, with what it was judged to be, or with a failure. Keeps the
 * time, from its beginning to its end, and knows whether the request has left.
 *
 * @param <T> what comes of the answer
 */
final class Flight<T> {

    /** Moves once: a request leaves, or it is withdrawn and never will. */
    private enum Phase {
        READY,
        LEFT,
        WITHDRAWN
    }

    /** Of a thread the one whose call it executes: nothing else of a call is known to what OkHttp calls in it. */
    private static final ThreadLocal<@Nullable Flight<?>> DEPARTING = new ThreadLocal<>();

    private final Exchange<?> exchange;
    private final Transport transport;
    private final Function<Answer, T> judge;
    private final long start = System.nanoTime();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.READY);
    private final AtomicReference<@Nullable Landing<T>> landing = new AtomicReference<>();
    private final CountDownLatch landed = new CountDownLatch(1);
    private final okhttp3.Call call;
    private volatile Outgoing made;
    private volatile Request sent;
    private volatile @Nullable Result<T> result;
    private volatile @Nullable Future<?> alarm;
    private volatile @Nullable Runnable ending;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * How it ends.
     *
     * @param value what comes of the answer
     * @param failure what it failed with, or null
     */
    private record Landing<T>(@Nullable T value, @Nullable Throwable failure) {}

    Flight(Exchange<?> exchange, Function<Answer, T> judge) {
        this.exchange = exchange;
        this.judge = judge;
        this.transport = exchange.endpoint().transport();
        this.made = exchange.request();
        this.sent = made.on(exchange.endpoint().client());
        this.call = transport.newCall(sent);
    }

    /** Waits for the end. Another thread does the work, as neither DNS nor a socket heeds an interrupt. */
    @SuppressWarnings("NullAway") // The value is null where nothing comes of an answer but that it is well.
    T await() {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Threads.CALLS.execute(() -> run(null));
            if (!landed.await(remaining(), TimeUnit.NANOSECONDS)) {
                expire();
            }
        } catch (InterruptedException e) {
            fail("the thread that waited was interrupted", e);
            Thread.currentThread().interrupt();
        }
        Landing<T> end = Objects.requireNonNull(landing.get());
        if (end.failure() != null) {
            throw thrown(end.failure());
        }
        return end.value();
    }

    /** Goes on without the caller. */
    CompletableFuture<T> begin() {
        return Result.of(this);
    }

    private void begin(Result<T> result) {
        this.result = result;
        Executor given = transport.executor();
        alarm = Threads.after(remaining(), this::expire);
        try {
            if (given == null) {
                Threads.CALLS.execute(() -> run(null));
            } else {
                // What is chained to the result must not take a place that another call needs.
                given.execute(() -> run(Threads.CALLS));
            }
        } catch (RejectedExecutionException e) {
            land(null, new IllegalStateException("executor took no more work. Nothing was sent", e));
        }
    }

    /** Lets a request go that is of the call this thread executes, and no other. */
    static Response gate(Interceptor.Chain chain) throws IOException {
        Flight<?> flight = DEPARTING.get();
        if (flight == null) {
            throw new IOException("This request belongs to no call of its thread");
        }
        return flight.depart(chain);
    }

    /** A supplier of one-time passwords may log in elsewhere meanwhile, in this very thread. */
    private Response execute() throws IOException {
        Flight<?> outer = DEPARTING.get();
        DEPARTING.set(this);
        try {
            return call.execute();
        } finally {
            if (outer == null) {
                DEPARTING.remove();
            } else {
                DEPARTING.set(outer);
            }
        }
    }

    /** Lets the request go, when its connection stands: once, and not after the end. */
    private Response depart(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        if (exchange.last() != null) {
            made = exchange.last().get();
            RequestBody body = Objects.requireNonNull(made.body());
            request = request.newBuilder()
                    .method(request.method(), body)
                    .header("Content-Length", String.valueOf(body.contentLength()))
                    .build();
        }
        sent = request;
        if (!phase.compareAndSet(Phase.READY, Phase.LEFT)) {
            throw new IOException("This request was sent or withdrawn before");
        }
        Response response = chain.proceed(request);
        // With what interceptors behind this one have put on it.
        sent = response.request();
        return response;
    }

    /**
     * Does the work.
     *
     * @param chained runs what hangs on the result, or null if this thread may
     */
    private void run(@Nullable Executor chained) {
        if (landing.get() != null) {
            return;
        }
        String outcome = "failed";
        @Nullable T value = null;
        @Nullable Throwable failure = null;
        try (Response response = execute()) {
            Answer answer = Answer.of(response, made, () -> Mask.of(sent, made.given(), exchange.secrets()));
            outcome = String.valueOf(answer.status());
            value = judge.apply(answer);
        } catch (Throwable e) {
            // Whatever it is: an Error that reaches nobody leaves a future that never ends.
            failure = e instanceof IOException || e instanceof InterruptedException
                    ? unreachable(Unreached.why(e, sent.url(), hasLeft()), e)
                    : e;
        }
        @Nullable T ended = value;
        @Nullable Throwable failed = failure;
        // What has come is not lost to a logger that is slow.
        Runnable end = () -> land(ended, failed);
        ending = end;
        tell(outcome, System.nanoTime() - start);
        if (chained != null) {
            try {
                chained.execute(end);
                return;
            } catch (RuntimeException | Error e) {
                // Then here.
            }
        }
        end.run();
    }

    private void tell(String outcome, long nanos) {
        if (!told.getAndSet(true)) {
            transport.log(sent, outcome, nanos);
        }
    }

    private void land(@Nullable T value, @Nullable Throwable failure) {
        if (!landing.compareAndSet(null, new Landing<>(value, failure))) {
            return;
        }
        stop();
        landed.countDown();
        if (result != null) {
            result.land(value, failure);
        }
    }

    private void stop() {
        phase.compareAndSet(Phase.READY, Phase.WITHDRAWN);
        call.cancel();
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Ends it for somebody who has a result of another kind. */
    private void withdraw() {
        landing.compareAndSet(null, new Landing<>(null, null));
        stop();
    }

    private void expire() {
        if (ending != null) {
            ending.run();
        }
        fail("it took longer than " + transport.timeout().toMillis() + " ms", new InterruptedIOException("timeout"));
    }

    private void fail(String why, Exception cause) {
        long took = System.nanoTime() - start;
        Threads.CALLS.execute(() -> tell("failed", took));
        land(null, unreachable(why, cause));
    }

    private BrokerException unreachable(String why, Throwable cause) {
        return Unreached.because(why, cause, !phase.compareAndSet(Phase.READY, Phase.WITHDRAWN) && hasLeft());
    }

    private boolean hasLeft() {
        return phase.get() == Phase.LEFT;
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof BrokerException) {
            // Made by another thread; whoever reads the trace wants to know who called.
            failure.fillInStackTrace();
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private long remaining() {
        return transport.timeout().toNanos() - (System.nanoTime() - start);
    }

    /**
     * Ends the request too, whoever ends it: a caller may cancel it, complete it or give it a time of its own. Nothing
     * else here makes a future, so that a blocking call loads none of what one needs.
     */
    private static final class Result<T> extends CompletableFuture<T> {

        private final Flight<T> flight;

        @SuppressWarnings("FutureReturnValueIgnored") // It is for the effect, which throws nothing.
        private Result(Flight<T> flight) {
            this.flight = flight;
            whenComplete((value, failure) -> flight.withdraw());
        }

        static <T> CompletableFuture<T> of(Flight<T> flight) {
            Result<T> result = new Result<>(flight);
            flight.begin(result);
            return result;
        }

        private void land(@Nullable T value, @Nullable Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }

        @Override
        public boolean complete(@Nullable T value) {
            flight.withdraw();
            return super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            flight.withdraw();
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            flight.withdraw();
            return super.cancel(mayInterruptIfRunning);
        }
    }
}

package org.brokersdk.broker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

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

    /** Failures whose messages come from this JVM and quote nothing that a server or a proxy has sent. */
    private static final Set<Class<?>> SPEAKING = Set.of(
            ConnectException.class,
            InterruptedException.class,
            InterruptedIOException.class,
            NoRouteToHostException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class);

    private final Exchange<?> exchange;
    private final Transport transport;
    private final Function<Answer, T> judge;
    private final long start = System.nanoTime();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.READY);
    private final AtomicBoolean over = new AtomicBoolean();
    private final Result result = new Result();
    private final okhttp3.Call call;
    private volatile Request sent;
    private volatile @Nullable Future<?> alarm;
    private volatile @Nullable Runnable ending;
    private final AtomicBoolean told = new AtomicBoolean();

    Flight(Exchange<?> exchange, Function<Answer, T> judge) {
        this.exchange = exchange;
        this.judge = judge;
        this.transport = exchange.endpoint().transport();
        ApiClient client = exchange.endpoint().client();
        this.sent = client.request(exchange.call()).tag(Flight.class, this).build();
        this.call = client.newCall(sent);
    }

    /** Waits for the end. Another thread does the work, as neither DNS nor a socket heeds an interrupt. */
    T await() {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Threads.CALLS.execute(() -> run(Runnable::run));
            return result.get(remaining(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            fail("the thread that waited was interrupted", e);
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            expire();
        } catch (ExecutionException e) {
            // Thrown below.
        }
        try {
            return result.getNow(null);
        } catch (java.util.concurrent.CompletionException e) {
            throw thrown(e.getCause());
        }
    }

    /** Goes on without the caller. */
    CompletableFuture<T> begin() {
        Executor given = transport.executor();
        alarm = Threads.after(remaining(), this::expire);
        try {
            if (given == null) {
                Threads.CALLS.execute(() -> run(Runnable::run));
            } else {
                // What is chained to the result must not take a place that another call needs.
                given.execute(() -> run(Threads.CALLS));
            }
        } catch (RejectedExecutionException e) {
            end(null, new IllegalStateException("executor took no more work. Nothing was sent", e));
        }
        return result;
    }

    /** Lets the request go, when its connection stands: once, and not after the end. */
    Response depart(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        if (exchange.last() != null) {
            Request made = exchange.last().get().request();
            RequestBody body = made.body();
            request = request.newBuilder()
                    .method(made.method(), body)
                    .header("Content-Length", String.valueOf(body.contentLength()))
                    .tag(Invocation.class, made.tag(Invocation.class))
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

    private void run(Executor chained) {
        if (over.get()) {
            return;
        }
        String outcome = "failed";
        @Nullable T value = null;
        @Nullable Throwable failure = null;
        try (Response response = call.execute()) {
            Answer answer = Answer.of(response, () -> Mask.of(sent, exchange.secrets()));
            outcome = String.valueOf(answer.status());
            value = judge.apply(answer);
        } catch (Throwable e) {
            // Whatever it is: an Error that reaches nobody leaves a future that never ends.
            failure = e instanceof IOException || e instanceof InterruptedException ? unreachable(why(e), e) : e;
        }
        @Nullable T ended = value;
        @Nullable Throwable failed = failure;
        // What has come is not lost to a logger that is slow.
        ending = () -> end(ended, failed);
        tell(outcome, System.nanoTime() - start);
        try {
            chained.execute(ending);
        } catch (RuntimeException | Error e) {
            ending.run();
        }
    }

    private void tell(String outcome, long nanos) {
        if (!told.getAndSet(true)) {
            transport.log(sent, outcome, nanos);
        }
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        if (over.getAndSet(true)) {
            return;
        }
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
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
        result.completeExceptionally(unreachable(why, cause));
    }

    private BrokerException unreachable(String why, Throwable cause) {
        boolean left = !phase.compareAndSet(Phase.READY, Phase.WITHDRAWN) && phase.get() == Phase.LEFT;
        return new BrokerException.Unreachable(
                "The broker could not be reached: " + why + ". "
                        + (left
                                ? "The request may have arrived: look whether it worked before you repeat it."
                                : "Nothing was sent. Check the base URL, the network and the proxy."),
                speaking(cause) ? cause : silenced(cause));
    }

    private String why(Throwable cause) {
        String host = sent.url().host();
        if (cause instanceof UnknownHostException) {
            return "no address is known for " + host;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "nothing takes connections at " + host + ":" + sent.url().port();
        }
        if (cause instanceof SSLException && phase.get() == Phase.READY) {
            return "no trusted TLS with " + host + ", or with what stands in its place: " + distrust(cause);
        }
        return phase.get() == Phase.LEFT
                ? "the connection broke before an answer had come"
                : "no connection came about";
    }

    /** What is wrong with a certificate, without quoting it. */
    private static String distrust(Throwable cause) {
        if (cause instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host, or not the one that was pinned";
        }
        for (Throwable why = cause; why != null; why = why.getCause()) {
            if (why instanceof CertificateExpiredException || why instanceof CertificateNotYetValidException) {
                return "its certificate is not valid today";
            }
            if (why instanceof CertPathBuilderException) {
                return "nobody whom this JVM trusts has signed its certificate";
            }
        }
        return "the handshake failed";
    }

    /** Whether neither a cause nor what hangs on it can quote bytes of the wire. */
    private boolean speaking(@Nullable Throwable cause) {
        if (cause == null) {
            return true;
        }
        // Before the request has left, TLS speaks for itself, unless it quotes a certificate.
        boolean known = SPEAKING.contains(cause.getClass())
                || phase.get() != Phase.LEFT
                        && (cause instanceof SSLException && !(cause instanceof SSLPeerUnverifiedException)
                                || cause.getClass().getName().startsWith("sun.security."));
        boolean all = known && speaking(cause.getCause());
        for (Throwable suppressed : cause.getSuppressed()) {
            all = all && speaking(suppressed);
        }
        return all;
    }

    private static IOException silenced(Throwable cause) {
        IOException silent = new IOException(cause.getClass().getSimpleName());
        silent.setStackTrace(cause.getStackTrace());
        return silent;
    }

    private static RuntimeException thrown(@Nullable Throwable failure) {
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

    /** Ends the request too, whoever ends it: a caller may cancel it, complete it or give it a time of its own. */
    private final class Result extends CompletableFuture<T> {

        @SuppressWarnings("FutureReturnValueIgnored") // It is for the effect, which throws nothing.
        private Result() {
            whenComplete((value, failure) -> stop());
        }

        @Override
        public boolean complete(@Nullable T value) {
            stop();
            return super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            stop();
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            stop();
            return super.cancel(mayInterruptIfRunning);
        }

        private void stop() {
            over.set(true);
            phase.compareAndSet(Phase.READY, Phase.WITHDRAWN);
            call.cancel();
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.OTP;
import static org.brokersdk.core.internal.Fixtures.assertUnreachable;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.deferredLogin;
import static org.brokersdk.core.internal.Fixtures.failure;
import static org.brokersdk.core.internal.Fixtures.failures;
import static org.brokersdk.core.internal.Fixtures.login;
import static org.brokersdk.core.internal.Fixtures.since;
import static org.brokersdk.core.internal.Fixtures.sleep;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrokerException.Unreachable;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that a call completes exactly once and within its timeout, and states correctly whether its request was sent.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(30)
class CallFutureTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** Enough to send a request from a busy machine. */
    private static final Duration ENOUGH_TO_SEND = Duration.ofMillis(1_000);

    private static final String INTERRUPTED = "The call was interrupted";

    private static final String OK = LoopbackServer.response(200, "{}");

    /** Everything that hangs in a test hangs until the end of the test. */
    private final CountDownLatch testEnd = new CountDownLatch(1);

    private final List<String> log = new CopyOnWriteArrayList<>();

    /** Ways to end a future, with the outcome that the caller chose. */
    enum Ending {
        CANCEL("CancellationException", future -> future.cancel(false)),
        COMPLETE("1", future -> future.complete(1)),
        COMPLETE_EXCEPTIONALLY(
                "IllegalStateException", future -> future.completeExceptionally(new IllegalStateException())),
        OR_TIMEOUT("TimeoutException", future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
        COMPLETE_ON_TIMEOUT("1", future -> future.completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)),
        COMPLETE_ASYNC("1", future -> future.completeAsync(() -> 1)),
        OBTRUDE_VALUE("1", future -> future.obtrudeValue(1)),
        OBTRUDE_EXCEPTION("IllegalStateException", future -> future.obtrudeException(new IllegalStateException()));

        private final String outcome;
        private final Consumer<CompletableFuture<Integer>> end;

        Ending(String outcome, Consumer<CompletableFuture<Integer>> end) {
            this.outcome = outcome;
            this.end = end;
        }

        void end(CompletableFuture<Integer> future) {
            end.accept(future);
        }

        void assertOutcome(CompletableFuture<Integer> future) throws Exception {
            assertThat(future.handle((value, failure) -> failure == null
                                    ? value.toString()
                                    : failure.getClass().getSimpleName())
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(outcome);
        }
    }

    /** Loads the classes of a call, as loading would use up the timeout of the first test. */
    @BeforeAll
    static void sendOneRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            login(client(server.url())).executeAsync().get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void release() {
        testEnd.countDown();
    }

    private void hang() {
        try {
            testEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Timeout

    @Test
    void timeoutIncludesDns() {
        OkHttpClient hanging = withDns(host -> {
            hang();
            return List.of(InetAddress.getLoopbackAddress());
        });

        assertTimesOut(login(client("https://broker.example", hanging, SHORT, log::add)), SHORT, false);
    }

    @Test
    void timeoutIncludesTheConnection() throws Exception {
        try (LoopbackServer server = LoopbackServer.handling(connection -> hang())) {
            // The server accepts the connection and sends nothing in the TLS handshake.
            String url = server.url().replace("http:", "https:");

            assertTimesOut(login(client(url, SHORT)), SHORT, false);
            await(() -> server.connections.get() == 2);
        }
    }

    @Test
    void timeoutIncludesTheOneTimePassword() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = deferredLogin(client(server.url(), SHORT), () -> {
                hang();
                return OTP;
            });

            assertTimesOut(login, SHORT, false);
            testEnd.countDown();
            sleep(100);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void timeoutIncludesTheResponse() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertTimesOut(login(client(server.url(), ENOUGH_TO_SEND)), ENOUGH_TO_SEND, true);
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void timeoutIncludesABodyThatTrickles() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(out -> {
            out.write(LoopbackServer.response(200, " ".repeat(1_000)).getBytes(), 0, 100);
            while (testEnd.getCount() > 0) {
                out.write(' ');
                out.flush();
                sleep(20);
            }
        })) {
            assertTimesOut(login(client(server.url(), ENOUGH_TO_SEND)), ENOUGH_TO_SEND, true);
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void timeoutIncludesTheHandler() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), ENOUGH_TO_SEND);

            assertTimesOut(
                    client.voidCall(client.api(TestApi.class).profile(), response -> hang()), ENOUGH_TO_SEND, true);
        }
    }

    @Test
    void loggerThatHangsLosesNoResponse() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = login(client(server.url(), HttpClients.DEFAULT, ENOUGH_TO_SEND, line -> hang()));
            CompletableFuture<Integer> future = login.executeAsync();

            assertThat(login.execute()).isEqualTo(200);
            assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void loggerThatHangsLosesNoFailure() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("")) {
            assertThat(failures(login(client(server.url(), HttpClients.DEFAULT, ENOUGH_TO_SEND, line -> hang()))))
                    .allSatisfy(failure -> assertUnreachable(
                            failure,
                            "The broker could not be reached: the connection broke before a response arrived",
                            true));
        }
    }

    @Test
    void loggerThatHangsDelaysNoTimeout() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertTimesOut(
                    login(client(server.url(), HttpClients.DEFAULT, ENOUGH_TO_SEND, line -> hang())),
                    ENOUGH_TO_SEND,
                    true);
        }
    }

    @Test
    void shortestTimeoutEndsTheCall() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertThat(failures(login(client(server.url(), Duration.ofMillis(1)))))
                    .allSatisfy(failure ->
                            assertThat(failure).isInstanceOf(Unreachable.class).hasMessageContaining("1 ms"));
        }
    }

    @Test
    void timeoutBeginsWithTheCallOfTheMethod() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            ApiCall<Integer> login = login(client(server.url(), Duration.ofMillis(2_000)));
            CallFuture<Integer> blocking = new CallFuture<>(login);
            CallFuture<Integer> async = new CallFuture<>(login);
            sleep(2_000);
            long start = System.nanoTime();

            assertThatThrownBy(blocking::await).isInstanceOf(Unreachable.class);
            assertThat(failure(async.enqueue())).isInstanceOf(Unreachable.class);
            assertThat(since(start)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void timeoutIncludesTheWaitForAThread() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            AtomicReference<Runnable> queuedTask = new AtomicReference<>();
            Executor forgetful = task -> {
                if (!queuedTask.compareAndSet(null, task)) {
                    CallFuture.THREADS.execute(task);
                }
            };
            ApiCall<Integer> login = login(client(server.url(), HttpClients.DEFAULT, SHORT, log::add));

            Throwable failure = failure(new CallFuture<>(login, forgetful).enqueue());

            assertUnreachable(failure, "The broker could not be reached: it took longer than 300 ms", false);
            await(() -> log.size() == 1);
            queuedTask.get().run();
            assertThat(server.connections).hasValue(0);
            assertThat(log).singleElement().asString().matches("POST /login failed \\d+ ms");
        }
    }

    @Test
    void resultThatComesAfterTheTimeoutChangesNothing() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), HttpClients.DEFAULT, ENOUGH_TO_SEND, log::add);
            CountDownLatch handled = new CountDownLatch(1);
            CompletableFuture<Integer> future = client.call(
                            client.api(TestApi.class).profile(), response -> {
                                hang();
                                handled.countDown();
                                return 1;
                            })
                    .executeAsync();
            AtomicInteger completions = new AtomicInteger();
            future.whenComplete((value, failure) -> completions.incrementAndGet());
            Throwable failure = failure(future);

            testEnd.countDown();
            handled.await();
            sleep(50);

            assertThat(failure).isInstanceOf(Unreachable.class);
            assertThat(failure(future)).isSameAs(failure);
            assertThat(completions).hasValue(1);
            assertThat(log).hasSize(1);
        }
    }

    @Test
    void timeoutDoesNotWaitForADependentStage() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> login =
                    login(client(server.url(), ENOUGH_TO_SEND)).executeAsync();
            CompletableFuture<?> slow = login.whenComplete((value, failure) -> hang());

            await(() -> server.connections.get() == 1 && server.openConnections() == 0);

            assertThat(failure(login)).isInstanceOf(Unreachable.class);
            assertThat(slow).isNotDone();
        }
    }

    @Test
    void dependentStageDoesNotDelayTheTimeoutOfAnotherCall() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            ApiCall<Integer> login = login(client(server.url(), SHORT));
            CompletableFuture<Integer> first = login.executeAsync();
            CompletableFuture<?> slow = first.whenComplete((value, failure) -> hang());

            assertThat(failure(login.executeAsync())).isInstanceOf(Unreachable.class);
            assertThat(slow).isNotDone();
        }
    }

    /** The JDK runs stages behind {@code orTimeout} in the thread of its own timer. */
    @Test
    void stageInTheTimerOfTheJdkDelaysNoTimeout() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<Void> slow = never.whenComplete((value, failure) -> hang());
        never.orTimeout(1, TimeUnit.MILLISECONDS);
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertTimesOut(login(client(server.url(), ENOUGH_TO_SEND)), ENOUGH_TO_SEND, true);
            assertThat(slow).isNotDone();
        }
    }

    @Test
    void completedCallHasNoTimer() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            AtomicInteger tasks = new AtomicInteger();
            Executor counting = task -> {
                tasks.incrementAndGet();
                CallFuture.THREADS.execute(task);
            };
            ApiCall<Integer> login = login(client(server.url(), ENOUGH_TO_SEND));
            CompletableFuture<Integer> completed = new CallFuture<>(login, counting).enqueue();
            assertThat(completed.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            CallFuture<Integer> canceled = new CallFuture<>(login, counting);
            canceled.cancel(false);
            assertThat(canceled.enqueue()).isCancelled();

            sleep(ENOUGH_TO_SEND.toMillis() + 200);

            // The tasks that execute the calls.
            assertThat(tasks).hasValue(2);
        }
    }

    /** Checks a blocking and an asynchronous execution. */
    private static void assertTimesOut(ApiCall<?> call, Duration timeout, boolean requestSent) {
        long start = System.nanoTime();

        assertThat(failures(call)).allSatisfy(failure -> {
            assertUnreachable(
                    failure,
                    "The broker could not be reached: it took longer than " + timeout.toMillis() + " ms",
                    requestSent);
            assertThat(failure)
                    .cause()
                    .isExactlyInstanceOf(InterruptedIOException.class)
                    .hasMessage("timeout");
        });
        assertThat(since(start)).isBetween(timeout, timeout.plusSeconds(5));
    }

    // Interrupt

    @Test
    void interruptBeforeTheCallSendsNothing() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = login(client(server.url()));
            Thread.currentThread().interrupt();

            Throwable failure = catchThrowable(login::execute);

            assertThat(Thread.interrupted()).isTrue();
            assertUnreachable(failure, INTERRUPTED, false);
            assertThat(failure).hasCauseExactlyInstanceOf(InterruptedException.class);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void interruptDuringDnsSaysThatNothingWasSent() throws Exception {
        CountDownLatch resolving = new CountDownLatch(1);
        OkHttpClient hanging = withDns(host -> {
            resolving.countDown();
            hang();
            return List.of(InetAddress.getLoopbackAddress());
        });

        Interrupted interrupted = interrupt(login(client("https://broker.example", hanging)), resolving::await);

        assertUnreachable(interrupted.failure(), INTERRUPTED, false);
        assertThat(interrupted.failure()).hasCauseExactlyInstanceOf(InterruptedException.class);
        assertThat(interrupted.flag()).isTrue();
    }

    @Test
    void interruptBeforeTheResponseSaysThatTheRequestMayHaveArrived() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            Interrupted interrupted =
                    interrupt(login(client(server.url())), () -> await(() -> server.requests.size() == 1));

            assertUnreachable(interrupted.failure(), INTERRUPTED, true);
            assertThat(interrupted.failure()).hasCauseExactlyInstanceOf(InterruptedException.class);
            assertThat(interrupted.flag()).isTrue();
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void interruptDuringTheLogLosesNoResponse() throws Exception {
        CountDownLatch logging = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), HttpClients.DEFAULT, Duration.ofSeconds(20), line -> {
                logging.countDown();
                hang();
            });

            Interrupted interrupted = interrupt(login(client), logging::await);

            assertThat(interrupted.failure()).isNull();
            assertThat(interrupted.flag()).isTrue();
        }
    }

    private record Interrupted(Throwable failure, boolean flag) {}

    private interface Moment {
        void await() throws InterruptedException;
    }

    /** Interrupts the thread that executes a call, at a moment. */
    private static Interrupted interrupt(ApiCall<?> call, Moment moment) throws Exception {
        CompletableFuture<Interrupted> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            Throwable failure = catchThrowable(call::execute);
            result.complete(new Interrupted(failure, Thread.currentThread().isInterrupted()));
        });
        caller.start();
        moment.await();
        caller.interrupt();
        return result.get(10, TimeUnit.SECONDS);
    }

    // Ending the future

    @ParameterizedTest
    @EnumSource
    void endingTheFutureClosesTheConnection(Ending end) throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> login = underWay(server);

            end.end(login);

            await(() -> server.openConnections() == 0);
            end.assertOutcome(login);
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestThatWasNotSentBeforeTheEndIsNeverSent(Ending end) throws Exception {
        CountDownLatch resolving = new CountDownLatch(1);
        CountDownLatch resolved = new CountDownLatch(1);
        AtomicInteger supplierCalls = new AtomicInteger();
        OkHttpClient slow = withDns(host -> {
            resolving.countDown();
            await(() -> resolved.getCount() == 0);
            return List.of(InetAddress.getByName("127.0.0.1"));
        });
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            String url = server.url().replace("127.0.0.1", "localhost");
            CompletableFuture<Integer> login = deferredLogin(
                            client(url, slow, Duration.ofSeconds(20), log::add), () -> {
                                supplierCalls.incrementAndGet();
                                return OTP;
                            })
                    .executeAsync();
            resolving.await();

            end.end(login);
            await(login::isDone);
            resolved.countDown();
            await(() -> log.size() == 1);

            assertThat(server.requests).isEmpty();
            assertThat(supplierCalls).hasValue(0);
            end.assertOutcome(login);
        }
    }

    /** A stage that is chained to the future may run for long, and keeps no connection open. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETE_ASYNC")
    void endingTheFutureDoesNotWaitForADependentStage(Ending end) throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> login = underWay(server);
            CompletableFuture<?> slow = login.whenComplete((value, failure) -> hang());

            CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> end.end(login));
            await(() -> server.openConnections() == 0);

            assertThat(slow).isNotDone();
            testEnd.countDown();
            ended.get(10, TimeUnit.SECONDS);
            end.assertOutcome(login);
        }
    }

    @Test
    void firstWhoEndsTheFutureWins() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> completed = underWay(server);
            assertThat(completed.complete(1)).isTrue();
            assertThat(completed.complete(2)).isFalse();
            assertThat(completed.completeExceptionally(new IllegalStateException()))
                    .isFalse();
            assertThat(completed.cancel(false)).isFalse();
            assertThat(completed).isCompletedWithValue(1);

            CompletableFuture<Integer> canceled = underWay(server);
            assertThat(canceled.cancel(false)).isTrue();
            assertThat(canceled.cancel(false)).isTrue();
            assertThat(canceled.complete(1)).isFalse();

            CompletableFuture<Integer> failed = underWay(server);
            assertThat(failed.completeExceptionally(new IllegalStateException()))
                    .isTrue();
            assertThat(failed.complete(1)).isFalse();
            assertThat(failed.cancel(false)).isFalse();
        }
    }

    /** Canceling makes the call fail before the caller's own outcome is set. */
    @ParameterizedTest
    @EnumSource
    void failureOfACanceledCallDoesNotReplaceTheOutcomeOfTheCaller(Ending end) throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> login = underWay(server, client(server.url(), slowToCancel()));

            end.end(login);

            end.assertOutcome(login);
        }
    }

    @Test
    void failureOfACanceledCallDoesNotReplaceTheTimeout() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertTimesOut(login(client(server.url(), slowToCancel(), ENOUGH_TO_SEND, log::add)), ENOUGH_TO_SEND, true);
        }
    }

    /** Returns a client in which canceling a call takes until the call failed, and longer. */
    private static OkHttpClient slowToCancel() {
        return new OkHttpClient.Builder()
                .eventListenerFactory(call -> new EventListener() {
                    private final CountDownLatch failed = new CountDownLatch(1);

                    @Override
                    public void callFailed(Call call, IOException failure) {
                        failed.countDown();
                    }

                    @Override
                    public void canceled(Call call) {
                        await(() -> failed.getCount() == 0);
                        sleep(100);
                    }
                })
                .build();
    }

    @Test
    @ResourceLock("Thread.getDefaultUncaughtExceptionHandler")
    void eventListenerThatThrowsDoesNotKeepTheFutureFromCompleting() throws Exception {
        IllegalStateException thrown = new IllegalStateException("made up");
        OkHttpClient throwing = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void canceled(Call call) {
                        throw thrown;
                    }
                })
                .build();
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        // Other tests may throw at the same time.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (e == thrown) {
                uncaught.add(e);
            }
        });
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertThat(underWay(server, client(server.url(), throwing)).complete(1))
                    .isTrue();
            assertThat(catchThrowable(() -> login(client(server.url(), throwing, SHORT, log::add))
                            .execute()))
                    .isInstanceOf(Unreachable.class);
            await(() -> uncaught.size() == 2);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void eventListenerThatHangsDelaysNoTimeout() throws Exception {
        OkHttpClient hanging = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void canceled(Call call) {
                        hang();
                    }
                })
                .build();
        try (LoopbackServer server = LoopbackServer.silent()) {
            assertTimesOut(login(client(server.url(), hanging, ENOUGH_TO_SEND, log::add)), ENOUGH_TO_SEND, true);
        }
    }

    static Stream<EventListener> listenersThatThrow() {
        return Stream.of(
                new EventListener() {
                    @Override
                    public void requestHeadersStart(Call call) {
                        throw new IllegalStateException("s3cret");
                    }
                },
                new EventListener() {
                    @Override
                    public void responseHeadersStart(Call call) {
                        throw new IllegalStateException("s3cret");
                    }
                },
                new EventListener() {
                    @Override
                    public void responseBodyEnd(Call call, long bytes) {
                        throw new IllegalStateException("s3cret");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("listenersThatThrow")
    void eventListenerThatThrowsCausesATypedFailure(EventListener listener) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            OkHttpClient throwing =
                    new OkHttpClient.Builder().eventListener(listener).build();

            assertThat(failures(login(client(server.url(), throwing)))).allSatisfy(failure -> {
                assertUnreachable(
                        failure,
                        "The broker could not be reached: an interceptor or an event listener of the given"
                                + " OkHttpClient caused IllegalStateException",
                        true);
                assertThat(failure).cause().hasMessage("IllegalStateException");
            });
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void callThatEndsBeforeItsThreadRunsSendsNothing() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            List<Runnable> tasks = new ArrayList<>();
            CompletableFuture<Integer> login = new CallFuture<>(
                            login(client(server.url(), HttpClients.DEFAULT, Duration.ofSeconds(20), log::add)),
                            tasks::add)
                    .enqueue();
            login.cancel(false);

            tasks.forEach(Runnable::run);

            assertThat(tasks).hasSize(1);
            assertThat(server.connections).hasValue(0);
            assertThat(log).isEmpty();
        }
    }

    @Test
    void cancelCallSaysWhetherTheRequestWasSent() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            ApiCall<Integer> login = login(client(server.url()));
            CallFuture<Integer> unsent = new CallFuture<>(login);
            unsent.cancelCall();
            CallFuture<Integer> sent = new CallFuture<>(login).enqueue();
            await(() -> server.requests.size() == 1);
            sent.cancelCall();
            sent.cancelCall();

            assertUnreachable(failure(unsent.enqueue()), "The call was canceled", false);
            assertUnreachable(failure(sent), "The call was canceled", true);
            await(() -> server.openConnections() == 0);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void cancelCallLosesNoResponseThatIsBeingLogged() throws Exception {
        CountDownLatch logging = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            CallFuture<Integer> login = new CallFuture<>(
                            login(client(server.url(), HttpClients.DEFAULT, Duration.ofSeconds(20), line -> {
                                logging.countDown();
                                hang();
                            })))
                    .enqueue();
            logging.await();

            login.cancelCall();

            assertThat(login).isCompletedWithValue(200);
        }
    }

    private static CompletableFuture<Integer> underWay(LoopbackServer silent) {
        return underWay(silent, client(silent.url()));
    }

    private static CompletableFuture<Integer> underWay(LoopbackServer silent, ApiClient client) {
        int before = silent.requests.size();
        CompletableFuture<Integer> login = login(client).executeAsync();
        await(() -> silent.requests.size() == before + 1);
        return login;
    }

    // One-time password

    @Test
    void oneTimePasswordIsAskedForOnceWhenTheConnectionIsEstablished() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.handling(connection -> {
            accepted.countDown();
            String request = LoopbackServer.readRequest(connection.getInputStream());
            assertThat(request).contains("Content-Length: 14\r\n").endsWith("{\"otp\":\"9999\"}");
            connection.getOutputStream().write(OK.getBytes());
        })) {
            AtomicInteger supplierCalls = new AtomicInteger();
            AtomicBoolean connected = new AtomicBoolean();
            ApiCall<Integer> login = deferredLogin(client(server.url()), () -> {
                supplierCalls.incrementAndGet();
                try {
                    connected.set(accepted.await(5, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "9999";
            });
            assertThat(supplierCalls).hasValue(0);

            assertThat(login.execute()).isEqualTo(200);

            assertThat(supplierCalls).hasValue(1);
            assertThat(connected).isTrue();
            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(supplierCalls).hasValue(2);
        }
    }

    @Test
    void oneTimePasswordIsNotAskedForWithoutAConnection() {
        OkHttpClient failing = withDns(host -> {
            throw new java.net.UnknownHostException(host);
        });
        AtomicInteger supplierCalls = new AtomicInteger();

        failures(deferredLogin(client("https://broker.example", failing), () -> {
            supplierCalls.incrementAndGet();
            return OTP;
        }));

        assertThat(supplierCalls).hasValue(0);
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new StackOverflowError("made up"),
                new IllegalStateException("made up"),
                new IllegalArgumentException("made up"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void exceptionOfTheOneTimePasswordReachesTheCaller(Throwable thrown) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            Supplier<String> throwing = () -> {
                throw Fixtures.<RuntimeException>sneakyThrow(thrown);
            };

            assertThat(failures(deferredLogin(client(server.url()), throwing)))
                    .allSatisfy(failure -> assertThat(failure).isSameAs(thrown));
            await(() -> server.connections.get() == 2 && server.openConnections() == 0);
            assertThat(server.requests).isEmpty();
        }
    }

    /** Kotlin knows no checked exceptions, so a supplier that reads a file throws this one. */
    @Test
    void checkedExceptionOfTheOneTimePasswordIsNoFailureOfTheConnection() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            IOException thrown = new IOException("made up");
            List<Throwable> failures = failures(deferredLogin(client(server.url()), () -> {
                throw Fixtures.<RuntimeException>sneakyThrow(thrown);
            }));

            assertThat(failures.get(0))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasCause(thrown);
            assertThat(failures.get(1)).isSameAs(thrown);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void interceptorThatRetriesDoesNotAskForAnotherOneTimePassword() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            OkHttpClient retrying = new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        try {
                            return chain.proceed(chain.request());
                        } catch (IllegalStateException e) {
                            return chain.proceed(chain.request());
                        }
                    })
                    .build();
            AtomicInteger supplierCalls = new AtomicInteger();
            IllegalStateException thrown = new IllegalStateException("made up");

            Throwable failure = catchThrowable(() -> deferredLogin(client(server.url(), retrying), () -> {
                        supplierCalls.incrementAndGet();
                        throw thrown;
                    })
                    .execute());

            assertThat(failure).isSameAs(thrown);
            assertThat(supplierCalls).hasValue(1);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void supplierMayLogInItself() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url());
            ApiCall<Integer> login = deferredLogin(client, () -> {
                login(client, "inner").executeAsync().join();
                return String.valueOf(login(client, "inner").execute());
            });

            assertThat(login.execute()).isEqualTo(200);
            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(server.requests)
                    .hasSize(6)
                    .filteredOn(request -> request.endsWith("{\"otp\":\"200\"}"))
                    .hasSize(2);
        }
    }

    // Failures

    @Test
    void requestIsSentByBothExecutions() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = login(client(server.url()));

            assertThat(login.execute()).isEqualTo(200);
            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);

            assertThat(server.requests).hasSize(2);
            assertThat(login.executeAsync())
                    .isInstanceOfSatisfying(
                            BrokerFuture.class,
                            future -> assertThat(future.loginsPerSecond()).isEqualTo(5));
        }
    }

    @Test
    void brokenConnectionMayHaveBroughtTheRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("")) {
            assertThat(failures(login(client(server.url())))).allSatisfy(failure -> {
                assertUnreachable(
                        failure,
                        "The broker could not be reached: the connection broke before a response arrived",
                        true);
                assertThat(failure).cause().isExactlyInstanceOf(IOException.class);
            });
            assertThat(server.requests).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void exceptionOfTheHandlerReachesTheCaller(Throwable thrown) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), HttpClients.DEFAULT, Duration.ofSeconds(20), log::add);

            assertThat(failures(client.voidCall(client.api(TestApi.class).profile(), response -> {
                        throw Fixtures.<RuntimeException>sneakyThrow(thrown);
                    })))
                    .allSatisfy(failure -> assertThat(failure).isSameAs(thrown));
            assertThat(log).hasSize(2).allMatch(line -> line.matches("GET /profile 200 \\d+ ms"));
        }
    }

    @Test
    void interruptedInterceptorIsAFailureOfTheConnection() {
        OkHttpClient interrupted = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw Fixtures.<RuntimeException>sneakyThrow(new InterruptedException("made up"));
                })
                .build();

        assertThat(failures(login(client("https://broker.example", interrupted))))
                .allSatisfy(failure -> assertUnreachable(
                        failure, "The broker could not be reached: no connection was established", false));
    }

    @Test
    void stackTraceOfABlockingCallContainsTheCaller() {
        OkHttpClient failing = withDns(host -> {
            throw new java.net.UnknownHostException(host);
        });

        Throwable failure = catchThrowable(
                () -> login(client("https://broker.example", failing)).execute());

        assertThat(failure).isInstanceOf(Unreachable.class);
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(CallFutureTest.class.getName())
                        && frame.getMethodName().contains("stackTraceOfABlockingCallContainsTheCaller"));
    }

    // Threads

    @Test
    void failureToCreateAThreadReachesTheCaller() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
            Executor exhausted = task -> {
                throw noThread;
            };
            ApiCall<Integer> login = login(client(server.url()));

            assertThatThrownBy(new CallFuture<>(login, exhausted)::await).isSameAs(noThread);
            assertThat(failure(new CallFuture<>(login, exhausted).enqueue())).isSameAs(noThread);
            assertThat(server.connections).hasValue(0);
        }
    }

    /** A context of the user may run a task, and fail then. */
    @Test
    void callWhoseExecutorFailsSendsNothingLater() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        Executor failing = task -> {
            CallFuture.THREADS.execute(() -> {
                await(() -> failed.getCount() == 0);
                task.run();
                testEnd.countDown();
            });
            throw new RejectedExecutionException("made up");
        };
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            CallFuture<Integer> login = new CallFuture<>(login(client(server.url())), failing);

            assertThatThrownBy(login::await).hasMessage("made up");
            failed.countDown();
            hang();
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void callThatAFailingExecutorBeganIsCanceled() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            Executor failing = task -> {
                CallFuture.THREADS.execute(task);
                await(() -> server.openConnections() == 1);
                throw new AssertionError("made up");
            };
            ApiCall<Integer> login = login(client(server.url()));

            assertThatThrownBy(new CallFuture<>(login, failing)::await).hasMessage("made up");
            await(() -> server.openConnections() == 0);
            assertThat(failure(new CallFuture<>(login, failing).enqueue())).hasMessage("made up");
            await(() -> server.openConnections() == 0);
        }
    }

    /** An interceptor may send in another thread after it has thrown, while the logger still works. */
    @Test
    void requestThatWasNotSentBeforeTheFailureIsNeverSent() throws Exception {
        CountDownLatch logging = new CountDownLatch(1);
        OkHttpClient impatient = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    CallFuture.THREADS.execute(() -> {
                        await(() -> logging.getCount() == 0);
                        Throwable unused = catchThrowable(() -> chain.proceed(chain.request()));
                        testEnd.countDown();
                    });
                    throw new IOException("too slow");
                })
                .build();
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), impatient, Duration.ofSeconds(20), line -> {
                logging.countDown();
                hang();
            });

            Throwable failure = catchThrowable(login(client)::execute);

            assertUnreachable(failure, "The broker could not be reached: no connection was established", false);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void timeoutNeedsNoThread() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            ApiCall<Integer> login = login(client(server.url(), HttpClients.DEFAULT, SHORT, log::add));

            assertThat(failure(new CallFuture<>(login, withOneThread()).enqueue()))
                    .isInstanceOf(Unreachable.class);
            assertThatThrownBy(new CallFuture<>(login, withOneThread())::await).isInstanceOf(Unreachable.class);
            await(() -> log.size() == 2);
        }
    }

    /** Returns an executor that executes one task and has no thread for another. */
    private static Executor withOneThread() {
        AtomicInteger tasks = new AtomicInteger();
        return task -> {
            if (tasks.getAndIncrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            CallFuture.THREADS.execute(task);
        };
    }

    @Test
    void callsThatHangDelayNoOtherCall() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (LoopbackServer server = LoopbackServer.responding(out -> {
            if (requests.getAndIncrement() < 20) {
                hang();
            }
            out.write(OK.getBytes());
        })) {
            ApiCall<Integer> login = login(client(server.url()));
            List<CompletableFuture<Integer>> hanging =
                    IntStream.range(0, 20).mapToObj(i -> login.executeAsync()).toList();
            await(() -> requests.get() == 20);

            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(hanging).allSatisfy(future -> assertThat(future).isNotDone());
        }
    }

    /** OkHttp's own dispatcher runs five calls of each host, so chained calls would wait for each other. */
    @Test
    void dependentStagesThatWaitDelayNoOtherCall() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiCall<Integer> login = login(client(server.url()));
            List<CompletableFuture<Integer>> chained = IntStream.range(0, 10)
                    .mapToObj(i -> login.executeAsync()
                            .thenApply(first -> login.executeAsync()
                                    .thenApply(second -> login.execute())
                                    .join()))
                    .toList();

            CompletableFuture.allOf(chained.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void threadsAreDaemonsAndInheritNothing() throws Exception {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        InheritableThreadLocal<String> account = new InheritableThreadLocal<>();
        account.set("first");
        List<String> inherited = new CopyOnWriteArrayList<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        // One task more than there are threads, so one thread is new.
        int count = ((ThreadPoolExecutor) CallFuture.THREADS).getPoolSize() + 1;
        try {
            for (int i = 0; i < count; i++) {
                CallFuture.THREADS.execute(() -> {
                    inherited.add(String.valueOf(account.get()));
                    threads.add(Thread.currentThread());
                    hang();
                });
            }
            await(() -> threads.size() == count);
        } finally {
            account.remove();
            Thread.currentThread().setContextClassLoader(loader);
        }

        assertThat(inherited).containsOnly("null");
        assertThat(threads).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("broker-sdk call");
            assertThat(thread.getContextClassLoader()).isSameAs(CallFuture.class.getClassLoader());
        });
    }

    // Log

    @Test
    void logsEachCallOnce() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(out -> {
            sleep(60);
            out.write(OK.getBytes());
        })) {
            ApiCall<Integer> login = login(client(server.url(), HttpClients.DEFAULT, Duration.ofSeconds(20), log::add));

            login.execute();
            login.executeAsync().get(10, TimeUnit.SECONDS);

            assertThat(log)
                    .hasSize(2)
                    .allMatch(line -> line.matches("POST /login 200 \\d+ ms"))
                    .allSatisfy(line -> assertThat(millis(line)).isBetween(60L, 10_000L));
        }
    }

    @Test
    void logsEachFailureOnce() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            failures(login(client(server.url(), HttpClients.DEFAULT, SHORT, log::add)));
            await(() -> log.size() == 2);
            sleep(50);

            assertThat(log)
                    .hasSize(2)
                    .allMatch(line -> line.matches("POST /login failed \\d+ ms"))
                    .allSatisfy(line -> assertThat(millis(line)).isBetween(300L, 10_000L));
        }
    }

    private static long millis(String line) {
        return Long.parseLong(line.replaceAll(".* (\\d+) ms", "$1"));
    }

    // Closing the client

    @Test
    void closedClientRejectsLaterCalls() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url());
            ApiCall<Integer> login = login(client);
            client.transport().close();

            assertThatThrownBy(login::execute)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("This client is closed. Build a new one");
            assertThatThrownBy(login::executeAsync).isExactlyInstanceOf(IllegalStateException.class);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void closingTheClientLetsItsCallsContinue() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url());
            CountDownLatch supplierCalled = new CountDownLatch(1);
            CompletableFuture<Integer> login = deferredLogin(client, () -> {
                        supplierCalled.countDown();
                        await(() -> closed.getCount() == 0);
                        return OTP;
                    })
                    .executeAsync();
            supplierCalled.await();

            client.transport().close();
            closed.countDown();

            assertThat(login.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(server.requests).singleElement().asString().contains(OTP);
        }
    }

    private static OkHttpClient withDns(Dns dns) {
        return new OkHttpClient.Builder().dns(dns).build();
    }
}

package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.brokersdk.core.internal.BrokerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins in memory. A test that completes them by hand executes the batch in another thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchLoginTest {

    private static final Executor NEW_THREAD = BatchLoginTest::startThread;

    private record Account(String userId, String password) {}

    /** A login that is running until the test completes it. */
    private record Login(int account, CompletableFuture<String> session) {

        void succeed() {
            session.complete("session " + account);
        }

        void fail(Throwable failure) {
            session.completeExceptionally(failure);
        }
    }

    /** Runs the logins of a batch until the test completes them. */
    private static final class Broker implements Function<Integer, CompletableFuture<String>> {

        private final LinkedBlockingQueue<Login> started = new LinkedBlockingQueue<>();
        private final AtomicInteger logins = new AtomicInteger();

        @Override
        public CompletableFuture<String> apply(Integer account) {
            logins.incrementAndGet();
            CompletableFuture<String> session = new CompletableFuture<>();
            started.add(new Login(account, session));
            return session;
        }

        Login next() throws InterruptedException {
            Login login = started.poll(30, TimeUnit.SECONDS);
            assertThat(login).as("a login that begins").isNotNull();
            return login;
        }

        void assertThatNoMoreBegin() throws InterruptedException {
            assertThat(started.poll(50, TimeUnit.MILLISECONDS))
                    .as("a login that begins")
                    .isNull();
        }
    }

    // Concurrency

    @Test
    void runsNoMoreThanMaxConcurrency() throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker).maxConcurrency(7), numbers(50));

        Login first = broker.next();
        broker.assertThatNoMoreBegin();
        first.succeed();
        List<Login> running = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            running.add(broker.next());
        }
        broker.assertThatNoMoreBegin();
        for (int i = 8; i < 50; i++) {
            running.remove(0).succeed();
            running.add(broker.next());
        }
        broker.assertThatNoMoreBegin();
        running.forEach(Login::succeed);

        assertThat(results.get())
                .hasSize(50)
                .allMatch(result -> result.session().isPresent());
        assertThat(broker.logins).hasValue(50);
    }

    @Test
    void runsTenUnlessSet() throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker), numbers(20));

        broker.next().succeed();
        List<Login> running = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            running.add(broker.next());
        }
        broker.assertThatNoMoreBegin();
        running.forEach(Login::succeed);
        for (int i = 11; i < 20; i++) {
            broker.next().succeed();
        }

        assertThat(results.get()).hasSize(20);
    }

    /** One after the other would take twenty seconds. */
    @Test
    void takesNoLongerThanTheLimitRequires() {
        Executor broker = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        Function<Integer, CompletableFuture<String>> login =
                account -> CompletableFuture.supplyAsync(() -> "session " + account, broker);
        long start = System.nanoTime();

        List<LoginResult<Integer, String>> results =
                BatchLogin.of(login).maxConcurrency(50).execute(numbers(1_000));

        assertThat(results).allMatch(result -> result.session().isPresent());
        assertThat(since(start)).isLessThan(Duration.ofSeconds(15));
    }

    // Pace

    @Test
    void beginsNoMoreThanPerSecond() {
        List<Duration> started = new ArrayList<>();
        long start = System.nanoTime();
        Function<Integer, CompletableFuture<String>> login = account -> {
            started.add(since(start));
            return CompletableFuture.completedFuture("session");
        };

        BatchLogin.of(login).maxConcurrency(100).perSecond(80).execute(numbers(21));

        assertThat(started).hasSize(21);
        for (int i = 0; i < 21; i++) {
            assertThat(started.get(i))
                    .as("begin of login " + i)
                    .isGreaterThanOrEqualTo(Duration.ofNanos(12_500_000L * i));
        }
    }

    @Test
    void doesNotCatchUpAfterASlowLogin() {
        List<Duration> times = new ArrayList<>();
        long start = System.nanoTime();
        Function<Integer, CompletableFuture<String>> login = account -> {
            if (account == 0) {
                sleep(150);
            }
            times.add(since(start));
            return CompletableFuture.completedFuture("session");
        };

        BatchLogin.of(login).perSecond(20).execute(numbers(3));

        assertThat(times.get(2).minus(times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void discoversThePaceOfTheBroker() {
        Function<Integer, CompletableFuture<String>> login = account -> completed(9);
        long start = System.nanoTime();

        BatchLogin.of(login).execute(numbers(4));

        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(333));
    }

    @Test
    void discoversThePaceFromAStageOfAClientsFuture() {
        Function<Integer, CompletableFuture<Integer>> login = account ->
                completed(20).thenCompose(CompletableFuture::completedFuture).thenApply(String::length);
        long start = System.nanoTime();

        BatchLogin.of(login).execute(numbers(4));

        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void discoversThePaceOfALoginThatIsStillRunning() throws Exception {
        BrokerFuture<String> running = new BrokerFuture<>(10);
        AtomicReference<Duration> last = new AtomicReference<>(Duration.ZERO);
        CountDownLatch started = new CountDownLatch(3);
        long start = System.nanoTime();
        Function<Integer, CompletableFuture<String>> login = account -> {
            last.set(since(start));
            started.countDown();
            return account == 1 ? running : CompletableFuture.completedFuture("session");
        };

        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(login), numbers(3));
        started.await();
        running.complete("session");

        assertThat(results.get()).hasSize(3);
        assertThat(last.get()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    /** Ten logins at one a second would take nine seconds. */
    @Test
    void perSecondReplacesThePaceOfTheBroker() {
        Function<Integer, CompletableFuture<String>> login = account -> completed(1);
        long start = System.nanoTime();

        BatchLogin.of(login).perSecond(1_000).execute(numbers(10));

        assertThat(since(start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void smallestPaceSoFarApplies() {
        int[] perSecond = {0, 20, 0, 10, 100, 0};
        Function<Integer, CompletableFuture<String>> login = account -> completed(perSecond[account]);
        long start = System.nanoTime();

        BatchLogin.of(login).execute(numbers(6));

        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(50 + 50 + 100 + 100));
    }

    /**
     * Checks that each execution has a rate of its own. With the rate of the first, the second would take nine seconds.
     */
    @Test
    void discoveredPaceIsThatOfOneExecution() {
        AtomicInteger perSecond = new AtomicInteger(1);
        Function<Integer, CompletableFuture<String>> login = account -> completed(perSecond.get());
        BatchLogin<Integer, String> batch = BatchLogin.of(login);
        batch.execute(numbers(1));
        perSecond.set(0);
        long start = System.nanoTime();

        batch.execute(numbers(10));

        assertThat(since(start)).isLessThan(Duration.ofSeconds(8));
    }

    // Results

    @Test
    void reportsEachResultOnceAndOneFailureStopsNoOther() {
        List<Account> accounts = IntStream.range(0, 40)
                .mapToObj(i -> new Account("USER" + i, "s3cret-" + i))
                .toList();
        AtomicInteger logins = new AtomicInteger();
        Function<Account, CompletableFuture<String>> login = account -> {
            logins.incrementAndGet();
            return CompletableFuture.supplyAsync(
                    () -> {
                        if (account.userId().endsWith("5")) {
                            throw rejected(Reason.WRONG_CREDENTIALS);
                        }
                        return "session of " + account.userId();
                    },
                    NEW_THREAD);
        };
        List<LoginResult<Account, String>> reported = Collections.synchronizedList(new ArrayList<>());

        List<LoginResult<Account, String>> results =
                BatchLogin.of(login).onResult(reported::add).execute(accounts);

        assertThat(results).extracting(LoginResult::account).isEqualTo(accounts);
        assertThat(reported).containsExactlyInAnyOrderElementsOf(results);
        assertThat(reported)
                .extracting(LoginResult::completed)
                .isEqualTo(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(results).allSatisfy(result -> {
            boolean fails = result.account().userId().endsWith("5");
            assertThat(result.session().isPresent()).isEqualTo(!fails);
            assertThat(result.failure().isPresent()).isEqualTo(fails);
            assertThat(result.total()).isEqualTo(40);
            assertThat(result.toString()).doesNotContain("s3cret");
        });
        assertThat(logins).hasValue(40);
    }

    @Test
    void resultsHaveTheOrderOfTheAccounts() throws Exception {
        Broker broker = new Broker();
        LinkedBlockingQueue<Integer> reported = new LinkedBlockingQueue<>();
        CompletableFuture<List<LoginResult<Integer, String>>> results = executeInOtherThread(
                BatchLogin.of(broker).onResult(result -> reported.add(result.account())), numbers(4));

        broker.next().succeed();
        assertThat(reported.poll(30, TimeUnit.SECONDS)).isZero();
        List<Login> running = new ArrayList<>(List.of(broker.next(), broker.next(), broker.next()));
        Collections.reverse(running);
        for (Login login : running) {
            login.succeed();
            assertThat(reported.poll(30, TimeUnit.SECONDS)).isEqualTo(login.account());
        }

        assertThat(results.get()).extracting(LoginResult::account).containsExactly(0, 1, 2, 3);
        assertThat(results.get())
                .extracting(result -> result.session().orElseThrow())
                .containsExactly("session 0", "session 1", "session 2", "session 3");
    }

    @Test
    void callsOfTheListenerDoNotOverlap() {
        Function<Integer, CompletableFuture<String>> login =
                account -> CompletableFuture.supplyAsync(() -> "session", NEW_THREAD);
        AtomicInteger listening = new AtomicInteger();
        AtomicInteger maximum = new AtomicInteger();

        BatchLogin.of(login)
                .onResult(result -> {
                    maximum.accumulateAndGet(listening.incrementAndGet(), Math::max);
                    Thread.yield();
                    listening.decrementAndGet();
                })
                .execute(numbers(100));

        assertThat(maximum).hasValue(1);
    }

    @Test
    void unwrapsTheFailureOfAStage() {
        IllegalStateException failure = new IllegalStateException("mine");
        Function<Integer, CompletionStage<String>> login =
                account -> CompletableFuture.<Integer>failedFuture(failure).thenApply(String::valueOf);

        assertThat(BatchLogin.of(login).execute(numbers(1)).get(0).failure()).containsSame(failure);
    }

    /** A batch of one broker's sessions and of another's has their common type. */
    private sealed interface AnySession {}

    private record KotakSession(int account) implements AnySession {}

    private record NorenSession(int account) implements AnySession {}

    private static CompletableFuture<KotakSession> kotakLogin(int account) {
        return CompletableFuture.completedFuture(new KotakSession(account));
    }

    private static CompletionStage<NorenSession> norenLogin(int account) {
        return CompletableFuture.completedStage(new NorenSession(account));
    }

    @Test
    void mixesTheSessionsOfBrokers() {
        List<LoginResult<Integer, AnySession>> results = BatchLogin.<Integer, AnySession>of(
                        account -> account % 2 == 0 ? kotakLogin(account) : norenLogin(account))
                .onResult(result -> result.session().orElseThrow())
                .execute(numbers(4));

        assertThat(results)
                .extracting(result -> result.session().orElseThrow())
                .containsExactly(new KotakSession(0), new NorenSession(1), new KotakSession(2), new NorenSession(3));
    }

    @Test
    void infersTheTypeOfTheSession() {
        List<LoginResult<Integer, KotakSession>> results =
                BatchLogin.of((Integer account) -> kotakLogin(account)).execute(List.of(1));

        assertThat(results.get(0).session()).contains(new KotakSession(1));
    }

    // A broker that is down

    @Test
    void rejectionsInARowDoNotStopTheBatch() {
        AtomicInteger logins = new AtomicInteger();

        List<LoginResult<Integer, String>> results = BatchLogin.of(failing(logins, rejected(Reason.WRONG_CREDENTIALS)))
                .execute(numbers(10));

        assertThat(results).allMatch(result -> result.failure().orElseThrow() instanceof BrokerException.Rejected);
        assertThat(logins).hasValue(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 499})
    void unexpectedResponsesBelow500DoNotStopTheBatch(int status) {
        AtomicInteger logins = new AtomicInteger();

        BatchLogin.of(failing(logins, unexpected(status))).execute(numbers(10));

        assertThat(logins).hasValue(10);
    }

    static Stream<Throwable> brokerIsDown() {
        return Stream.of(
                unexpected(500),
                unexpected(502),
                unexpected(503),
                unexpected(504),
                unexpected(0),
                rejected(Reason.BROKER_FAILED),
                unreachable(false),
                unreachable(true),
                new TimeoutException(),
                new CancellationException(),
                new CompletionException(unreachable(true)),
                new CompletionException(new TimeoutException()),
                new IllegalStateException("mine", new CompletionException(unreachable(true))));
    }

    @ParameterizedTest
    @MethodSource("brokerIsDown")
    void sendsNoMorePasswordsToABrokerThatIsDown(Throwable failure) {
        AtomicInteger logins = new AtomicInteger();

        List<LoginResult<Integer, String>> results = BatchLogin.of(failing(logins, failure))
                .maxConcurrency(20)
                .stopAfterFailures(2)
                .execute(numbers(30));

        assertThat(logins).hasValue(2);
        assertThat(results).filteredOn(result -> result.failure().isPresent()).hasSize(2);
        assertThat(results.subList(2, 30)).allSatisfy(result -> {
            assertThat(result.session()).isEmpty();
            assertThat(result.failure()).isEmpty();
            assertThat(result.toString()).endsWith(" of 30: not tried");
        });
    }

    @Test
    void stopsAfterThreeFailuresUnlessSet() {
        List<LoginResult<Integer, String>> reported = new ArrayList<>();

        List<LoginResult<Integer, String>> results = BatchLogin.of(failing(new AtomicInteger(), unreachable(false)))
                .onResult(reported::add)
                .execute(numbers(50));

        assertThat(results).filteredOn(result -> result.failure().isPresent()).hasSize(3);
        assertThat(reported).isEqualTo(results);
        assertThat(results.get(49)).hasToString("50 of 50: not tried");
    }

    @Test
    void timeoutsOfTheCallerCount() {
        AtomicInteger logins = new AtomicInteger();
        Function<Integer, CompletableFuture<String>> login = account -> {
            logins.incrementAndGet();
            return new CompletableFuture<String>().orTimeout(10, TimeUnit.MILLISECONDS);
        };

        List<LoginResult<Integer, String>> results = BatchLogin.of(login).execute(numbers(10));

        assertThat(logins).hasValue(3);
        assertThat(results.get(2).failure()).containsInstanceOf(TimeoutException.class);
        assertThat(results.get(3).failure()).isEmpty();
    }

    @Test
    void cancellationsByTheCallerCount() throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker), numbers(10));

        for (int i = 0; i < 3; i++) {
            broker.next().session().cancel(true);
        }

        assertThat(results.get().get(2).failure()).containsInstanceOf(CancellationException.class);
        assertThat(broker.logins).hasValue(3);
    }

    /** Logins that are running when the broker goes down are in vain, and no others. */
    @Test
    void beginsNoMoreWhenTheBrokerGoesDown() throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker).maxConcurrency(5), numbers(200));

        for (int i = 0; i < 20; i++) {
            broker.next().succeed();
        }
        List<Login> running = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            running.add(broker.next());
        }
        for (int i = 0; i < 2; i++) {
            running.remove(0).fail(unexpected(503));
            running.add(broker.next());
        }
        running.remove(0).fail(unexpected(503));
        broker.assertThatNoMoreBegin();
        running.forEach(login -> login.fail(unexpected(503)));

        assertThat(results.get())
                .filteredOn(result -> result.session().isPresent())
                .hasSize(20);
        assertThat(broker.logins).hasValue(20 + 3 + 4);
    }

    @Test
    void responseBeginsTheCountAgain() {
        List<Throwable> failures = List.of(
                unreachable(true),
                unexpected(500),
                rejected(Reason.BLOCKED),
                unreachable(true),
                unexpected(500),
                unexpected(404),
                unreachable(true),
                new TimeoutException(),
                unexpected(500));
        AtomicInteger logins = new AtomicInteger();

        BatchLogin.of((Integer account) -> {
                    logins.incrementAndGet();
                    return CompletableFuture.<String>failedFuture(failures.get(account % 9));
                })
                .maxConcurrency(1)
                .execute(numbers(30));

        assertThat(logins).hasValue(9);
    }

    static Stream<Throwable> localFailures() {
        return Stream.of(
                new IllegalArgumentException("password is required"),
                new IllegalStateException("executor rejected the call"),
                new IOException("disk is full"),
                circle(),
                new AssertionError("mine"));
    }

    private static Exception circle() {
        Exception outer = new Exception("mine");
        outer.initCause(new Exception("mine", outer));
        return outer;
    }

    @ParameterizedTest
    @MethodSource("localFailures")
    void localFailuresDoNotCount(Throwable failure) {
        AtomicInteger logins = new AtomicInteger();

        List<LoginResult<Integer, String>> results =
                BatchLogin.of(failing(logins, failure)).stopAfterFailures(1).execute(numbers(10));

        assertThat(logins).hasValue(10);
        assertThat(results).allMatch(result -> result.failure().orElseThrow() == failure);
    }

    @ParameterizedTest
    @MethodSource("localFailures")
    void localFailuresDoNotResetTheCount(Throwable failure) {
        AtomicInteger logins = new AtomicInteger();

        BatchLogin.of((Integer account) -> {
                    logins.incrementAndGet();
                    return CompletableFuture.<String>failedFuture(account % 2 == 0 ? unreachable(true) : failure);
                })
                .execute(numbers(30));

        assertThat(logins).hasValue(5);
    }

    @ParameterizedTest
    @MethodSource("localFailures")
    void localFailuresDoNotLiftTheLimitOfOneAtATime(Throwable failure) throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker), numbers(5));

        broker.next().fail(failure);
        broker.next().fail(failure);
        Login third = broker.next();
        broker.assertThatNoMoreBegin();
        third.succeed();
        List<Login> running = List.of(broker.next(), broker.next());
        running.forEach(Login::succeed);

        assertThat(results.get())
                .extracting(result -> result.session().isPresent())
                .containsExactly(false, false, true, true, true);
    }

    @Test
    void rejectionLiftsTheLimitOfOneAtATime() throws Exception {
        Broker broker = new Broker();
        CompletableFuture<List<LoginResult<Integer, String>>> results =
                executeInOtherThread(BatchLogin.of(broker), numbers(3));

        Login first = broker.next();
        broker.assertThatNoMoreBegin();
        first.fail(rejected(Reason.WRONG_CREDENTIALS));
        List<Login> running = List.of(broker.next(), broker.next());
        running.forEach(Login::succeed);

        assertThat(results.get()).hasSize(3);
    }

    // Interrupts

    @Test
    void interruptBeginsNoMoreLoginsAndKeepsAllResults() throws Exception {
        Broker broker = new Broker();
        Interrupted interrupted = new Interrupted(BatchLogin.of(broker), numbers(10));
        Login first = broker.next();

        interrupted.thread.interrupt();
        broker.assertThatNoMoreBegin();
        assertThat(interrupted.results).isNotDone();
        first.succeed();

        List<LoginResult<Integer, String>> results = interrupted.results.get();
        assertThat(results).hasSize(10);
        assertThat(results.get(0).session()).isPresent();
        assertThat(results.subList(1, 10)).allMatch(result -> result.toString().endsWith("not tried"));
        assertThat(interrupted.flag.get()).isTrue();
        assertThat(broker.logins).hasValue(1);
    }

    @Test
    void interruptAfterTheLastLoginHasBegunKeepsAllResults() throws Exception {
        Broker broker = new Broker();
        Interrupted interrupted = new Interrupted(BatchLogin.of(broker), numbers(3));
        broker.next().succeed();
        List<Login> running = List.of(broker.next(), broker.next());

        interrupted.thread.interrupt();
        running.forEach(Login::succeed);

        assertThat(interrupted.results.get())
                .allMatch(result -> result.session().isPresent());
        assertThat(interrupted.flag.get()).isTrue();
    }

    @Test
    void interruptEndsThePause() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        Function<Integer, CompletableFuture<String>> login = account -> {
            started.countDown();
            return CompletableFuture.completedFuture("session");
        };
        BatchLogin<Integer, String> batch = BatchLogin.of(login).perSecond(10);
        Interrupted interrupted = new Interrupted(batch, numbers(1_000));
        started.await();

        interrupted.thread.interrupt();

        assertThat(interrupted.results.get())
                .filteredOn(result -> result.session().isPresent())
                .hasSizeBetween(2, 100);
        assertThat(interrupted.flag.get()).isTrue();
    }

    @Test
    void interruptBeforeTheFirstLoginBeginsNone() {
        Broker broker = new Broker();
        Thread.currentThread().interrupt();

        List<LoginResult<Integer, String>> results = BatchLogin.of(broker).execute(numbers(3));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results)
                .extracting(LoginResult::toString)
                .containsExactly("1 of 3: not tried", "2 of 3: not tried", "3 of 3: not tried");
        assertThat(broker.logins).hasValue(0);
    }

    @Test
    void interruptInTheLoginFunctionBeginsNoMore() {
        Function<Integer, CompletableFuture<String>> login = account -> {
            if (account == 2) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture("session");
        };

        List<LoginResult<Integer, String>> results = BatchLogin.of(login).execute(numbers(6));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results)
                .extracting(result -> result.session().isPresent())
                .containsExactly(true, true, true, false, false, false);
        assertThat(results.get(3).failure()).isEmpty();
    }

    @Test
    void interruptInAFailedLoginFunctionBeginsNoMore() {
        Function<Integer, CompletableFuture<String>> login = account -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        };

        List<LoginResult<Integer, String>> results = BatchLogin.of(login).execute(numbers(3));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).extracting(result -> result.failure().isPresent()).containsExactly(true, false, false);
    }

    /** The flag is lost if an InterruptedException is thrown, as in Kotlin, or wrapped. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptThatTheLoginFunctionThrowsBeginsNoMore(boolean wrapped) {
        InterruptedException thrown = new InterruptedException();
        Function<Integer, CompletableFuture<String>> login = account -> {
            throw BatchLoginTest.<RuntimeException>sneakyThrow(wrapped ? new IllegalStateException(thrown) : thrown);
        };

        List<LoginResult<Integer, String>> results = BatchLogin.of(login).execute(numbers(3));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).extracting(result -> result.failure().isPresent()).containsExactly(true, false, false);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneakyThrow(Throwable e) throws E {
        throw (E) e;
    }

    @Test
    void interruptInTheListenerBeginsNoMore() {
        Function<Integer, CompletableFuture<String>> login = account -> CompletableFuture.completedFuture("session");

        List<LoginResult<Integer, String>> results = BatchLogin.of(login)
                .onResult(result -> Thread.currentThread().interrupt())
                .execute(numbers(3));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).extracting(result -> result.session().isPresent()).containsExactly(true, false, false);
    }

    // Callers' mistakes

    @Test
    void reportsMistakesOfTheLoginFunction() {
        Function<Integer, CompletableFuture<String>> login = account -> switch (account) {
            case 0 -> throw new IllegalArgumentException("password is required");
            case 1 -> null;
            case 2 -> CompletableFuture.completedFuture(null);
            case 3 -> CompletableFuture.failedFuture(new IllegalStateException("mine"));
            case 4 -> throw new AssertionError("mine");
            default -> CompletableFuture.completedFuture("session");
        };
        AtomicInteger thrown = new AtomicInteger();
        List<LoginResult<Integer, String>> results = withHandler(
                (thread, failure) -> thrown.incrementAndGet(),
                () -> BatchLogin.of(login)
                        .onResult(result -> {
                            throw new IllegalStateException("listener");
                        })
                        .execute(numbers(6)));

        assertThat(results)
                .extracting(result -> result.failure().isPresent())
                .containsExactly(true, true, true, true, true, false);
        assertThat(results.get(2))
                .hasToString("3 of 6: failed: The login completed without a session. "
                        + "Return a future that completes with one");
        assertThat(thrown).hasValue(6);
    }

    @Test
    void checksTheSettings() {
        BatchLogin<Integer, String> batch = BatchLogin.of(new Broker());

        assertThatThrownBy(() -> batch.maxConcurrency(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxConcurrency must be 1 or more, but is 0");
        assertThatThrownBy(() -> batch.perSecond(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perSecond must be 1 or more, but is -1");
        assertThatThrownBy(() -> batch.stopAfterFailures(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stopAfterFailures must be 1 or more, but is 0");
    }

    @Test
    void settersChangeNoOtherBatch() {
        List<LoginResult<Integer, String>> reported = new ArrayList<>();
        AtomicInteger logins = new AtomicInteger();
        BatchLogin<Integer, String> batch = BatchLogin.of(failing(logins, unreachable(false)));

        batch.stopAfterFailures(1).perSecond(1).maxConcurrency(1).onResult(reported::add);
        batch.execute(numbers(10));

        assertThat(logins).hasValue(3);
        assertThat(reported).isEmpty();
    }

    @Test
    void acceptsNoAccounts() {
        Broker broker = new Broker();

        assertThat(BatchLogin.of(broker).execute(List.of())).isEmpty();
        assertThat(broker.logins).hasValue(0);
    }

    @Test
    void rejectsAnAccountThatIsListedTwice() {
        Broker broker = new Broker();
        BatchLogin<Integer, String> batch = BatchLogin.of(broker);

        assertThatThrownBy(() -> batch.execute(List.of(7, 8, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "accounts has the same account twice. No account is tried twice, so list each account once");
        assertThat(broker.logins).hasValue(0);
    }

    /** Another thread may change the accounts, so a second reading could return an account twice. */
    @Test
    void readsTheAccountsOnce() {
        AtomicInteger readings = new AtomicInteger();
        Collection<Integer> accounts = new AbstractCollection<>() {
            @Override
            public Iterator<Integer> iterator() {
                return readings.incrementAndGet() == 1
                        ? List.of(1, 2).iterator()
                        : List.of(1, 1).iterator();
            }

            @Override
            public int size() {
                return 2;
            }
        };
        Function<Integer, CompletableFuture<String>> login = account -> CompletableFuture.completedFuture("session");

        List<LoginResult<Integer, String>> results = BatchLogin.of(login).execute(accounts);

        assertThat(results).extracting(LoginResult::account).containsExactly(1, 2);
        assertThat(readings).hasValue(1);
    }

    @Test
    void accountsMayChangeDuringTheBatch() {
        List<Integer> accounts = new ArrayList<>(List.of(1, 2, 3));
        Function<Integer, CompletableFuture<String>> login = account -> {
            accounts.clear();
            return CompletableFuture.completedFuture("session");
        };

        assertThat(BatchLogin.of(login).execute(accounts))
                .extracting(LoginResult::account)
                .containsExactly(1, 2, 3);
    }

    @Test
    void exceptionsOfListenerAndHandlerDoNotStopTheBatch() {
        AtomicInteger thrown = new AtomicInteger();
        Function<Integer, CompletableFuture<String>> login = account -> account % 2 == 0
                ? CompletableFuture.completedFuture("session")
                : CompletableFuture.failedFuture(rejected(Reason.WRONG_CREDENTIALS));

        List<LoginResult<Integer, String>> results = withHandler(
                throwing(thrown),
                () -> BatchLogin.of(login)
                        .onResult(result -> {
                            throw new AssertionError("listener");
                        })
                        .execute(numbers(6)));

        assertThat(results).extracting(LoginResult::completed).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(thrown).hasValue(6);
    }

    @Test
    void exceptionsInTheThreadsOfTheClientDoNotStopTheBatch() {
        AtomicInteger thrown = new AtomicInteger();
        Function<Integer, CompletableFuture<String>> login = account -> {
            CompletableFuture<String> session = new CompletableFuture<>();
            startThread(() -> withHandler(throwing(thrown), () -> session.complete("session")));
            return session;
        };

        // The thread of the batch reports a session that is complete before the batch waits for it.
        List<LoginResult<Integer, String>> results = withHandler(
                throwing(thrown),
                () -> BatchLogin.of(login)
                        .onResult(result -> {
                            throw new StackOverflowError("listener");
                        })
                        .execute(numbers(50)));

        assertThat(results).hasSize(50).allMatch(result -> result.session().isPresent());
        assertThat(thrown).hasValue(50);
    }

    @Test
    void exceptionsForAccountsThatAreNotTriedLoseNoResult() {
        AtomicInteger thrown = new AtomicInteger();

        List<LoginResult<Integer, String>> results = withHandler(
                throwing(thrown),
                () -> BatchLogin.of(failing(new AtomicInteger(), unreachable(false)))
                        .onResult(result -> {
                            throw new IllegalStateException("listener");
                        })
                        .execute(numbers(10)));

        assertThat(results).extracting(LoginResult::completed).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(thrown).hasValue(10);
    }

    @Test
    void stageThatCompletesTwiceCountsOnce() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
                action.accept("session 0", null);
                throw new IllegalStateException("after the call");
            }
        };
        Broker broker = new Broker();
        List<LoginResult<Integer, String>> reported = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<List<LoginResult<Integer, String>>> results = executeInOtherThread(
                BatchLogin.of((Integer account) -> account == 0 ? stage : broker.apply(account))
                        .maxConcurrency(1)
                        .onResult(reported::add),
                numbers(3));

        Login second = broker.next();
        broker.assertThatNoMoreBegin();
        second.succeed();
        broker.next().succeed();

        assertThat(results.get())
                .extracting(LoginResult::toString)
                .containsExactly("1 of 3: logged in", "2 of 3: logged in", "3 of 3: logged in");
        assertThat(reported).isEqualTo(results.get());
    }

    /** A batch in a thread of its own, which the test interrupts. */
    private static final class Interrupted {

        private final CompletableFuture<List<LoginResult<Integer, String>>> results = new CompletableFuture<>();
        private final CompletableFuture<Boolean> flag = new CompletableFuture<>();
        private final Thread thread;

        Interrupted(BatchLogin<Integer, String> batch, List<Integer> accounts) {
            thread = startThread(() -> {
                results.complete(batch.execute(accounts));
                flag.complete(Thread.currentThread().isInterrupted());
            });
        }
    }

    private static Thread startThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static CompletableFuture<List<LoginResult<Integer, String>>> executeInOtherThread(
            BatchLogin<Integer, String> batch, List<Integer> accounts) {
        return CompletableFuture.supplyAsync(() -> batch.execute(accounts), NEW_THREAD);
    }

    private static <T> T withHandler(Thread.UncaughtExceptionHandler handler, Supplier<T> action) {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler(handler);
        try {
            return action.get();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
    }

    private static Thread.UncaughtExceptionHandler throwing(AtomicInteger thrown) {
        return (thread, failure) -> {
            thrown.incrementAndGet();
            throw new AssertionError("handler");
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static CompletableFuture<String> completed(int loginsPerSecond) {
        CompletableFuture<String> future = new BrokerFuture<>(loginsPerSecond);
        future.complete("session");
        return future;
    }

    private static Function<Integer, CompletableFuture<String>> failing(AtomicInteger logins, Throwable failure) {
        return account -> {
            logins.incrementAndGet();
            return CompletableFuture.failedFuture(failure);
        };
    }

    private static BrokerException unexpected(int status) {
        return new BrokerException.Unexpected("The response is not JSON", status, "text/html", "<html>");
    }

    private static BrokerException unreachable(boolean requestSent) {
        return new BrokerException.Unreachable("The broker did not respond", null, requestSent);
    }

    private static BrokerException rejected(Reason reason) {
        return new BrokerException.Rejected(reason, "Check it.", null, "Wrong Password", null, 200, null, "{}");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.brokersdk.noren.Logins;
import org.brokersdk.noren.Logins.Outcome;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenException;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.sdks.NorenSdk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many accounts log in: within the limits, each once, whatever becomes of the others. */
@Timeout(60)
class LoginsTest {

    private static final Sdk SDK = new NorenSdk();
    private static final String REFUSED = SDK.refusal("Invalid Input : Wrong Password");

    /** One who logs in. */
    private record Account(String userId, String password) {}

    private static List<Account> accounts(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Account("USER" + i, "s3cret-" + i))
                .toList();
    }

    private static Logins<Account, NorenSession> at(String url) {
        NorenClient noren = (NorenClient) SDK.client(Settings.of(url), Sdk.USER);
        return Logins.by(account -> noren.loginAsync(account.userId(), account.password(), Sdk.OTP));
    }

    private static Logins<Account, NorenSession> at(Server broker) {
        return at(broker.url());
    }

    private static byte[] loggedIn() {
        return SDK.success("ab".repeat(32));
    }

    @Test
    void soManyAreUnderWayAndNoMore() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Server broker = Server.replying(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            EndTest.sleep(60);
            now.decrementAndGet();
            return loggedIn();
        })) {
            List<Outcome<Account, NorenSession>> outcomes =
                    at(broker).atATime(7).run(accounts(50));

            assertThat(outcomes)
                    .hasSize(50)
                    .allMatch(outcome -> outcome.session().isPresent());
            assertThat(most).hasValue(7);
            assertThat(broker.requests).hasSize(50);
        }
    }

    @Test
    void soManyAreBegunInASecondAndNoMore() throws Exception {
        try (Server broker = Server.replying(request -> loggedIn())) {
            long start = System.nanoTime();

            at(broker).atATime(100).perSecond(40).run(accounts(21));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void whatTheBrokerIsKnownToAllowHoldsUnlessAnotherLimitIsSet() {
        Function<Integer, CompletableFuture<String>> login = i -> CompletableFuture.completedFuture("session " + i);
        long start = System.nanoTime();

        org.brokersdk.iifl.Logins.by(login).run(List.of(1, 2, 3, 4));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1_000));
    }

    @Test
    void eachIsToldOnceAsItComesAndOneStopsNoOther() throws Exception {
        List<Account> accounts = accounts(40);
        try (Server broker = Server.replying(request ->
                request.body().matches(".*\"uid\":\"USER\\d*5\".*") ? Server.json(400, REFUSED) : loggedIn())) {
            List<Outcome<Account, NorenSession>> told = Collections.synchronizedList(new ArrayList<>());

            List<Outcome<Account, NorenSession>> outcomes =
                    at(broker).each(told::add).run(accounts);

            assertThat(outcomes).extracting(Outcome::account).isEqualTo(accounts);
            assertThat(told).containsExactlyInAnyOrderElementsOf(outcomes);
            assertThat(told)
                    .extracting(Outcome::done)
                    .isEqualTo(IntStream.rangeClosed(1, 40).boxed().toList());
            assertThat(outcomes).allSatisfy(outcome -> {
                boolean wrong = outcome.account().userId().endsWith("5");
                assertThat(outcome.session().isPresent()).isEqualTo(!wrong);
                assertThat(outcome.failure().isPresent()).isEqualTo(wrong);
                assertThat(outcome.total()).isEqualTo(40);
                assertThat(outcome.toString()).doesNotContain("s3cret");
            });
            assertThat(broker.requests).hasSize(40);
        }
    }

    /** A wrong password is an answer. */
    @Test
    void refusalsInARowStopNothing() throws Exception {
        try (Server broker = Server.replying(request -> Server.json(400, REFUSED))) {
            List<Outcome<Account, NorenSession>> outcomes = at(broker).run(accounts(10));

            assertThat(outcomes)
                    .allMatch(outcome -> outcome.failure().orElseThrow() instanceof NorenException.Rejected);
            assertThat(broker.requests).hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void brokerThatIsDownGetsNoMorePasswords(int status) throws Exception {
        try (Server broker = Server.replying(request -> Server.json(status, "<html>"))) {
            List<Outcome<Account, NorenSession>> outcomes =
                    at(broker).atATime(20).stopAfter(2).run(accounts(30));

            assertThat(broker.requests).hasSize(2);
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure().isPresent())
                    .hasSize(2);
            assertThat(outcomes.subList(2, 30)).allSatisfy(outcome -> {
                assertThat(outcome.session()).isEmpty();
                assertThat(outcome.failure()).isEmpty();
                assertThat(outcome.toString()).endsWith(" of 30: not tried");
            });
        }
    }

    /** An answer that is under way still counts: so a few more may go out. */
    @Test
    void brokerThatGoesDownGetsNoMoreThanWereUnderWay() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Server broker = Server.replying(request -> {
            EndTest.sleep(20);
            return requests.incrementAndGet() <= 20 ? loggedIn() : Server.json(503, "{}");
        })) {
            List<Outcome<Account, NorenSession>> outcomes =
                    at(broker).atATime(5).run(accounts(200));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.session().isPresent())
                    .hasSize(20);
            assertThat(broker.requests).hasSizeBetween(23, 20 + 3 + 2 * 4);
        }
    }

    @Test
    void nobodyAtHomeIsDown() throws IOException {
        try (Nobody nobody = new Nobody()) {
            List<Outcome<Account, NorenSession>> outcomes = at(nobody.url()).run(accounts(50));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure().isPresent())
                    .hasSize(3);
        }
    }

    @Test
    void interruptBeginsNoMoreAndLosesNothing() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        try (Server broker = Server.replying(request -> {
            under.countDown();
            EndTest.sleep(300);
            return loggedIn();
        })) {
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<List<Outcome<Account, NorenSession>>> outcomes = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                outcomes.complete(at(broker).run(accounts(10)));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            under.await();
            caller.interrupt();

            assertThat(outcomes.get()).hasSize(10);
            assertThat(outcomes.get().get(0).session()).isPresent();
            assertThat(outcomes.get().subList(1, 10))
                    .allMatch(outcome -> outcome.toString().endsWith("not tried"));
            assertThat(flag.get()).isTrue();
            assertThat(broker.requests).hasSize(1);
        }
    }

    @Test
    void carelessCallers() throws Exception {
        Function<Integer, CompletableFuture<String>> login = i -> switch (i) {
            case 0 -> throw new IllegalArgumentException("password is required");
            case 1 -> null;
            case 2 -> CompletableFuture.completedFuture(null);
            case 3 -> CompletableFuture.failedFuture(new IllegalStateException("mine"));
            default -> CompletableFuture.completedFuture("session");
        };
        AtomicInteger thrown = new AtomicInteger();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.incrementAndGet());

        List<Outcome<Integer, String>> outcomes = Logins.by(login)
                .each(outcome -> {
                    throw new IllegalStateException("listener");
                })
                .run(List.of(0, 1, 2, 3, 4));

        assertThat(outcomes)
                .extracting(outcome -> outcome.failure().isPresent())
                .containsExactly(true, true, true, true, false);
        assertThat(thrown).hasValue(5);
        Logins<Integer, String> logins = Logins.by(login);
        assertThat(logins.run(List.of())).isEmpty();
        assertThatThrownBy(() -> logins.run(List.of(7, 8, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accounts has one twice, and none is tried twice; give each once");
        assertThatThrownBy(() -> logins.atATime(0)).hasMessage("atATime must be 1 or more");
        assertThatThrownBy(() -> logins.perSecond(-1)).hasMessage("perSecond must be 1 or more");
        assertThatThrownBy(() -> logins.stopAfter(0)).hasMessage("stopAfter must be 1 or more");
    }

    @Tag("full")
    @Test
    void thousandAtABrokerThatTakesASecondTakeAsLongAsTheLimitSays() throws Exception {
        try (Server broker = Server.replying(request -> {
            Thread.sleep(1_000);
            return loggedIn();
        })) {
            long start = System.nanoTime();

            List<Outcome<Account, NorenSession>> outcomes =
                    at(broker).atATime(50).run(accounts(1_000));

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Figures.add("1,000 accounts, fifty at a time, at a broker that takes 1 s: ms", took.toMillis());
            assertThat(outcomes).allMatch(outcome -> outcome.session().isPresent());
            assertThat(took).isLessThan(Duration.ofSeconds(22));
        }
    }
}

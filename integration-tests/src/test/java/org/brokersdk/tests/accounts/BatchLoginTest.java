package org.brokersdk.tests.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.LoginResult;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.RefusingPort;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.sdks.NorenSdk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of many accounts, whose limits hold and whose accounts log in once. */
@Timeout(60)
class BatchLoginTest {

    private static final Sdk SDK = new NorenSdk();
    private static final String REJECTED = SDK.rejection("Invalid Input : Wrong Password");

    /** Account of a batch. */
    private record Account(String userId, String password) {}

    private static List<Account> accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Account("USER" + i, "s3cret-" + i))
                .toList();
    }

    private static BatchLogin<Account, NorenSession> at(String url) {
        NorenClient noren = (NorenClient) SDK.client(Settings.of(url), Sdk.USER);
        return BatchLogin.of(account -> noren.loginAsync(account.userId(), account.password(), Sdk.OTP));
    }

    private static BatchLogin<Account, NorenSession> at(Server broker) {
        return at(broker.url());
    }

    private static byte[] loggedIn() {
        return SDK.success("ab".repeat(32));
    }

    @Test
    void runsNoMoreThanMaxConcurrency() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger maximum = new AtomicInteger();
        try (Server broker = Server.responding(request -> {
            maximum.accumulateAndGet(running.incrementAndGet(), Math::max);
            CallAssertions.sleep(60);
            running.decrementAndGet();
            return loggedIn();
        })) {
            List<LoginResult<Account, NorenSession>> outcomes =
                    at(broker).maxConcurrency(7).execute(accounts(50));

            assertThat(outcomes)
                    .hasSize(50)
                    .allMatch(outcome -> outcome.session().isPresent());
            assertThat(maximum).hasValue(7);
            assertThat(broker.requests).hasSize(50);
        }
    }

    /** A rejected password shows that the broker responds. */
    @Test
    void rejectionsInARowDoNotStopTheBatch() throws Exception {
        try (Server broker = Server.responding(request -> Server.json(400, REJECTED))) {
            List<LoginResult<Account, NorenSession>> outcomes = at(broker).execute(accounts(10));

            assertThat(outcomes)
                    .allMatch(outcome -> outcome.failure().orElseThrow() instanceof BrokerException.Rejected);
            assertThat(broker.requests).hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void brokerThatIsDownGetsNoMorePasswords(int status) throws Exception {
        try (Server broker = Server.responding(request -> Server.json(status, "<html>"))) {
            List<LoginResult<Account, NorenSession>> outcomes =
                    at(broker).maxConcurrency(20).stopAfterFailures(2).execute(accounts(30));

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

    /** Logins that are running when the broker fails may still fail, so a few more count. */
    @Test
    void brokerThatGoesDownGetsNoMoreThanTheRunningLogins() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Server broker = Server.responding(request -> {
            CallAssertions.sleep(20);
            return requests.incrementAndGet() <= 20 ? loggedIn() : Server.json(503, "{}");
        })) {
            List<LoginResult<Account, NorenSession>> outcomes =
                    at(broker).maxConcurrency(5).execute(accounts(200));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.session().isPresent())
                    .hasSize(20);
            assertThat(broker.requests).hasSizeBetween(23, 20 + 3 + 2 * 4);
        }
    }

    @Test
    void refusedConnectionsStopTheBatch() throws IOException {
        try (RefusingPort refusingPort = new RefusingPort()) {
            List<LoginResult<Account, NorenSession>> outcomes =
                    at(refusingPort.url()).execute(accounts(50));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure().isPresent())
                    .hasSize(3);
        }
    }

    @Tag("full")
    @Test
    void thousandLoginsTakeAsLongAsTheLimitRequires() throws Exception {
        try (Server broker = Server.responding(request -> {
            Thread.sleep(1_000);
            return loggedIn();
        })) {
            long start = System.nanoTime();

            List<LoginResult<Account, NorenSession>> outcomes =
                    at(broker).maxConcurrency(50).execute(accounts(1_000));

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(outcomes).allMatch(outcome -> outcome.session().isPresent());
            assertThat(took).isLessThan(Duration.ofSeconds(22));
        }
    }
}

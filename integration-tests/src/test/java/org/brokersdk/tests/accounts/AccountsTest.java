package org.brokersdk.tests.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.core.Client;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A thousand accounts log in at the same time. They do not wait for each other, and their one-time passwords are
 * recent.
 */
@Timeout(60)
@Isolated("measures time")
@TestMethodOrder(OrderAnnotation.class)
class AccountsTest {

    private static final int ACCOUNTS = 1_000;
    private static final Duration MAX_DURATION = Duration.ofSeconds(3);
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** One-time password of a request. Its number says when the supplier returned it. */
    private static final Pattern PASSWORD = Pattern.compile("\"(\\d{6})\"");

    /**
     * Result of the logins of all accounts.
     *
     * @param took the time from the first call to the last response
     * @param oldestPassword the maximum time from the supplier to the broker, or zero if the client takes no supplier
     */
    private record Measurement(Duration took, Duration oldestPassword) {

        boolean isWithinLimits() {
            return took.compareTo(MAX_DURATION) < 0 && oldestPassword.compareTo(MAX_AGE) < 0;
        }
    }

    /** Runs first, as idle threads of a thousand logins would use processor time when they end. */
    @Test
    @Order(1)
    void waitingCallsUseNoProcessorTime() throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        try (Server server = Server.handling(connection -> {
            Server.readFrom(connection.getInputStream());
            Thread.sleep(30_000);
        })) {
            for (Sdk sdk : Sdk.all()) {
                sdk.login(Settings.of(server.url())).async().get();
            }
            CallAssertions.await(() -> server.openConnections() == Sdk.all().size());
            CallAssertions.sleep(500);
            long before = system.getProcessCpuTime();
            CallAssertions.sleep(1_000);
            long took = TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - before);

            assertThat(took).isLessThan(200);
        }
    }

    @TestFactory
    Stream<DynamicTest> thousandLoginsOfASecondEndWithinThreeSeconds() {
        ExecutorService clients = Executors.newFixedThreadPool(2);
        // A client begins when the requests of the client before have arrived.
        Semaphore turn = new Semaphore(1);
        List<DynamicTest> tests = Sdk.all().stream()
                .map(sdk -> test(sdk, clients.submit(() -> measureFastest(sdk, turn))))
                .toList();
        clients.shutdown();
        return tests.stream();
    }

    private static DynamicTest test(Sdk sdk, Future<Measurement> measurement) {
        return dynamicTest(sdk.toString(), () -> {
            Measurement result = measurement.get(60, TimeUnit.SECONDS);

            assertThat(result.took()).isLessThan(MAX_DURATION);
            assertThat(result.oldestPassword()).isLessThan(MAX_AGE);
        });
    }

    private static Measurement measureFastest(Sdk sdk, Semaphore turn) throws Exception {
        Measurement measurement = measure(sdk, turn);
        // Other work on the machine may slow down a measurement, so there are three.
        for (int i = 2; i <= 3 && !measurement.isWithinLimits(); i++) {
            measurement = measure(sdk, turn);
        }
        return measurement;
    }

    private static Measurement measure(Sdk sdk, Semaphore turn) throws Exception {
        AtomicInteger suppliedPasswords = new AtomicInteger();
        long[] suppliedAt = new long[ACCOUNTS];
        AtomicLong oldest = new AtomicLong();
        boolean suppliesPassword = Sdk.withSupplier().contains(sdk);
        try (Server server = Server.responding(request -> {
                    if (suppliesPassword) {
                        Matcher password = PASSWORD.matcher(request.body());
                        assertThat(password.find()).isTrue();
                        oldest.accumulateAndGet(
                                System.nanoTime() - suppliedAt[Integer.parseInt(password.group(1))], Math::max);
                    }
                    Thread.sleep(1_000);
                    return sdk.success("token");
                });
                Client client = sdk.client(Settings.of(server.url()), Sdk.USER)) {
            List<CompletableFuture<?>> logins = new ArrayList<>();
            turn.acquire();
            long start = System.nanoTime();
            try {
                for (int i = 0; i < ACCOUNTS; i++) {
                    logins.add(sdk.login(client, Sdk.USER, () -> {
                                int number = suppliedPasswords.getAndIncrement();
                                suppliedAt[number] = System.nanoTime();
                                return "%06d".formatted(number);
                            })
                            .async()
                            .get());
                }
                CallAssertions.await(() -> server.requests.size() == ACCOUNTS);
            } finally {
                turn.release();
            }
            CompletableFuture.allOf(logins.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(server.requests).hasSize(ACCOUNTS);
            if (suppliesPassword) {
                assertThat(suppliedPasswords).hasValue(ACCOUNTS);
            }
            return new Measurement(took, Duration.ofNanos(oldest.get()));
        }
    }
}

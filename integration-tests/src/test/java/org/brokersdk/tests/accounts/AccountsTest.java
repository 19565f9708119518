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

/** A thousand accounts at once do not wait for each other, and their one-time passwords are young. */
@Timeout(60)
@Isolated("measures time")
@TestMethodOrder(OrderAnnotation.class)
class AccountsTest {

    private static final int ACCOUNTS = 1_000;
    private static final Duration IN_TIME = Duration.ofSeconds(3);
    private static final Duration YOUNG = Duration.ofSeconds(1);

    /** The one-time password of a login, which tells when it was asked for: here they are numbers. */
    private static final Pattern PASSWORD = Pattern.compile("\"(\\d{6})\"");

    /**
     * Results of the logins of all accounts.
     *
     * @param took from the first call to the last answer
     * @param oldestPassword how long ago the broker's oldest one-time password was asked for when it arrived, or
     *     nothing where it is part of the call
     */
    private record Logins(Duration took, Duration oldestPassword) {

        boolean inTime() {
            return took.compareTo(IN_TIME) < 0 && oldestPassword.compareTo(YOUNG) < 0;
        }
    }

    /** First, as the threads of a thousand logins would come to their end meanwhile. */
    @Test
    @Order(1)
    void waitingTakesNoProcessor() throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        try (Server server = Server.doing(connection -> {
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
    Stream<DynamicTest> thousandAtABrokerThatTakesASecond() {
        ExecutorService clients = Executors.newFixedThreadPool(2);
        // A client begins when the logins of the others have arrived, and only wait.
        Semaphore begin = new Semaphore(1);
        List<DynamicTest> tests = Sdk.all().stream()
                .map(sdk -> test(sdk, clients.submit(() -> fastestLogins(sdk, begin))))
                .toList();
        clients.shutdown();
        return tests.stream();
    }

    private static DynamicTest test(Sdk sdk, Future<Logins> tried) {
        return dynamicTest(sdk.toString(), () -> {
            Logins logins = tried.get(60, TimeUnit.SECONDS);

            assertThat(logins.took()).isLessThan(IN_TIME);
            assertThat(logins.oldestPassword()).isLessThan(YOUNG);
        });
    }

    private static Logins fastestLogins(Sdk sdk, Semaphore begin) throws Exception {
        Logins logins = logins(sdk, begin);
        // A machine that is busy with something else is asked again: it is the SDK that is measured.
        for (int i = 2; i <= 3 && !logins.inTime(); i++) {
            logins = logins(sdk, begin);
        }
        return logins;
    }

    private static Logins logins(Sdk sdk, Semaphore begin) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        long[] since = new long[ACCOUNTS];
        AtomicLong oldest = new AtomicLong();
        boolean late = Sdk.askingLate().contains(sdk);
        try (Server server = Server.replying(request -> {
                    if (late) {
                        Matcher password = PASSWORD.matcher(request.body());
                        assertThat(password.find()).isTrue();
                        oldest.accumulateAndGet(
                                System.nanoTime() - since[Integer.parseInt(password.group(1))], Math::max);
                    }
                    Thread.sleep(1_000);
                    return sdk.success("token");
                });
                Client client = sdk.client(Settings.of(server.url()), Sdk.USER)) {
            List<CompletableFuture<?>> logins = new ArrayList<>();
            begin.acquire();
            long start = System.nanoTime();
            try {
                for (int i = 0; i < ACCOUNTS; i++) {
                    logins.add(sdk.login(client, Sdk.USER, () -> {
                                int number = asked.getAndIncrement();
                                since[number] = System.nanoTime();
                                return "%06d".formatted(number);
                            })
                            .async()
                            .get());
                }
                CallAssertions.await(() -> server.requests.size() == ACCOUNTS);
            } finally {
                begin.release();
            }
            CompletableFuture.allOf(logins.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(server.requests).hasSize(ACCOUNTS);
            if (late) {
                assertThat(asked).hasValue(ACCOUNTS);
            }
            return new Logins(took, Duration.ofNanos(oldest.get()));
        }
    }
}

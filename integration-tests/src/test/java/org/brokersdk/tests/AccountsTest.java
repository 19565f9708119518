package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.brokersdk.tests.Sdk.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand accounts at once do not wait for each other, and their one-time passwords are young. */
@Timeout(60)
@Isolated("measures time")
class AccountsTest {

    @EverySdk
    void thousandAtABrokerThatTakesASecond(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> {
            Thread.sleep(1_000);
            return sdk.success("token");
        })) {
            AutoCloseable client = sdk.client(Settings.of(server.url()), Sdk.USER);
            Duration fastest = Duration.ofDays(1);
            // A machine that is busy with something else is asked again: it is the SDK that is measured.
            for (int i = 1; i <= 3 && fastest.compareTo(Duration.ofSeconds(3)) > 0; i++) {
                long start = System.nanoTime();
                List<CompletableFuture<?>> logins = new ArrayList<>();
                for (int j = 0; j < 1_000; j++) {
                    logins.add(
                            sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get());
                }
                CompletableFuture.allOf(logins.toArray(CompletableFuture[]::new))
                        .get(30, TimeUnit.SECONDS);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                fastest = took.compareTo(fastest) < 0 ? took : fastest;
                assertThat(server.requests).hasSize(1_000 * i);
            }

            Figures.most("1,000 logins at a broker that takes 1 s: ms at most", fastest.toMillis());
            assertThat(fastest).isLessThan(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#askingLate")
    void oneTimePasswordsAreYoung(Sdk sdk) throws Exception {
        Duration oldest = oldestOfAThousand(sdk);
        // A machine that is busy with something else is asked again here too.
        for (int i = 2; i <= 3 && oldest.compareTo(Duration.ofSeconds(1)) > 0; i++) {
            oldest = oldestOfAThousand(sdk);
        }

        Figures.most("1,000 logins at once: oldest one-time password on its arrival, ms", oldest.toMillis());
        assertThat(oldest).isLessThan(Duration.ofSeconds(1));
    }

    private static Duration oldestOfAThousand(Sdk sdk) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong oldest = new AtomicLong();
        long[] since = new long[1_000];
        try (Server server = Server.replying(request -> {
            // What was asked for is known by its number.
            java.util.regex.Matcher number = java.util.regex.Pattern.compile("\"(?:totp|factor2)\":\"(\\d{6})\"")
                    .matcher(request.body());
            assertThat(number.find()).isTrue();
            oldest.accumulateAndGet(System.nanoTime() - since[Integer.parseInt(number.group(1))], Math::max);
            Thread.sleep(1_000);
            return sdk.success("token");
        })) {
            AutoCloseable client = sdk.client(Settings.of(server.url()), Sdk.USER);
            List<CompletableFuture<?>> logins = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                logins.add(sdk.login(client, Sdk.USER, () -> {
                            int number = asked.getAndIncrement();
                            since[number] = System.nanoTime();
                            return "%06d".formatted(number);
                        })
                        .async()
                        .get());
            }
            CompletableFuture.allOf(logins.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

            assertThat(asked).hasValue(1_000);
            return Duration.ofNanos(oldest.get());
        }
    }

    @Test
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
            EndTest.await(() -> server.openConnections() == Sdk.all().size());
            EndTest.sleep(500);
            long before = system.getProcessCpuTime();
            EndTest.sleep(1_000);
            long took = TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - before);

            Figures.add("a login of each client that waits for a second: processor time in ms", took);
            assertThat(took).isLessThan(200);
        }
    }
}

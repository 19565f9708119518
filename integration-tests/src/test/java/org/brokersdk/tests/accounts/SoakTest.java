package org.brokersdk.tests.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.SoftAssertions;
import org.brokersdk.tests.CallAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Logs in without a pause, with some logins broken, and checks that nothing grows: memory, threads, connections, files.
 */
@Tag("soak")
@Isolated("measures this JVM")
class SoakTest {

    /** Ten minutes, or the system property {@code soak.seconds}. */
    private static final int SECONDS = Integer.getInteger("soak.seconds", 600);

    private static final int LOGINS_PER_SECOND = 100;

    /**
     * A value that is read each second, with the growth that is noise. A machine that pauses has more calls under way
     * in the next second. One thread or socket that leaks in a thousand logins grows by more than the noise.
     */
    private enum Gauge {
        HEAP("heap after GC, MiB", 1, traffic -> Meter.usedHeap() / (double) (1 << 20)),
        SDK_THREADS("threads of the SDKs", 24, traffic -> Meter.sdkThreads()),
        THREADS("all threads", 32, traffic -> Meter.allThreads()),
        CONNECTIONS("open connections at the brokers", 16, Traffic::openConnections),
        FILES("open files and sockets", 24, traffic -> Meter.openFiles()),
        COMPLETED("logins that have ended in this second", LOGINS_PER_SECOND, Traffic::completed);

        private final String title;
        private final double noise;
        private final ToDoubleFunction<Traffic> reading;

        Gauge(String title, double noise, ToDoubleFunction<Traffic> reading) {
            this.title = title;
            this.noise = noise;
            this.reading = reading;
        }
    }

    @Test
    void nothingGrows() throws Exception {
        Map<Gauge, double[]> measured = new LinkedHashMap<>();
        for (Gauge gauge : Gauge.values()) {
            measured.put(gauge, new double[SECONDS]);
        }
        int logins = SECONDS * LOGINS_PER_SECOND;
        try (Traffic traffic = new Traffic(logins)) {
            Thread reader = new Thread(() -> read(traffic, measured), "soak meter");
            reader.start();
            logIn(traffic, logins);
            reader.join();
            perSecond(measured.get(Gauge.COMPLETED));
            CallAssertions.await(() -> traffic.completed() == logins);
            assertThat(traffic.errors(logins)).isEmpty();
        }
        SoftAssertions assertions = new SoftAssertions();
        measured.forEach((gauge, values) -> compare(gauge, values, assertions));
        assertions.assertAll();
    }

    /** Starts logins at fixed times, blocking and asynchronous in turn. A late login does not delay the next one. */
    private static void logIn(Traffic traffic, int logins) throws InterruptedException {
        ExecutorService callers = Executors.newCachedThreadPool();
        long start = System.nanoTime();
        for (int i = 0; i < logins; i++) {
            int account = i;
            TimeUnit.NANOSECONDS.sleep(start + i * TimeUnit.SECONDS.toNanos(1) / LOGINS_PER_SECOND - System.nanoTime());
            if (i % 2 == 0) {
                callers.execute(() -> traffic.blocking(account));
            } else {
                traffic.async(account);
            }
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void read(Traffic traffic, Map<Gauge, double[]> measured) {
        long start = System.nanoTime();
        for (int second = 0; second < SECONDS; second++) {
            CallAssertions.sleep(Math.max(
                    0,
                    TimeUnit.SECONDS.toMillis(second + 1) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
            for (Gauge gauge : Gauge.values()) {
                measured.get(gauge)[second] = gauge.reading.applyAsDouble(traffic);
            }
        }
    }

    private static void perSecond(double[] total) {
        for (int second = total.length - 1; second > 0; second--) {
            total[second] -= total[second - 1];
        }
    }

    /** Compares the last third with the first third, which begins when the JVM is warm. */
    private static void compare(Gauge gauge, double[] values, SoftAssertions assertions) {
        int warm = Math.min(30, SECONDS / 6);
        int third = (SECONDS - warm) / 3;
        double first = median(Arrays.copyOfRange(values, warm, warm + third));
        double last = median(Arrays.copyOfRange(values, SECONDS - third, SECONDS));
        assertions.assertThat(last).as(gauge.title).isLessThanOrEqualTo(first + gauge.noise);
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }
}

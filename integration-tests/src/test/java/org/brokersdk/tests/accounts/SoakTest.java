package org.brokersdk.tests.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.Figures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Logins all the time, some of them broken, and nothing that grows with them. What was measured each second is left in
 * {@code target/soak}, as a table and as a picture.
 */
@Tag("soak")
@Isolated("measures this JVM")
class SoakTest {

    /** Ten minutes, or the system property {@code soak.seconds}. */
    private static final int SECONDS = Integer.getInteger("soak.seconds", 600);

    private static final int LOGINS_A_SECOND = 100;
    private static final Path RESULTS = Path.of("target/soak");

    /**
     * What is looked at: how it is read, and how much more of it is noise. A machine that stops for a moment has more
     * calls under way in the next; one thread or socket that is lost in a thousand logins comes to more than that.
     */
    private enum Gauge {
        HEAP("heap after GC, MiB", 1, traffic -> Meter.heap() / (double) (1 << 20)),
        SDK_THREADS("threads of the SDKs", 24, traffic -> Meter.sdkThreads()),
        THREADS("all threads", 32, traffic -> Meter.allThreads()),
        CONNECTIONS("open connections at the brokers", 16, Traffic::openConnections),
        FILES("open files and sockets", 24, traffic -> Meter.files()),
        ENDED("logins that have ended in this second", LOGINS_A_SECOND, Traffic::ended);

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
        int logins = SECONDS * LOGINS_A_SECOND;
        try (Traffic traffic = new Traffic(logins)) {
            Thread reader = new Thread(() -> read(traffic, measured), "soak meter");
            reader.start();
            logIn(traffic, logins);
            reader.join();
            perSecond(measured.get(Gauge.ENDED));
            write(measured);
            CallAssertions.await(() -> traffic.ended() == logins);
            assertThat(traffic.wrong(logins)).isEmpty();
        }
        SoftAssertions all = new SoftAssertions();
        measured.forEach((gauge, values) -> compare(gauge, values, all));
        all.assertAll();
    }

    /** Every other login blocks a thread. A login that is late makes none of the next late. */
    private static void logIn(Traffic traffic, int logins) throws InterruptedException {
        ExecutorService callers = Executors.newCachedThreadPool();
        long start = System.nanoTime();
        for (int i = 0; i < logins; i++) {
            int account = i;
            TimeUnit.NANOSECONDS.sleep(start + i * TimeUnit.SECONDS.toNanos(1) / LOGINS_A_SECOND - System.nanoTime());
            if (i % 2 == 0) {
                callers.execute(() -> traffic.now(account));
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

    private static void write(Map<Gauge, double[]> measured) throws IOException {
        Files.createDirectories(RESULTS);
        String head = "second,"
                + measured.keySet().stream()
                        .map(gauge -> gauge.title.replace(",", ""))
                        .collect(Collectors.joining(","));
        Files.write(
                RESULTS.resolve("soak.csv"),
                IntStream.rangeClosed(0, SECONDS)
                        .mapToObj(row -> row == 0
                                ? head
                                : row
                                        + measured.values().stream()
                                                .map(values -> "," + values[row - 1])
                                                .collect(Collectors.joining()))
                        .toList());
        Files.writeString(
                RESULTS.resolve("soak.svg"),
                Plot.svg(
                        "%,d logins in %d seconds, every twentieth of them broken"
                                .formatted(SECONDS * LOGINS_A_SECOND, SECONDS),
                        measured.entrySet().stream()
                                .map(line -> new Plot.Line(line.getKey().title, line.getValue()))
                                .toList()));
    }

    /** The last third against the first, which begins when the JVM is warm. */
    private static void compare(Gauge gauge, double[] values, SoftAssertions all) {
        int warm = Math.min(30, SECONDS / 6);
        int third = (SECONDS - warm) / 3;
        double first = median(Arrays.copyOfRange(values, warm, warm + third));
        double last = median(Arrays.copyOfRange(values, SECONDS - third, SECONDS));
        Figures.add(
                "soak of " + SECONDS + " s: " + gauge.title + ", median of the first and of the last third",
                "%.1f and %.1f".formatted(first, last));
        all.assertThat(last).as(gauge.title).isLessThanOrEqualTo(first + gauge.noise);
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }
}

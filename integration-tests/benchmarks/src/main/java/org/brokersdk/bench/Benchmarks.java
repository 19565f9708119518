package org.brokersdk.bench;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.brokersdk.kotak.KotakNeoClient;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Checks the memory of a client and of a session, runs the benchmarks, and prints one table in Markdown. */
final class Benchmarks {

    private static final int MAX_BYTES = 2_000;
    private static final int OBJECTS = 10_000;

    private Benchmarks() {}

    /**
     * Runs the benchmarks.
     *
     * @param arguments the number of rounds; 0 only checks the memory
     */
    public static void main(String[] arguments) throws Exception {
        try (Broker broker = new Broker(0);
                Broker slow = new Broker(1_000)) {
            long client = bytes(account -> LoginBenchmark.client(broker.url(), account));
            KotakNeoClient kotak = LoginBenchmark.client(broker.url(), 0);
            String saved = kotak.login(Candidate.TOTP).validate("123456").save();
            long session = bytes(account -> kotak.restore(saved));
            if (client > MAX_BYTES || session > MAX_BYTES) {
                throw new IllegalStateException(
                        "A client has %d bytes and a session has %d bytes. The limit is %d bytes."
                                .formatted(client, session, MAX_BYTES));
            }
            int rounds = Integer.parseInt(arguments[0]);
            if (rounds > 0) {
                measure(rounds, broker.url(), slow.url());
            }
            row("Memory of a client", client + " bytes");
            row("Memory of a session", session + " bytes");
        }
    }

    private static void measure(int rounds, String url, String slowUrl) throws RunnerException {
        int processors = Runtime.getRuntime().availableProcessors();
        int jdk = Runtime.version().feature();
        System.out.printf("%s, %d processors, JDK %d, rounds: %d%n%n", LocalDate.now(), processors, jdk, rounds);
        row("measurement", "SDK", "OkHttp by hand", "stock `retrofit2`", "SDK / by hand", "SDK / stock");
        row("---", "---:", "---:", "---:", "---:", "---:");
        compare("Warm login, 1 thread", run("warm", "", url, 1, rounds));
        compare("Warm login, 16 threads", run("warm", "", url, 16, rounds));
        List<Double> first = new ArrayList<>();
        for (int i = 0; i < rounds * 10; i++) {
            for (String candidate : Candidate.NAMES) {
                first.addAll(run("first", candidate, url, 1, 1));
            }
        }
        compare("First login of a JVM", first);
        double seconds = run("accounts", "", slowUrl, 1, 1).get(0) / 1_000;
        row("1,000 accounts, limit 20 s", "%.1f s, %.2f times the limit".formatted(seconds, seconds / 20));
    }

    /** Runs a benchmark and returns the median of each of its iterations in milliseconds. */
    private static List<Double> run(String method, String candidate, String url, int threads, int forks)
            throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(LoginBenchmark.class.getName() + "." + method + "$")
                        .param("candidate", candidate)
                        .param("url", url)
                        .threads(threads)
                        .forks(forks)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle().getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .map(turn -> turn.getPrimaryResult().getStatistics().getPercentile(50))
                        .toList();
    }

    /** Prints the results of candidates that took turns. Other work on the machine slows down all of them alike. */
    private static void compare(String title, List<Double> times) {
        String milliseconds = "%2$.2f ms";
        String ratio = "%2$.2f (%1$.2f to %3$.2f)";
        row(
                title,
                quartiles(times, i -> times.get(i), milliseconds),
                quartiles(times, i -> times.get(i + 1), milliseconds),
                quartiles(times, i -> times.get(i + 2), milliseconds),
                quartiles(times, i -> times.get(i) / times.get(i + 1), ratio),
                quartiles(times, i -> times.get(i) / times.get(i + 2), ratio));
    }

    private static String quartiles(List<Double> times, IntToDoubleFunction value, String format) {
        double[] values = IntStream.iterate(0, i -> i < times.size(), i -> i + 3)
                .mapToDouble(value)
                .sorted()
                .toArray();
        int n = values.length;
        return format.formatted(values[n / 4], values[n / 2], values[n * 3 / 4]);
    }

    private static void row(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    /** Returns the heap that one object needs. */
    private static long bytes(IntFunction<Object> factory) {
        Object[] objects = new Object[OBJECTS];
        objects[0] = factory.apply(0);
        long before = usedHeap();
        for (int i = 1; i < OBJECTS; i++) {
            objects[i] = factory.apply(i);
        }
        long bytes = (usedHeap() - before) / (OBJECTS - 1);
        Reference.reachabilityFence(objects);
        return bytes;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

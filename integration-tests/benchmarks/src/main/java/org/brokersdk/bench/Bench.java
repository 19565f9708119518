package org.brokersdk.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures all, and leaves it in one file. Whoever is compared takes turns with the others; of what is close, by
 * {@link Turns}.
 */
final class Bench {

    private static final List<String> CONTENDERS = List.of(
            "Sdk", "Wire", "ByHand", "ByHandKept", "Jdk", "StockRetrofit", "StockOkHttp", "StockJdk", "StockFeign");

    /** Flags for a program that logs in and ends: it needs neither a second compiler nor a parallel collector. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** How often all take their turn; {@code -Dbench.rounds=1} is for trying out. */
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private static final int FIRST_LOGINS = ROUNDS * 7;

    /** How often the client takes turns with the login by hand alone. */
    private static final int TURNS = ROUNDS * 30;

    private static final int TURNS_OF_FIRST_LOGINS = ROUNDS * 15;
    private static final int MANY_THREADS = 16;

    private final Map<String, Map<String, Object>> contenders = new LinkedHashMap<>();

    /**
     * By turns: what the client takes beside the login by hand, and its first login beside that of the quickest stock
     * client, and beside itself if quick.
     */
    private final Map<String, Object> beside = new LinkedHashMap<>();

    private Bench() {
        CONTENDERS.forEach(name -> contenders.put(name, new LinkedHashMap<>()));
    }

    /**
     * Measures.
     *
     * @param arguments the file to write
     */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("date", LocalDate.now().toString());
        all.put("machine", machine());
        all.put("versions", versions());
        Bench bench = new Bench();
        try (Processes.Running broker = Processes.broker(0)) {
            say("warm logins");
            bench.warm(broker.url(), 1);
            bench.warm(broker.url(), MANY_THREADS);
            say("first logins");
            all.put("archived", bench.first(broker.url(), file.resolveSibling("login.jsa")));
            all.put("contenders", bench.contenders);
            all.put("beside", bench.beside);
            say("memory");
            all.put("memory", Memory.of(broker.url()));
            say("many accounts");
            List<Object> accounts = new ArrayList<>();
            try (Processes.Running slow = Processes.broker(1_000)) {
                accounts.add(json(Processes.run(List.of(), Accounts.class, slow.url(), "1000", "50", "1000")));
            }
            accounts.add(json(Processes.run(List.of(), Accounts.class, broker.url(), "10000", "256", "0")));
            all.put("accounts", accounts);
        }
        say("builds");
        all.put("builds", Builds.measure(ROUNDS));
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(all) + "\n");
    }

    private void warm(String url, int threads) throws IOException, RunnerException {
        Map<String, double[]> medians = rows(ROUNDS);
        Map<String, double[]> allocated = rows(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            for (String name : CONTENDERS) {
                Path lost = Files.createTempFile("lost", ".txt");
                RunResult result = new Runner(new OptionsBuilder()
                                .include(WarmLogin.class.getName())
                                .param("contender", name)
                                .param("url", url)
                                .param("lost", lost.toString())
                                .threads(threads)
                                .forks(1)
                                .warmupIterations(4)
                                .warmupTime(TimeValue.seconds(1))
                                .measurementIterations(4)
                                .measurementTime(TimeValue.seconds(1))
                                .shouldFailOnError(true)
                                .addProfiler(GCProfiler.class)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                        .runSingle();
                contenders
                        .get(name)
                        .merge(
                                "lost",
                                Files.readAllLines(lost).stream()
                                        .mapToLong(Long::parseLong)
                                        .sum(),
                                Bench::sum);
                Files.delete(lost);
                medians.get(name)[round] =
                        result.getPrimaryResult().getStatistics().getPercentile(50);
                allocated.get(name)[round] =
                        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            }
        }
        medians.forEach((name, values) -> contenders.get(name).put("warm" + threads, spread(values)));
        beside.put("warm" + threads, spread(Turns.compare("Sdk", "ByHand", url, threads, TURNS)));
        if (threads == 1) {
            allocated.forEach((name, values) -> contenders.get(name).put("allocated", spread(values)));
        }
    }

    /** Of all, and of the SDK with an archive of its classes, without and with the flags of a short-lived program. */
    private Map<String, Object> first(String url, Path archive) throws IOException, InterruptedException {
        for (String name : CONTENDERS) {
            contenders.get(name).put("classes", FirstLogin.classes(name, url));
        }
        Files.deleteIfExists(archive);
        Processes.run(List.of("-XX:ArchiveClassesAtExit=" + archive), FirstLogin.class, "Sdk", url);
        List<String> archived = List.of("-XX:SharedArchiveFile=" + archive);
        List<String> both = new ArrayList<>(archived);
        both.addAll(SHORT_LIVED);
        Map<String, double[]> times = rows(FIRST_LOGINS);
        for (String more : List.of("archive", "flags")) {
            times.put(more, new double[FIRST_LOGINS]);
        }
        for (int i = 0; i < FIRST_LOGINS; i++) {
            for (String name : CONTENDERS) {
                times.get(name)[i] = time(List.of(), name, url);
            }
            times.get("archive")[i] = time(archived, "Sdk", url);
            times.get("flags")[i] = time(SHORT_LIVED, "Sdk", url);
        }
        CONTENDERS.forEach(name -> contenders.get(name).put("first", spread(times.get(name))));
        String stock = CONTENDERS.stream()
                .filter(name -> name.startsWith("Stock"))
                .min(Comparator.comparingDouble(name -> median(times.get(name))))
                .orElseThrow();
        double[] besideByHand = new double[TURNS_OF_FIRST_LOGINS];
        double[] besideStock = new double[TURNS_OF_FIRST_LOGINS];
        double[] quick = new double[TURNS_OF_FIRST_LOGINS];
        for (int i = 0; i < TURNS_OF_FIRST_LOGINS; i++) {
            double stocks = time(List.of(), stock, url);
            double sdk = time(List.of(), "Sdk", url);
            besideByHand[i] = sdk / time(List.of(), "ByHand", url);
            besideStock[i] = sdk / stocks;
            quick[i] = time(both, "Sdk", url) / sdk;
        }
        beside.put("first", spread(besideByHand));
        beside.put("stock", spread(besideStock));
        beside.put("quick", spread(quick));
        Map<String, Object> result = new LinkedHashMap<>();
        for (String more : List.of("archive", "flags")) {
            result.put(more, spread(times.get(more)));
        }
        result.put("options", String.join(" ", SHORT_LIVED));
        return result;
    }

    private static Object sum(Object one, Object other) {
        return (Long) one + (Long) other;
    }

    private static double time(List<String> options, String name, String url) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Processes.run(options, FirstLogin.class, name, url);
        return (System.nanoTime() - start) / 1e6;
    }

    private static Map<String, double[]> rows(int columns) {
        Map<String, double[]> rows = new LinkedHashMap<>();
        CONTENDERS.forEach(name -> rows.put(name, new double[columns]));
        return rows;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static Map<String, Object> spread(double[] values) {
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("median", median(values));
        spread.put("lowest", Arrays.stream(values).min().orElseThrow());
        spread.put("highest", Arrays.stream(values).max().orElseThrow());
        spread.put("all", values);
        return spread;
    }

    private static JsonObject json(String text) {
        return new Gson().fromJson(text, JsonObject.class);
    }

    private static Map<String, Object> machine() throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        Path processors = Path.of("/proc/cpuinfo");
        if (Files.isReadable(processors)) {
            Files.readAllLines(processors).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .ifPresent(line -> machine.put(
                            "processor", line.substring(line.indexOf(':') + 1).strip()));
        }
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return machine;
    }

    /** Those on the class path, and that of Java. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        Pattern jar = Pattern.compile(
                "(kotak-sdk|okhttp-jvm|okio-jvm|gson|retrofit|feign-core|jackson-databind|jmh-core)-(\\d[^/\\\\]*)\\.jar");
        Matcher found = jar.matcher(System.getProperty("java.class.path"));
        while (found.find()) {
            versions.put(found.group(1), found.group(2));
        }
        versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        versions.put("openapi-generator", System.getProperty("generator"));
        return versions;
    }

    private static void say(String what) {
        System.out.println("Measuring " + what);
    }
}

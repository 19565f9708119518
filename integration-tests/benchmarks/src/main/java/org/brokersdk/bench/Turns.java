package org.brokersdk.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Two ways to log in, each in a warm JVM of its own, by turns that are shorter than the moods of a machine: what one
 * takes beside the other, where medians of minutes apart would tell how busy the machine was.
 */
final class Turns {

    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int TO_WARM_UP = 50;

    private Turns() {}

    /**
     * Takes turns.
     *
     * @param one a contender
     * @param other another
     * @param url where the broker is
     * @param threads how many log in at once
     * @param turns how often
     * @return of each turn what the one took, divided by what the other did; of either the median
     */
    static double[] compare(String one, String other, String url, int threads, int turns) throws IOException {
        try (Player first = Player.of(one, url, threads);
                Player second = Player.of(other, url, threads)) {
            for (int i = 0; i < TO_WARM_UP; i++) {
                first.turn();
                second.turn();
            }
            double[] ratios = new double[turns];
            for (int i = 0; i < turns; i++) {
                // Nor is one always the one that comes after the other.
                if (i % 2 == 0) {
                    double took = first.turn();
                    ratios[i] = took / second.turn();
                } else {
                    double took = second.turn();
                    ratios[i] = first.turn() / took;
                }
            }
            return ratios;
        }
    }

    /**
     * A JVM that logs in whenever it is its turn.
     *
     * @param process the JVM
     * @param said what it says: of each turn the median
     */
    private record Player(Process process, BufferedReader said) implements AutoCloseable {

        static Player of(String contender, String url, int threads) throws IOException {
            Process process = Processes.start(List.of(), Turns.class, contender, url, String.valueOf(threads));
            return new Player(process, process.inputReader());
        }

        double turn() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return Double.parseDouble(said.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /**
     * Logs in for a while for each line that comes, and says how long a login took.
     *
     * @param arguments the contender, where the broker is, and how many log in at once
     */
    public static void main(String[] arguments) throws Exception {
        Contender contender = Contender.of(arguments[0], arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (turns.readLine() != null) {
            long end = System.nanoTime() + TURN;
            List<Long> took = new ArrayList<>();
            List<Callable<List<Long>>> work = Collections.nCopies(threads, () -> logins(contender, end));
            for (Future<List<Long>> logins : pool.invokeAll(work)) {
                took.addAll(logins.get());
            }
            Collections.sort(took);
            System.out.println(took.get(took.size() / 2));
        }
        System.exit(0);
    }

    private static List<Long> logins(Contender contender, long end) throws Exception {
        List<Long> took = new ArrayList<>();
        long now = System.nanoTime();
        do {
            contender.login("123456");
            long then = System.nanoTime();
            took.add(then - now);
            now = then;
        } while (now < end);
        return took;
    }
}

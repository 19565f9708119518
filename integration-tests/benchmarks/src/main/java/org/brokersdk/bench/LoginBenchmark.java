package org.brokersdk.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.kotak.KotakNeoClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The benchmarks that JMH runs, each in JVMs of its own. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class LoginBenchmark {

    /** The broker, and the candidate if a JVM has only one. */
    @State(Scope.Benchmark)
    public static class Target {

        @Param("")
        public String candidate;

        @Param("")
        public String url;
    }

    /** Candidates of the benchmark. Each iteration runs the next one. */
    @State(Scope.Benchmark)
    public static class Warm {

        private final List<Candidate> candidates = new ArrayList<>();
        private int iterations;
        private Candidate current;

        @Setup
        public void create(Target target) throws Exception {
            for (String name : Candidate.NAMES) {
                Candidate candidate = Candidate.of(name, target.url);
                candidate.login();
                candidates.add(candidate);
            }
        }

        @Setup(Level.Iteration)
        public void next() {
            current = candidates.get(iterations++ % 3);
        }
    }

    /** Sends a login in a warm JVM. A turn is short, and the number of turns is a multiple of the candidates. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @Warmup(iterations = 150, time = 200, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 90, time = 200, timeUnit = TimeUnit.MILLISECONDS)
    public String warm(Warm warm) throws Exception {
        return warm.current.login();
    }

    /** Builds the client and sends a login. The JVM has loaded no class of the candidate before. */
    @Benchmark
    public String first(Target target) throws Exception {
        return Candidate.of(target.candidate, target.url).login();
    }

    /** Logs in 1,000 accounts, 50 at a time. Each account has a client of its own and must receive its own token. */
    @Benchmark
    public void accounts(Warm warm, Target target) {
        var results = BatchLogin.of(
                        (Integer account) -> client(target.url, account).loginAsync(Candidate.TOTP))
                .maxConcurrency(50)
                .perSecond(1_000_000)
                .execute(IntStream.range(0, 1_000).boxed().toList());
        for (var result : results) {
            String token = result.session().orElseThrow().response().token();
            if (!token.contains("U%06d".formatted(result.account()))) {
                throw new IllegalStateException("An account received the token of another account");
            }
        }
    }

    static KotakNeoClient client(String url, int account) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken("00000000-1111-2222-3333-%012d".formatted(account))
                .mobileNumber("+91%010d".formatted(account))
                .ucc("U%06d".formatted(account))
                .build();
    }
}

package org.brokersdk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A login of a JVM that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WarmLogin {

    /** Which way. */
    @Param("Sdk")
    public String contender;

    /** Where the broker is. */
    @Param("")
    public String url;

    /** The file that is told how many logins were lost. */
    @Param("")
    public String lost;

    private final LongAdder losses = new LongAdder();
    private Contender login;

    /** Makes what is kept. */
    @Setup
    public void make() {
        login = Contender.of(contender, url);
    }

    /** Logs in. A client that keeps connections may lose a login to one; it goes on with the next. */
    @Benchmark
    public String login() {
        try {
            return login.login("123456");
        } catch (Exception e) {
            losses.increment();
            return null;
        }
    }

    /** Tells. */
    @TearDown
    public void tell() throws IOException {
        Files.writeString(Path.of(lost), losses + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

package org.brokersdk.tests.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Jdks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Ten thousand logins lose no result, mix up no result, and leave no thread or connection. */
@Tag("full")
@Timeout(180)
@Isolated("measures a JVM that needs all processors")
class LoadTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @Test
    void platformThreads() throws Exception {
        load(Path.of(System.getProperty("java.home")), "sync", "async");
    }

    /** Runs the classes on a newer JDK, as Java 17 has no virtual threads. */
    @Test
    void virtualThreads() throws Exception {
        Map.Entry<Integer, Path> newest = Jdks.found().lastEntry();
        assumeTrue(
                newest.getKey() >= FIRST_WITH_VIRTUAL_THREADS,
                "no JDK 21+ found: not in JDK25, JAVA_HOME_25_X64 and the like, nor below /usr/lib/jvm. Virtual threads"
                        + " were not tested");
        load(newest.getValue(), "sync-virtual", "async-virtual");
    }

    private static void load(Path jdk, String... modes) throws Exception {
        Process jvm = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        jdk.resolve("bin/java").toString(),
                                        "-Xmx256m",
                                        // In so short a run, the optimizing compiler costs more time than it saves.
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dspecs=" + Spec.DIRECTORY,
                                        "-classpath",
                                        System.getProperty("java.class.path"),
                                        Load.class.getName()),
                                Stream.of(modes))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            output = new String(jvm.getInputStream().readAllBytes());
            assertThat(jvm.waitFor()).as(output).isZero();
        } finally {
            jvm.destroyForcibly();
        }
        assertThat(output.lines()).contains(modes);
    }
}

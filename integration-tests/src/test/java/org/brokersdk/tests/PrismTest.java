package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Prism;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Test;

/** The mocks themselves: they come back when they die, and never outlive us. */
class PrismTest {

    @Test
    void diedServerComesBackAtItsUrl() throws Exception {
        try (Prism prism = Prism.start("noren")) {
            String url = prism.url();
            assertThat(prism.restartIfDead()).isFalse();

            prism.process().destroyForcibly();
            prism.process().onExit().get(10, TimeUnit.SECONDS);

            assertThat(prism.restartIfDead()).isTrue();
            assertThat(prism.url()).isEqualTo(url);
            assertThat(prism.logSince(0)).anyMatch(line -> line.contains("Prism is listening"));
        }
    }

    @Test
    void closingLeavesNoProcess() throws Exception {
        Prism prism = Prism.start("noren");
        prism.url();

        prism.close();

        assertThat(prism.process().isAlive()).isFalse();
    }

    /** What a user runs by hand, in a JVM of its own that is then killed with no chance to clean up. */
    @Test
    void serversLiveAsLongAsTheirJvm() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspecs=" + Spec.DIRECTORY,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Mocks.class.getName())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = jvm.inputReader();
        for (String broker : Spec.BROKERS) {
            assertThat(output.readLine()).matches(broker + " +http://127\\.0\\.0\\.1:\\d+/");
        }
        assertThat(output.readLine()).isEqualTo("Stop them with Ctrl-C.");
        jvm.children().findAny().orElseThrow().destroyForcibly();
        assertThat(output.readLine()).matches("The \\w+ mock had died and was started again\\.");

        ProcessHandle[] servers = jvm.descendants().toArray(ProcessHandle[]::new);
        assertThat(servers).hasSizeGreaterThanOrEqualTo(Spec.BROKERS.size());

        jvm.destroyForcibly();

        for (ProcessHandle server : servers) {
            assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}

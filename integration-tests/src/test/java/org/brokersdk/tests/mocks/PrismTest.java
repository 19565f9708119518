package org.brokersdk.tests.mocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Prism;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Processes of the mock servers: they restart after a crash, and end with the JVM. */
@Order(1)
class PrismTest {

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void serverRestartsAtItsUrlAndCloseEndsItsProcess() throws Exception {
        Prism prism = Prism.start("noren");
        // Before it listens.
        prism.process().destroyForcibly();
        prism.process().onExit().get(10, TimeUnit.SECONDS);
        assertThat(prism.restartIfDead()).isTrue();

        String url = prism.url();
        assertThat(prism.restartIfDead()).isFalse();

        prism.process().destroyForcibly();
        prism.process().onExit().get(10, TimeUnit.SECONDS);

        assertThat(prism.restartIfDead()).isTrue();
        assertThat(prism.url()).isEqualTo(url);
        assertThat(prism.logSince(0)).anyMatch(line -> line.contains("Prism is listening"));

        prism.close();

        assertThat(prism.process().isAlive()).isFalse();
    }

    /** Starts the mock servers in another JVM and kills it, so that it cannot clean up. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void serversListenAtTheGivenPortsAndEndWithTheirJvm() throws Exception {
        int port = freePorts();
        Process jvm = mocks(port);
        BufferedReader output = jvm.inputReader();
        for (int i = 0; i < Spec.BROKERS.size(); i++) {
            assertThat(output.readLine()).matches(Spec.BROKERS.get(i) + " +http://127\\.0\\.0\\.1:" + (port + i) + "/");
        }
        assertThat(output.readLine()).isEqualTo("Stop them with Ctrl-C.");
        assertUsedPortIsReported(port);
        jvm.children().findAny().orElseThrow().destroyForcibly();
        assertThat(output.readLine()).matches("The \\w+ mock had died and was started again\\.");

        ProcessHandle[] servers = jvm.descendants().toArray(ProcessHandle[]::new);
        assertThat(servers).hasSizeGreaterThanOrEqualTo(Spec.BROKERS.size());

        jvm.destroyForcibly();

        for (ProcessHandle server : servers) {
            assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static void assertUsedPortIsReported(int port) throws Exception {
        Process second = mocks(port);

        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(new String(second.getInputStream().readAllBytes()))
                .startsWith("Cannot listen on port " + port + ": ")
                .contains("-Dmocks.port=" + (port + 1000));
    }

    /** Kills the parent process without a signal to its children. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void mocksEndWithTheirParentProcess() throws Exception {
        List<String> starting = new ArrayList<>(java(Starter.class));
        starting.addAll(command(0));
        Process starter = new ProcessBuilder(starting).start();
        BufferedReader output = starter.inputReader();
        for (int i = 0; i <= Spec.BROKERS.size(); i++) {
            output.readLine();
        }
        ProcessHandle[] started = starter.descendants().toArray(ProcessHandle[]::new);
        assertThat(started).hasSizeGreaterThan(Spec.BROKERS.size());

        starter.destroyForcibly();

        for (ProcessHandle process : started) {
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** Returns one port for each mock server. */
    private static int freePorts() throws IOException {
        for (int port = 20_000; ; port += 10) {
            try {
                for (int i = 0; i < Spec.BROKERS.size(); i++) {
                    new ServerSocket(port + i, 1, InetAddress.getLoopbackAddress()).close();
                }
                return port;
            } catch (BindException e) {
                // The next ports are tried.
            }
        }
    }

    private static Process mocks(int port) throws IOException {
        return new ProcessBuilder(command(port)).redirectErrorStream(true).start();
    }

    private static List<String> command(int port) {
        return java(Mocks.class, "-Dspecs=" + Spec.DIRECTORY, "-Dmocks.port=" + port);
    }

    private static List<String> java(Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        return command;
    }

    /** Program that starts another program and waits for it. */
    static final class Starter {

        public static void main(String[] command) throws Exception {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        }
    }
}

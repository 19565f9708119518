package org.brokersdk.mocks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prism server that mocks one broker.
 *
 * <p>The server ends with this JVM. It watches its standard input, which the operating system closes when the JVM ends.
 */
public final class Prism implements AutoCloseable {

    private static final Path SERVER = Spec.DIRECTORY.resolve("node_modules/@stoplight/prism-cli/dist/index.js");
    private static final String END_WITH_PARENT = script("process.stdin.on('end', () => process.exit()).resume();");
    /** Node option that loads made-up names in English only. Sixty languages would take a third of the start. */
    private static final String ENGLISH_NAMES_ONLY = script("""
            import module from 'node:module';
            const resolve = module._resolveFilename;
            module._resolveFilename = (name, ...more) =>
                resolve(name === '@faker-js/faker' ? name + '/locale/en' : name, ...more);
            """);

    private static final Pattern LISTENING = Pattern.compile("Prism is listening on http://127\\.0\\.0\\.1:(\\d+)");
    /** Maximum time to start. Prism needs two seconds, and many times that on a busy machine. */
    private static final int SECONDS_TO_START = 60;

    private final Spec spec;
    private final List<Operation> operations;
    private final Path mockedSpec;
    private final List<String> log = new ArrayList<>();
    private Process process;
    private CompletableFuture<Integer> port;

    private Prism(Spec spec, Path mockedSpec) {
        this.spec = spec;
        this.operations = spec.operations();
        this.mockedSpec = mockedSpec;
    }

    /**
     * Starts a server, which may not listen yet.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return the server
     * @throws IOException if Node or Prism is not installed, or the spec cannot be read
     */
    public static Prism start(String broker) throws IOException {
        return start(Spec.DIRECTORY.resolve(broker + ".yaml"));
    }

    /**
     * Starts a server, which may not listen yet.
     *
     * @param spec a file with the name of its broker
     * @return the server
     * @throws IOException if Node or Prism is not installed, or the spec cannot be read
     */
    public static Prism start(Path spec) throws IOException {
        if (!Files.exists(SERVER)) {
            throw new IOException("Prism is not installed; run: npm ci --ignore-scripts, in " + Spec.DIRECTORY);
        }
        Path directory = Files.createTempDirectory("prism");
        directory.toFile().deleteOnExit();
        Path mockedSpec = Spec.of(spec).writeForPrism(directory);
        mockedSpec.toFile().deleteOnExit();
        Prism prism = new Prism(Spec.of(spec), mockedSpec);
        prism.launch(0);
        return prism;
    }

    /**
     * Returns the base URL of the server. Waits until the server listens.
     *
     * @return the base URL, with a slash at its end
     */
    public String url() {
        return "http://127.0.0.1:" + awaitPort() + "/";
    }

    /** Returns the operations that the server mocks. */
    List<Operation> operations() {
        return operations;
    }

    /** Returns the spec that the server mocks. */
    Spec spec() {
        return spec;
    }

    /**
     * Starts the server again, at the same URL, if it has died.
     *
     * @return true if the server had died
     * @throws IOException if the server cannot be started
     */
    public synchronized boolean restartIfDead() throws IOException {
        // Process.isAlive() may still be true after onExit() of its handle has completed.
        if (process().isAlive()) {
            return false;
        }
        // A server that died before it listened has no URL to keep.
        int previousPort = port.exceptionally(failure -> 0).join();
        launch(previousPort);
        awaitPort();
        return true;
    }

    /**
     * Returns the length of the server's output.
     *
     * @return a number to give to {@link #logSince(int)}
     */
    public int logSize() {
        synchronized (log) {
            return log.size();
        }
    }

    /**
     * Returns the server's output.
     *
     * @param start the length of the output to skip, or 0 for all of it
     * @return the lines
     */
    public List<String> logSince(int start) {
        synchronized (log) {
            return List.copyOf(log.subList(start, log.size()));
        }
    }

    /** Returns the name of the mock. */
    @Override
    public String toString() {
        return spec.broker() + " mock";
    }

    /**
     * Returns the process of the server.
     *
     * @return a handle of the process
     */
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void launch(int requestedPort) throws IOException {
        port = new CompletableFuture<>();
        process = new ProcessBuilder(
                        "node",
                        "--import",
                        END_WITH_PARENT,
                        "--import",
                        ENGLISH_NAMES_ONLY,
                        SERVER.toString(),
                        "mock",
                        "-p",
                        String.valueOf(requestedPort),
                        mockedSpec.toString())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(() -> drain(process, port), this + " log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads all output. A server whose output is not read would block. */
    private void drain(Process process, CompletableFuture<Integer> port) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new IOException("The " + this + " ended before it listened"));
    }

    private static String script(String text) {
        return "data:text/javascript;base64," + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private int awaitPort() {
        try {
            return port.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The " + this + " did not start. It printed:\n" + String.join("\n", logSince(0)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

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
 * <p>It ends with this JVM, however that ends: the server watches its standard input, which the operating system closes
 * when the JVM is gone.
 */
public final class Prism implements AutoCloseable {

    private static final Path SERVER = Spec.DIRECTORY.resolve("node_modules/@stoplight/prism-cli/dist/index.js");
    private static final String END_WITH_PARENT = script("process.stdin.on('end', () => process.exit()).resume();");
    /** Node option that loads made-up names in English only. Sixty languages would take a third of the start. */
    private static final String SPEAK_ENGLISH = script("""
            import module from 'node:module';
            const resolve = module._resolveFilename;
            module._resolveFilename = (name, ...more) =>
                resolve(name === '@faker-js/faker' ? name + '/locale/en' : name, ...more);
            """);

    private static final Pattern LISTENING = Pattern.compile("Prism is listening on http://127\\.0\\.0\\.1:(\\d+)");
    /** Prism is up in two seconds; a loaded machine may need many times that. */
    private static final int SECONDS_TO_START = 60;

    private final Spec spec;
    private final List<Operation> operations;
    private final Path mocked;
    private final List<String> log = new ArrayList<>();
    private Process process;
    private CompletableFuture<Integer> port;

    private Prism(Spec spec, Path mocked) {
        this.spec = spec;
        this.operations = spec.operations();
        this.mocked = mocked;
    }

    /**
     * Starts a server; it may take a while until it listens.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return the server
     * @throws IOException if Node or Prism is not there, or the spec cannot be read
     */
    public static Prism start(String broker) throws IOException {
        return start(Spec.DIRECTORY.resolve(broker + ".yaml"));
    }

    /**
     * Starts a server; it may take a while until it listens.
     *
     * @param spec a file that is named after its broker
     * @return the server
     * @throws IOException if Node or Prism is not there, or the spec cannot be read
     */
    public static Prism start(Path spec) throws IOException {
        if (!Files.exists(SERVER)) {
            throw new IOException("Prism is not installed; run: npm ci --ignore-scripts, in " + Spec.DIRECTORY);
        }
        Path directory = Files.createTempDirectory("prism");
        directory.toFile().deleteOnExit();
        Path mocked = Spec.of(spec).writeForPrism(directory);
        mocked.toFile().deleteOnExit();
        Prism prism = new Prism(Spec.of(spec), mocked);
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
     * @return whether it had died
     * @throws IOException if it cannot be started
     */
    public synchronized boolean restartIfDead() throws IOException {
        // Its handle: Process itself may be told a moment later than whoever waits for the end.
        if (process().isAlive()) {
            return false;
        }
        // Of one that died before it listened nobody knows the URL.
        int oldPort = port.exceptionally(failure -> 0).join();
        launch(oldPort);
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
     * @param start from where on, 0 for everything
     * @return its lines
     */
    public List<String> logSince(int start) {
        synchronized (log) {
            return List.copyOf(log.subList(start, log.size()));
        }
    }

    /** The broker that this server mocks. */
    @Override
    public String toString() {
        return spec.broker() + " mock";
    }

    /**
     * The process of the server.
     *
     * @return a handle of it
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

    private void launch(int wantedPort) throws IOException {
        port = new CompletableFuture<>();
        process = new ProcessBuilder(
                        "node",
                        "--import",
                        END_WITH_PARENT,
                        "--import",
                        SPEAK_ENGLISH,
                        SERVER.toString(),
                        "mock",
                        "-p",
                        String.valueOf(wantedPort),
                        mocked.toString())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(() -> drain(process, port), this + " log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Keeps reading, as a server whose output nobody reads stands still. */
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

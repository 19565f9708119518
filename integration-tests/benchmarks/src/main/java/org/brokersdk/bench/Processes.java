package org.brokersdk.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Programs in processes of their own. */
final class Processes {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** That of this JVM, with the jar in place of the directory of its classes, which no archive takes. */
    private static final String CLASS_PATH = System.getProperty("java.class.path")
            .replaceFirst("^[^" + File.pathSeparator + "]*", Matcher.quoteReplacement(System.getProperty("jar")));

    /**
     * A broker that is up.
     *
     * @param url where
     */
    record Running(String url, Process process) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Processes() {}

    static Running broker(long takes) throws IOException {
        Process process = start(List.of(), Broker.class, String.valueOf(takes));
        return new Running(process.inputReader().readLine(), process);
    }

    /** Runs a class to its end, and answers what it has said. */
    static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return finish(start(options, main, arguments), main + " " + List.of(arguments));
    }

    /** Runs a program to its end, and answers what it has said. */
    static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        return finish(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start(),
                command.toString());
    }

    private static String finish(Process process, String what) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(what + " failed: " + said);
        }
        return said;
    }

    static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options);
        command.addAll(List.of("-classpath", CLASS_PATH, main.getName()));
        command.addAll(Stream.of(arguments).toList());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

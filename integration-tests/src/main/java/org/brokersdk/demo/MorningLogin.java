package org.brokersdk.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;

/**
 * Runs the program to copy, {@code integration-tests/programs/morning-login}, twice against the mock of its broker: the
 * second start takes up the session of the first.
 */
public final class MorningLogin {

    private static final Path PROGRAM = Spec.DIRECTORY.resolveSibling("integration-tests/programs/morning-login");
    private static final Path SOURCE = PROGRAM.resolve("src/main/java/com/example/MorningLogin.java");

    private MorningLogin() {}

    /** Starts the program with the made-up settings of the mock servers. */
    private static Process start(String classPath, String url, Path sessionFile) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        classPath,
                        "com.example.MorningLogin")
                .redirectErrorStream(true);
        for (String line : Files.readAllLines(PROGRAM.resolve("mock.env"))) {
            String[] setting = line.split("=", 2);
            program.environment().put(setting[0], setting[1]);
        }
        program.environment().put("KOTAK_BASE_URL", url);
        program.environment().put("SESSION_FILE", sessionFile.toString());
        return program.start();
    }

    /**
     * Runs it.
     *
     * @param args none
     * @throws Exception if it cannot be compiled or started
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("morning-login");
        String libraries = System.getProperty("java.class.path");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-classpath", libraries, "-d", folder.toString(), SOURCE.toString());
        if (compiled != 0) {
            throw new IllegalStateException(SOURCE + " does not compile");
        }
        try (Mocks mocks = Mocks.start()) {
            String url = mocks.of("kotak").url();
            for (String which : List.of("first", "second")) {
                Process program = start(folder + File.pathSeparator + libraries, url, folder.resolve("session"));
                String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                System.out.println("\nThe " + which + " start, which ends with " + program.waitFor() + ":\n" + said);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

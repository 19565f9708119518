package org.brokersdk.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;

/**
 * Runs the program to copy, {@code integration-tests/morning-login}, twice against the mock of its broker: the second
 * start takes up the session of the first.
 */
public final class MorningLogin {

    private static final Path SOURCE = Spec.DIRECTORY.resolveSibling(
            "integration-tests/morning-login/src/main/java/com/example/MorningLogin.java");

    private MorningLogin() {}

    /**
     * Made-up settings of the program.
     *
     * @param url where the mock is
     * @param sessionFile where the program keeps its session
     * @return settings that the mock of Kotak lets in
     */
    public static Map<String, String> settings(String url, Path sessionFile) {
        return Map.of(
                "KOTAK_ACCESS_TOKEN", "demo-token",
                "KOTAK_MOBILE_NUMBER", "+910000000000",
                "KOTAK_UCC", "AB123",
                "KOTAK_TOTP_SECRET", "JBSWY3DPEHPK3PXP",
                "KOTAK_MPIN", "123456",
                "SESSION_FILE", sessionFile.toString(),
                "KOTAK_BASE_URL", url);
    }

    /**
     * Starts the program.
     *
     * @param classPath its classes and what they need
     * @param settings its whole environment
     * @return the process, whose standard output has all that it says
     * @throws IOException if it cannot be started
     */
    public static Process start(String classPath, Map<String, String> settings) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        classPath,
                        "com.example.MorningLogin")
                .redirectErrorStream(true);
        program.environment().clear();
        program.environment().putAll(settings);
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
            Map<String, String> settings = settings(mocks.of("kotak").url(), folder.resolve("session"));
            for (String which : List.of("first", "second")) {
                Process program = start(folder + File.pathSeparator + libraries, settings);
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

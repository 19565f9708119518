package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Ten thousand logins lose none and mix up none, and leave nothing behind. */
@Tag("full")
@Timeout(180)
@Isolated("measures a JVM that needs all processors")
class LoadTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    @Test
    void platformThreads() throws Exception {
        load("JDK " + Runtime.version().feature(), Path.of(System.getProperty("java.home")), "sync", "async");
    }

    /** Java 17 has none; a newer JDK runs the very classes that were built for 17. */
    @Test
    void virtualThreads() throws Exception {
        Optional<Path> jdk = newerJdk();
        if (jdk.isEmpty()) {
            Figures.add("load on virtual threads", "no JDK 21+ found");
        }
        assumeTrue(
                jdk.isPresent(),
                "no JDK 21+ found: not in JDK25, JAVA_HOME_25_X64 and the like, nor below /usr/lib/jvm. Virtual threads"
                        + " were not tested");
        load("JDK " + version(jdk.get()), jdk.get(), "sync-virtual", "async-virtual");
    }

    private static void load(String name, Path jdk, String... ways) throws Exception {
        Process jvm = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        jdk.resolve("bin/java").toString(),
                                        "-Xmx256m",
                                        "-Dspecs=" + Spec.DIRECTORY,
                                        "-classpath",
                                        System.getProperty("java.class.path"),
                                        Load.class.getName()),
                                Stream.of(ways))
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
        output.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            String[] figure = line.split(" = ");
            boolean number = figure[1].matches("-?\\d+");
            Figures.add("load on " + name + ", " + figure[0], number ? Long.valueOf(figure[1]) : figure[1]);
        });
        assertThat(output).contains(ways);
    }

    private static Optional<Path> newerJdk() throws IOException {
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().matches("JDK\\d+|JAVA_HOME(_\\d+_\\w+)?"))
                .map(variable -> Path.of(variable.getValue()));
        try (Stream<Path> installed = list(Path.of("/usr/lib/jvm"))) {
            return Stream.of(Stream.of(Path.of(System.getProperty("java.home"))), named, installed)
                    .flatMap(each -> each)
                    .filter(jdk -> version(jdk) >= FIRST_WITH_VIRTUAL_THREADS)
                    .max(java.util.Comparator.comparingInt(LoadTest::version));
        }
    }

    private static Stream<Path> list(Path directory) throws IOException {
        return Files.isDirectory(directory) ? Files.list(directory) : Stream.of();
    }

    /** Which Java it is, or 0 if it is none that can be run. */
    private static int version(Path jdk) {
        try {
            Matcher version = VERSION.matcher(Files.readString(jdk.resolve("release")));
            return Files.isExecutable(jdk.resolve("bin/java")) && version.find()
                    ? Integer.parseInt(version.group(1))
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

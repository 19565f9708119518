package org.brokersdk.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * JDKs of this machine: the JDK of this JVM, the JDKs in {@code JDK25}, {@code JAVA_HOME_25_X64} and similar variables,
 * and those in {@code /usr/lib/jvm}.
 */
public final class Jdks {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private Jdks() {}

    /** Returns one JDK of each version, the oldest first. */
    public static TreeMap<Integer, Path> found() throws IOException {
        TreeMap<Integer, Path> found = new TreeMap<>();
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().matches("JDK\\d+|JAVA_HOME(_\\d+_\\w+)?"))
                .map(variable -> Path.of(variable.getValue()));
        try (Stream<Path> installed = list(Path.of("/usr/lib/jvm"))) {
            Stream.of(Stream.of(Path.of(System.getProperty("java.home"))), named, installed)
                    .flatMap(jdks -> jdks)
                    .filter(jdk -> version(jdk) > 0)
                    .forEach(jdk -> found.putIfAbsent(version(jdk), jdk));
        }
        return found;
    }

    private static Stream<Path> list(Path directory) throws IOException {
        return Files.isDirectory(directory) ? Files.list(directory) : Stream.of();
    }

    /** Returns the version of a JDK, or 0 if it does not run. */
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

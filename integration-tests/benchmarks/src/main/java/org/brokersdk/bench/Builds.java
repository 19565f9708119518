package org.brokersdk.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How long it takes from a changed spec to a new jar, beside what generator and compiler take for it alone. */
final class Builds {

    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", ".git");
    private static final String MODULE = "kotak-sdk";
    private static final String SPEC = "specs/kotak.yaml";

    private Builds() {}

    static Map<String, Object> measure(int rounds) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("specs")).toRealPath().getParent();
        Path work = Files.createTempDirectory("bench");
        try {
            copy(root, work);
            double[] builds = new double[rounds];
            double[] alone = new double[rounds];
            maven(work, "package");
            for (int round = 0; round < rounds; round++) {
                change(work.resolve(SPEC), round);
                builds[round] = maven(work, "package");
                alone[round] = alone(work);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("specToJar", Bench.spread(builds));
            result.put("generatorAndJavac", Bench.spread(alone));
            result.put("jars", jars(root));
            return result;
        } finally {
            delete(work);
        }
    }

    private static double maven(Path work, String goal) throws IOException, InterruptedException {
        return time(
                work,
                List.of(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "--offline",
                        "--quiet",
                        "-Dmaven.repo.local=" + System.getProperty("localRepository"),
                        "-DskipTests",
                        "--also-make",
                        "--projects",
                        MODULE,
                        goal));
    }

    /** The generator's own command for the prepared spec, and javac for all that the build has compiled. */
    private static double alone(Path work) throws IOException, InterruptedException {
        Path module = work.resolve(MODULE);
        Path out = work.resolve("alone");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        double generator = time(
                work,
                List.of(
                        java,
                        "-jar",
                        System.getProperty("generatorJar"),
                        "generate",
                        "--generator-name=java",
                        "--library=retrofit2",
                        "--input-spec=" + module.resolve("target/kotak.json"),
                        "--config=" + module.resolve("target/generator.yaml"),
                        "--template-dir=" + work.resolve("specs/templates"),
                        "--output=" + out));
        List<String> javac = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "--release=17",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                out.resolve("classes").toString()));
        for (String sources : List.of("src/main/java", "target/generated-sources/openapi/src/main/java")) {
            try (Stream<Path> files = Files.walk(module.resolve(sources))) {
                files.map(Path::toString)
                        // Without it the class path of the benchmarks will do.
                        .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
                        .forEach(javac::add);
            }
        }
        double compiler = time(work, javac);
        delete(out);
        return generator + compiler;
    }

    private static double time(Path directory, List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Processes.run(directory, command);
        return (System.nanoTime() - start) / 1e9;
    }

    /** A new field in an answer, as a broker would bring it. */
    private static void change(Path spec, int round) throws IOException {
        String text = Files.readString(spec);
        String field = "        greetingName:\n";
        if (!text.contains(field)) {
            throw new IllegalStateException(spec + " has no greetingName");
        }
        Files.writeString(
                spec,
                text.replaceFirst(
                        field,
                        "        measured%d:\n          type: string\n          description: New.\n%s"
                                .formatted(round, field)));
    }

    private static Map<String, Long> jars(Path root) throws IOException {
        Map<String, Long> jars = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(
                            path -> path.getFileName().toString().matches("sdk-core|.*-sdk"))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.list(module.resolve("target"))) {
                    for (Path jar : files.filter(file ->
                                    file.getFileName().toString().matches("(sdk-core|.*-sdk)-[^-]*(-SNAPSHOT)?\\.jar"))
                            .toList()) {
                        jars.put(module.getFileName().toString(), Files.size(jar));
                    }
                }
            }
        }
        return jars;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                Path copy = to.resolve(child.getFileName());
                if (LEFT_OUT.contains(child.getFileName().toString())) {
                    continue;
                }
                if (Files.isDirectory(child)) {
                    Files.createDirectories(copy);
                    copy(child, copy);
                } else {
                    Files.copy(child, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((one, other) -> other.compareTo(one)).map(Path::toFile).forEach(File::delete);
        }
    }
}

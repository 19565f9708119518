package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.MavenInvocationException;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs {@code mvn -Prelease} in two copies of this project, with different folders, languages and time zones. Both
 * write the same files, byte for byte: those that Maven Central requires of each jar, and an SBOM.
 */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class ReleaseTest {

    private static final List<String> RELEASE = List.of("-Prelease", "-DskipTests", "-Dmaven.test.skip");

    private static final List<String> FILES_OF_A_JAR =
            List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");

    @TempDir
    private Path folder;

    @Test
    void twoReleasesAreTheSame() throws Exception {
        Future<Map<String, byte[]>> first = release("one", "-Duser.language=en -Duser.timezone=UTC");
        Future<Map<String, byte[]>> second = release(
                "ein anderer Ordner in Zürich", "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kolkata");
        Map<String, byte[]> firstFiles = first.get();
        Map<String, byte[]> secondFiles = second.get();

        assertThat(firstFiles.keySet()).containsExactlyInAnyOrderElementsOf(expectedFiles());
        assertThat(secondFiles.keySet()).isEqualTo(firstFiles.keySet());
        for (String file : firstFiles.keySet()) {
            assertThat(secondFiles.get(file)).as(file).isEqualTo(firstFiles.get(file));
            if (file.endsWith(".pom")) {
                // Maven could not resolve these: the parent is not published, and a property has no value outside this
                // build.
                assertThat(new String(firstFiles.get(file))).as(file).doesNotContain("<parent>", "${", "-SNAPSHOT");
            }
        }
    }

    /** Returns the files of each published jar, with their checksums. */
    private static List<String> expectedFiles() {
        String version = Maven.property("sdkVersion").replace("-SNAPSHOT", "");
        return PublicTest.JARS.stream()
                .flatMap(jar -> FILES_OF_A_JAR.stream()
                        .map(kind -> "org/brokersdk/" + jar + "/" + version + "/" + jar + "-" + version + kind))
                .flatMap(file -> Stream.of(file, file + ".md5", file + ".sha1"))
                .toList();
    }

    /** Starts a release in a copy, as Maven alone does not keep two processors busy. */
    private Future<Map<String, byte[]>> release(String name, String environment) throws IOException {
        Path copy = folder.resolve(name);
        Maven.copy(Spec.DIRECTORY.getParent(), copy);
        return CompletableFuture.supplyAsync(() -> {
            try {
                Maven.run(copy, RELEASE, environment);
                return files(copy.resolve("target/release"));
            } catch (MavenInvocationException | IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Map<String, byte[]> files(Path release) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(release)) {
            for (Path file : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                // This file contains the time of its creation.
                if (!file.getFileName().toString().startsWith("maven-metadata")) {
                    files.put(release.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}

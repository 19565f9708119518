package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Figures;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * {@code mvn -Prelease} in two copies of this project, in other folders, languages and time zones: both are what Maven
 * Central takes, and they are the same, byte for byte.
 */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class ReleaseTest {

    private static final List<String> RELEASE =
            List.of("-Prelease", "-DskipTests", "-DskipITs", "-Dnode.phase=none", "-Dnewer.node.phase=none");

    @TempDir
    private Path folder;

    @Test
    void twoAreTheSame() throws Exception {
        Map<String, byte[]> one = release("one", "-Duser.language=en -Duser.timezone=UTC");
        Map<String, byte[]> other = release(
                "ein anderer Ordner in Zürich", "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kolkata");

        assertThat(one.keySet()).hasSameSizeAs(other.keySet()).isNotEmpty();
        for (String file : one.keySet()) {
            assertThat(other.get(file)).as(file).isEqualTo(one.get(file));
        }
        Figures.add("files of a release that are the same in two builds", one.size());
    }

    private Map<String, byte[]> release(String name, String environment) throws Exception {
        Path copy = folder.resolve(name);
        Maven.copy(Spec.DIRECTORY.getParent(), copy);
        Maven.run(copy, RELEASE, environment);
        return files(copy.resolve("target/release"));
    }

    private static Map<String, byte[]> files(Path release) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(release)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                // It says when it was put there.
                if (!file.getFileName().toString().startsWith("maven-metadata")) {
                    files.put(release.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}

package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refused spec stops the build before any Java is written. The build needs no Node, and its folder may have any name.
 */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class RefusedBuildTest {

    private static final String BROKER = Spec.BROKERS.get(0);

    @TempDir
    private static Path folder;

    private static Path project;
    private static int version;

    @BeforeAll
    static void breakTheVersion() throws IOException {
        project = Files.createDirectory(folder.resolve("it's a \"copy\" – ü"));
        Maven.copy(Spec.DIRECTORY.getParent(), project);
        Path spec = project.resolve("specs").resolve(BROKER + ".yaml");
        List<String> lines = Files.readAllLines(spec);
        version = lines.stream()
                .map(line -> line.startsWith("openapi: "))
                .toList()
                .indexOf(true);
        lines.set(version, "openapi: 3.1.0");
        Files.write(spec, lines);
        // These programs precede the others in PATH. They only create a file.
        Files.createDirectory(programs());
        for (String program : List.of("node", "npm", "npx")) {
            Path file =
                    Files.writeString(programs().resolve(program), "#!/bin/sh\ntouch '" + trace() + "'\nexit 127\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void buildStopsWithTheError(boolean quiet) throws Exception {
        List<String> output = Maven.fail(
                project,
                quiet,
                programs() + File.pathSeparator + System.getenv("PATH"),
                List.of("compile", "--projects=" + BROKER + "-sdk", "--also-make"));

        assertThat(output)
                .filteredOn(line -> line.contains("specs/" + BROKER + ".yaml:"))
                // A plugin may also log the error.
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .endsWith("specs/" + BROKER + ".yaml:" + (version + 1)
                                + ": the file is not OpenAPI 3.0; write `openapi: 3.0.3`, and use its keywords"));
        assertThat(project.resolve(BROKER + "-sdk/target/generated-sources")).doesNotExist();
        assertThat(trace()).doesNotExist();
    }

    private static Path programs() {
        return folder.resolve("programs");
    }

    private static Path trace() {
        return folder.resolve("node was called");
    }
}

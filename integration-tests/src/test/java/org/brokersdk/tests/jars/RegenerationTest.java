package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A copy of this project regenerates what a change concerns, and nothing else. */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class RegenerationTest {

    /** One for all tests, each of which makes its own change to it. */
    @TempDir
    static Path copy;

    @BeforeAll
    static void copyAndGenerate() throws Exception {
        Maven.copy(Spec.DIRECTORY.getParent(), copy);
        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
    }

    @Test
    void noChangeRegeneratesNothing() throws Exception {
        assertThat(regenerated()).isEmpty();
    }

    @Test
    void changedSpecRegeneratesItsModule() throws Exception {
        FileTime before = Files.getLastModifiedTime(model("iifl", "Profile"));
        replace("specs/iifl.yaml", "Partner login in the vendor's samples", "Partner login");

        assertThat(regenerated()).containsExactly("iifl");
        assertThat(Files.getLastModifiedTime(model("iifl", "Profile")))
                .as("what comes out the same is not formatted again")
                .isEqualTo(before);
    }

    @Test
    void changedTemplateRegeneratesEveryModule() throws Exception {
        replace("specs/templates/record.mustache", "Starts a request;", "Begins a request;");

        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
        assertThat(Files.readString(model("noren", "QuickAuthRequest"))).contains("Begins a request;");
    }

    @Test
    void changedGeneratorRegeneratesEveryModule() throws Exception {
        Map<Path, String> before = sources();
        replace("specs/generator/org/brokersdk/generator/Java.java", "OffsetDateTime.parse(", "OffsetDateTime .parse(");

        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
        assertThat(sources()).as("as by and by, so from nothing").isEqualTo(before);
    }

    @Test
    void schemaThatIsGoneLeavesNoClass() throws Exception {
        replace("specs/noren.yaml", "LogoutRequest", "SignOutRequest");

        assertThat(regenerated()).containsExactly("noren");
        assertThat(model("noren", "LogoutRequest")).doesNotExist();
        assertThat(model("noren", "SignOutRequest")).exists();
    }

    /** Generates, and tells which modules it touched. */
    private static List<String> regenerated() throws Exception {
        for (String broker : Spec.BROKERS) {
            if (Files.exists(mark(broker))) {
                Files.setLastModifiedTime(mark(broker), FileTime.fromMillis(0));
            }
        }
        Maven.run(
                copy,
                List.of("compile"),
                List.of(
                        "-o",
                        "-Dmaven.repo.local=" + Maven.property("localRepository"),
                        // Without compiling, as a class that the SDK uses may be gone.
                        "-Dmaven.main.skip",
                        "-pl",
                        "sdk-core,sdk-core/testing,"
                                + Spec.BROKERS.stream()
                                        .map(broker -> broker + "-sdk")
                                        .collect(Collectors.joining(","))));
        List<String> regenerated = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            if (Files.getLastModifiedTime(mark(broker)).toMillis() > 0) {
                regenerated.add(broker);
            }
        }
        return regenerated;
    }

    /** What the generator writes each time. */
    private static Path mark(String broker) {
        return generated(broker).resolve(".openapi-generator/" + broker + ".json-default.sha256");
    }

    private static Path model(String broker, String name) {
        return generated(broker).resolve("src/main/java/org/brokersdk/" + broker + "/api/" + name + ".java");
    }

    private static Path generated(String broker) {
        return copy.resolve(broker + "-sdk/target/generated-sources/openapi");
    }

    /** All that is compiled of what is generated. */
    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        for (String broker : Spec.BROKERS) {
            try (Stream<Path> files = Files.walk(generated(broker).resolve("src"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.put(file, Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static void replace(String file, String old, String replacement) throws IOException {
        Path path = copy.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(old);
        Files.writeString(path, text.replace(old, replacement));
        // Ant takes files as equally old within a second, and a test edits faster than a person.
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(2)));
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.brokersdk.mocks.Spec;
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
        replace("specs/iifl.yaml", "Partner login in the vendor's samples", "Partner login");

        assertThat(regenerated()).containsExactly("iifl");
    }

    @Test
    void changedTemplateRegeneratesEveryModule() throws Exception {
        replace("specs/templates/record.mustache", "Starts a request;", "Begins a request;");

        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
        assertThat(Files.readString(model("noren", "QuickAuthRequest"))).contains("Begins a request;");
    }

    @Test
    void changedGeneratorRegeneratesEveryModule() throws Exception {
        replace("specs/generator/org/brokersdk/generator/Java.java", "OffsetDateTime.parse(", "OffsetDateTime .parse(");

        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
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
        List<Path> sources = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            Path api = api(broker);
            if (Files.exists(api)) {
                sources.add(api);
                Files.setLastModifiedTime(api, FileTime.fromMillis(0));
            }
        }
        Maven.run(
                copy,
                List.of("generate-sources"),
                List.of(
                        "-o",
                        "-Dmaven.repo.local=" + Maven.property("localRepository"),
                        "-pl",
                        String.join(
                                ",",
                                Spec.BROKERS.stream()
                                        .map(broker -> broker + "-sdk")
                                        .toList())));
        List<String> regenerated = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            if (Files.getLastModifiedTime(api(broker)).toMillis() > 0) {
                regenerated.add(broker);
            }
        }
        return regenerated;
    }

    private static Path api(String broker) {
        String name = Character.toUpperCase(broker.charAt(0)) + broker.substring(1) + "Api";
        return model(broker, name);
    }

    private static Path model(String broker, String name) {
        return copy.resolve(broker + "-sdk/target/generated-sources/openapi/src/main/java/org/brokersdk/" + broker
                + "/api/" + name + ".java");
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

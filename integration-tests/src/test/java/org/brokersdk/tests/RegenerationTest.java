package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of this project regenerates what a change concerns, and nothing else. */
class RegenerationTest {

    private static final Path PROJECT = Spec.DIRECTORY.getParent();

    @TempDir
    Path copy;

    @BeforeEach
    void copyAndGenerate() throws Exception {
        for (String part : List.of("pom.xml", "specs", "kotak-sdk", "iifl-sdk", "noren-sdk", "integration-tests")) {
            copy(PROJECT.resolve(part));
        }
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
        replace("specs/templates/model.mustache", "Starts a request;", "Begins a request;");

        assertThat(regenerated()).containsExactlyElementsOf(Spec.BROKERS);
        assertThat(Files.readString(model("noren", "LogoutRequest"))).contains("Begins a request;");
    }

    @Test
    void schemaThatIsGoneLeavesNoClass() throws Exception {
        replace("specs/noren.yaml", "LogoutRequest", "SignOutRequest");

        assertThat(regenerated()).containsExactly("noren");
        assertThat(model("noren", "LogoutRequest")).doesNotExist();
        assertThat(model("noren", "SignOutRequest")).exists();
    }

    /** Generates, and tells which modules it touched. */
    private List<String> regenerated() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            Path api = api(broker);
            if (Files.exists(api)) {
                sources.add(api);
                Files.setLastModifiedTime(api, FileTime.fromMillis(0));
            }
        }
        Maven.run(copy, List.of("generate-sources"), List.of("-o", "-pl", "kotak-sdk,iifl-sdk,noren-sdk"));
        List<String> regenerated = new ArrayList<>();
        for (String broker : Spec.BROKERS) {
            if (Files.getLastModifiedTime(api(broker)).toMillis() > 0) {
                regenerated.add(broker);
            }
        }
        return regenerated;
    }

    private Path api(String broker) {
        String name = Character.toUpperCase(broker.charAt(0)) + broker.substring(1) + "Api";
        return model(broker, name);
    }

    private Path model(String broker, String name) {
        return copy.resolve(broker + "-sdk/target/generated-sources/openapi/src/main/java/org/brokersdk/" + broker
                + "/api/" + name + ".java");
    }

    private void replace(String file, String old, String replacement) throws IOException {
        Path path = copy.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(old);
        Files.writeString(path, text.replace(old, replacement));
        // Ant takes files as equally old within a second, and a test edits faster than a person.
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(2)));
    }

    private void copy(Path part) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = PROJECT.relativize(file);
                boolean output = Stream.of("target", "node_modules")
                        .anyMatch(name -> relative.toString().contains(name));
                if (!output) {
                    Files.copy(file, copy.resolve(relative));
                }
            }
        }
    }
}

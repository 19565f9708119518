package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Adds a broker to a copy of this project, as CONTRIBUTING says: its own files, and one edit of each shared file. The
 * made-up broker is the template of others. {@code src/test/brokers} has its files in the folders of the project.
 */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class AddBrokerTest {

    private static final Path BROKER = Path.of("src/test/brokers/acmeone").toAbsolutePath();

    /** Tests that find the brokers by themselves. */
    private static final List<String> TESTS = List.of(
            "SdkTest",
            "EveryExampleTest",
            "RefusalTest",
            "ReasonsTest",
            "RecordingTest",
            "SamplesOfOperationsTest",
            "FaultMatrixTest",
            "CallTimeoutTest",
            "ConnectionTest",
            "SessionOriginTest",
            "SessionEndTest",
            "ObservabilityTest",
            "SettingsTest",
            "ConsumerTest",
            "PublicTest");

    private static final List<String> VERIFY = List.of(
            "verify",
            "-Dbrokers=acmeone",
            "-Dit.test=" + String.join(",", TESTS),
            "-DexcludedGroups=browser,soak",
            // This build runs the other unit tests.
            "-Dtest=BrokerFilesTest#everySpecHasItsFilesAndLines",
            "-Dsurefire.failIfNoSpecifiedTests=false");

    /** A line to add in front of another line of a file. */
    private record Edit(String file, String text, String before) {}

    private static final List<Edit> EDITS = List.of(
            new Edit("pom.xml", "    <module>acmeone-sdk</module>\n", "    <module>integration-tests</module>\n"),
            new Edit("integration-tests/pom.xml", """
                        <dependency>
                          <groupId>org.brokersdk</groupId>
                          <artifactId>acmeone-sdk</artifactId>
                          <version>${project.version}</version>
                        </dependency>
                    """, """
                        <dependency>
                          <groupId>com.squareup.okhttp3</groupId>
                          <artifactId>okhttp-tls</artifactId>
                    """),
            new Edit(
                    "sdk-core/src/main/java/module-info.java",
                    "            org.brokersdk.acmeone,\n",
                    "            org.brokersdk.iifl,\n"),
            new Edit(
                    "integration-tests/src/test/resources/public.txt",
                    "acmeone-sdk  AcmeOneClient AcmeOneClient.Builder AcmeOneSession\n\n",
                    "kotak-sdk    KotakClient KotakClient.Builder KotakInit"),
            new Edit(
                    "README.md",
                    "| [Acme One](docs/guides/4-before-acmeone.md) | `AcmeOneClient` | made up | |\n",
                    "| [Kotak]("),
            new Edit(
                    "CHANGELOG.md",
                    "- `acmeone-sdk`, the SDK of Acme One.\n",
                    "- `sdk-core`, the module that all SDKs share."));

    @TempDir
    private Path copy;

    @Test
    void ownFilesAndOneEditOfEachSharedFileAreEnough() throws Exception {
        Path tools = Spec.DIRECTORY.resolve("node_modules");
        Maven.copy(Spec.DIRECTORY.getParent(), copy);
        Files.createSymbolicLink(copy.resolve("specs/node_modules"), tools);
        Maven.copy(BROKER, copy);
        for (Edit edit : EDITS) {
            Path file = copy.resolve(edit.file());
            String text = Files.readString(file);
            assertThat(text).containsOnlyOnce(edit.before());
            Files.writeString(file, text.replace(edit.before(), edit.text() + edit.before()));
        }

        Maven.run(copy, VERIFY, List.of("-o", "-Dmaven.repo.local=" + Maven.property("localRepository")));

        // npm would have emptied the folder behind the link.
        assertThat(tools).isNotEmptyDirectory();
    }

    @Test
    void anotherBrokerIsSmall() throws IOException {
        try (Stream<Path> paths = Files.walk(BROKER)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            long lines = 0;
            for (Path file : files) {
                boolean isSdk = file.startsWith(BROKER.resolve("acmeone-sdk"))
                        && file.toString().endsWith(".java");
                lines += isSdk ? Files.readAllLines(file).size() : 0;
            }

            assertThat(files.size() + EDITS.size()).isLessThanOrEqualTo(15);
            assertThat(lines).isLessThanOrEqualTo(250);
        }
    }
}

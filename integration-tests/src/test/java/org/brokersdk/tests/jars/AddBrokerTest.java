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
 * Adds a broker to a copy of this project, as CONTRIBUTING says: its own files, and the module in two poms. It is a
 * made-up one that logs in by a browser, and lies in {@code src/test/brokers} where it would lie in the project.
 */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class AddBrokerTest {

    private static final Path BROKER = Path.of("src/test/brokers/acme").toAbsolutePath();

    /** The module, and the tests that find the broker. */
    private static final List<String> VERIFY = List.of(
            "verify",
            "-Dbrokers=acme",
            "-Dit.test="
                    + String.join(
                            ",",
                            "SdkTest",
                            "EveryExampleTest",
                            "RefusalTest",
                            "ReasonsTest",
                            "RecordingTest",
                            "SamplesOfOperationsTest",
                            "FaultMatrixTest",
                            "BrowserTest",
                            "CallTimeoutTest",
                            "SessionOriginTest",
                            "ObservabilityTest",
                            "SendOnceTest",
                            "SettingsTest",
                            "ConsumerTest",
                            "PublicTest"),
            "-DexcludedGroups=browser,soak",
            // This build has run the unit tests.
            "-Dtest=None",
            "-Dsurefire.failIfNoSpecifiedTests=false",
            // The tools of Node are those of this project.
            "-Dmaven.antrun.skip");

    @TempDir
    private Path copy;

    @Test
    void itsOwnFilesAndTheModuleAreEnough() throws Exception {
        Maven.copy(Spec.DIRECTORY.getParent(), copy);
        Files.createSymbolicLink(copy.resolve("specs/node_modules"), Spec.DIRECTORY.resolve("node_modules"));
        add("specs");
        add("docs");
        add("acme-sdk");
        insert("pom.xml", "    <module>acme-sdk</module>\n", "    <module>integration-tests</module>\n");
        insert(
                "integration-tests/pom.xml",
                """
                    <dependency>
                      <groupId>org.brokersdk</groupId>
                      <artifactId>acme-sdk</artifactId>
                      <version>${project.version}</version>
                    </dependency>
                """,
                "    <dependency>\n      <groupId>com.squareup.okhttp3</groupId>\n      <artifactId>okhttp-tls</artifactId>\n");
        insert(
                "sdk-core/src/main/java/module-info.java",
                "            org.brokersdk.acme,\n",
                "            org.brokersdk.iifl,\n");
        insert(
                "integration-tests/src/test/resources/public.txt",
                "acme-sdk     AcmeClient AcmeClient.Builder AcmeSession\n\n",
                "kotak-sdk    KotakClient KotakClient.Builder KotakInit");

        List<String> missing = Maven.fail(copy, true, System.getenv("PATH"), VERIFY);
        assertThat(String.join("\n", missing))
                .contains(
                        "AcmeClient has no Sdk: write AcmeSdk.java",
                        "The operation openSession of specs/acme.yaml has no sample: write a public method openSession() in"
                                + " integration-tests/src/main/java/org/brokersdk/samples/AcmeSamples.java");

        add("integration-tests");
        Maven.run(copy, VERIFY, List.of("-o", "-Dmaven.repo.local=" + Maven.property("localRepository")));
    }

    /** What another broker costs, its spec aside. */
    @Test
    void itIsSmall() throws IOException {
        try (Stream<Path> all = Files.walk(BROKER)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            long lines = 0;
            for (Path file : files) {
                lines += file.startsWith(BROKER.resolve("acme-sdk"))
                                && file.toString().endsWith(".java")
                        ? Files.readAllLines(file).size()
                        : 0;
            }

            assertThat(files).hasSizeLessThanOrEqualTo(15);
            assertThat(lines).isLessThanOrEqualTo(220);
        }
    }

    private void add(String part) throws IOException {
        Maven.copy(BROKER.resolve(part), copy.resolve(part));
    }

    private void insert(String file, String text, String before) throws IOException {
        Path path = copy.resolve(file);
        String whole = Files.readString(path);
        assertThat(whole).containsOnlyOnce(before);
        Files.writeString(path, whole.replace(before, text + before));
    }
}

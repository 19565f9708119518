package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.brokersdk.mocks.Authority;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.OperationSample;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * In a project outside this one, that depends on nothing but the installed jar of one SDK, all samples of its broker
 * compile and work.
 *
 * <p>Its local repository holds only that jar and what its pom asks for, so that no dependency is there by luck.
 */
@Tag("full")
@ExtendWith(PrismExtension.class)
class ConsumerTest {

    private static final Path CONSUMER = Path.of("src/consumer").toAbsolutePath();
    private static final List<String> BROKERS = Spec.BROKERS;

    @ParameterizedTest
    @FieldSource("BROKERS")
    void samplesWorkWithTheJarAlone(String broker, Mocks mocks, @TempDir Path project) throws Exception {
        List<String> samples = new ArrayList<>();
        Maven.copy(CONSUMER, project);
        for (OperationSample sample : OperationSample.of(broker)) {
            Path source = sample.source();
            Files.copy(
                    source,
                    project.resolve("src/main/java").resolve(source.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
            samples.add(sample.method().getDeclaringClass().getName() + "#"
                    + sample.method().getName());
        }
        Maven.run(
                project,
                List.of(
                        "org.apache.maven.plugins:maven-compiler-plugin:" + Maven.property("compilerPlugin")
                                + ":compile",
                        "org.apache.maven.plugins:maven-dependency-plugin:" + Maven.property("dependencyPlugin")
                                + ":build-classpath"),
                List.of(
                        "--settings=" + CONSUMER.resolve("settings.xml"),
                        "-DlocalRepository=" + Maven.property("localRepository"),
                        "-Dmaven.repo.local=" + Maven.property("consumerRepository"),
                        "-Dsdk.artifactId=" + broker + "-sdk",
                        "-Dsdk.version=" + Maven.property("sdkVersion"),
                        "-Dmdep.outputFile=target/classpath"));

        try (Gateway gateway = mocks.open(broker)) {
            Path trust = Authority.trustStore(project.resolve("target/trust"), "changeit");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djavax.net.ssl.trustStore=" + trust,
                    "-Djavax.net.ssl.trustStorePassword=changeit",
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=" + gateway.server().address().getPort(),
                    "-classpath",
                    "target/classes" + File.pathSeparator + Files.readString(project.resolve("target/classpath")),
                    "Consumer"));
            command.addAll(samples);
            Process consumer = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(consumer.getInputStream().readAllBytes()).lines())
                    .containsExactlyElementsOf(
                            samples.stream().map(sample -> sample + " works").toList());
            assertThat(consumer.waitFor()).isZero();
        }
    }
}

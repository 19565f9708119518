package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A project outside this one, that depends on nothing but the installed jar of one SDK, compiles and logs in.
 *
 * <p>Its local repository holds only that jar and what its pom asks for, so that no dependency is there by luck.
 */
@Tag("full")
@ExtendWith(PrismExtension.class)
class ConsumerTest {

    private static final Path CONSUMERS = Path.of("src/consumers").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"kotak", "iifl", "noren"})
    void logsInWithTheJarAlone(String broker, Mocks mocks, @TempDir Path project) throws Exception {
        Maven.copy(CONSUMERS.resolve(broker), project);
        Maven.run(
                project,
                List.of(
                        "org.apache.maven.plugins:maven-compiler-plugin:" + Maven.property("compilerPlugin")
                                + ":compile",
                        "org.apache.maven.plugins:maven-dependency-plugin:" + Maven.property("dependencyPlugin")
                                + ":build-classpath"),
                List.of(
                        "--settings=" + CONSUMERS.resolve("settings.xml"),
                        "-DlocalRepository=" + Maven.property("localRepository"),
                        "-Dmaven.repo.local=" + Maven.property("consumerRepository"),
                        "-Dsdk.version=" + Maven.property("sdkVersion"),
                        "-Dmdep.outputFile=target/classpath"));

        Process login = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        "target/classes" + File.pathSeparator + Files.readString(project.resolve("target/classpath")),
                        "Login",
                        mocks.of(broker).url())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(login.getInputStream().readAllBytes())).startsWith("logged in: ");
        assertThat(login.waitFor()).isZero();
    }
}

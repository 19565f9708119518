package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The finished jars work side by side, and contain the texts that their licenses require. */
@Tag("jar")
class JarContentsTest {

    /** Java refuses to start with two modules that contain the same package. */
    @Test
    void noTwoJarsContainTheSamePackage() {
        Path[] jars = PublicTest.JARS.stream().map(Maven::jar).toArray(Path[]::new);

        List<String> packages = ModuleFinder.of(jars).findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .toList();

        assertThat(packages).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("org.brokersdk.tests.jars.PublicTest#JARS")
    void jarContainsItsDescriptorLicenseAndDependencies(String name) throws Exception {
        try (JarFile jar = new JarFile(Maven.jar(name).toFile())) {
            for (String entry : List.of("module-info.class", "META-INF/LICENSE", "META-INF/DEPENDENCIES")) {
                assertThat(jar.getEntry(entry)).as(entry).isNotNull();
            }
        }
    }
}

package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the guide names the versions that the tests use. */
class VersionsTest {

    @ParameterizedTest
    @CsvSource({
        "pom.xml, micrometer-core",
        "pom.xml, context-propagation",
        "pom.xml, opentelemetry-okhttp-3.0",
        "pom.xml, spring-context",
        "pom.xml, weld-se-core",
        "programs/spring-boot/pom.xml, spring-boot-starter-parent",
        "programs/kotlin/pom.xml, kotlin-maven-plugin",
        "programs/kotlin/pom.xml, kotlinx-coroutines-core-jvm"
    })
    void guideNamesTheVersionOfThePom(String pom, String artifact) throws Exception {
        String version = Pattern.compile(Pattern.quote("<artifactId>" + artifact + "</artifactId>")
                        + "\\s*<version>([^<]*?)(?:\\.Final)?</version>")
                .matcher(Files.readString(Path.of(pom)))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(Files.readString(Spec.DIRECTORY.resolveSibling("docs/guides/16-platforms.md")))
                .containsPattern("(?m)^\\|.*\\b" + Pattern.quote(version) + "\\b.*\\| tried \\|$");
    }
}

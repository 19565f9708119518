package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Test;

/** Checks that README's first screen says what a user needs before a first login. */
class ReadmeTest {

    private final List<String> lines;

    ReadmeTest() throws IOException {
        lines = Files.readAllLines(Spec.DIRECTORY.resolveSibling("README.md"));
    }

    @Test
    void beginsWithALoginOfAtMostFifteenStatements() {
        int begin = lines.indexOf("```java");

        assertThat(begin).isBetween(1, 10);
        assertThat(lines.subList(begin, lines.size()).indexOf("```")).isLessThanOrEqualTo(20);
        assertThat(lines.subList(0, begin)).anyMatch(line -> line.contains("They log in only"));
    }

    @Test
    void showsTheDependencyForMavenGradleAndPlainJars() {
        assertThat(String.join("\n", lines.subList(0, 60)))
                .contains("Nothing is published yet", "<dependency>", "mavenLocal()", "docs/guides/14-import.md");
    }

    @Test
    void linksToTheGuidesBeforeAFirstLogin() {
        assertThat(String.join("\n", lines.subList(0, 75)))
                .contains("docs/guides/1-first-login.md")
                .contains(Spec.all().stream()
                        .map(spec -> "-before-" + spec.broker() + ".md)")
                        .toList());
    }
}

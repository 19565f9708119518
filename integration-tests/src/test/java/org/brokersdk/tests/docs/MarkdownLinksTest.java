package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the links of Markdown files work on a code forge, where there is no built site. */
class MarkdownLinksTest {

    private static final Path REPOSITORY = Spec.DIRECTORY.getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]*))?[^)]*\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

    static Stream<Path> pages() {
        return Stream.of("", "docs", "docs/decisions", "docs/guides", "integration-tests/programs")
                .map(REPOSITORY::resolve)
                .flatMap(MarkdownLinksTest::markdownFiles);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeading(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(text(page)).results().toList()) {
            assertLeadsSomewhere(page, link);
        }
    }

    private static void assertLeadsSomewhere(Path page, MatchResult link) throws IOException {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        assertThat(target).as(link.group()).exists();
        if (link.group(2) != null) {
            assertThat(anchors(target)).as(link.group()).contains(link.group(2));
        }
    }

    /** Returns the anchors that a code forge gives to the headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private static String text(Path page) throws IOException {
        return CODE.matcher(Files.readString(page)).replaceAll("");
    }

    private static Stream<Path> markdownFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

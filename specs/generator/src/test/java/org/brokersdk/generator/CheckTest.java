package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot become right Java is refused in one line, which says where it stands and what to write instead. */
class CheckTest {

    @TempDir
    Path folder;

    @Test
    void smallSpecIsTaken() throws IOException {
        assertThat(mistakes(resource("small.yaml"))).isEmpty();
    }

    /**
     * A change of {@code small.yaml}, and what is said to it.
     *
     * @param title what is changed
     * @param edits lines to find, and lines to put there
     * @param lines the complaints
     */
    record Refusal(String title, List<Edit> edits, List<String> lines) {

        static Refusal of(String block) {
            Refusal refusal =
                    new Refusal(block.lines().findFirst().orElseThrow(), new ArrayList<>(), new ArrayList<>());
            block.lines().skip(1).forEach(refusal::read);
            return refusal;
        }

        private void read(String line) {
            String rest = line.substring(1) + "\n";
            switch (line.charAt(0)) {
                case '-' -> {
                    if (edits.isEmpty() || !last().written.isEmpty()) {
                        edits.add(new Edit(new StringBuilder("\n"), new StringBuilder()));
                    }
                    last().found.append(rest);
                }
                case '+' -> last().written.append(rest);
                default -> lines.add(line);
            }
        }

        private Edit last() {
            return edits.get(edits.size() - 1);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Whole lines. */
    private record Edit(StringBuilder found, StringBuilder written) {

        String in(String text) {
            int start = text.indexOf(found.toString());
            assertThat(start).as("where to find %s", found).isNotNegative();
            return text.substring(0, start + 1) + written + text.substring(start + found.length());
        }
    }

    static Stream<Refusal> refusals() throws IOException {
        return Stream.of(resource("refusals.txt").split("\n\n")).map(Refusal::of);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void mistakeIsNamed(Refusal refusal) throws IOException {
        String spec = resource("small.yaml");
        for (Edit edit : refusal.edits) {
            spec = edit.in(spec);
        }

        assertThat(mistakes(spec))
                .containsExactlyElementsOf(refusal.lines.stream()
                        .map(line -> "specs/small.yaml:" + line)
                        .toList());
    }

    @Test
    void allMistakesAreNamedInTheOrderOfTheirLines() throws IOException {
        String spec = resource("small.yaml")
                .replace("in: query", "in: cookie")
                .replace("format: date", "format: time")
                .replace("1.0.0", "1.0");

        assertThat(mistakes(spec)).extracting(line -> line.split(":")[1]).containsExactly("5", "54", "62", "198");
    }

    /** What is no spec, and what is said to it. */
    static Stream<Arguments> files() {
        String notOpenApi = "1: what is not OpenAPI is not supported; write `openapi: 3.0.3` and what belongs to it";
        return Stream.of(
                file("nothing", "", notOpenApi),
                file("a remark", "# nothing\n", notOpenApi),
                file("a list", "- openapi: 3.0.3\n", notOpenApi),
                file(
                        "half a file",
                        "openapi: 3.0.3\ninfo: {title: Half",
                        "2: this is not YAML: expected ',' or '}', but got <stream end>; correct it"),
                file(
                        "a tab",
                        "openapi: 3.0.3\n\tinfo: {}\n",
                        "2: this is not YAML: found character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation); correct it"),
                file(
                        "an alias of nothing",
                        "openapi: 3.0.3\ninfo: *nothing\n",
                        "2: this is not YAML: found undefined alias nothing; correct it"),
                file(
                        "two documents",
                        "openapi: 3.0.3\n---\nopenapi: 3.0.3\n",
                        "2: this is not YAML: but found another document; correct it"),
                file(
                        "an anchor that holds itself",
                        "openapi: 3.0.3\ninfo: &i {a: *i}\n",
                        "2: an anchor that holds itself is not supported; write out what is meant"),
                file(
                        "a key that is a list",
                        "openapi: 3.0.3\n? [a]\n: b\n",
                        "2: the key `` is not a text; put it in quotes"),
                file(
                        "a control character",
                        "openapi: 3.0.3\n#\u0001\n",
                        "2: this is not YAML: special characters are not allowed; correct it"),
                file(
                        "aliases without end",
                        "openapi: 3.0.3\na: &a [1]\nb: [" + "*a, ".repeat(60) + "]\n",
                        "1: this cannot be read: Number of aliases for non-scalar nodes exceeds the specified max=50;"
                                + " correct it"),
                file(
                        "brackets without end",
                        "openapi: 3.0.3\na: " + "[".repeat(30_000),
                        "1: this is nested too deeply; name the inner schemas below `components`"),
                file(
                        "4 MB",
                        "openapi: 3.0.3\na:\n" + "- and more of the same\n".repeat(150_000),
                        "1: this cannot be read: The incoming YAML document exceeds the limit: 3145728 code points;"
                                + " correct it"));
    }

    private static Arguments file(String name, String text, String mistake) {
        return Arguments.of(Named.of(name, text), mistake);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void whatIsNoSpecIsNamed(String text, String mistake) throws IOException {
        assertThat(mistakes(text)).containsExactly("specs/small.yaml:" + mistake);
    }

    @Test
    void missingFileIsToBeWritten() {
        assertThat(Check.mistakes(folder.resolve("specs/nowhere.yaml")))
                .containsExactly("specs/nowhere.yaml:1: there is no such file; write it");
    }

    @Test
    void fileMustBeUtf8() throws IOException {
        Path file = Files.createDirectories(folder.resolve("specs")).resolve("latin.yaml");
        Files.write(file, "openapi: 3.0.3 # größer".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Check.mistakes(file)).containsExactly("specs/latin.yaml:1: this is not UTF-8; save it as such");
    }

    /** Whatever stands in a spec, a message about it is one line, and not a long one. */
    @Test
    void messageIsOneLine() throws IOException {
        String key = "\"\\n\\r\\u2028\\u202e" + "long ".repeat(100) + "\"";

        assertThat(mistakes(resource("small.yaml").replace("x-redirect-codes", key)))
                .singleElement()
                .asString()
                .isEqualTo("specs/small.yaml:22: ` " + "long ".repeat(11)
                        + "long…` is not supported in a spec; leave it out");
    }

    private List<String> mistakes(String spec) throws IOException {
        Path file = Files.createDirectories(folder.resolve("specs")).resolve("small.yaml");
        return Check.mistakes(Files.writeString(file, spec));
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = CheckTest.class.getResourceAsStream("/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

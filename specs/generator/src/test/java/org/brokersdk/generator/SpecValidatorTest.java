package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecValidatorTest {

    @TempDir
    Path folder;

    @Test
    void supportedSpecIsAccepted() throws IOException {
        assertThat(errors(Generated.resource("features.yaml"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2fa", "'@type'", "_id", "a.b", "class", "URL"})
    void fieldWithAnotherNameInJavaIsAccepted(String field) throws IOException {
        assertThat(errors(Generated.resource("features.yaml").replace("        next:", "        '" + field + "':")))
                .isEmpty();
    }

    static Stream<String> refusals() throws IOException {
        return Generated.resource("refusals.txt").lines().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void unsupportedSpecIsRefused(String refusal) throws IOException {
        String[] changeAndErrors = refusal.split(" :: ");
        String spec = Generated.resource("features.yaml");
        String[] edit = unescape(changeAndErrors[0]).split(" => ", 2);
        assertThat(spec).contains(edit[0]);
        int start = spec.indexOf(edit[0]);
        spec = spec.substring(0, start) + edit[1] + spec.substring(start + edit[0].length());

        String[] expected = changeAndErrors[1].split(" \\|\\| ");
        List<String> errors = errors(spec);

        assertThat(errors).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            String error = "specs/features.yaml:" + expected[i];
            if (error.endsWith(";")) {
                assertThat(errors.get(i)).startsWith(error);
            } else {
                assertThat(errors.get(i)).isEqualTo(error);
            }
        }
    }

    private static String unescape(String text) {
        return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\");
    }

    @Test
    void errorsAreInTheOrderOfTheirLines() throws IOException {
        String spec = Generated.resource("features.yaml")
                .replace("login: CODE", "login: code")
                .replace("kind, in: query", "kind, in: cookie")
                .replace("default: DAY", "default: 5");

        assertThat(errors(spec)).extracting(line -> line.split(":")[1]).containsExactly("14", "187", "400");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | 1: the file is not OpenAPI 3.0; write `openapi: 3.0.3`, and use its keywords",
                "'- openapi: 3.0.3'                   | 1: the file is not OpenAPI 3.0; write `openapi: 3.0.3`, and use its keywords",
                "'openapi: 3.0.3\ninfo: {title: Half' | 2: the file is not YAML: expected ',' or '}', but got <stream end>; correct it",
                "'openapi: 3.0.3\ninfo: *nothing'     | 2: the file is not YAML: found undefined alias nothing; correct it",
                "'openapi: 3.0.3\n---\nopenapi: 3.0'  | 2: the file is not YAML: but found another document; correct it",
            })
    void fileThatIsNoSpecIsRefused(String text, String error) throws IOException {
        assertThat(errors(text)).containsExactly("specs/features.yaml:" + error);
    }

    @Test
    void deepAndLargeFilesAreRefused() throws IOException {
        String deep = "openapi: 3.0.3\na: " + "[".repeat(30_000);
        String large = "openapi: 3.0.3\na:\n" + "- and more of the same\n".repeat(150_000);

        assertThat(errors(deep))
                .singleElement()
                .asString()
                .startsWith("specs/features.yaml:1: the file cannot be read: Nesting");
        assertThat(errors(large))
                .singleElement()
                .asString()
                .startsWith("specs/features.yaml:1: the file cannot be read: The inc");
    }

    @Test
    void missingFileIsRefused() {
        assertThat(SpecValidator.errors(folder.resolve("specs/nowhere.yaml")))
                .containsExactly("specs/nowhere.yaml:1: there is no such file; create it");
    }

    @Test
    void fileInAnotherEncodingIsRefused() throws IOException {
        Path file = Files.createDirectories(folder.resolve("specs")).resolve("latin.yaml");
        Files.write(file, "openapi: 3.0.3 # größer".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(SpecValidator.errors(file))
                .containsExactly("specs/latin.yaml:1: the file is not UTF-8; save it as UTF-8");
    }

    @Test
    void errorIsOneShortLine() throws IOException {
        String key = "\"\\n\\r\\u2028\\u202e" + "long ".repeat(100) + "\"";

        assertThat(errors(Generated.resource("features.yaml").replace("x-redirect-codes", key)))
                .containsExactly("specs/features.yaml:26: ` " + "long ".repeat(11)
                        + "long…` is not supported here; remove it, or say it in the description");
    }

    private List<String> errors(String spec) throws IOException {
        Path file = Files.createDirectories(folder.resolve("specs")).resolve("features.yaml");
        return SpecValidator.errors(Files.writeString(file, spec));
    }
}

package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each spec has the files and lines of an SDK. This test runs before the SDKs are built, and reports everything that is
 * missing.
 */
@Tag("spec")
class BrokerFilesTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path TEMPLATE = ROOT.resolve("integration-tests/src/test/brokers/acmeone");

    @Test
    void everySpecHasItsFilesAndLines() throws IOException {
        List<String> missing = new ArrayList<>();
        try (Stream<Path> specs = Files.list(ROOT.resolve("specs"))) {
            for (Path spec : specs.filter(BrokerFilesTest::isSpec).sorted().toList()) {
                missing.addAll(missing(spec));
            }
        }

        assertThat(missing)
                .withFailMessage(
                        () -> "\n  " + String.join("\n  ", missing)
                                + "\n  CONTRIBUTING.md, \"Add a broker\", has a command that creates the files from a template.")
                .isEmpty();
    }

    @Test
    void specWithoutFilesGetsAllReports() throws IOException {
        String sdk = "acmeone-sdk/src/main/java/";
        String tests = "integration-tests/src/";

        assertThat(missing(TEMPLATE.resolve("specs/acmeone.yaml")))
                .containsExactly(
                        "acmeone-sdk/pom.xml: write the file",
                        sdk + "module-info.java: write the file",
                        sdk + "org/brokersdk/acmeone/AcmeOneClient.java: write the file",
                        tests + "main/java/org/brokersdk/samples/AcmeOneSamples.java: write the public method logIn()",
                        tests + "main/java/org/brokersdk/samples/AcmeOneSamples.java: write the public method logOut()",
                        tests + "test/java/org/brokersdk/tests/sdks/AcmeOneSdk.java: write the file",
                        "docs/pictures/acmeone.puml: draw a picture whose name begins with acme-one",
                        "docs/guides/4-before-acmeone.md: write the file",
                        "pom.xml: add <module>acmeone-sdk</module>",
                        "integration-tests/pom.xml: add a dependency on acmeone-sdk",
                        "sdk-core/src/main/java/module-info.java: add org.brokersdk.acmeone to `exports … to`",
                        tests
                                + "test/resources/public.txt: add a line acmeone-sdk with the names of its public classes",
                        "README.md: add a row with `AcmeOneClient` and a link to the guide to the table \"Which login\"",
                        "CHANGELOG.md: add a line with `acmeone-sdk` below \"Unreleased\"");
    }

    @Test
    void templateHasEveryFileThatItsSpecNeeds() throws IOException {
        assertThat(missing(TEMPLATE.resolve("specs/acmeone.yaml")).stream()
                        .filter(line -> !line.contains(": add "))
                        .map(line -> TEMPLATE.resolve(line.split(":", -1)[0])))
                .isNotEmpty()
                .allMatch(Files::exists);
    }

    @Test
    void fileOfAnotherNameThanTheBrokerIsReported(@TempDir Path folder) throws IOException {
        Path specs = Files.createDirectory(folder.resolve("specs"));

        assertThat(missing(Files.copy(TEMPLATE.resolve("specs/acmeone.yaml"), specs.resolve("acme-one.yaml"))))
                .containsExactly(
                        "specs/acme-one.yaml: name the file and write `info.title` after the broker, for example"
                                + " angelone.yaml and \"Angel One login\"");
    }

    private static boolean isSpec(Path file) {
        return file.toString().endsWith(".yaml");
    }

    /** Returns a line for each file and line of the project that a spec needs and that is missing. */
    private static List<String> missing(Path spec) throws IOException {
        String broker = spec.getFileName().toString().replace(".yaml", "");
        String module = broker + "-sdk";
        List<String> errors = SpecValidator.errors(spec);
        if (!errors.isEmpty()) {
            // The build of an SDK refuses its spec by itself.
            return Files.exists(ROOT.resolve(module)) ? List.of() : errors;
        }
        JsonNode root = new SpecReader(new Diagnostics()).read(Files.readString(spec));
        String title = root.at("/info/title").asText();
        if (!title.replace(" ", "").toLowerCase(Locale.ROOT).equals(broker + "login")
                || !broker.matches("[a-z][a-z0-9]*")) {
            return List.of(
                    "specs/" + broker + ".yaml: name the file and write `info.title` after the broker, for example"
                            + " angelone.yaml and \"Angel One login\"");
        }
        Missing missing = new Missing();
        String sources = module + "/src/main/java/";
        missing.file(module + "/pom.xml", "<broker>" + broker + "</broker>");
        missing.file(sources + "module-info.java", "module org.brokersdk." + broker + " ");
        for (JsonNode tag : root.get("tags")) {
            String api = tag.get("name").asText();
            missing.file(sources + "org/brokersdk/" + broker + "/" + api + "Client.java", "class " + api + "Client ");
            for (String operation : operations(root, api)) {
                missing.text(
                        "integration-tests/src/main/java/org/brokersdk/samples/" + api + "Samples.java",
                        "public \\w+ " + operation + "\\(\\)",
                        "write the public method " + operation + "()");
            }
            missing.file(
                    "integration-tests/src/test/java/org/brokersdk/tests/sdks/" + api + "Sdk.java",
                    "class " + api + "Sdk ");
            String picture = tag.path("x-displayName")
                    .asText(api)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}]+", "-");
            missing.text(
                    "docs/pictures/" + broker + ".puml",
                    "^@startuml " + picture,
                    "draw a picture whose name begins with " + picture);
        }
        try (Stream<Path> guides = Files.list(ROOT.resolve("docs/guides"))) {
            String guide = "-before-" + broker + ".md";
            if (guides.noneMatch(file -> file.toString().endsWith(guide))) {
                missing.lines.add("docs/guides/4" + guide + ": write the file");
            }
        }
        missing.text("pom.xml", "<module>" + module + "</module>", "add <module>" + module + "</module>");
        missing.text(
                "integration-tests/pom.xml",
                "<artifactId>" + module + "</artifactId>",
                "add a dependency on " + module);
        missing.text(
                "sdk-core/src/main/java/module-info.java",
                "org\\.brokersdk\\." + broker + "[,;]",
                "add org.brokersdk." + broker + " to `exports … to`");
        missing.text(
                "integration-tests/src/test/resources/public.txt",
                "^" + module + " ",
                "add a line " + module + " with the names of its public classes");
        for (JsonNode tag : root.get("tags")) {
            String client = "`" + tag.get("name").asText() + "Client`";
            missing.text(
                    "README.md",
                    "^\\|.*-before-" + broker + "\\.md\\).*" + client,
                    "add a row with " + client + " and a link to the guide to the table \"Which login\"");
        }
        missing.text("CHANGELOG.md", "`" + module + "`", "add a line with `" + module + "` below \"Unreleased\"");
        return missing.lines;
    }

    private static List<String> operations(JsonNode root, String api) {
        return root.get("paths").findParents("operationId").stream()
                .filter(operation -> operation.at("/tags/0").asText().equals(api))
                .map(operation -> operation.get("operationId").asText())
                .collect(Collectors.toList());
    }

    /** Reports of missing files and lines. */
    private static final class Missing {

        private final List<String> lines = new ArrayList<>();

        /** Requires a file that contains a text. */
        void file(String file, String text) throws IOException {
            text(
                    file,
                    Pattern.quote(text),
                    Files.exists(ROOT.resolve(file)) ? "write `" + text.strip() + "`" : "write the file");
        }

        /** Requires a file that contains a pattern. */
        void text(String file, String pattern, String remedy) throws IOException {
            Path path = ROOT.resolve(file);
            String text = Files.exists(path) ? Files.readString(path) : "";
            if (!Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).find()) {
                lines.add(file + ": " + remedy);
            }
        }
    }
}

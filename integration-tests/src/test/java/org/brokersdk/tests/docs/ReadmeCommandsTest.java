package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs commands as README prints them, in a copy of this project, and counts the lines that they print. */
@Tag("full")
@Isolated("runs Maven, which takes all processors")
class ReadmeCommandsTest {

    /** Commands in blocks for a shell, without the comment behind them. */
    private static final Pattern COMMAND = Pattern.compile("^(?:mvn|curl) [^#\n]*", Pattern.MULTILINE);

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    @TempDir
    private static Path folder;

    private static Path project;
    private static String readme;
    private static List<String> installed;

    @BeforeAll
    static void install() throws Exception {
        readme = Files.readString(Spec.DIRECTORY.resolveSibling("README.md"));
        project = Files.createDirectory(folder.resolve("project"));
        Maven.copy(Spec.DIRECTORY.getParent(), project);
        Files.write(
                project.resolve(".mvn/maven.config"),
                List.of(
                        "-Dmaven.repo.local="
                                + Maven.createRepository(Files.createDirectory(folder.resolve("repository"))),
                        "-Dmocks.port=0",
                        "-Dstyle.color=never"));
        Path withoutNode = Files.createDirectory(folder.resolve("without-node"));
        for (String program : List.of("node", "npm", "npx")) {
            Path file = Files.writeString(withoutNode.resolve(program), "#!/bin/sh\nexit 127\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        installed = run(command("install"), withoutNode + File.pathSeparator);
        Files.createSymbolicLink(project.resolve("specs/node_modules"), Spec.DIRECTORY.resolve("node_modules"));
    }

    @Test
    void installRunsNoTestAndNeedsNoNode() throws IOException {
        assertThat(installed)
                .hasSizeLessThan(1000)
                .noneMatch(line -> line.contains("T E S T S") || line.contains("Tests run"));
        try (Stream<Path> files = Files.walk(folder.resolve("repository/org/brokersdk"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("sdk-core"), sdks())
                            .map(module -> module + "-" + Maven.property("sdkVersion") + ".jar")
                            .toList());
        }
    }

    @Test
    void demoPrintsALineForEachOperation() throws Exception {
        List<String> lines = run(command("-Pdemo"), "");

        assertThat(lines).hasSizeLessThanOrEqualTo(60);
        for (Spec spec : Spec.all()) {
            for (Operation operation : spec.operations()) {
                assertThat(lines).anyMatch(line -> line.startsWith("  " + operation.id() + " "));
            }
        }
    }

    @Test
    void programRunsTwice() throws Exception {
        assertThat(run(command("-Pprogram"), ""))
                .hasSizeLessThanOrEqualTo(12)
                .contains("Logged in as AB123")
                .anyMatch(line -> line.startsWith("Took up the session of AB123"));
    }

    @Test
    void mocksPrintTheirUrlsAndAnswerTheRequestOfReadme() throws Exception {
        Process mocks = start(command("-Pmocks"), "");
        try {
            BufferedReader output = mocks.inputReader();
            List<String> lines = new ArrayList<>();
            while (lines.isEmpty() || !lines.get(lines.size() - 1).startsWith("Stop")) {
                lines.add(output.readLine());
                assertThat(lines).doesNotContainNull();
            }
            assertThat(lines).hasSize(Spec.all().size() + 1);

            String request = command("sessionExpired");
            String urlOfReadme = find(URL, request).group();
            int index = port(urlOfReadme)
                    - Integer.parseInt(
                            find(Pattern.compile("from port (\\d+)"), readme).group(1));
            String url = find(URL, lines.get(index)).group();
            assertThat(String.join("", run(request.replace(urlOfReadme, url), "")))
                    .contains("Session Expired");
        } finally {
            List<ProcessHandle> started = mocks.descendants().toList();
            mocks.destroy();
            for (ProcessHandle process : started) {
                process.onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static Stream<String> sdks() {
        return Spec.all().stream().map(spec -> spec.broker() + "-sdk");
    }

    /** Returns the command of README with this word. */
    private static String command(String word) {
        return COMMAND.matcher(readme)
                .results()
                .map(MatchResult::group)
                .filter(command -> command.contains(word))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private static MatchResult find(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().orElseThrow();
    }

    private static int port(String url) {
        return Integer.parseInt(find(URL, url).group(1));
    }

    private static List<String> run(String command, String path) throws Exception {
        Process process = start(command, path);
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static Process start(String command, String path) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "exec " + command)
                .directory(project.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        String maven = Path.of(Maven.property("maven.home"), "bin").toString();
        shell.environment().merge("PATH", path + maven + File.pathSeparator, (programs, first) -> first + programs);
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return shell.start();
    }
}

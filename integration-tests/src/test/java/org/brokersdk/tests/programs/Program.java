package org.brokersdk.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.brokersdk.tests.Maven;

/**
 * Program to copy, which its own POM builds with the installed jars. Its commands and its output are those of README.
 */
final class Program {

    private static final Path PROGRAMS = Path.of("programs").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("```\\w+\n(.*?)```", Pattern.DOTALL);

    private final Path folder;
    private final List<String> blocks;
    private final Map<String, String> mockSettings;

    private Program(Path folder, List<String> blocks) throws IOException {
        this.folder = folder;
        this.blocks = blocks;
        this.mockSettings = Files.readAllLines(folder.resolve("mock.env")).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    /** Builds a copy of a program below a folder. */
    static Program build(String name, Path home) throws Exception {
        Path folder = home.resolve(name);
        String readme = Files.readString(PROGRAMS.resolve("README.md"));
        String section = List.of(readme.split("(?m)^## ")).stream()
                .filter(text -> text.contains("cd integration-tests/programs/" + name + "\n"))
                .findFirst()
                .orElseThrow();
        Maven.copy(PROGRAMS.resolve(name), folder);
        Program program = new Program(
                folder,
                BLOCK.matcher(section).results().map(block -> block.group(1)).toList());
        Path repository = Maven.createRepository(Files.createDirectory(home.resolve("repository")));
        Files.createSymbolicLink(
                repository.resolve("org/brokersdk"), Path.of(Maven.property("consumerRepository"), "org/brokersdk"));
        Maven.run(
                folder,
                program.command(1, "mvn -q "),
                List.of(
                        "-Dmaven.repo.local=" + repository,
                        "-Dbrokersdk.version=" + Maven.property("sdkVersion"),
                        // Its daemon would outlive the tests.
                        "-Dkotlin.compiler.daemon=false"));
        return program;
    }

    /** Returns the arguments of a command, by the number of its line. */
    private List<String> command(int line, String beginning) {
        String command = blocks.get(0).lines().toList().get(line);
        assertThat(command).startsWith(beginning);
        return List.of(command.substring(beginning.length()).split(" ", -1));
    }

    /** Returns the output that README shows. */
    String output() {
        return blocks.get(1);
    }

    /** Returns the line of a crontab that README shows. */
    String crontab() {
        return blocks.get(2);
    }

    /** Returns a copy of the settings for the mock servers. */
    Map<String, String> settings() {
        return new HashMap<>(mockSettings);
    }

    /** Starts the program as README does. */
    Process start(Map<String, String> settings) throws IOException {
        write("mock.env", settings);
        return start(blocks.get(0).lines().toList().get(2), folder);
    }

    /** Runs the program, and returns everything that it printed. */
    String run(Map<String, String> settings, int exitCode) throws Exception {
        return outputOf(start(settings), exitCode);
    }

    /** Runs the program as cron does: in the home directory, with few variables. */
    String runByCron(Map<String, String> settings, int exitCode) throws Exception {
        write("settings.env", settings);
        MatchResult line = Pattern.compile(
                        "[\\d*]\\S* [\\d*]\\S* \\S+ \\S+ \\S+ +(cd " + folder.getFileName() + " .*)\n")
                .matcher(crontab())
                .results()
                .findFirst()
                .orElseThrow();
        return outputOf(start(line.group(1), folder.getParent()), exitCode);
    }

    private void write(String file, Map<String, String> settings) throws IOException {
        Files.write(
                folder.resolve(file),
                settings.entrySet().stream().map(Map.Entry::toString).toList());
    }

    private static Process start(String command, Path directory) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
        return shell.start();
    }

    private static String outputOf(Process process, int exitCode) throws Exception {
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }
}

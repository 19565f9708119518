package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.MavenInvocationException;
import org.brokersdk.mocks.Spec;

/** Runs the Maven of this build on another project. */
public final class Maven {

    private static final Pattern MISSING = Pattern.compile("(?i)could not (be resolved|transfer)|non-resolvable");

    private Maven() {}

    /** Returns a property that the build passes to its tests. */
    public static String property(String name) {
        return System.getProperty(name);
    }

    /** Returns the jar that this build has created of a module, such as kotak-sdk. */
    public static Path jar(String sdk) {
        return Spec.DIRECTORY.resolveSibling(sdk + "/target/" + sdk + "-" + property("sdkVersion") + ".jar");
    }

    /**
     * Copies a project without its build output. Files keep their times, so that the build does not install Node tools
     * again.
     */
    public static void copy(Path project, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = project.relativize(file);
                boolean built = StreamSupport.stream(relative.spliterator(), false)
                        .map(Path::toString)
                        .anyMatch(Set.of("target", "node_modules", ".git")::contains);
                if (Files.isDirectory(file) && !built) {
                    Files.createDirectories(copy.resolve(relative));
                } else if (!built) {
                    Files.copy(
                            file,
                            copy.resolve(relative),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /**
     * Creates a local repository that has the libraries of this build's repository, but none of the SDKs. What Maven
     * downloads stays in the repository of this build.
     */
    public static Path createRepository(Path folder) throws IOException {
        Path libraries = Path.of(property("localRepository"));
        link(libraries, folder, "org");
        link(libraries.resolve("org"), Files.createDirectories(folder.resolve("org")), "brokersdk");
        return folder;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.filter(file -> !file.endsWith(except))::iterator) {
                Files.createSymbolicLink(to.resolve(file.getFileName()), file);
            }
        }
    }

    /** Runs goals and returns the output of Maven. The test fails with this output if Maven fails. */
    public static List<String> run(Path project, List<String> goals, List<String> options)
            throws MavenInvocationException {
        List<String> output = new ArrayList<>();
        int exit = execute(request(project, goals, options, output).setQuiet(true));
        assertThat(exit).as(explain(output)).isZero();
        return output;
    }

    /** Runs the default goals of a profile, in a JVM with other settings. */
    public static void run(Path project, List<String> options, String jvm) throws MavenInvocationException {
        List<String> output = new ArrayList<>();
        InvocationRequest request = request(project, List.of(), options, output);
        request.setMavenOpts(jvm);
        assertThat(execute(request)).as(String.join("\n", output)).isZero();
    }

    /** Runs goals that must fail, with another PATH, and returns the output of Maven. */
    public static List<String> fail(Path project, boolean quiet, String programs, List<String> goals)
            throws MavenInvocationException {
        List<String> output = new ArrayList<>();
        int exit = execute(
                request(project, goals, List.of("-o", "-Dmaven.repo.local=" + property("localRepository")), output)
                        .setQuiet(quiet)
                        .addShellEnvironment("PATH", programs));
        assertThat(exit).as(String.join("\n", output)).isNotZero();
        return output;
    }

    private static String explain(List<String> output) {
        String text = String.join("\n", output);
        return MISSING.matcher(text).find()
                ? "Maven cannot download what this test needs. Repeat the test with a connection to Maven Central.\n"
                        + text
                : text;
    }

    private static int execute(InvocationRequest request) throws MavenInvocationException {
        return new DefaultInvoker().execute(request).getExitCode();
    }

    private static InvocationRequest request(
            Path project, List<String> goals, List<String> options, List<String> output) {
        return new DefaultInvocationRequest()
                .setBaseDirectory(project.toFile())
                .setMavenHome(new File(property("maven.home")))
                .setJavaHome(new File(System.getProperty("java.home")))
                .setBatchMode(true)
                .setInputStream(InputStream.nullInputStream())
                .setOutputHandler(output::add)
                .addArgs(goals)
                .addArgs(options);
    }
}

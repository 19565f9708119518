package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.MavenInvocationException;

/** Runs the Maven that runs this build, on another project. */
final class Maven {

    private Maven() {}

    /** Runs goals and answers what Maven printed; fails the test, with that, if Maven fails. */
    static List<String> run(Path project, List<String> goals, List<String> options) throws MavenInvocationException {
        List<String> output = new ArrayList<>();
        InvocationRequest request = new DefaultInvocationRequest()
                .setBaseDirectory(project.toFile())
                .setMavenHome(new File(System.getProperty("maven.home")))
                .setJavaHome(new File(System.getProperty("java.home")))
                .setLocalRepositoryDirectory(new File(System.getProperty("localRepository")))
                .setBatchMode(true)
                .setQuiet(true)
                .setInputStream(java.io.InputStream.nullInputStream())
                .setOutputHandler(output::add)
                .addArgs(goals)
                .addArgs(options);
        int exit = new DefaultInvoker().execute(request).getExitCode();
        assertThat(exit).as(String.join("\n", output)).isZero();
        return output;
    }
}

package org.brokersdk.generator;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.tools.ant.BuildException;
import org.apache.tools.ant.Task;

/**
 * What the build does before it generates: refuses a spec that cannot become right Java, and prepares one that can. A
 * task of Ant, as a JVM of its own would cost every build of every module half a second.
 */
public final class PrepareTask extends Task {

    /** Who begins with somebody else's spec reads no thousands of lines. */
    private static final int MOST_MISTAKES = 50;

    private Path spec;
    private Path prepared;
    private Path specs;
    private String brokerName;

    /**
     * The spec.
     *
     * @param spec its file
     */
    public void setSpec(File spec) {
        this.spec = spec.toPath();
    }

    /**
     * Where the generator looks for it.
     *
     * @param prepared the file to write
     */
    public void setPrepared(File prepared) {
        this.prepared = prepared.toPath();
    }

    /**
     * What all specs share.
     *
     * @param specs the folder of the templates and of the Java that every SDK has
     */
    public void setSpecs(File specs) {
        this.specs = specs.toPath();
    }

    /**
     * How the classes of the broker begin.
     *
     * @param brokerName such as {@code Noren}
     */
    public void setBrokerName(String brokerName) {
        this.brokerName = brokerName;
    }

    @Override
    public void execute() {
        try {
            List<String> mistakes = Check.mistakes(spec, specs);
            if (!mistakes.isEmpty()) {
                throw new BuildException(mistakes.stream()
                        .limit(MOST_MISTAKES)
                        .collect(Collectors.joining(
                                "\n",
                                "\n",
                                mistakes.size() > MOST_MISTAKES
                                        ? "\nand " + (mistakes.size() - MOST_MISTAKES) + " more"
                                        : "")));
            }
            Prepare prepare = new Prepare(Files.readString(spec));
            write(prepare.json());
            Properties maven = propertiesOfMaven();
            maven.setProperty("generator.files", String.join(",", prepare.files(brokerName)));
        } catch (IOException e) {
            throw new BuildException(e.toString(), e);
        }
    }

    /** What the plugins that come next read; all of Ant's, which could be exported, would be told one by one. */
    private Properties propertiesOfMaven() {
        Object project = getProject().getReference("maven.project");
        try {
            return (Properties) project.getClass().getMethod("getProperties").invoke(project);
        } catch (ReflectiveOperationException e) {
            throw new BuildException("maven-antrun-plugin hands out no Maven project; take the version of pom.xml", e);
        }
    }

    /** A file that stays as it is keeps its time, so that nothing is generated anew. */
    private void write(String text) throws IOException {
        if (!Files.exists(prepared) || !Files.readString(prepared).equals(text)) {
            Files.writeString(prepared, text);
        }
    }
}

package org.brokersdk.samples;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.FailureTable.Failure;

/** Writes down what the docs show of real runs against the mocks: failures, and what crosses the wire. */
public final class ForDocs {

    private static final Path FOLDER = Spec.DIRECTORY.resolveSibling("target/docs-build");

    private ForDocs() {}

    /**
     * Runs the samples and writes JSON. What is wrong with a sample or a spec is said in a line.
     *
     * @param args none
     * @throws IOException if the mocks cannot be started or a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        try {
            write();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
            System.exit(1);
        }
    }

    private static void write() throws IOException {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        try (Mocks mocks = Mocks.start()) {
            List<Failure> failures = FailureTable.of(mocks);
            List<Recording> recordings = Recording.all(mocks);
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("failures.json"), gson.toJson(failures));
            Files.writeString(FOLDER.resolve("recordings.json"), gson.toJson(recordings));
            System.out.println(failures.size() + " failures and " + recordings.size() + " recordings of "
                    + Spec.BROKERS.size() + " brokers");
        }
    }
}

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

/** Program that runs the samples at the mock servers, and writes failures and recordings for the docs. */
public final class DocsData {

    private static final Path DIRECTORY = Spec.DIRECTORY.resolveSibling("target/docs-build");

    private DocsData() {}

    /**
     * Runs the samples and writes JSON. Prints an error of a sample or a spec in one line.
     *
     * @param args none
     * @throws IOException if a mock server cannot be started or a file cannot be written
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
            Files.createDirectories(DIRECTORY);
            Files.writeString(DIRECTORY.resolve("failures.json"), gson.toJson(failures));
            Files.writeString(DIRECTORY.resolve("recordings.json"), gson.toJson(recordings));
            System.out.println(failures.size() + " failures and " + recordings.size() + " recordings of "
                    + Spec.BROKERS.size() + " brokers");
        }
    }
}

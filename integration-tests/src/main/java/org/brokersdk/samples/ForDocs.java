package org.brokersdk.samples;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.FailureTable.Failure;
import org.brokersdk.samples.GuideSamples.Account;

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

    /**
     * Makes accounts up.
     *
     * @param many how many
     * @return accounts that the mock of Kotak lets in: it knows one user
     */
    public static List<Account> accounts(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Account("token", "+91%010d".formatted(i), "AB123", () -> "123456", "123456"))
                .toList();
    }

    /** When each of two hundred accounts was logged in, in milliseconds. */
    private static List<Long> logins(Mocks mocks) {
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        try (Gateway kotak = mocks.open("kotak")) {
            long start = System.nanoTime();
            new GuideSamples(kotak.http())
                    .accounts(
                            accounts(200), line -> times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
                    .forEach(outcome -> outcome.failure().ifPresent(failure -> {
                        throw new IllegalStateException("An account does not log in at the mock of Kotak", failure);
                    }));
        }
        return times;
    }

    private static void write() throws IOException {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        try (Mocks mocks = Mocks.start()) {
            List<Failure> failures = FailureTable.of(mocks);
            List<Recording> recordings = Recording.all(mocks);
            List<Long> logins = logins(mocks);
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("logins.json"), gson.toJson(logins));
            Files.writeString(FOLDER.resolve("failures.json"), gson.toJson(failures));
            Files.writeString(FOLDER.resolve("recordings.json"), gson.toJson(recordings));
            System.out.println(failures.size() + " failures and " + recordings.size() + " recordings of "
                    + Spec.BROKERS.size() + " brokers");
        }
    }
}

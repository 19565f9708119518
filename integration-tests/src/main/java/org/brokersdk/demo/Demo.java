package org.brokersdk.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.OperationSample;

/**
 * Runs the sample of every operation at the mock servers and prints the results. For each API it also prints one
 * rejection.
 */
public final class Demo {

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param args none
     * @throws IOException if a mock cannot be started
     */
    public static void main(String[] args) throws IOException {
        try (Mocks mocks = Mocks.start()) {
            for (String broker : Spec.BROKERS) {
                System.out.println(
                        "\n" + broker + ", mocked at " + mocks.of(broker).url());
                Set<String> rejectedApis = new HashSet<>();
                for (OperationSample sample : OperationSample.of(broker)) {
                    print(sample, succeed(mocks, sample));
                    if (rejectedApis.add(sample.operation().api())) {
                        print(sample, fail(mocks, sample));
                    }
                }
            }
        }
        System.out.println("\nThe jars:");
        for (String broker : Spec.BROKERS) {
            System.out.println("  " + jar(broker));
        }
    }

    private static void print(OperationSample sample, Object result) {
        System.out.printf("  %-22s %s%n", sample.operation().id(), result);
    }

    private static Object succeed(Mocks mocks, OperationSample sample) {
        try (Gateway gateway = sample.openGateway(mocks, null)) {
            return Optional.ofNullable(sample.run(gateway.http())).orElse("done");
        }
    }

    /** Returns the message of the first example that is a rejection. */
    private static String fail(Mocks mocks, OperationSample sample) {
        for (Example example : sample.operation().examples()) {
            try (Gateway gateway = sample.openGateway(mocks, example)) {
                sample.run(gateway.http());
            } catch (RuntimeException e) {
                if (e.getClass().getSimpleName().equals("Rejected")) {
                    return "Rejected: " + e.getMessage();
                }
            }
        }
        throw new IllegalStateException(sample + " should fail with one of its examples");
    }

    private static Path jar(String broker) throws IOException {
        Path target = Spec.DIRECTORY.resolveSibling(broker + "-sdk").resolve("target");
        try (var files = Files.newDirectoryStream(target, broker + "-sdk-*.jar")) {
            return files.iterator().next().normalize();
        }
    }
}

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
 * Calls every operation of every broker as its sample does, logging in first, and for each API one that the broker
 * refuses; against the mocks. Tells what came back.
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
                Set<String> refused = new HashSet<>();
                for (OperationSample sample : OperationSample.of(broker)) {
                    tell(sample, succeed(mocks, sample));
                    if (refused.add(sample.operation().api())) {
                        tell(sample, fail(mocks, sample));
                    }
                }
            }
        }
        System.out.println("\nThe jars:");
        for (String broker : Spec.BROKERS) {
            System.out.println("  " + jar(broker));
        }
    }

    private static void tell(OperationSample sample, Object what) {
        System.out.printf("  %-22s %s%n", sample.operation().id(), what);
    }

    private static Object succeed(Mocks mocks, OperationSample sample) {
        try (Gateway gateway = sample.against(mocks, null)) {
            return Optional.ofNullable(sample.run(gateway.http())).orElse("done");
        }
    }

    /** The first of the broker's answers that the SDK takes for a refusal. */
    private static String fail(Mocks mocks, OperationSample sample) {
        for (Example example : sample.operation().examples()) {
            try (Gateway gateway = sample.against(mocks, example)) {
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

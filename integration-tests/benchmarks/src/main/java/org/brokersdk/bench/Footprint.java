package org.brokersdk.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds to its goal what depends on no machine and on no neighbour, so that each run of CI can. */
final class Footprint {

    private static final double MOST_CLASSES = 1.05;
    private static final long MOST_BYTES = 1_000;

    private Footprint() {}

    public static void main(String[] arguments) throws Exception {
        List<String> missed = new ArrayList<>();
        try (Processes.Running broker = Processes.broker(0)) {
            double classes =
                    (double) FirstLogin.classes("Sdk", broker.url()) / FirstLogin.classes("ByHand", broker.url());
            if (classes > MOST_CLASSES) {
                missed.add("The first login loads %.3f times the classes of one by hand, and may load %s"
                        .formatted(classes, MOST_CLASSES));
            }
            Map<String, Long> bytes = Memory.of(broker.url());
            bytes.forEach((what, weight) -> {
                if (weight >= MOST_BYTES) {
                    missed.add("A %s weighs %d bytes, and may weigh less than %d".formatted(what, weight, MOST_BYTES));
                }
            });
            System.out.printf("classes %.3f of a login by hand, bytes of a %s%n", classes, bytes);
        }
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }
}

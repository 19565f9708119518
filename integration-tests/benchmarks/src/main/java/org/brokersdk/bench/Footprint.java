package org.brokersdk.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks the memory of a client and a session, which does not depend on the machine, in each run of CI. */
final class Footprint {

    private static final long MAX_BYTES = 2_000;

    private Footprint() {}

    public static void main(String[] arguments) throws Exception {
        List<String> missed = new ArrayList<>();
        try (Processes.Running broker = Processes.broker(0)) {
            Map<String, Long> bytes = Memory.of(broker.url());
            bytes.forEach((what, weight) -> {
                if (weight > MAX_BYTES) {
                    missed.add("A %s has %d bytes, and the limit is %d".formatted(what, weight, MAX_BYTES));
                }
            });
            System.out.println("Bytes: " + bytes);
        }
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }
}

package org.brokersdk.generator;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Exception that ends the build because of errors in a spec. It has no stack trace, so that a reader sees only the
 * errors.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Maximum number of lines. A spec of another project could have thousands of errors. */
    private static final int MAX_LINES = 50;

    private Refusal(String message) {
        super(message, null, false, false);
    }

    static void throwIfAny(List<String> errors) {
        if (!errors.isEmpty()) {
            String more = errors.size() > MAX_LINES ? "\nand " + (errors.size() - MAX_LINES) + " more" : "";
            throw new Refusal(
                    errors.stream().limit(MAX_LINES).collect(Collectors.joining("\n", "the spec is refused\n", more)));
        }
    }
}

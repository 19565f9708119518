package org.brokersdk.generator;

import java.util.List;
import java.util.stream.Collectors;

/** Ends the build because of what a spec says. Has no stack trace, so that the lines are what a reader sees. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Who begins with somebody else's spec reads no thousands of lines. */
    private static final int MAX_LINES = 50;

    private Refusal(String message) {
        super(message, null, false, false);
    }

    static void throwIfAny(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            String more = mistakes.size() > MAX_LINES ? "\nand " + (mistakes.size() - MAX_LINES) + " more" : "";
            throw new Refusal(mistakes.stream()
                    .limit(MAX_LINES)
                    .collect(Collectors.joining("\n", "the spec is refused\n", more)));
        }
    }
}

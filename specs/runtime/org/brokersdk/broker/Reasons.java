package org.brokersdk.broker;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells why a call failed, by what the spec says of its API. */
final class Reasons {

    private static final Rule UNKNOWN = new Rule(
            Reason.UNKNOWN, Reason.UNKNOWN.advice(), Set.of(), Set.of(), Set.of(), List.of(), List.of(), List.of());

    private Reasons() {}

    /**
     * A line of the spec. It fits when each of its conditions holds; one that is empty always does.
     *
     * @param reason what it tells
     * @param advice what to do
     * @param operations the call is one of these
     * @param statuses the HTTP status is one of these
     * @param codes the broker's code is one of these
     * @param words one of these stands in the broker's words
     * @param and one of these does too
     * @param unless none of these does
     */
    record Rule(
            Reason reason,
            String advice,
            Set<String> operations,
            Set<Integer> statuses,
            Set<String> codes,
            List<String> words,
            List<String> and,
            List<String> unless) {

        private boolean fits(String operation, int status, @Nullable String code, String said) {
            return (operations.isEmpty() || operations.contains(operation))
                    && (statuses.isEmpty() || statuses.contains(status))
                    && (codes.isEmpty() || code != null && codes.contains(code))
                    && (words.isEmpty() || isAnyIn(said, words))
                    && (and.isEmpty() || isAnyIn(said, and))
                    && !isAnyIn(said, unless);
        }

        private static boolean isAnyIn(String said, List<String> words) {
            return words.stream().anyMatch(some -> isIn(said, folded(some)));
        }

        /** As whole words: "pin" is not in "spinning". */
        private static boolean isIn(String said, String words) {
            for (int at = said.indexOf(words); at >= 0; at = said.indexOf(words, at + 1)) {
                if (!isOfAWord(said, at - 1) && !isOfAWord(said, at + words.length())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isOfAWord(String said, int index) {
            if (index < 0 || index == said.length()) {
                return false;
            }
            char there = said.charAt(index);
            return there >= 'a' && there <= 'z' || there >= '0' && there <= '9' || there == '_';
        }
    }

    /** The first line that fits, or that of {@link Reason#UNKNOWN}. */
    static Rule of(
            String api,
            String operation,
            int status,
            @Nullable String code,
            @Nullable String message,
            @Nullable String detail) {
        String said = folded(message) + " " + folded(detail);
        return Facts.REASONS.getOrDefault(api, List.of()).stream()
                .filter(rule -> rule.fits(operation, status, code, said))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Brokers differ from themselves in case and white space. */
    private static String folded(@Nullable String words) {
        return words == null ? "" : words.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}

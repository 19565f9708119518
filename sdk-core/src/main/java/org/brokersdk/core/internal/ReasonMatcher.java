package org.brokersdk.core.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.brokersdk.core.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Line of {@code x-reasons} in a spec. The line matches if each of its conditions holds. An empty condition always
 * holds.
 *
 * @param reason the reason that the line states
 * @param suggestedAction the action that a person can take
 * @param operations the operation must be one of these, if any are given
 * @param statuses the HTTP status must be one of these, if any are given
 * @param codes the broker's code must be one of these, if any are given
 * @param words the broker's words must contain one of these; an empty text means that the broker says nothing
 * @param and the broker's words must also contain one of these
 * @param unless the broker's words must contain none of these
 */
public record ReasonMatcher(
        Reason reason,
        String suggestedAction,
        Set<String> operations,
        Set<Integer> statuses,
        Set<String> codes,
        List<String> words,
        List<String> and,
        List<String> unless) {

    static final ReasonMatcher UNKNOWN = of(Reason.UNKNOWN, Reason.UNKNOWN.suggestedAction(), Set.of());

    /** Unknown reason of a broker that gave no words. */
    static final ReasonMatcher SILENT = of(
            Reason.UNKNOWN,
            "Log in on the broker's own page or app to see whether the account works. Then ask the broker.",
            Set.of());

    /** The meaning of HTTP 429 at any broker. */
    private static final ReasonMatcher TOO_MANY_REQUESTS =
            of(Reason.QUOTA_EXCEEDED, Reason.QUOTA_EXCEEDED.suggestedAction(), Set.of(429));

    private static ReasonMatcher of(Reason reason, String suggestedAction, Set<Integer> statuses) {
        return new ReasonMatcher(
                reason, suggestedAction, Set.of(), statuses, Set.of(), List.of(), List.of(), List.of());
    }

    /** Returns the first line that matches, or else what the status means, {@link #UNKNOWN} or {@link #SILENT}. */
    static ReasonMatcher find(
            List<ReasonMatcher> lines,
            String operation,
            int status,
            @Nullable String code,
            @Nullable String message,
            @Nullable String detail) {
        String text = normalize(message) + " " + normalize(detail);
        return Stream.concat(lines.stream(), Stream.of(TOO_MANY_REQUESTS))
                .filter(line -> line.matches(operation, status, code, text))
                .findFirst()
                .orElse(text.isBlank() ? SILENT : UNKNOWN);
    }

    private boolean matches(String operation, int status, @Nullable String code, String text) {
        return (operations.isEmpty() || operations.contains(operation))
                && (statuses.isEmpty() || statuses.contains(status))
                && (codes.isEmpty() || code != null && codes.contains(code))
                && (words.isEmpty() || containsAny(text, words))
                && (and.isEmpty() || containsAny(text, and))
                && !containsAny(text, unless);
    }

    private static boolean containsAny(String text, List<String> phrases) {
        return phrases.stream()
                .map(ReasonMatcher::normalize)
                .anyMatch(phrase -> phrase.isEmpty() ? text.isBlank() : contains(text, phrase));
    }

    /** Returns true if a text contains whole words. "spinning" does not contain "pin". */
    private static boolean contains(String text, String phrase) {
        for (int start = text.indexOf(phrase); start >= 0; start = text.indexOf(phrase, start + 1)) {
            if (!isWordCharacter(text, start - 1) && !isWordCharacter(text, start + phrase.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordCharacter(String text, int index) {
        if (index < 0 || index == text.length()) {
            return false;
        }
        char character = text.charAt(index);
        // An underscore ends a word: brokers write INVALID_IP as well as "invalid IP".
        return character >= 'a' && character <= 'z' || character >= '0' && character <= '9';
    }

    /** Brokers vary in case and white space. */
    private static String normalize(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}

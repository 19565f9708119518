package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Errors of a spec, at most one for each node. */
final class Diagnostics {

    private static final int MAX_QUOTE = 60;

    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final Map<JsonPointer, String> messages = new LinkedHashMap<>();

    /** Sets the line of a node of the spec. */
    void setLine(JsonPointer place, int line) {
        lines.put(place, line);
    }

    /**
     * Adds an error. The message says what is wrong, and what to write after a semicolon. Each {@code %s} is quoted.
     */
    void add(JsonPointer place, String message, String... quoted) {
        Object[] quotes = Arrays.stream(quoted).map(Diagnostics::quote).toArray();
        messages.putIfAbsent(place, quoted.length == 0 ? message : message.formatted(quotes));
    }

    void add(SpecNode node, String message, String... quoted) {
        add(node.place(), message, quoted);
    }

    /** Adds an error if a name is unknown. The remedy is the most similar name, if there is one. */
    void requireKnown(SpecNode node, String what, String name, Collection<String> known, String otherwise) {
        if (!known.contains(name)) {
            add(node, "there is no " + what + " " + quote(name) + "; " + suggest(name, known, otherwise));
        }
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Returns the errors in the order of their lines. */
    List<String> toLines(String file) {
        return messages.entrySet().stream()
                .sorted(Comparator.comparingInt(error -> line(error.getKey())))
                .map(error -> file + line(error.getKey()) + ": " + error.getValue())
                .toList();
    }

    /** Returns the line of a node, or of the node that should contain it. */
    private int line(JsonPointer place) {
        return lines.containsKey(place) || place.matches() ? lines.getOrDefault(place, 1) : line(place.head());
    }

    static String quote(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ");
        return "`" + (line.length() <= MAX_QUOTE ? line : line.substring(0, MAX_QUOTE) + "…") + "`";
    }

    static String suggest(String name, Collection<String> known, String otherwise) {
        LevenshteinDistance distance = new LevenshteinDistance();
        return known.stream()
                .filter(candidate -> distance.apply(name, candidate) <= 1 + candidate.length() / 6)
                .min(Comparator.comparingInt(candidate -> distance.apply(name, candidate)))
                .map(candidate -> "write " + quote(candidate) + " if that is meant")
                .orElse(otherwise);
    }
}

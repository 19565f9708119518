package org.brokersdk.generator;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is wrong with a spec, each in one line for whoever wrote it. */
final class Mistakes {

    private static final int LONGEST_QUOTE = 60;

    private final String file;
    private final Set<Mistake> mistakes = new LinkedHashSet<>();

    private record Mistake(int line, String text) {}

    Mistakes(String file) {
        this.file = file;
    }

    /**
     * Adds one.
     *
     * @param place where it stands
     * @param what what is not supported
     * @param instead what to write instead
     */
    void add(Yaml place, String what, String instead) {
        mistakes.add(new Mistake(place.line(), what + "; " + instead));
    }

    boolean isEmpty() {
        return mistakes.isEmpty();
    }

    List<String> lines() {
        return mistakes.stream()
                .sorted(Comparator.comparingInt(Mistake::line))
                .map(mistake -> file + ":" + mistake.line + ": " + mistake.text)
                .toList();
    }

    /** Something of the spec as a message may show it: on one line, and not too long. */
    static String quote(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ");
        return "`"
                + (line.codePointCount(0, line.length()) <= LONGEST_QUOTE
                        ? line
                        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "…")
                + "`";
    }

    static String quote(Collection<String> texts) {
        return String.join(", ", texts.stream().map(Mistakes::quote).toList());
    }

    /** What may have been meant, as the end of a sentence, or another end. */
    static String meant(String word, Collection<String> known, String otherwise) {
        return known.stream()
                .filter(other -> distance(word, other) <= 1 + other.length() / 6)
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .map(other -> "write " + quote(other) + " if that is meant")
                .orElse(otherwise);
    }

    /** How many characters are to be changed, added or left out to make one word of another, whatever their case. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > LONGEST_QUOTE / 6) {
            return Integer.MAX_VALUE;
        }
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

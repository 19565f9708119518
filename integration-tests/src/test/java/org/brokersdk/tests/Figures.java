package org.brokersdk.tests;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * What the tests have measured and counted; the run shows it in one table at its end. A name begins with what the
 * figure is about, as the table is in the order of the names.
 */
public final class Figures {

    private static final Map<String, Object> ALL = new ConcurrentSkipListMap<>();

    private Figures() {}

    /** A figure that is told once. */
    public static void add(String name, Object value) {
        ALL.put(name, value);
    }

    /** A figure that many tests add to. */
    public static void count(String name, long more) {
        ALL.merge(name, more, (before, now) -> (Long) before + (Long) now);
    }

    /** A figure of which the highest counts. */
    public static void most(String name, long value) {
        ALL.merge(name, value, (before, now) -> Math.max((Long) before, (Long) now));
    }

    /** The table in Markdown, or nothing if there is no figure. */
    public static String table() {
        return ALL.isEmpty()
                ? ""
                : ALL.entrySet().stream()
                        .map(figure -> "| " + figure.getKey() + " | " + shown(figure.getValue()) + " |\n")
                        .collect(Collectors.joining("", "| figure | value |\n|---|---:|\n", ""));
    }

    private static String shown(Object value) {
        return value instanceof Long || value instanceof Integer ? "%,d".formatted(value) : value.toString();
    }
}

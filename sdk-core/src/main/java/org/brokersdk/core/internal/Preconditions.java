package org.brokersdk.core.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks input before a request is sent. Messages name the field and the rule, and never show the value. */
public final class Preconditions {

    /** The patterns of the specs, each compiled once. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Preconditions() {}

    /**
     * Checks a field against the rules of a spec. Text must consist of whole characters; a minimum length above 0 also
     * rejects blank text.
     *
     * @param field the field's name
     * @param value the value; only text is checked beyond null
     * @param required true if null is rejected
     * @param minLength the minimum number of characters
     * @param maxLength the maximum number of characters
     * @param pattern the pattern for the whole text, or empty
     */
    @Contract("_, null, true, _, _, _ -> fail")
    public static void check(
            String field, @Nullable Object value, boolean required, int minLength, int maxLength, String pattern) {
        if (value == null && required) {
            throw new IllegalArgumentException(field + " is required");
        }
        if (!(value instanceof String text)) {
            return;
        }
        if (hasUnpairedSurrogate(text)) {
            throw new IllegalArgumentException(field + " must not hold half a character (an unpaired surrogate)");
        }
        if (minLength > 0 && text.isBlank()) {
            throw new IllegalArgumentException(field + " must not be blank");
        }
        int length = text.codePointCount(0, text.length());
        if (length < minLength || length > maxLength) {
            throw new IllegalArgumentException(
                    field + " must have " + minLength + " to " + maxLength + " characters, but has " + length);
        }
        if (!pattern.isEmpty()
                && !PATTERNS.computeIfAbsent(pattern, Pattern::compile)
                        .matcher(text)
                        .matches()) {
            throw new IllegalArgumentException(field + " must match " + pattern);
        }
    }

    /** Returns the value, which must not be null. */
    @Contract("_, null -> fail")
    public static <T> T notNull(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is required");
        }
        return value;
    }

    /** Returns the text, which must not be null or blank. */
    @Contract("_, null -> fail")
    public static String required(String field, @Nullable String value) {
        check(field, value, true, 1, Integer.MAX_VALUE, "");
        return value;
    }

    /** Checks a text that may be null, but not blank. */
    public static void optional(String field, @Nullable String value) {
        check(field, value, false, 1, Integer.MAX_VALUE, "");
    }

    /**
     * Returns the text, which must be visible ASCII without spaces. OkHttp rejects the same characters in a header, but
     * its message shows the value.
     */
    @Contract("_, null -> fail")
    public static String header(String field, @Nullable String value) {
        required(field, value);
        if (!isVisible(value)) {
            throw new IllegalArgumentException(field + " must be visible ASCII characters without spaces");
        }
        return value;
    }

    /** Returns true if a text is null or blank. */
    @Contract("null -> true")
    public static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** Returns true if a text is not empty and consists of visible ASCII without spaces. */
    @Contract("null -> false")
    public static boolean isVisible(@Nullable String text) {
        return text != null && !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** UTF-8 would write a question mark in place of an unpaired surrogate. */
    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}

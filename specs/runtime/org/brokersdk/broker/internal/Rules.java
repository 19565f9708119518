package org.brokersdk.broker.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are checked before anything is sent. A complaint names the field and the rule, and never shows the value.
 *
 * @hidden
 */
public final class Rules {

    /** Those of the spec, each compiled once. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Rules() {}

    /**
     * Checks a field against what the spec says of it.
     *
     * @param field its name
     * @param value its value; the rules for text look at text alone, of which no character may be half a one
     * @param required whether null is refused
     * @param minLength the fewest characters; more than 0 also refuses blank text
     * @param maxLength the most characters
     * @param pattern what the whole text must match, or empty
     * @throws IllegalArgumentException if the value breaks a rule
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
        if (!isWhole(text)) {
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

    /**
     * Checks a text that must be there.
     *
     * @param field its name
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException if it is null or blank, or holds half a character
     */
    public static String required(String field, @Nullable String value) {
        check(field, value, true, 1, Integer.MAX_VALUE, "");
        return value;
    }

    /**
     * Checks what is sent in a header. OkHttp refuses the same characters, but shows the value when it does.
     *
     * @param field its name
     * @param value its value
     * @throws IllegalArgumentException if it is null, blank or not visible ASCII
     */
    @Contract("_, null -> fail")
    public static void header(String field, @Nullable String value) {
        check(field, value, true, 1, Integer.MAX_VALUE, "");
        if (!isVisible(value)) {
            throw new IllegalArgumentException(field + " must be visible ASCII characters without spaces");
        }
    }

    /**
     * Whether a text says nothing.
     *
     * @param text perhaps null
     * @return whether it is null or blank
     */
    @Contract("null -> true")
    public static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** UTF-8 would write something else in place of half a character. */
    private static boolean isWhole(String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a text can be sent in a header.
     *
     * @param text perhaps a token
     * @return whether it has characters, and all of them are visible ASCII
     */
    @Contract("null -> false")
    public static boolean isVisible(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}

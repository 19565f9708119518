package org.brokersdk.core.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks input before a request is sent. Messages name the field and the mistake, and never show the value.
 *
 * <p>The guide to failures has a table of what is refused and what is corrected. The rules are the same for all
 * brokers.
 */
public final class Preconditions {

    /** The patterns of the specs, each compiled once. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private static final String BEARER = "Bearer ";

    private static final Pattern QUOTED = Pattern.compile("(?s)([\"'`]).*\\1|\u201c.*\u201d|\u2018.*\u2019");

    private Preconditions() {}

    /**
     * Checks a field against the rules of a spec. Text must consist of whole characters, without the marks of a copy
     * from a file or a chat: blanks at its ends, control characters, surrounding quotes. A minimum length above 0 also
     * rejects blank text.
     *
     * @param field the field's name
     * @param value the value; only text is checked beyond null
     * @param required true if null is rejected
     * @param minLength the minimum number of characters
     * @param maxLength the maximum number of characters
     * @param pattern the pattern for the whole text, or empty
     * @param form the pattern in words, or empty
     */
    @Contract("_, null, true, _, _, _, _ -> fail")
    public static void check(
            String field,
            @Nullable Object value,
            boolean required,
            int minLength,
            int maxLength,
            String pattern,
            String form) {
        if (value == null && required) {
            throw new IllegalArgumentException(field + " is required");
        }
        if (!(value instanceof String text)) {
            return;
        }
        if (hasUnpairedSurrogate(text)) {
            throw new IllegalArgumentException(field + " must not hold half a character (an unpaired surrogate)");
        }
        if (minLength > 0 && text.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be blank");
        }
        rejectMarksOfACopy(field, text);
        int length = text.codePointCount(0, text.length());
        if (length < minLength || length > maxLength) {
            throw new IllegalArgumentException(
                    field + " must have " + minLength + " to " + maxLength + " characters, but has " + length);
        }
        if (!pattern.isEmpty()
                && !PATTERNS.computeIfAbsent(pattern, Pattern::compile)
                        .matcher(text)
                        .matches()) {
            throw new IllegalArgumentException(
                    field + " must be " + (form.isEmpty() ? "of the form that its documentation shows" : form));
        }
    }

    private static void rejectMarksOfACopy(String field, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " must not be blank");
        }
        if (isInvisible(text.codePointAt(0)) || isInvisible(text.codePointBefore(text.length()))) {
            throw new IllegalArgumentException(
                    field + " must not begin or end with a blank or a line break. Remove it, for example with strip()");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    field + " must not have a control character, such as a tab or a line break. Give one line of text");
        }
        if (QUOTED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    field + " must not be in quotes. Give the text between them, for example AB1234 for \"AB1234\"");
        }
    }

    /** Chats and files add blanks, line breaks, byte order marks and zero-width spaces. */
    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT;
    }

    /** Returns the value, which must not be null. */
    @Contract("_, null -> fail")
    public static <T> T notNull(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is required");
        }
        return value;
    }

    /** Returns the text of a setting, which may be empty. */
    @Contract("_, null -> fail")
    public static String text(String field, @Nullable String value) {
        check(field, value, true, 0, Integer.MAX_VALUE, "", "");
        return value;
    }

    /** Returns the text, which must not be null or blank. */
    @Contract("_, null -> fail")
    public static String required(String field, @Nullable String value) {
        check(field, value, true, 1, Integer.MAX_VALUE, "", "");
        return value;
    }

    /** Checks a text that may be null, but not blank. */
    public static void optional(String field, @Nullable String value) {
        check(field, value, false, 1, Integer.MAX_VALUE, "", "");
    }

    /**
     * Returns the text, which must be visible ASCII without spaces. OkHttp rejects the same characters in a header, but
     * its message shows the value.
     */
    @Contract("_, null -> fail")
    public static String header(String field, @Nullable String value) {
        required(field, value);
        if (!isVisible(value)) {
            throw new IllegalArgumentException(
                    field + " must be visible ASCII characters without spaces, for example AB1234");
        }
        return value;
    }

    /** Returns a key, a secret or a token of an application, which must be that alone. */
    @Contract("_, null -> fail")
    public static String key(String field, @Nullable String value) {
        required(field, value);
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new IllegalArgumentException(field
                    + " must not begin with Bearer. Give the token alone, for example eyJ4NXQ for Bearer eyJ4NXQ");
        }
        if (value.contains(":::")) {
            throw new IllegalArgumentException(field + " must be one value, but has several with ::: between them, as"
                    + " another tool writes them. Give each to its own setting, for example k3y of FA12345:::k3y");
        }
        return header(field, value);
    }

    /** Returns the id of a user in upper case, as brokers write it that hash it. Other letters give another hash. */
    @Contract("_, null -> fail")
    public static String userId(String field, @Nullable String value) {
        return header(field, value).toUpperCase(Locale.ROOT);
    }

    /**
     * Returns an authorization code, which must be the code alone.
     *
     * @param names the parameters that contain a code in a redirect
     */
    @Contract("_, null, _ -> fail")
    public static String code(String field, @Nullable String value, List<String> names) {
        required(field, value);
        if (value.contains("://")) {
            throw new IllegalArgumentException(field
                    + " must be the code alone, not a whole URL. Give the URL to login,"
                    + " or what follows " + names.get(0) + "=, for example A1B2 of https://host/?" + names.get(0)
                    + "=A1B2");
        }
        String pair = value.replaceFirst("^[?&]", "").toLowerCase(Locale.ROOT);
        if (pair.matches(".*&\\w+=.*")
                || pair.startsWith("code=")
                || names.stream().anyMatch(name -> pair.startsWith(name.toLowerCase(Locale.ROOT) + "="))) {
            throw new IllegalArgumentException(field + " must be the code alone, without the name and other parameters."
                    + " Give what follows " + names.get(0) + "=, for example A1B2 of " + names.get(0) + "=A1B2");
        }
        return value;
    }

    /** Returns a one-time password without white space. Apps show 123 456, and a person types a line break. */
    @Contract("_, null -> fail")
    public static String oneTimePassword(String field, @Nullable String value) {
        String digits = notNull(field, value)
                .codePoints()
                .filter(character -> !isInvisible(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return required(field, digits);
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

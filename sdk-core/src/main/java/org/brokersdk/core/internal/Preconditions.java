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
 * <p>The guide to failures has a table of the input that is refused or corrected. The rules are the same for all
 * brokers.
 */
public final class Preconditions {

    /** The patterns of the specs, each compiled once. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private static final String BEARER = "Bearer ";

    private static final Pattern QUOTED = Pattern.compile("(?s)([\"'`]).*\\1|\u201c.*\u201d|\u2018.*\u2019");

    private Preconditions() {}

    /**
     * Checks a field against the rules of a spec. Text must consist of whole characters. It must not have blanks at its
     * ends, control characters or surrounding quotes, which a copy from a file or a chat may add. A minimum length
     * above 0 also refuses blank text.
     *
     * @param field the field's name
     * @param value the value; of other types than text, only null is refused
     * @param required true if null is refused
     * @param minLength the minimum number of characters
     * @param maxLength the maximum number of characters
     * @param pattern the pattern for the whole text, or empty
     * @param form the description of the pattern, or empty
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
            throw new IllegalArgumentException(
                    field + " must not contain half a character (an unpaired surrogate). Copy the text again");
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
                    field + " must be " + (form.isEmpty() ? "in the format that its documentation shows" : form));
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
            throw new IllegalArgumentException(field
                    + " must not be in quotes. Give the text without the quotes, for example AB1234 for \"AB1234\"");
        }
    }

    /**
     * Returns true for a character that chats and files add: blank, line break, byte order mark or zero-width space.
     */
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

    /** Returns a key, a secret or a token of an application, which must have no addition such as {@code Bearer}. */
    @Contract("_, null -> fail")
    public static String key(String field, @Nullable String value) {
        return header(field, single(field, value));
    }

    /** Returns a key that may contain blanks, and must be that alone. */
    @Contract("_, null -> fail")
    public static String single(String field, @Nullable String value) {
        required(field, value);
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new IllegalArgumentException(field
                    + " must not begin with Bearer. Give the token alone, for example eyJ4NXQ for Bearer eyJ4NXQ");
        }
        if (value.contains(":::")) {
            throw new IllegalArgumentException(
                    field + " must be one value, but has several with ::: between them, as"
                            + " another tool writes them. Give each value to its own setting, for example k3y of FA12345:::k3y");
        }
        return value;
    }

    /** Returns a user id. Brokers write it in upper case, and lower-case letters would change a hash of it. */
    @Contract("_, null -> fail")
    public static String userId(String field, @Nullable String value) {
        header(field, value);
        if (value.chars().anyMatch(Character::isLowerCase)) {
            throw new IllegalArgumentException(
                    field + " must be in upper case, as the broker writes it, for example AB1234 for ab1234");
        }
        return value;
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
                    + " must be the authorization code alone, not a whole URL. Give the URL to login,"
                    + " or what follows " + names.get(0) + "=, for example A1B2 of https://host/?" + names.get(0)
                    + "=A1B2");
        }
        String pair = value.replaceFirst("^[?&]", "").toLowerCase(Locale.ROOT);
        if (pair.matches(".*&\\w+=.*")
                || pair.startsWith("code=")
                || names.stream().anyMatch(name -> pair.startsWith(name.toLowerCase(Locale.ROOT) + "="))) {
            throw new IllegalArgumentException(field
                    + " must be the authorization code alone, without the name and other parameters."
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

    /** Returns true if a text has an unpaired surrogate. UTF-8 would replace it by a question mark. */
    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}

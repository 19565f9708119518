package org.brokersdk.broker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A text as it reads when escapes of JSON, HTML and URLs are undone, with the place of each character in the text as it
 * came.
 *
 * @param text the characters
 * @param starts where each began
 * @param ends where each ended
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody outside of it sees them.
record Spelling(String text, int[] starts, int[] ends) {

    private static final Map<String, Character> ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "nbsp", ' ');

    private static final Map<Character, Character> JSON_ESCAPES =
            Map.of('"', '"', '\'', '\'', '\\', '\\', '/', '/', 'b', '\b', 'f', '\f', 'n', '\n', 'r', '\r', 't', '\t');

    // The longest entity, such as &#x1F600;
    private static final int LONGEST_ENTITY = 12;

    static Spelling of(String text) {
        int[] starts = new int[text.length()];
        Arrays.setAll(starts, i -> i);
        int[] ends = new int[text.length()];
        Arrays.setAll(ends, i -> i + 1);
        return new Spelling(text, starts, ends);
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    /** The same with one layer of escapes undone. */
    Spelling decoded() {
        Decoder decoder = new Decoder();
        for (int at = 0; at < text.length(); ) {
            at = decoder.next(at);
        }
        return decoder.spelling();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spelling spelling && text.equals(spelling.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Without the text, which is not masked yet. */
    @Override
    public String toString() {
        return "Spelling[text=***]";
    }

    private final class Decoder {

        private final StringBuilder plain = new StringBuilder();
        private final int[] from = new int[text.length()];
        private final int[] to = new int[text.length()];

        private int next(int at) {
            int end = switch (text.charAt(at)) {
                case '\\' -> backslash(at);
                case '&' -> entity(at);
                case '%' -> percent(at);
                default -> at;
            };
            return end == at ? add(String.valueOf(text.charAt(at)), at, at + 1) : end;
        }

        private int backslash(int at) {
            if (at + 1 == text.length()) {
                return at;
            }
            if (text.charAt(at + 1) == 'u') {
                int code = number(at + 2, at + 6, 16);
                return code < 0 ? at : add(String.valueOf((char) code), at, at + 6);
            }
            if (text.charAt(at + 1) == 'x') {
                int code = number(at + 2, at + 4, 16);
                return code < 0 ? at : add(String.valueOf((char) code), at, at + 4);
            }
            Character escaped = JSON_ESCAPES.get(text.charAt(at + 1));
            return escaped == null ? at : add(escaped.toString(), at, at + 2);
        }

        private int entity(int at) {
            int end = text.indexOf(';', at);
            if (end < 0 || end - at > LONGEST_ENTITY || end - at < 2) {
                return at;
            }
            if (text.charAt(at + 1) != '#') {
                Character named = ENTITIES.get(text.substring(at + 1, end).toLowerCase(java.util.Locale.ROOT));
                return named == null ? at : add(named.toString(), at, end + 1);
            }
            boolean hex = Character.toLowerCase(text.charAt(at + 2)) == 'x';
            int code = hex ? number(at + 3, end, 16) : number(at + 2, end, 10);
            return Character.isValidCodePoint(code) ? add(Character.toString(code), at, end + 1) : at;
        }

        /** As many as make up one run, since a character may be several bytes. */
        private int percent(int at) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int end = at;
            while (end < text.length() && text.charAt(end) == '%' && number(end + 1, end + 3, 16) >= 0) {
                bytes.write(number(end + 1, end + 3, 16));
                end += 3;
            }
            if (end == at) {
                return at;
            }
            String plain = bytes.toString(StandardCharsets.UTF_8);
            if (plain.length() == bytes.size()) {
                for (int i = 0; i < plain.length(); i++) {
                    add(plain.substring(i, i + 1), at + 3 * i, at + 3 * i + 3);
                }
                return end;
            }
            return add(plain, at, end);
        }

        private int number(int begin, int end, int radix) {
            if (end > text.length() || begin >= end) {
                return -1;
            }
            try {
                return Character.digit(text.charAt(begin), radix) < 0
                        ? -1
                        : Integer.parseInt(text.substring(begin, end), radix);
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private int add(String characters, int begin, int end) {
            for (int i = 0; i < characters.length(); i++) {
                from[plain.length()] = starts[begin];
                to[plain.length()] = ends[end - 1];
                plain.append(characters.charAt(i));
            }
            return end;
        }

        private Spelling spelling() {
            return new Spelling(
                    plain.toString(), Arrays.copyOf(from, plain.length()), Arrays.copyOf(to, plain.length()));
        }
    }
}

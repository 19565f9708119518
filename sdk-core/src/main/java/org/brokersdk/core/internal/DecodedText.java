package org.brokersdk.core.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Text whose JSON, HTML and URL escapes are decoded. Each decoded character keeps its start and end in the original
 * text.
 */
final class DecodedText {

    private static final Map<String, Character> HTML_ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "nbsp", ' ');

    private static final Map<Character, Character> JSON_ESCAPES =
            Map.of('"', '"', '\'', '\'', '\\', '\\', '/', '/', 'b', '\b', 'f', '\f', 'n', '\n', 'r', '\r', 't', '\t');

    /** Maximum length of an HTML entity without its semicolon. */
    private static final int MAX_ENTITY_LENGTH = 12;

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private DecodedText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /** Creates a text without decoding anything. */
    static DecodedText of(String text) {
        int[] starts = new int[text.length()];
        Arrays.setAll(starts, i -> i);
        int[] ends = new int[text.length()];
        Arrays.setAll(ends, i -> i + 1);
        return new DecodedText(text, starts, ends);
    }

    String text() {
        return text;
    }

    /** Returns where the decoded character at the index starts in the original text. */
    int originalStart(int index) {
        return starts[index];
    }

    /** Returns where the decoded character at the index ends in the original text, exclusive. */
    int originalEnd(int index) {
        return ends[index];
    }

    /** Returns this text with each escape decoded once. Escapes that result from decoding stay. */
    DecodedText decodeOnce() {
        Decoder decoder = new Decoder();
        for (int index = 0; index < text.length(); ) {
            index = decoder.decodeAt(index);
        }
        return decoder.toDecodedText();
    }

    /** Decodes the text from its beginning. Each method returns the index of the next character to decode. */
    private final class Decoder {

        private final StringBuilder decoded = new StringBuilder();
        private final int[] decodedStarts = new int[text.length()];
        private final int[] decodedEnds = new int[text.length()];

        private int decodeAt(int index) {
            // An escape that cannot be decoded leaves the index as it is.
            int end = switch (text.charAt(index)) {
                case '\\' -> decodeBackslash(index);
                case '&' -> decodeEntity(index);
                case '%' -> decodePercent(index);
                default -> index;
            };
            return end == index ? append(String.valueOf(text.charAt(index)), index, index + 1) : end;
        }

        private int decodeBackslash(int index) {
            if (index + 1 == text.length()) {
                return index;
            }
            if (text.charAt(index + 1) == 'u') {
                int code = parseNumber(index + 2, index + 6, 16);
                return code < 0 ? index : append(String.valueOf((char) code), index, index + 6);
            }
            if (text.charAt(index + 1) == 'x') {
                int code = parseNumber(index + 2, index + 4, 16);
                return code < 0 ? index : append(String.valueOf((char) code), index, index + 4);
            }
            Character escaped = JSON_ESCAPES.get(text.charAt(index + 1));
            return escaped == null ? index : append(escaped.toString(), index, index + 2);
        }

        private int decodeEntity(int index) {
            int semicolon = text.indexOf(';', index);
            if (semicolon < 0 || semicolon - index > MAX_ENTITY_LENGTH) {
                return index;
            }
            if (text.charAt(index + 1) != '#') {
                String name = text.substring(index + 1, semicolon).toLowerCase(Locale.ROOT);
                Character character = HTML_ENTITIES.get(name);
                return character == null ? index : append(character.toString(), index, semicolon + 1);
            }
            boolean hexadecimal = Character.toLowerCase(text.charAt(index + 2)) == 'x';
            int code = hexadecimal ? parseNumber(index + 3, semicolon, 16) : parseNumber(index + 2, semicolon, 10);
            return Character.isValidCodePoint(code) ? append(Character.toString(code), index, semicolon + 1) : index;
        }

        /** Decodes consecutive percent escapes together, since a character can be several UTF-8 bytes. */
        private int decodePercent(int index) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int end = index;
            while (end < text.length() && text.charAt(end) == '%' && parseNumber(end + 1, end + 3, 16) >= 0) {
                bytes.write(parseNumber(end + 1, end + 3, 16));
                end += 3;
            }
            if (end == index) {
                return index;
            }
            String characters = bytes.toString(StandardCharsets.UTF_8);
            if (characters.length() == bytes.size()) {
                for (int i = 0; i < characters.length(); i++) {
                    append(characters.substring(i, i + 1), index + 3 * i, index + 3 * i + 3);
                }
                return end;
            }
            return append(characters, index, end);
        }

        /** Returns the number between two indexes, or -1 if there is none. A sign is not part of a number. */
        private int parseNumber(int begin, int end, int radix) {
            if (end > text.length()) {
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

        private int append(String characters, int begin, int end) {
            for (int i = 0; i < characters.length(); i++) {
                decodedStarts[decoded.length()] = starts[begin];
                decodedEnds[decoded.length()] = ends[end - 1];
                decoded.append(characters.charAt(i));
            }
            return end;
        }

        private DecodedText toDecodedText() {
            return new DecodedText(
                    decoded.toString(),
                    Arrays.copyOf(decodedStarts, decoded.length()),
                    Arrays.copyOf(decodedEnds, decoded.length()));
        }
    }
}

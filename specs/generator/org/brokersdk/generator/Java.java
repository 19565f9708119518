package org.brokersdk.generator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How Java spells what a spec says. */
final class Java {

    private Java() {}

    /** The name of a type, or the rest of one: {@code order_type} is {@code OrderType}. */
    static String type(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The name of a constant: {@code sellShort} is {@code SELL_SHORT}. */
    static String constant(String value) {
        String name = value.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** The default of a scalar. */
    static String literal(Map<String, Object> schema) {
        String value = escaped(schema.get("default"));
        return switch (String.valueOf(schema.getOrDefault("format", schema.get("type")))) {
            case "integer", "int32", "boolean" -> value;
            case "int64" -> value + "L";
            case "number" -> "new BigDecimal(\"" + value + "\")";
            case "date" -> "LocalDate.parse(\"" + value + "\")";
            case "date-time" -> "OffsetDateTime.parse(\"" + value + "\")";
            default -> '"' + value + '"';
        };
    }

    /** What stands between the quotes of a literal. The formatter takes backticks and asterisks for Markdown. */
    static String escaped(Object value) {
        return String.valueOf(value)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("`", "\\140")
                .replace("**", "*\\52");
    }
}

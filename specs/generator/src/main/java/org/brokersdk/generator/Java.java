package org.brokersdk.generator;

import io.swagger.v3.oas.models.media.Schema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Converts names and values of a spec to Java. */
final class Java {

    private Java() {}

    /** Returns the name of a type, or a part of it: {@code order_type} becomes {@code OrderType}. */
    static String type(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** Returns the name of a constant: {@code sellShort} becomes {@code SELL_SHORT}. */
    static String constant(String value) {
        String name = value.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Returns the default value of a scalar as an expression. */
    static String literal(Schema<?> schema) {
        String value = escaped(text(schema.getDefault()));
        return switch (Objects.requireNonNullElse(schema.getFormat(), schema.getType())) {
            case "integer", "int32", "boolean" -> value;
            case "int64" -> value + "L";
            case "number" -> "new BigDecimal(\"" + value + "\")";
            case "date" -> "LocalDate.parse(\"" + value + "\")";
            case "date-time" -> "OffsetDateTime.parse(\"" + value + "\")";
            default -> '"' + value + '"';
        };
    }

    /** Returns a value as in the spec. The parser converts a date to midnight in the time zone of this machine. */
    static String text(Object value) {
        return value instanceof Date date
                ? date.toInstant().atZone(ZoneId.systemDefault()).toLocalDate().toString()
                : String.valueOf(value);
    }

    /** Returns the characters between the quotes of a string. */
    static String escaped(Object value) {
        return String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
    }
}

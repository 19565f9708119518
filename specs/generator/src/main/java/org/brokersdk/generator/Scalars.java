package org.brokersdk.generator;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Whether what a schema says of a value can be kept, and whether its default keeps it. */
final class Scalars {

    private final Yaml schema;
    private final Mistakes mistakes;

    private Scalars(Yaml schema, Mistakes mistakes) {
        this.schema = schema;
        this.mistakes = mistakes;
    }

    static void check(Yaml schema, Mistakes mistakes) {
        Scalars scalars = new Scalars(schema, mistakes);
        switch (schema.get("type").text()) {
            case "string" -> scalars.text();
            case "integer", "number" -> scalars.number();
            case "boolean" -> scalars.defaultIs(schema.get("default").is(Tag.BOOL), "is not `true` or `false`");
            case "array" -> scalars.inOrder("minItems", "maxItems");
            default -> {}
        }
    }

    static boolean isScalar(Yaml schema) {
        return Set.of("string", "integer", "number", "boolean")
                .contains(schema.get("type").text());
    }

    private void text() {
        Yaml value = schema.get("default");
        String format = schema.get("format").text();
        if (schema.has("enum")) {
            cannotHave("an enum", "minLength", "maxLength", "pattern", "format");
            enumeration();
            defaultIs(schema.get("enum").names().containsKey(value.text()), "is not in the `enum`");
        } else if (format.startsWith("date")) {
            cannotHave("a date", "minLength", "maxLength", "pattern");
            defaultIs(isDate(value.text(), format), "is not a `" + format + "` of ISO 8601");
        } else {
            inOrder("minLength", "maxLength");
            int length = value.text().length();
            Pattern pattern = schema.has("pattern") ? Regex.checked(schema.get("pattern"), mistakes) : null;
            defaultIs(value.isText() && Texts.isLiteral(value.text()), "is not a text in quotes that Java can hold");
            defaultIs(
                    limit("minLength", length) <= length && length <= limit("maxLength", length),
                    "breaks `minLength` or `maxLength`");
            defaultIs(pattern == null || Regex.matches(pattern, value.text()), "does not match the `pattern`");
        }
        if (schema.has("x-enum-descriptions")
                && schema.get("x-enum-descriptions").items().size()
                        != schema.get("enum").items().size()) {
            mistakes.add(
                    schema.get("x-enum-descriptions"),
                    "these are not as many as the values of the `enum`",
                    "write one for each");
        }
    }

    private void enumeration() {
        Map<String, String> constants = new HashMap<>();
        for (Yaml value : schema.get("enum").items()) {
            String text = value.text();
            String other = constants.putIfAbsent(Names.folded(text), text);
            if (!text.matches("[ -~]*[A-Za-z0-9][ -~]*")) {
                mistakes.add(
                        value,
                        "no constant of Java can be called " + Mistakes.quote(text),
                        "write no `enum`, and the values in the description");
            } else if (other != null && !other.equals(text)) {
                mistakes.add(
                        value,
                        Mistakes.quote(text) + " and " + Mistakes.quote(other) + " are one constant in Java",
                        "write no `enum`, and the values in the description");
            }
        }
    }

    private void number() {
        BigDecimal minimum = number("minimum");
        BigDecimal maximum = number("maximum");
        BigDecimal value = number("default");
        // The parser of the generator drops the default value of an int64 that is no int.
        defaultIs(
                value == null || !schema.get("format").text().equals("int64") || value.longValue() == value.intValue(),
                "is beyond 32 bits");
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            mistakes.add(
                    schema.get("minimum"), "`minimum` is greater than `maximum`", "write the smaller number first");
        }
        defaultIs(
                value == null
                        || (minimum == null || minimum.compareTo(value) <= 0)
                                && (maximum == null || maximum.compareTo(value) >= 0),
                "breaks `minimum` or `maximum`");
    }

    /** What a key says, or null if that is nothing. */
    private BigDecimal number(String key) {
        Yaml node = schema.get(key);
        String format = schema.get("type").text().equals("number")
                ? "number"
                : schema.get("format").text();
        try {
            return !node.isThere()
                    ? null
                    : switch (format) {
                        case "number" -> decimal(node);
                        case "int64" -> BigDecimal.valueOf(decimal(node).longValueExact());
                        default -> BigDecimal.valueOf(decimal(node).intValueExact());
                    };
        } catch (ArithmeticException | NumberFormatException e) {
            mistakes.add(
                    node,
                    Mistakes.quote(node.text()) + " is not "
                            + (format.equals("number") ? "a number" : "an integer of this format"),
                    "write one, without quotes" + (format.equals("number") ? "" : ", or `format: int64`"));
            return null;
        }
    }

    private static BigDecimal decimal(Yaml node) {
        BigDecimal exact = new BigDecimal(node.text());
        if (node.is(Tag.FLOAT) && exact.compareTo(new BigDecimal(Double.toString(exact.doubleValue()))) != 0
                || node.isText()) {
            throw new NumberFormatException();
        }
        return exact;
    }

    private static boolean isDate(String text, String format) {
        try {
            return format.equals("date") ? LocalDate.parse(text) != null : OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void inOrder(String least, String most) {
        if (limit(least, 0) > limit(most, Integer.MAX_VALUE)) {
            mistakes.add(
                    schema.get(least),
                    "`" + least + "` is greater than `" + most + "`",
                    "write the smaller number first");
        }
    }

    private int limit(String key, int otherwise) {
        return schema.get(key).is(Tag.INT) && schema.get(key).text().matches("\\d{1,9}")
                ? Integer.parseInt(schema.get(key).text())
                : otherwise;
    }

    private void cannotHave(String what, String... keys) {
        for (String key : keys) {
            if (schema.has(key)) {
                mistakes.add(schema.get(key), "`" + key + "` of " + what + " is not supported", "leave it out");
            }
        }
    }

    private void defaultIs(boolean right, String otherwise) {
        Yaml value = schema.get("default");
        if (value.isThere() && !right) {
            mistakes.add(
                    value, "the default " + Mistakes.quote(value.text()) + " " + otherwise, "write one that keeps it");
        }
    }
}

package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.brokersdk.core.internal.Preconditions;

/** Checks schemas where they are used. Names must be unique in Java, and rules must be compatible. */
final class SchemaRules {

    /** Rules that a schema breaks by itself. The others are broken by the reference that uses it. */
    private static final Set<String> OF_DEFINITION = Set.of("component", "received", "sent");

    private final Dialect dialect;
    private final JavaNames names;
    private final Diagnostics errors;
    private final Set<String> visited = new HashSet<>();
    private final Map<String, JsonPointer> classes = new HashMap<>();

    SchemaRules(Dialect dialect, JavaNames names, Diagnostics errors) {
        this.dialect = dialect;
        this.names = names;
        this.errors = errors;
    }

    /**
     * Checks a schema and its contents.
     *
     * @param rules the definition of the dialect for such a use
     * @param ownName the name of the class that an inline schema becomes
     */
    void check(SpecNode use, String rules, String ownName) {
        SpecNode schema = use.resolve();
        dialect.validate(OF_DEFINITION.contains(rules) ? schema : use, rules);
        String name = use.componentName(ownName);
        if (!visited.add(rules + schema.place() + name)) {
            return;
        }
        boolean isSent = !rules.equals("received") && !rules.equals("component");
        checkValues(schema);
        if (isSent) {
            checkFixed(schema);
        }
        if (contents(schema) == null) {
            errors.add(schema, "a list or a map contains itself; write an object with a field for it");
        }
        if (schema.has("properties")) {
            claimClass(name, schema);
            checkFields(schema);
            Map<String, SpecNode> fields = schema.get("properties").fields();
            fields.forEach((field, node) -> check(node, isSent ? "sent" : rules, name + Java.type(field)));
        } else if (schema.has("anyOf")) {
            check(schema.get("anyOf", "0"), rules, name);
        } else if (schema.get("enum").items().size() > 1) {
            claimClass(name, schema);
        } else if (schema.has("items")) {
            check(schema.get("items"), isSent ? itemRules(rules) : rules, name);
        } else if (schema.get("additionalProperties").json().isObject()) {
            check(schema.get("additionalProperties"), isSent ? "sentValue" : rules, name);
        }
    }

    private static String itemRules(String rules) {
        return switch (rules) {
            case "sent" -> "sentItem";
            case "pathParameter" -> "pathItem";
            case "queryParameter", "headerParameter" -> "parameterItem";
            default -> "sentValue";
        };
    }

    /** Returns what lists and maps contain in the end, or null if they contain themselves. */
    static SpecNode contents(SpecNode use) {
        Set<JsonPointer> places = new HashSet<>();
        SpecNode schema = use.resolve();
        while (places.add(schema.place())) {
            SpecNode contents = schema.get(schema.has("items") ? "items" : "additionalProperties");
            if (schema.has("properties") || !contents.json().isObject()) {
                return schema;
            }
            schema = contents.resolve();
        }
        return null;
    }

    /** Reserves the name of a class. Some file systems do not distinguish the case of letters. */
    void claimClass(String name, SpecNode node) {
        JsonPointer other = classes.putIfAbsent(name.toLowerCase(Locale.ROOT), node.place());
        if (other != null && !other.equals(node.place())) {
            errors.add(node, "the spec has a class %s already; choose another name", name);
        } else if (!names.canBeClass(name)) {
            errors.add(node, "Java or the SDK has a class %s already; choose another name", name);
        }
    }

    private void checkFields(SpecNode schema) {
        Map<String, SpecNode> fields = schema.get("properties").fields();
        Map<String, String> variables = new HashMap<>();
        Set<String> wireNames = new HashSet<>(fields.keySet());
        fields.forEach((field, node) -> {
            String variable = names.variable(field);
            String other = variables.putIfAbsent(variable, field);
            if (variable == null) {
                errors.add(node, "no field of Java can be called %s; remove it, or write a map", field);
            } else if (other != null) {
                String message = "%s and %s are both %s in Java; write one, with the other as its `x-also-named`";
                errors.add(node, message, field, other, variable);
            }
            for (SpecNode also : node.resolve().get("x-also-named").items()) {
                if (!wireNames.add(also.text())) {
                    errors.add(also, "%s is another field already; remove one of them", also.text());
                }
            }
        });
        for (SpecNode field : schema.get("required").items()) {
            errors.requireKnown(field, "field", field.text(), fields.keySet(), "add it below `properties`");
        }
    }

    /** Checks a value that each request has without a decision of its caller. The SDK refuses blanks around a text. */
    private void checkFixed(SpecNode schema) {
        List<SpecNode> values = schema.get("enum").items();
        for (SpecNode value :
                values.size() == 1 ? values : schema.get("default").items()) {
            try {
                Preconditions.check("it", value.text(), false, 0, Integer.MAX_VALUE, "", "");
            } catch (IllegalArgumentException e) {
                String mistake = e.getMessage().split("\\. ", 2)[0];
                errors.add(
                        value,
                        "each request with %s would be refused, as " + mistake + "; write another value",
                        value.text());
            }
        }
    }

    private void checkValues(SpecNode schema) {
        for (String limit : List.of("Length", "Items", "imum")) {
            SpecNode least = schema.get("min" + limit);
            if (least.json().asDouble(-Double.MAX_VALUE)
                    > schema.get("max" + limit).json().asDouble(Double.MAX_VALUE)) {
                errors.add(least, "%s is greater than %s; exchange the two", "min" + limit, "max" + limit);
            }
        }
        if (schema.has("default")) {
            dialect.validateDefault(schema);
        }
        List<SpecNode> values = schema.get("enum").items();
        SpecNode descriptions = schema.get("x-enum-descriptions");
        if (schema.has("x-enum-descriptions") && descriptions.items().size() != values.size()) {
            errors.add(descriptions, "`x-enum-descriptions` needs as many items as `enum`; write one for each value");
        }
        Set<String> constants = new HashSet<>();
        for (SpecNode value : values) {
            if (values.size() > 1 && !constants.add(Java.constant(value.text()))) {
                errors.add(value, "%s is the constant of another value too; remove the `enum`", value.text());
            }
        }
    }
}

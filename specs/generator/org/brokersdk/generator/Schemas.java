package org.brokersdk.generator;

import static org.brokersdk.generator.Tree.list;
import static org.brokersdk.generator.Tree.map;
import static org.brokersdk.generator.Tree.node;
import static org.brokersdk.generator.Tree.texts;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of a spec: what becomes a class has a name, and all else stands where it is used, as the generator loses
 * some of what is said elsewhere.
 */
final class Schemas {

    private static final String PREFIX = "#/components/schemas/";

    private final Tree spec;
    private final Map<String, Object> classes = new LinkedHashMap<>();
    private final Set<String> constants = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    Schemas(Tree spec) {
        this.spec = spec;
        map(map(spec.root().get("components")).get("schemas"))
                .keySet()
                .forEach(name -> of(node("$ref", PREFIX + name), name));
    }

    /** What becomes a class, by its name. */
    Map<String, Object> classes() {
        return classes;
    }

    /** What is sent in fields unless told otherwise. */
    Set<String> constants() {
        return constants;
    }

    /** The fields of answers that are secret. */
    Set<String> secrets() {
        return secrets;
    }

    /**
     * A schema as it is to stand where it is used.
     *
     * @param name of the class that it becomes, unless it has one already
     */
    Map<String, Object> of(Object node, String name) {
        Map<String, Object> schema = firstType(spec.resolve(node));
        String known = spec.name(node, name);
        if (texts(schema.get("enum")).size() == 1) {
            return constant(schema);
        }
        if (schema.containsKey("enum") || schema.containsKey("properties")) {
            if (!classes.containsKey(known)) {
                // It may hold itself.
                classes.put(known, null);
                classes.put(known, schema.containsKey("enum") ? openEnum(schema, known) : record(schema, known));
            }
            return node("$ref", PREFIX + known);
        }
        Map<String, Object> inPlace = new LinkedHashMap<>(schema);
        if (schema.containsKey("items")) {
            Map<String, Object> items = of(schema.get("items"), known);
            inPlace.put("items", items);
            Object listed = said(items, "x-listed");
            if (listed != null) {
                inPlace.put("x-listed", listed);
            }
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
            inPlace.put("additionalProperties", of(values, known));
        }
        if (schema.containsKey("default")) {
            inPlace.put("x-default", Java.literal(schema));
        }
        return inPlace;
    }

    /** Of what comes in several types Java has the first; Gson reads a number in quotes, and a text without. */
    private static Map<String, Object> firstType(Map<String, Object> schema) {
        if (!schema.containsKey("anyOf")) {
            return schema;
        }
        Map<String, Object> first =
                new LinkedHashMap<>(map(list(schema.get("anyOf")).get(0)));
        first.putAll(schema);
        first.remove("anyOf");
        return first;
    }

    /** A text that may be none but one needs no type of its own. */
    private static Map<String, Object> constant(Map<String, Object> schema) {
        String value = texts(schema.get("enum")).get(0);
        Map<String, Object> text = new LinkedHashMap<>(schema);
        text.remove("enum");
        text.put("default", value);
        text.put("x-default", Java.literal(text));
        text.put("pattern", "^" + value.replaceAll("[^A-Za-z0-9_ -]", "\\\\$0") + "$");
        return text;
    }

    private Map<String, Object> openEnum(Map<String, Object> schema, String name) {
        Map<String, Object> type = new LinkedHashMap<>(schema);
        type.put(
                "x-enum-varnames",
                texts(schema.get("enum")).stream().map(Java::constant).toList());
        type.put("x-listed", name);
        if (schema.containsKey("default")) {
            type.put("x-default", name + "." + Java.constant(String.valueOf(schema.get("default"))));
        }
        return type;
    }

    private Map<String, Object> record(Map<String, Object> schema, String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map(schema.get("properties")).forEach((field, node) -> fields.put(field, of(node, name + Java.type(field))));
        Map<String, Object> type = new LinkedHashMap<>(schema);
        type.put("properties", fields);
        boolean sent = Boolean.FALSE.equals(schema.get("additionalProperties"));
        for (Map.Entry<String, Object> entry : fields.entrySet()) {
            Map<String, Object> field = map(entry.getValue());
            if (sent && "string".equals(field.get("type")) && field.containsKey("default")) {
                constants.add(Java.escaped(field.get("default")));
            }
            if (!sent && isSecret(field)) {
                secrets.add(entry.getKey());
            }
        }
        type.put("x-has-lists", fields.values().stream().anyMatch(field -> isList(map(field))));
        type.put(
                "x-has-secrets",
                fields.values().stream()
                        .anyMatch(field -> "password".equals(map(field).get("format"))));
        return type;
    }

    private static boolean isSecret(Map<String, Object> field) {
        return "password".equals(field.get("format"));
    }

    private static boolean isList(Map<String, Object> field) {
        return "array".equals(field.get("type")) || field.containsKey("additionalProperties");
    }

    /** What was found out of a schema in place, or null. */
    Object said(Map<String, Object> inPlace, String name) {
        return inPlace.containsKey("$ref")
                ? map(classes.get(spec.name(inPlace, null))).get(name)
                : inPlace.get(name);
    }
}

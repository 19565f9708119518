package org.brokersdk.generator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Whether schemas become classes that compile and do what the spec says. */
final class Types {

    /** Which way a value goes, as far as it is known. */
    enum Way {
        SENT,
        RECEIVED,
        UNKNOWN
    }

    private record Visit(Node node, Way way) {}

    /** A constructor of Java takes not many more. */
    private static final int MOST_FIELDS = 250;

    private final Spec spec;
    private final Set<String> taken;
    private final Mistakes mistakes;
    private final Set<Visit> visits = new HashSet<>();
    /** What becomes a class, by its name in small letters, as the folders of some systems know no others. */
    private final Map<String, Yaml> classes = new HashMap<>();

    /**
     * Checks the schemas that have names.
     *
     * @param taken the names of classes that generated Java uses already
     */
    Types(Spec spec, Set<String> taken, Mistakes mistakes) {
        this.spec = spec;
        this.taken = taken;
        this.mistakes = mistakes;
        spec.components("schemas").forEach((name, schema) -> {
            describe(schema, "a schema below `components`");
            check(schema, Way.UNKNOWN, name);
        });
    }

    /**
     * Checks a schema and all that it holds.
     *
     * @param name of the class that it becomes, unless it has one already
     */
    void check(Yaml node, Way way, String name) {
        Yaml schema = spec.resolve(node);
        if (!schema.isMap() || !visits.add(new Visit(schema.node(), way))) {
            return;
        }
        if (schema.has("anyOf")) {
            schema.get("anyOf").items().forEach(type -> check(type, way, name));
            return;
        }
        String known = Spec.name(node, name);
        Scalars.check(schema, mistakes);
        if (way == Way.RECEIVED && schema.has("default")) {
            mistakes.add(
                    schema.get("default"),
                    "a default of what is received is not supported",
                    "say it in the description");
        }
        if (isClass(schema)) {
            claim(known, schema);
        }
        if (isEndless(schema)) {
            mistakes.add(schema, "a list that holds itself is not supported", "write an object between");
        } else if (schema.has("items")) {
            check(schema.get("items"), way, known);
        } else if (schema.has("properties")) {
            fields(schema, way, known);
        } else if (schema.get("additionalProperties").isMap()) {
            check(schema.get("additionalProperties"), way, known);
        } else if (schema.get("type").text().equals("object")
                && !schema.get("additionalProperties").isTrue()) {
            mistakes.add(
                    schema,
                    "an object without `properties` is not supported",
                    "write them, or `additionalProperties: true` for a map of whatever comes");
        }
    }

    /** What becomes a class of its own. */
    static boolean isClass(Yaml schema) {
        return schema.has("enum") || schema.has("properties");
    }

    /** Gives a name to a class, if no other has it. */
    void claim(String name, Yaml place) {
        Yaml other = classes.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
        if (other != null && !other.equals(place)) {
            mistakes.add(
                    place,
                    "this becomes the class " + Mistakes.quote(name) + ", and so does what stands in line "
                            + other.line(),
                    "name one of them otherwise");
        } else if (!Names.canBeClass(name) || taken.contains(name)) {
            mistakes.add(
                    place,
                    "this becomes the class " + Mistakes.quote(name) + ", and Java, the generator or the SDK has one",
                    "give it another name");
        }
    }

    void describe(Yaml schema, String what) {
        if ((schema.has("type") || schema.has("anyOf")) && !schema.has("description")) {
            mistakes.add(schema, what + " without `description` is not supported", "add it: it becomes the Javadoc");
        }
    }

    private void fields(Yaml schema, Way way, String name) {
        Map<String, Yaml> fields = schema.get("properties").entries();
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            mistakes.add(
                    schema,
                    "an object of " + fields.size() + " fields is not supported",
                    "write from 1 to " + MOST_FIELDS
                            + " `properties`, or `additionalProperties: true` alone for a map");
        }
        Rule known = Texts.known(fields.keySet(), "field", "write it below `properties`");
        schema.get("required").items().forEach(field -> known.check(field, mistakes));
        Yaml open = schema.get("additionalProperties");
        if (way == Way.SENT && (!open.is(Tag.BOOL) || open.isTrue())) {
            mistakes.add(
                    open.isThere() ? open : schema,
                    "an object that is sent and takes other fields too is not supported",
                    "write `additionalProperties: false`, and another schema if it is received as well");
        } else if (way == Way.RECEIVED && open.is(Tag.BOOL) && !open.isTrue()) {
            mistakes.add(
                    open,
                    "an object that is received and takes no other fields is not supported",
                    "leave it out, and write another schema if it is sent as well");
        } else if (open.isThere() && !open.is(Tag.BOOL)) {
            mistakes.add(
                    open,
                    "`properties` and other fields of a type are not supported in one object",
                    "leave one of them out");
        }
        Map<String, String> names = new HashMap<>();
        Set<String> onTheWire = new HashSet<>(fields.keySet());
        fields.forEach((field, node) -> {
            describe(node, "a field");
            name(field, node, names);
            Yaml also = spec.resolve(node).get("x-also-named");
            if (also.isThere() && !onTheWire.add(also.text())) {
                mistakes.add(also, Mistakes.quote(also.text()) + " is another field already", "leave one of them out");
            }
            if (way == Way.SENT
                    && spec.resolve(node).has("nullable")
                    && schema.get("required").names().containsKey(field)) {
                mistakes.add(
                        node,
                        "a field that must be there and may be null is not supported where it is sent",
                        "leave `nullable` out, or the field out of `required`");
            }
            check(node, way, name + Java.type(field));
        });
    }

    private void name(String field, Yaml node, Map<String, String> known) {
        String other = known.putIfAbsent(Names.folded(field), field);
        if (!Names.canBeField(field)) {
            mistakes.add(
                    node,
                    "no field of Java can be called " + Mistakes.quote(field),
                    "leave it out, or make the object a map");
        } else if (other != null) {
            mistakes.add(
                    node,
                    Mistakes.quote(other) + " and " + Mistakes.quote(field) + " are one name in Java",
                    "write one of them, with the other as its `x-also-named` if they say the same");
        }
    }

    private boolean isEndless(Yaml schema) {
        Set<Node> seen = new HashSet<>();
        Yaml inner = schema;
        while (inner.isMap() && !isClass(inner)) {
            if (!seen.add(inner.node())) {
                return true;
            }
            inner = spec.resolve(inner.get(inner.has("items") ? "items" : "additionalProperties"));
        }
        return false;
    }
}

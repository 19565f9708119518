package org.brokersdk.changes;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;

/**
 * What a spec says of the wire, one fact a line: what each operation sends and answers, and the fields of each schema.
 * A place stands in front of a colon, what is there behind it.
 */
final class SpecSurface {

    private static final List<String> RULES =
            List.of("pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default");

    private final Spec spec;
    private final TreeSet<String> lines = new TreeSet<>();

    private SpecSurface(Spec spec) {
        this.spec = spec;
    }

    static List<String> of(Spec spec) {
        SpecSurface surface = new SpecSurface(spec);
        spec.operations().forEach(surface::add);
        Spec.map(Spec.map(spec.get("components")).get("schemas")).forEach((name, schema) -> {
            surface.add(name, Spec.map(schema), true);
            surface.addFields(name, "", Spec.map(schema));
        });
        return List.copyOf(surface.lines);
    }

    private void add(Operation operation) {
        String id = operation.id();
        Map<String, Object> node = operation.node();
        lines.add(id + ": " + operation.method() + " " + operation.path());
        for (Object server : list(node.containsKey("servers") ? node.get("servers") : spec.get("servers"))) {
            lines.add(id + " is at " + Spec.map(server).get("url") + ": ");
        }
        for (String credential : operation.credentials()) {
            lines.add(id + " sends " + credential + ": a credential");
        }
        for (Map<String, Object> parameter : operation.parameters()) {
            boolean required = Boolean.TRUE.equals(parameter.get("required"));
            add(
                    id + " sends " + parameter.get("in") + " " + parameter.get("name"),
                    Spec.map(parameter.get("schema")),
                    required);
        }
        addContents(id + " sends", spec.resolve(node.get("requestBody")));
        Spec.map(node.get("responses"))
                .forEach((status, answer) -> addContents(id + " answers " + status, spec.resolve(answer)));
    }

    private void addContents(String place, Map<String, Object> body) {
        Spec.map(body.get("content")).forEach((mediaType, content) -> {
            Map<String, Object> schema = Spec.map(Spec.map(content).get("schema"));
            add(place + " " + mediaType, schema, true);
            addFields(place, "", schema);
        });
    }

    /** But for those of schemas that have a name of their own. */
    private void addFields(String place, String path, Map<String, Object> schema) {
        List<?> required = list(schema.get("required"));
        Spec.map(schema.get("properties")).forEach((name, property) -> {
            Map<String, Object> field = Spec.map(property);
            String at = path + name;
            add(place + " " + at, field, required.contains(name));
            addFields(place, at + ".", field);
        });
        if (schema.get("items") instanceof Map<?, ?> items) {
            addFields(place, path + "[].", Spec.map(items));
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
            addFields(place, path + "*.", Spec.map(values));
        }
    }

    private void add(String place, Map<String, Object> schema, boolean required) {
        lines.add(place + ": " + fact(schema, required));
    }

    private static String fact(Map<String, Object> schema, boolean required) {
        Stream<String> parts = schema.get("$ref") instanceof String reference
                ? Stream.of(reference.substring(reference.lastIndexOf('/') + 1))
                : Stream.concat(
                        Stream.of(
                                schema.get("anyOf") == null
                                        ? null
                                        : list(schema.get("anyOf")).stream()
                                                .map(one -> String.valueOf(
                                                        Spec.map(one).get("type")))
                                                .collect(Collectors.joining(" or ", "either ", "")),
                                text(schema.get("type")),
                                text(schema.get("format")),
                                schema.get("items") == null ? null : "of " + fact(Spec.map(schema.get("items")), true),
                                schema.get("enum") == null
                                        ? null
                                        : list(schema.get("enum")).stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(" ", "one of ", "")),
                                Boolean.TRUE.equals(schema.get("nullable")) ? "or null" : null,
                                schema.get("x-also-named") == null ? null : "also named " + schema.get("x-also-named")),
                        RULES.stream()
                                .filter(rule -> schema.get(rule) != null)
                                .map(rule -> rule + " " + schema.get(rule)));
        return Stream.concat(Stream.of(required ? null : "optional"), parts)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static List<?> list(Object node) {
        return node instanceof List<?> list ? list : List.of();
    }
}

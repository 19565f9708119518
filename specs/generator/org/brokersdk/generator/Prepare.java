package org.brokersdk.generator;

import static org.brokersdk.generator.Tree.list;
import static org.brokersdk.generator.Tree.map;
import static org.brokersdk.generator.Tree.node;
import static org.brokersdk.generator.Tree.texts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A spec as the generator is to read it: what its templates would need logic for is brought into a shape in which they
 * need none.
 */
final class Prepare {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String RAW = "x-raw-form-bodies";

    private final Tree spec;
    private final Map<String, Object> root;
    private final Schemas schemas;
    private final List<Map<String, Object>> operations;
    /** What is sent unless told otherwise, by its name on the wire. */
    private final Map<String, Object> defaults = new LinkedHashMap<>();

    Prepare(String yaml) {
        spec = Tree.of(yaml);
        root = spec.root();
        schemas = new Schemas(spec);
        operations = map(root.get("paths")).values().stream()
                .flatMap(item -> map(item).values().stream())
                .filter(operation -> operation instanceof Map && map(operation).containsKey("operationId"))
                .map(Tree::map)
                .toList();
        root.put("x-brokers", brokers());
        root.put("x-reasons", reasons());
        for (Map<String, Object> operation : operations) {
            String name = Java.type(String.valueOf(operation.get("operationId")));
            takeParameters(operation, name);
            takeBody(operation, name);
            takeAnswer(operation, name);
            passDefaults(operation);
            nameLoginPage(operation);
        }
        root.put(
                "x-defaults",
                defaults.entrySet().stream()
                        .map(entry -> node("name", entry.getKey(), "value", Java.escaped(entry.getValue())))
                        .toList());
        defaults.values().forEach(value -> schemas.constants().add(Java.escaped(value)));
        root.put("x-constants", new ArrayList<>(schemas.constants()));
        root.put("x-secrets", new ArrayList<>(schemas.secrets()));
        map(root.get("components")).keySet().retainAll(List.of("securitySchemes"));
        map(root.get("components")).put("schemas", schemas.classes());
    }

    String json() {
        return Json.of(root);
    }

    /** What is generated beside the interfaces and the models. */
    List<String> files(String brokerName) {
        return list(root.get("x-brokers")).isEmpty()
                ? List.of("package-info.java", "SecuritySchemes.java", "SpecValues.java")
                : List.of("package-info.java", "SecuritySchemes.java", "SpecValues.java", brokerName + "Broker.java");
    }

    /** What has one value alone is no parameter. */
    private void takeParameters(Map<String, Object> operation, String name) {
        List<Object> taken = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        List<String> query = new ArrayList<>();
        for (Object node : list(operation.get("parameters"))) {
            Map<String, Object> parameter = new LinkedHashMap<>(spec.resolve(node));
            parameter.remove("example");
            parameter.remove("examples");
            Map<String, Object> schema = spec.resolve(parameter.get("schema"));
            List<String> values = texts(schema.get("enum"));
            String wire = String.valueOf(parameter.get("name"));
            if (values.size() == 1) {
                defaults.put(wire, values.get(0));
                if ("query".equals(parameter.get("in"))) {
                    query.add(encoded(wire) + "=" + encoded(values.get(0)));
                } else {
                    headers.add(Java.escaped(wire + ": " + values.get(0)));
                }
                continue;
            }
            Map<String, Object> inPlace = schemas.of(parameter.get("schema"), spec.name(node, name + Java.type(wire)));
            parameter.put("schema", inPlace);
            if (schema.containsKey("default")) {
                defaults.put(wire, schema.get("default"));
                parameter.put("x-default", schemas.said(inPlace, "x-default"));
            }
            taken.add(parameter);
        }
        operation.put("parameters", taken);
        operation.put("x-headers", headers);
        if (!query.isEmpty()) {
            operation.put("x-query", String.join("&", query));
        }
    }

    /** A form becomes a record like JSON, unless it is one object and no more, and says how it is written. */
    private void takeBody(Map<String, Object> operation, String name) {
        if (!operation.containsKey("requestBody")) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>(spec.resolve(operation.get("requestBody")));
        Map<String, Object> content = map(body.get("content"));
        boolean form = content.containsKey(FORM);
        Object schema = map(content.get(form ? FORM : JSON)).get("schema");
        String own = spec.name(operation.get("requestBody"), name + (form ? "Form" : "Request"));
        if (form) {
            boolean raw = Boolean.TRUE.equals(operation.getOrDefault(RAW, root.get(RAW)));
            String alone = raw ? onlyObject(schema) : null;
            body.put("x-form", raw ? "Raw" : "Encoded");
            if (alone != null) {
                body.put("x-field", Java.escaped(alone));
                schema = map(map(schema).get("properties")).get(alone);
            }
        }
        describe(schema, "What `" + operation.get("operationId") + "` sends.");
        body.put("content", node(JSON, node("schema", schemas.of(schema, own))));
        operation.put("requestBody", body);
    }

    /** The field that a form consists of, if that is an object and always there. */
    private String onlyObject(Object schema) {
        Map<String, Object> fields = map(map(schema).get("properties"));
        return fields.entrySet().stream()
                .filter(field -> fields.size() == 1)
                .filter(field -> texts(map(schema).get("required")).contains(field.getKey()))
                .filter(field -> spec.resolve(field.getValue()).containsKey("properties"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Of the answers, the first of success has a type; the others are read by whoever judges them. */
    private void takeAnswer(Map<String, Object> operation, String name) {
        Map<String, Object> responses = map(operation.get("responses"));
        responses.values().stream()
                .flatMap(response -> map(spec.resolve(response).get("content")).keySet().stream())
                .findFirst()
                .ifPresent(mediaType -> headers(operation).add("Accept: " + mediaType));
        Map.Entry<String, Object> success = responses.entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> response = node("description", "");
        String own = spec.name(success.getValue(), name + "Response");
        map(spec.resolve(success.getValue()).get("content")).entrySet().stream()
                .findFirst()
                .ifPresent(content -> {
                    Object schema = map(content.getValue()).get("schema");
                    describe(schema, "What `" + operation.get("operationId") + "` answers.");
                    response.put("content", node(content.getKey(), node("schema", schemas.of(schema, own))));
                });
        operation.put("responses", node(success.getKey(), response));
    }

    /** What stands in an operation needs no description of its own, but its class does. */
    private static void describe(Object schema, String description) {
        if (!map(schema).containsKey("$ref")) {
            map(schema).putIfAbsent("description", description);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> headers(Map<String, Object> operation) {
        return (List<String>) operation.get("x-headers");
    }

    /** Where there are defaults, a second method takes only the others, and has to know where these go on. */
    private static void passDefaults(Map<String, Object> operation) {
        List<Map<String, Object>> given = new ArrayList<>();
        List<String> defaults = new ArrayList<>();
        for (Object node : list(operation.get("parameters"))) {
            Map<String, Object> parameter = map(node);
            if (parameter.containsKey("x-default")) {
                defaults.add("`" + parameter.get("name") + " = " + parameter.get("x-default") + "`");
            } else {
                given.add(parameter);
            }
        }
        if (operation.containsKey("requestBody")) {
            given.add(map(operation.get("requestBody")));
        }
        if (!defaults.isEmpty()) {
            operation.put("x-defaults", String.join(", ", defaults));
            given.stream().skip(1).forEach(parameter -> parameter.put("x-follows", true));
        }
    }

    /** The interface of an API takes it from any of its operations. */
    private void nameLoginPage(Map<String, Object> operation) {
        operations.stream()
                .filter(other -> other.get("tags").equals(operation.get("tags")))
                .flatMap(other -> list(other.get("servers")).stream())
                .map(server -> map(server).get("x-login-page"))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(page -> operation.put("x-login-page", page));
    }

    private List<Object> reasons() {
        List<Object> reasons = new ArrayList<>();
        map(root.get("x-reasons"))
                .forEach((api, lines) -> reasons.add(node(
                        "api",
                        api,
                        "rules",
                        list(lines).stream().map(Prepare::rule).toList())));
        return reasons;
    }

    private static Map<String, Object> rule(Object node) {
        Map.Entry<String, Object> line = map(node).entrySet().iterator().next();
        Map<String, Object> conditions = map(line.getValue());
        Map<String, Object> rule = node("reason", line.getKey());
        if (conditions.containsKey("advice")) {
            rule.put("advice", Java.escaped(conditions.get("advice")));
        }
        rule.put("operations", texts(conditions.get("operations")));
        rule.put("statuses", list(conditions.get("status")));
        rule.put("codes", escaped(conditions.get("code")));
        rule.put("words", escaped(conditions.get("words")));
        rule.put("and", escaped(conditions.get("and")));
        rule.put("unless", escaped(conditions.get("unless")));
        return rule;
    }

    private static List<String> escaped(Object node) {
        return texts(node).stream().map(Java::escaped).toList();
    }

    /** Each broker once, with its places: a server for each login that it takes. */
    private List<Object> brokers() {
        Map<String, Map<String, Object>> brokers = new LinkedHashMap<>();
        Stream.concat(Stream.of(root), operations.stream())
                .flatMap(node -> list(node.get("servers")).stream())
                .map(Tree::map)
                .filter(server -> server.containsKey("x-broker"))
                .forEach(server -> {
                    Map<String, Object> place = new LinkedHashMap<>(map(server.get("x-broker")));
                    String name = String.valueOf(place.remove("name"));
                    place.replaceAll((key, value) -> Java.escaped(value));
                    place.put("url", server.get("url"));
                    place.put("description", server.get("description"));
                    Map<String, Object> broker = brokers.computeIfAbsent(
                            name,
                            key -> node(
                                    "constant",
                                    Java.constant(key.toUpperCase(Locale.ROOT)),
                                    "name",
                                    Java.escaped(key),
                                    "places",
                                    new ArrayList<>()));
                    if (!list(broker.get("places")).contains(place)) {
                        list(broker.get("places")).add(place);
                    }
                });
        return new ArrayList<>(brokers.values());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

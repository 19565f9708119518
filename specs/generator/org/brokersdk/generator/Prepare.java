package org.brokersdk.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Writes a spec as the generator is to read it: what its templates would need logic for is brought into a shape in
 * which they need none.
 */
final class Prepare {

    private final Map<String, Object> root;
    /** What is sent unless told otherwise, by its name on the wire. */
    private final Map<String, String> defaults = new LinkedHashMap<>();

    private Prepare(Map<String, Object> root) {
        this.root = root;
    }

    static String prepared(String spec) {
        Map<String, Object> root = map(new Load(LoadSettings.builder().build()).loadFromString(spec));
        Prepare prepare = new Prepare(root);
        prepare.operations().forEach(prepare::takeConstants);
        prepare.operations().forEach(prepare::nameLoginPage);
        root.put("x-reasons", prepare.reasons());
        root.put("x-redirect-code", texts(root.get("x-redirect-code")));
        root.put("x-brokers", prepare.brokers());
        root.put(
                "x-defaults",
                prepare.defaults.entrySet().stream()
                        .map(entry -> Map.of("name", entry.getKey(), "value", entry.getValue()))
                        .toList());
        return Json.of(root);
    }

    private List<Map<String, Object>> operations() {
        return map(root.get("paths")).values().stream()
                .flatMap(item -> map(item).values().stream())
                .filter(operation -> operation instanceof Map && map(operation).containsKey("operationId"))
                .map(Prepare::map)
                .toList();
    }

    /** A header of one value is no parameter. */
    private void takeConstants(Map<String, Object> operation) {
        List<Object> parameters = new ArrayList<>(list(operation.get("parameters")));
        List<String> constants = new ArrayList<>();
        parameters.removeIf(node -> {
            Map<String, Object> parameter = resolve(node);
            Map<String, Object> schema = resolve(parameter.get("schema"));
            String name = String.valueOf(parameter.get("name"));
            List<Object> values = list(schema.get("enum"));
            if (schema.containsKey("default")) {
                defaults.put(name, String.valueOf(schema.get("default")));
            }
            boolean constant = values.size() == 1 && "header".equals(parameter.get("in"));
            if (constant) {
                defaults.put(name, String.valueOf(values.get(0)));
                constants.add(name + ": " + values.get(0));
            }
            return constant;
        });
        operation.put("parameters", parameters);
        operation.put("x-constant-headers", constants);
    }

    /** The interface of an API takes it from any of its operations. */
    private void nameLoginPage(Map<String, Object> operation) {
        operations().stream()
                .filter(other -> other.get("tags").equals(operation.get("tags")))
                .flatMap(other -> list(other.get("servers")).stream())
                .map(server -> map(server).get("x-login-page"))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(page -> operation.put("x-login-page", page));
    }

    private List<Object> reasons() {
        return map(root.get("x-reasons")).entrySet().stream()
                .map(api -> (Object) Map.of(
                        "api", api.getKey(),
                        "rules",
                                list(api.getValue()).stream().map(Prepare::rule).toList()))
                .toList();
    }

    private static Map<String, Object> rule(Object node) {
        Map.Entry<String, Object> line = map(node).entrySet().iterator().next();
        Map<String, Object> conditions = map(line.getValue());
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("reason", line.getKey());
        rule.put("operations", texts(conditions.get("operations")));
        rule.put("statuses", list(conditions.get("status")));
        rule.put("codes", texts(conditions.get("code")));
        rule.put("words", texts(conditions.get("words")));
        rule.put("and", texts(conditions.get("and")));
        rule.put("unless", texts(conditions.get("unless")));
        return rule;
    }

    /** Each broker once, with its places: a server for each login that it takes. */
    private List<Object> brokers() {
        Map<String, Map<String, Object>> brokers = new LinkedHashMap<>();
        Stream.concat(Stream.of(root), operations().stream())
                .flatMap(node -> list(node.get("servers")).stream())
                .map(Prepare::map)
                .filter(server -> server.containsKey("x-broker"))
                .forEach(server -> {
                    Map<String, Object> place = new LinkedHashMap<>(map(server.get("x-broker")));
                    String name = String.valueOf(place.remove("name"));
                    place.put("url", server.get("url"));
                    place.put("description", server.get("description"));
                    Map<String, Object> broker = brokers.computeIfAbsent(name, Prepare::broker);
                    List<Object> places = new ArrayList<>(list(broker.get("places")));
                    if (!places.contains(place)) {
                        places.add(place);
                    }
                    broker.put("places", places);
                });
        return new ArrayList<>(brokers.values());
    }

    private static Map<String, Object> broker(String name) {
        Map<String, Object> broker = new LinkedHashMap<>();
        broker.put("constant", name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_"));
        broker.put("name", name);
        return broker;
    }

    private Map<String, Object> resolve(Object node) {
        Map<String, Object> resolved = map(node);
        while (resolved.get("$ref") instanceof String reference) {
            Object target = root;
            for (String name : reference.substring("#/".length()).split("/")) {
                target = map(target).get(name);
            }
            resolved = map(target);
        }
        return resolved;
    }

    private static List<String> texts(Object node) {
        return list(node).stream().map(String::valueOf).collect(Collectors.toList());
    }

    /** A list, or the list of one scalar. */
    @SuppressWarnings("unchecked")
    private static List<Object> list(Object node) {
        return node == null ? List.of() : node instanceof List ? (List<Object>) node : List.of(node);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? new LinkedHashMap<>() : (Map<String, Object>) node;
    }
}

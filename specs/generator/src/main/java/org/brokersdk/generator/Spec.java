package org.brokersdk.generator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A spec, and where its references lead. */
final class Spec {

    static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final Yaml root;
    private final Map<String, Map<String, Yaml>> components = new HashMap<>();

    Spec(Yaml root) {
        this.root = root;
        root.get("components").entries().forEach((section, node) -> components.put(section, node.entries()));
    }

    Yaml root() {
        return root;
    }

    Map<String, Yaml> components(String section) {
        return components.getOrDefault(section, Map.of());
    }

    /** What a node stands for; nothing, if a reference leads nowhere. */
    Yaml resolve(Yaml node) {
        Set<Yaml> seen = new HashSet<>();
        Yaml target = node;
        while (target.has("$ref") && seen.add(target)) {
            String[] path = target.get("$ref").text().split("/", -1);
            target = path.length == 4 ? components(path[2]).getOrDefault(path[3], Yaml.NOTHING) : Yaml.NOTHING;
        }
        return target.has("$ref") ? Yaml.NOTHING : target;
    }

    /** The name of the component that a node refers to, or another for what stands there itself. */
    static String name(Yaml node, String own) {
        String reference = node.get("$ref").text();
        return node.has("$ref") ? reference.substring(reference.lastIndexOf('/') + 1) : own;
    }

    /** The operations, by method and path. */
    Map<String, Yaml> operations() {
        Map<String, Yaml> operations = new LinkedHashMap<>();
        root.get("paths")
                .entries()
                .forEach((path, item) -> item.entries().forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.put(method + " " + path, operation);
                    }
                }));
        return operations;
    }
}

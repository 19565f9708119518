package org.brokersdk.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A spec as maps, lists and scalars.
 *
 * @param root the whole
 */
record Tree(Map<String, Object> root) {

    static Tree of(String yaml) {
        return new Tree(map(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    /** What a node stands for. */
    Map<String, Object> resolve(Object node) {
        return map(node).get("$ref") instanceof String reference ? resolve(target(reference)) : map(node);
    }

    /** The name of what a node refers to, or of what stands there itself. */
    String name(Object node, String own) {
        return map(node).get("$ref") instanceof String reference
                ? name(target(reference), reference.substring(reference.lastIndexOf('/') + 1))
                : own;
    }

    private Object target(String reference) {
        Object target = root;
        for (String name : reference.substring("#/".length()).split("/")) {
            target = map(target).get(name);
        }
        return target;
    }

    /** Names and values in turn, in this order: what is written must not change from run to run. */
    static Map<String, Object> node(Object... namesAndValues) {
        Map<String, Object> node = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            node.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return node;
    }

    /** A list, or the list of one scalar. */
    @SuppressWarnings("unchecked")
    static List<Object> list(Object node) {
        return node == null ? List.of() : node instanceof List ? (List<Object>) node : List.of(node);
    }

    static List<String> texts(Object node) {
        return list(node).stream().map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return node == null ? new LinkedHashMap<>() : (Map<String, Object>) node;
    }
}

package org.brokersdk.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A node of a spec, and the line at which a reader finds it. Asked for what it is not it answers nothing, so that a
 * mistake is told once: by what looks for it.
 *
 * @param node what the parser made of it, or null if there is none
 * @param line that of its key, counted from 1
 */
record Yaml(Node node, int line) {

    static final Yaml NOTHING = new Yaml(null, 1);

    static Yaml of(Node node) {
        return new Yaml(
                node, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    boolean isThere() {
        return node != null;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isText() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
    }

    boolean isTrue() {
        return is(Tag.BOOL) && text().equals("true");
    }

    boolean is(Tag tag) {
        return node instanceof ScalarNode && node.getTag().equals(tag);
    }

    /** What a scalar says, of whatever type it is. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    List<Yaml> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(Yaml::of).toList()
                : List.of();
    }

    /** A list, or the list of one scalar. */
    List<Yaml> itemOrItems() {
        return node instanceof ScalarNode ? List.of(this) : items();
    }

    /** The keys of a map, each of which may stand there more than once. */
    List<Yaml> keys() {
        List<Yaml> keys = new ArrayList<>();
        tuples().forEach(tuple -> keys.add(of(tuple.getKeyNode())));
        return keys;
    }

    /** The values of a map by their keys. */
    Map<String, Yaml> entries() {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        tuples().forEach(tuple -> {
            Yaml key = of(tuple.getKeyNode());
            entries.putIfAbsent(key.text(), new Yaml(tuple.getValueNode(), key.line));
        });
        return entries;
    }

    Yaml get(String key) {
        for (NodeTuple tuple : tuples()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return new Yaml(tuple.getValueNode(), of(name).line);
            }
        }
        return NOTHING;
    }

    boolean has(String key) {
        return get(key).isThere();
    }

    /** The names of a list of texts, each with its place. */
    Map<String, Yaml> names() {
        Map<String, Yaml> names = new LinkedHashMap<>();
        items().forEach(item -> names.putIfAbsent(item.text(), item));
        return names;
    }

    private List<NodeTuple> tuples() {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }
}

package org.brokersdk.generator;

import java.util.HashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What YAML lets one write, but tools that read it take for different things. */
final class Notation implements Rule {

    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    /** Aliases make a node stand in many places, in some files in more than can be counted. */
    private final Set<Node> seen = new HashSet<>();

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public void check(Yaml node, Mistakes mistakes) {
        if (!seen.add(node.node())) {
            return;
        }
        if (node.node().isRecursive()) {
            mistakes.add(node, "an anchor that holds itself is not supported", "write out what is meant");
            return;
        }
        if (!TAGS.contains(node.node().getTag())) {
            mistakes.add(
                    node,
                    "the tag " + Mistakes.quote(node.node().getTag().getValue()) + " is not supported",
                    "leave it out");
        }
        if (node.is(Tag.FLOAT) && !Double.isFinite(number(node.text()))) {
            mistakes.add(node, Mistakes.quote(node.text()) + " cannot be written as JSON", "write a number");
        }
        Set<String> known = new HashSet<>();
        for (Yaml key : node.keys()) {
            if (!key.isText()) {
                mistakes.add(key, "the key " + Mistakes.quote(key.text()) + " is not a text", "put it in quotes");
            } else if (key.text().equals("<<")) {
                mistakes.add(key, "the merge key `<<` is not supported", "write out what is meant");
            } else if (!known.add(key.text())) {
                mistakes.add(
                        key, "the key " + Mistakes.quote(key.text()) + " stands there twice", "leave one of them out");
            }
        }
        node.entries().values().forEach(value -> check(value, mistakes));
        node.items().forEach(item -> check(item, mistakes));
    }
}

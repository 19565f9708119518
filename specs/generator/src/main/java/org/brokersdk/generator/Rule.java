package org.brokersdk.generator;

import java.util.HashSet;
import java.util.Set;

/** What a node of a spec must be. */
@FunctionalInterface
interface Rule {

    void check(Yaml node, Mistakes mistakes);

    /** Each item of a list. */
    static Rule eachOf(Rule item) {
        return (node, mistakes) -> {
            if (!node.isList()) {
                mistakes.add(node, "this is not a list", "write each item after a `- `");
            }
            node.items().forEach(each -> item.check(each, mistakes));
        };
    }

    /** Each item of a list that has one or more, and none twice. */
    static Rule listOf(Rule item) {
        return eachOf(item).and((node, mistakes) -> {
            if (node.isList() && node.items().isEmpty()) {
                mistakes.add(node, "an empty list says nothing", "leave the key out");
            }
            Set<String> known = new HashSet<>();
            node.items().stream()
                    .filter(each -> each.isScalar() && !known.add(each.text()))
                    .forEach(each -> mistakes.add(
                            each, Mistakes.quote(each.text()) + " stands twice in the list", "write it once"));
        });
    }

    /** Each key and each value of a map. */
    static Rule mapOf(Rule key, Rule value) {
        return (node, mistakes) -> {
            if (!node.isMap()) {
                mistakes.add(node, "this is not a map", "write names, and after each a colon and what it stands for");
            }
            node.keys().forEach(each -> key.check(each, mistakes));
            node.entries().values().forEach(each -> value.check(each, mistakes));
        };
    }

    /** Another rule besides. */
    default Rule and(Rule other) {
        return (node, mistakes) -> {
            check(node, mistakes);
            other.check(node, mistakes);
        };
    }
}

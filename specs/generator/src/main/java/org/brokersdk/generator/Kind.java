package org.brokersdk.generator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What may stand in one kind of object of a spec. It lists what is allowed, as a list of what is forbidden always
 * misses something.
 */
final class Kind implements Rule {

    private final String name;
    private final Map<String, Rule> keys = new LinkedHashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();
    private final Map<String, String> instead = new HashMap<>();

    /**
     * Begins the list.
     *
     * @param name what a message calls such an object
     */
    Kind(String name) {
        this.name = name;
    }

    /** Keys that must be there. */
    Kind needs(Rule rule, String... these) {
        needed.addAll(Set.of(these));
        return takes(rule, these);
    }

    /** Keys that may be there. */
    Kind takes(Rule rule, String... these) {
        for (String key : these) {
            keys.put(key, rule);
        }
        return this;
    }

    /** All that another kind may have too. */
    Kind takesAllOf(Kind other) {
        other.keys.forEach(keys::putIfAbsent);
        needed.addAll(other.needed);
        other.instead.forEach(instead::putIfAbsent);
        return this;
    }

    /** What to write instead of keys that others know. */
    Kind refuses(String toWrite, String... these) {
        for (String key : these) {
            instead.put(key, toWrite);
        }
        return this;
    }

    /** Names the keys that others know, and answers whether there are any: they say more than what is missing. */
    boolean refusesAnyOf(Yaml node, Mistakes mistakes) {
        Map<String, Yaml> refused = node.entries();
        refused.keySet().retainAll(instead.keySet());
        refused.forEach((key, value) -> refuse(key, value, instead.get(key), mistakes));
        return !refused.isEmpty();
    }

    @Override
    public void check(Yaml node, Mistakes mistakes) {
        if (!node.isMap()) {
            mistakes.add(node, "this is not " + name, "write a map of " + Mistakes.quote(keys.keySet()));
            return;
        }
        Map<String, Yaml> entries = node.entries();
        entries.forEach((key, value) -> {
            if (keys.containsKey(key)) {
                keys.get(key).check(value, mistakes);
            } else {
                String other =
                        "leave it out" + (keys.size() < 6 ? ", or write one of " + Mistakes.quote(keys.keySet()) : "");
                refuse(key, value, instead.getOrDefault(key, Mistakes.meant(key, keys.keySet(), other)), mistakes);
            }
        });
        needed.stream()
                .filter(key -> !entries.containsKey(key))
                .forEach(key ->
                        mistakes.add(node, name + " without " + Mistakes.quote(key) + " is not supported", "add it"));
    }

    private void refuse(String key, Yaml value, String toWrite, Mistakes mistakes) {
        mistakes.add(value, Mistakes.quote(key) + " is not supported in " + name, toWrite);
    }
}

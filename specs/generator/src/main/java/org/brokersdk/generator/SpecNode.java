package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Node of a spec, with its position. A missing node has no text and no children. */
record SpecNode(JsonNode root, JsonPointer place) {

    JsonNode json() {
        return root.at(place);
    }

    SpecNode get(String... keys) {
        JsonPointer child = place;
        for (String key : keys) {
            child = child.appendProperty(key);
        }
        return new SpecNode(root, child);
    }

    boolean has(String key) {
        return json().has(key);
    }

    String text() {
        return json().asText();
    }

    /** Returns the items of a list, or a single value as a list. */
    List<SpecNode> items() {
        return json().isValueNode()
                ? List.of(this)
                : IntStream.range(0, json().isArray() ? json().size() : 0)
                        .mapToObj(i -> new SpecNode(root, place.appendIndex(i)))
                        .toList();
    }

    Map<String, SpecNode> fields() {
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        json().fieldNames().forEachRemaining(name -> fields.put(name, get(name)));
        return fields;
    }

    /** Returns the target of a reference, or this node. */
    SpecNode resolve() {
        String reference = get("$ref").text();
        return reference.startsWith("#/") ? new SpecNode(root, JsonPointer.compile(reference.substring(1))) : this;
    }

    /** Returns the name of the component to which a reference points, or another name. */
    String componentName(String otherwise) {
        return Schemas.simpleName(has("$ref") ? get("$ref").text() : null, otherwise);
    }
}

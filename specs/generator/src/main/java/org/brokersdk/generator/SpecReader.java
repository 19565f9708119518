package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the YAML of a spec. Rejects YAML that the tools of the build do not read in the same way. */
final class SpecReader {

    private static final Pattern JSON_LITERAL =
            Pattern.compile("|null|true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");

    private final Diagnostics diagnostics;

    SpecReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the spec, or null after an error. */
    JsonNode read(String text) {
        Node root = new Yaml().compose(new StringReader(text));
        if (root != null) {
            check(root, root, JsonPointer.empty());
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new ObjectMapper().valueToTree(diagnostics.isEmpty() ? new Yaml(options).load(text) : null);
    }

    /** Checks a node. Its line is that of its key. */
    private void check(Node node, Node key, JsonPointer place) {
        diagnostics.setLine(place, key.getStartMark().getLine() + 1);
        if (node.isTwoStepsConstruction()) {
            diagnostics.add(place, "an anchor that contains itself is not supported; write out what is meant");
        } else if (node instanceof MappingNode map) {
            map.getValue().forEach(entry -> checkEntry(entry, place));
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node item = sequence.getValue().get(i);
                check(item, item, place.appendIndex(i));
            }
        } else if (node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            checkPlain(scalar.getValue(), scalar.getTag(), place);
        }
    }

    private void checkEntry(NodeTuple entry, JsonPointer map) {
        Node key = entry.getKeyNode();
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        JsonPointer place = map.appendProperty(name);
        check(entry.getValueNode(), key, place);
        if (key.getTag().equals(Tag.MERGE)) {
            diagnostics.add(place, "the merge key `<<` is not supported; write out what is meant");
        } else if (!key.getTag().equals(Tag.STR)) {
            diagnostics.add(place, "the key %s is not a text; put it in quotes", name);
        }
    }

    private void checkPlain(String text, Tag tag, JsonPointer place) {
        if (tag.equals(Tag.STR) == JSON_LITERAL.matcher(text).matches()) {
            diagnostics.add(
                    place, "%s is a text for some tools only; put it in quotes, or write it as JSON does", text);
        } else if (tag.equals(Tag.FLOAT)
                && (Double.isInfinite(Double.parseDouble(text))
                        || new BigDecimal(text)
                                        .compareTo(new BigDecimal(
                                                Double.valueOf(text).toString()))
                                != 0)) {
            diagnostics.add(place, "%s is too large or too exact; write a number of at most 15 digits", text);
        }
    }
}

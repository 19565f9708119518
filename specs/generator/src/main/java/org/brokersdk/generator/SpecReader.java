package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;

/** Reads the YAML of a spec. Refuses YAML that the tools of the build read in different ways. */
final class SpecReader {

    private static final Pattern JSON_LITERAL =
            Pattern.compile("|null|true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");

    private final Diagnostics errors;

    SpecReader(Diagnostics errors) {
        this.errors = errors;
    }

    /** Returns the spec. */
    JsonNode read(String text) {
        Node root = new Yaml().compose(new StringReader(text));
        if (root != null) {
            check(root, root, JsonPointer.empty());
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new ObjectMapper().valueToTree(new Yaml(options).load(text));
    }

    /** Checks a node. Its line is that of its key. */
    private void check(Node node, Node key, JsonPointer place) {
        errors.setLine(place, key.getStartMark().getLine() + 1);
        if (node.isTwoStepsConstruction()) {
            throw new ParserException(null, null, "an anchor contains itself", node.getStartMark());
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                check(entry.getValueNode(), entry.getKeyNode(), place.appendProperty(name));
                checkKey(name, entry.getKeyNode().getTag(), place.appendProperty(name));
            }
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            IntStream.range(0, items.size()).forEach(i -> check(items.get(i), items.get(i), place.appendIndex(i)));
        } else if (node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            checkPlain(scalar.getValue(), scalar.getTag(), place);
        }
    }

    private void checkKey(String name, Tag tag, JsonPointer place) {
        if (tag.equals(Tag.MERGE)) {
            errors.add(place, "the merge key `<<` is not supported; write its keys here");
        } else if (!tag.equals(Tag.STR)) {
            errors.add(place, "the key %s is not a text; put it in quotes", name);
        }
    }

    private void checkPlain(String text, Tag tag, JsonPointer place) {
        if (tag.equals(Tag.STR) == JSON_LITERAL.matcher(text).matches()) {
            errors.add(place, "%s is a text for some tools only; put it in quotes, or write it as JSON does", text);
        } else if (text.matches("-?\\d+\\.0+")) {
            errors.add(place, "%s is an integer for some tools only; write it without the point", text);
        } else if (tag.equals(Tag.FLOAT) && !isExact(text)) {
            errors.add(place, "%s is too large or too exact; write a number of at most 15 digits", text);
        }
    }

    private static boolean isExact(String number) {
        double value = Double.parseDouble(number);
        return Double.isFinite(value) && BigDecimal.valueOf(value).compareTo(new BigDecimal(number)) == 0;
    }
}

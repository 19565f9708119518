package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The JSON Schema {@code dialect.yaml}, with errors in plain English. */
final class Dialect {

    private static final JsonMetaSchema META_SCHEMA = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder()
            .metaSchema(META_SCHEMA)
            .defaultMetaSchemaIri(META_SCHEMA.getIri())
            .build();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .build();
    /** Keywords whose subschemas look at the same instance as the schema around them. */
    private static final Set<String> IN_PLACE = Set.of("allOf", "anyOf", "then", "else");

    private static final JsonNode SOURCE = read();
    private static final JsonSchema SCHEMA = FACTORY.getSchema(SOURCE, CONFIG);

    private final Diagnostics errors;

    Dialect(Diagnostics errors) {
        this.errors = errors;
    }

    private static JsonNode read() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        return new ObjectMapper()
                .valueToTree(new Yaml(options).load(Dialect.class.getResourceAsStream("/dialect.yaml")));
    }

    /** Checks a node, or the target of a reference, against a definition of the dialect. */
    void validate(SpecNode node, String definition) {
        SCHEMA.getSubSchema(
                        new JsonNodePath(PathType.JSON_POINTER).append("$defs").append(definition))
                .validate(node.resolve().json())
                .forEach(error -> add(node, error));
    }

    /** Checks a default value against its own schema. */
    void validateDefault(SpecNode schema) {
        SpecNode value = schema.get("default");
        FACTORY.getSchema(schema.json(), CONFIG)
                .validate(value.json())
                .forEach(error -> errors.add(
                        value.place(),
                        "the default value %s breaks the rule %s; write one that keeps it",
                        value.text(),
                        error.getType()));
    }

    /** Adds an error. An error in the target of a reference is reported at the reference. */
    private void add(SpecNode node, ValidationMessage error) {
        JsonPointer keyword = pointer(error.getSchemaLocation().getFragment());
        boolean isName = error.getType().equals("propertyNames");
        String message = errorMessage(isName ? keyword : keyword.head());
        JsonPointer place = node.resolve().place().append(pointer(error.getInstanceLocation()));
        boolean isKey = error.getProperty() != null && (isName || message == null);
        if (isKey) {
            place = place.appendProperty(error.getProperty());
        }
        boolean isUnsupported =
                error.getType().equals("not") && error.getSchemaNode().isEmpty();
        String subject = subject(new SpecNode(node.root(), place), isKey || isUnsupported);
        errors.add(
                node.has("$ref") ? node.get("$ref").place() : place,
                subject + " is " + (message == null ? describe(error, keyword) : message));
    }

    private static JsonPointer pointer(JsonNodePath path) {
        return JsonPointer.compile(path.toString());
    }

    /** Returns the value of a node, or its key. */
    private static String subject(SpecNode node, boolean isKey) {
        if (node.place().matches()) {
            return "the spec";
        }
        if (!isKey
                && node.json().isValueNode()
                && !node.json().isNull()
                && !node.text().isBlank()) {
            return Diagnostics.quote(node.text());
        }
        SpecNode parent = new SpecNode(node.root(), node.place().head());
        String key = node.place().last().getMatchingProperty();
        return parent.json().isArray() ? "an item of " + subject(parent, true) : Diagnostics.quote(key);
    }

    /** Returns the message of the innermost schema that has one and looks at the same instance, or null. */
    private String errorMessage(JsonPointer schema) {
        JsonNode message = SOURCE.at(schema).path("errorMessage");
        JsonPointer last = schema.last();
        boolean isInPlace = last != null && (last.mayMatchElement() || IN_PLACE.contains(last.getMatchingProperty()));
        return message.isTextual() ? message.textValue() : isInPlace ? errorMessage(schema.head()) : null;
    }

    /** Describes an error of a schema that has no message of its own. */
    private String describe(ValidationMessage error, JsonPointer keyword) {
        JsonNode rule = SOURCE.at(keyword);
        List<String> known = new ArrayList<>();
        SOURCE.at(keyword.head()).path("properties").fieldNames().forEachRemaining(known::add);
        (rule.has("enum") ? rule.get("enum") : rule).forEach(value -> known.add(value.asText()));
        return switch (error.getType()) {
            case "required" -> "missing; add it";
            case "additionalProperties", "propertyNames" ->
                "not supported here; "
                        + Diagnostics.suggest(error.getProperty(), known, "remove it, or say it in the description");
            case "enum" -> "not supported here; write one of `" + String.join("`, `", known) + "`";
            case "type" ->
                rule.asText().equals("array")
                        ? "not a list; write each item after a `- `"
                        : "not a map; write names, each with a colon and a value";
            case "uniqueItems" -> "a list with an item twice; write it once";
            default -> "empty; write an item, or remove the key";
        };
    }
}

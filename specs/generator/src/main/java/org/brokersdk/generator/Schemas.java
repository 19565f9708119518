package org.brokersdk.generator;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * Schemas of a spec. An object and an enum become a class. Any other schema is written where it is used, as the
 * generator ignores the rules of a referenced scalar.
 */
final class Schemas {

    private final OpenAPI spec;
    private final Map<String, Schema> classes = new LinkedHashMap<>();
    private final Set<String> constants = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    Schemas(OpenAPI spec) {
        this.spec = spec;
        if (spec.getComponents() == null) {
            spec.setComponents(new Components());
        }
        ModelUtils.getSchemas(spec).keySet().forEach(name -> inPlace(reference(name), name));
    }

    /** Returns the schemas that become classes, by the name of the class. */
    Map<String, Schema> classes() {
        return classes;
    }

    /** Returns the default values of fields that are sent. They are not secrets. */
    Set<String> constants() {
        return constants;
    }

    /** Returns the names of received fields that contain secrets. */
    Set<String> secrets() {
        return secrets;
    }

    Schema<?> resolve(Schema<?> schema) {
        return schema.get$ref() == null
                ? schema
                : classes.getOrDefault(simpleName(schema.get$ref(), ""), ModelUtils.getReferencedSchema(spec, schema));
    }

    /**
     * Returns a schema for the node that uses it.
     *
     * @param ownName the name of the class that an inline schema becomes
     */
    Schema<?> inPlace(Schema<?> given, String ownName) {
        Schema<?> schema = firstType(resolve(given));
        String name = simpleName(given.get$ref(), ownName);
        if (schema.getEnum() != null && schema.getEnum().size() == 1) {
            return constant(schema);
        }
        if (schema.getEnum() != null || schema.getProperties() != null) {
            if (classes.putIfAbsent(name, schema) == null) {
                if (schema.getEnum() != null) {
                    shapeEnum(schema, name);
                } else {
                    shapeRecord(schema, name);
                }
            }
            return reference(name);
        }
        if (schema.getItems() != null) {
            schema.setItems(inPlace(schema.getItems(), name));
            Object listed = extension(schema.getItems(), "x-listed");
            if (listed != null) {
                schema.addExtension("x-listed", listed);
            }
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> values) {
            schema.setAdditionalProperties(inPlace(values, name));
        }
        if (schema.getDefault() != null) {
            schema.addExtension("x-default", Java.literal(schema));
        }
        return schema;
    }

    /** Returns an extension of a schema, or null. Resolves a reference. */
    Object extension(Schema<?> reference, String name) {
        Schema<?> schema = reference.get$ref() == null ? reference : classes.get(simpleName(reference.get$ref(), ""));
        return schema.getExtensions() == null ? null : schema.getExtensions().get(name);
    }

    /** Returns the last part of a reference, or another name if there is no reference. */
    static String simpleName(String reference, String otherwise) {
        return reference == null ? otherwise : reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }

    /** Returns the first type of a value with two types. Gson reads a number in quotes, and a text without quotes. */
    private static Schema<?> firstType(Schema<?> schema) {
        if (schema.getAnyOf() == null) {
            return schema;
        }
        Schema<?> first = schema.getAnyOf().get(0);
        first.setDescription(schema.getDescription());
        first.setNullable(schema.getNullable());
        first.setExtensions(schema.getExtensions());
        return first;
    }

    /** Returns a text with one possible value, which needs no type of its own. */
    private static Schema<?> constant(Schema<?> schema) {
        String value = schema.getEnum().get(0).toString();
        StringSchema text = new StringSchema();
        text.setDescription(schema.getDescription());
        text.setNullable(schema.getNullable());
        text.setExtensions(schema.getExtensions());
        text.setDefault(value);
        text.setPattern("^" + value.replaceAll("[^A-Za-z0-9_ -]", "\\\\$0") + "$");
        if (value.matches("[ !#-\\[\\]-~]+")) {
            text.addExtension("x-form", value);
        }
        text.addExtension("x-default", Java.literal(text));
        return text;
    }

    private static void shapeEnum(Schema<?> schema, String name) {
        schema.addExtension(
                "x-enum-varnames",
                schema.getEnum().stream()
                        .map(value -> Java.constant(value.toString()))
                        .toList());
        schema.addExtension("x-listed", name);
        if (schema.getDefault() != null) {
            schema.addExtension(
                    "x-default", name + "." + Java.constant(schema.getDefault().toString()));
        }
    }

    private void shapeRecord(Schema<?> schema, String name) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        schema.getProperties().forEach((field, given) -> fields.put(field, inPlace(given, name + Java.type(field))));
        schema.setProperties(fields);
        boolean sent = Boolean.FALSE.equals(schema.getAdditionalProperties());
        fields.forEach((field, value) -> {
            if (sent && "string".equals(value.getType()) && value.getDefault() != null) {
                constants.add(Java.escaped(value.getDefault()));
            }
            if (isSecret(value)) {
                value.addExtension("x-secret", true);
                if (!sent) {
                    secrets.add(field);
                    Object otherName = extension(value, "x-also-named");
                    if (otherName != null) {
                        secrets.add(otherName.toString());
                    }
                }
            }
        });
        schema.addExtension("x-has-lists", fields.values().stream().anyMatch(Schemas::isContainer));
        schema.addExtension("x-has-secrets", fields.values().stream().anyMatch(Schemas::isSecret));
    }

    /** Returns true if a text is secret, or the items of a list or a map are. */
    private static boolean isSecret(Schema<?> field) {
        return "password".equals(field.getFormat())
                || field.getItems() != null && isSecret(field.getItems())
                || field.getAdditionalProperties() instanceof Schema<?> values && isSecret(values);
    }

    private static boolean isContainer(Schema<?> field) {
        return field.getItems() != null || field.getAdditionalProperties() != null;
    }
}

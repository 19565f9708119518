package org.brokersdk.generator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The subset of OpenAPI 3.0 that becomes right Java: what each kind of object may hold. What nodes mean together is for
 * {@link Operations}, {@link Schemas} and {@link Causes} to look at.
 */
final class Grammar implements Rule {

    private static final String SAY_IT = "say it in the description";
    private static final String ONE_OBJECT =
            "write one object with all the fields, and as `required` those that are always there";
    private static final String TYPES = "`string`, `integer`, `number`, `boolean`, `array` or `object`";
    private static final String NO_STYLE = "leave it out: a query or a form repeats the name for each value of a list";

    private final Spec known;
    private final Set<String> reasons;

    Grammar(Spec known, Set<String> reasons) {
        this.known = known;
        this.reasons = reasons;
    }

    // What stands in many places.

    private final Kind docs =
            new Kind("`externalDocs`").needs(Texts.PROSE, "description").needs(Texts.LINK, "url");

    private final Kind example = new Kind("an example of a request")
            .needs(Texts.ANY, "value")
            .takes(Texts.TEXT, "summary", "description")
            .refuses("write the `value` here, so that the mock shows it", "externalValue")
            .refuses("write it at an example of an answer", "x-reason");
    private final Kind answerExample =
            new Kind("an example of an answer").takes(this::reason, "x-reason").takesAllOf(example);
    private final Rule examples = Rule.mapOf(Texts.NAME, reference("examples", example));
    private final Rule answerExamples = Rule.mapOf(Texts.NAME, reference("examples", answerExample));

    // Schemas, by their type.

    private final Kind schema = new Kind("a schema")
            .needs(Texts.ANY, "type")
            .takes(Texts.PROSE, "description")
            .takes(Texts.ANY, "title", "example")
            .takes(docs, "externalDocs")
            .takes(Texts.TRUE, "nullable")
            .takes(Texts.FIELD, "x-also-named")
            .refuses(ONE_OBJECT, "allOf", "oneOf", "anyOf", "not", "discriminator")
            .refuses("write a schema for what is sent and another for what comes", "readOnly", "writeOnly")
            .refuses(
                    "write the smallest or largest value as `minimum` or `maximum`",
                    "exclusiveMinimum",
                    "exclusiveMaximum")
            .refuses(SAY_IT, "deprecated", "xml", "multipleOf", "uniqueItems", "minProperties", "maxProperties")
            .refuses("that is OpenAPI 3.1: write an `enum` of one value", "const")
            .refuses("that is OpenAPI 3.1: write an `example`", "examples")
            .refuses("that is OpenAPI 3.1: write a schema below `components`", "$defs", "definitions");

    private final Map<String, Kind> schemas = Map.of(
            "string",
            new Kind("a string")
                    .takes(Texts.oneOf("password", "date", "date-time"), "format")
                    .takes(Texts.COUNT, "minLength", "maxLength")
                    .takes(Texts.LITERAL, "pattern")
                    .takes(Rule.listOf(Texts.LITERAL), "enum")
                    .takes(Rule.eachOf(Texts.PROSE), "x-enum-descriptions")
                    .takes(Texts.ANY, "default")
                    .takesAllOf(schema),
            "integer",
            new Kind("an integer")
                    .takes(Texts.oneOf("int32", "int64"), "format")
                    .takes(Texts.ANY, "minimum", "maximum", "default")
                    .refuses("write an enum of strings, or " + SAY_IT, "enum")
                    .takesAllOf(schema),
            "number",
            new Kind("a number")
                    .takes(Texts.ANY, "minimum", "maximum", "default")
                    .refuses("leave it out: a `BigDecimal` holds whatever comes", "format")
                    .refuses("write an enum of strings, or " + SAY_IT, "enum")
                    .takesAllOf(schema),
            "boolean",
            new Kind("a boolean")
                    .takes(Texts.ANY, "default")
                    .refuses(SAY_IT, "enum")
                    .takesAllOf(schema),
            "array",
            new Kind("an array")
                    .needs(this::schema, "items")
                    .takes(Texts.COUNT, "minItems", "maxItems")
                    .refuses("leave it out: a list that is not there is empty", "default")
                    .refuses("write it at the `items`", "enum", "format", "pattern")
                    .takesAllOf(schema),
            "object",
            new Kind("an object")
                    .takes(Rule.mapOf(Texts.FIELD, this::schema), "properties")
                    .takes(Rule.listOf(Texts.FIELD), "required")
                    .takes(this::additionalProperties, "additionalProperties")
                    .refuses("write it at the fields", "default", "enum")
                    .takesAllOf(schema));

    /** Java has the first type alone, so what is more than a rule would get lost in the other. */
    private final Kind otherType = new Kind("the other type of `anyOf`")
            .needs(Texts.ANY, "type")
            .takes(Texts.LITERAL, "pattern")
            .takes(Texts.COUNT, "minLength", "maxLength")
            .takes(Texts.ANY, "minimum", "maximum")
            .refuses("write it in the first", "format", "default", "enum", "description", "nullable");

    private final Kind either = new Kind("a number or a text")
            .needs(Grammar::numberAndText, "anyOf")
            .takes(Texts.PROSE, "description")
            .takes(Texts.ANY, "example")
            .takes(Texts.TRUE, "nullable")
            .takes(Texts.FIELD, "x-also-named")
            .refuses(ONE_OBJECT, "discriminator");

    // What is sent.

    private final Kind parameter = new Kind("a parameter")
            .needs(Texts.TEXT, "name")
            .needs(Texts.oneOf("path", "query", "header"), "in")
            .needs(Texts.PROSE, "description")
            .needs(this::schema, "schema")
            .takes(Texts.BOOLEAN, "required")
            .takes(Texts.ANY, "example")
            .takes(examples, "examples")
            .refuses("write a `schema`", "content")
            .refuses(NO_STYLE, "style", "explode", "allowReserved", "allowEmptyValue")
            .refuses(SAY_IT, "deprecated");

    private final Kind encoding = new Kind("an encoding")
            .takes(Texts.oneOf("application/json"), "contentType")
            .refuses(NO_STYLE, "style", "explode", "allowReserved", "headers");

    private final Kind body = new Kind("a body")
            .needs(Texts.TRUE, "required")
            .needs(
                    Rule.mapOf(
                            Texts.oneOf("application/json", "application/x-www-form-urlencoded"),
                            new Kind("the content of a body")
                                    .needs(this::schema, "schema")
                                    .takes(Texts.ANY, "example")
                                    .takes(examples, "examples")
                                    .takes(Rule.mapOf(Texts.FIELD, encoding), "encoding")),
                    "content")
            .takes(Texts.PROSE, "description");

    // What comes.

    private final Kind header = new Kind("a header of an answer")
            .needs(this::schema, "schema")
            .takes(Texts.TEXT, "description")
            .takes(Texts.BOOLEAN, "required")
            .takes(Texts.ANY, "example")
            .takes(examples, "examples")
            .refuses("write a `schema`", "content");

    private final Kind answer = new Kind("an answer")
            .needs(Texts.TEXT, "description")
            .takes(Rule.mapOf(Texts.ANY, reference("headers", header)), "headers")
            .takes(
                    Rule.mapOf(
                            Texts.matching("[\\w.+-]+/[\\w.+-]+", "a media type", "application/json"),
                            new Kind("the content of an answer")
                                    .needs(this::schema, "schema")
                                    .takes(Texts.ANY, "example")
                                    .takes(answerExamples, "examples")),
                    "content")
            .refuses(SAY_IT, "links");

    // Where it goes, and who may.

    private final Kind server = new Kind("a server")
            .needs(Texts.BASE_URL, "url")
            .takes(Texts.PROSE, "description")
            .takes(
                    new Kind("`x-broker`")
                            .needs(Texts.LITERAL, "name", "asOf", "source")
                            .needs(Texts.matching("[A-Z][A-Z0-9_]*", "a login", "QUICK_AUTH"), "login")
                            .takes(Texts.PAGE, "loginPage")
                            .takes(Texts.WEB_SOCKET, "webSocket")
                            .takes(
                                    Texts.matching("([01]\\d|2[0-3]):[0-5]\\d", "a time of day", "05:00"),
                                    "sessionsEnd"),
                    "x-broker")
            .refuses("write a server for each of the values", "variables")
            .refuses("write it at the server of an operation", "x-login-page");
    private final Kind serverOfOperation =
            new Kind("a server").takes(Texts.PAGE, "x-login-page").takesAllOf(server);

    private final Rule security = Rule.eachOf(Rule.mapOf(this::knownScheme, (scopes, mistakes) -> {
        if (!scopes.isList() || !scopes.items().isEmpty()) {
            mistakes.add(scopes, "scopes of a security scheme are not supported", "write `[]`");
        }
    }));

    private final Map<String, Kind> securitySchemes = Map.of(
            "http",
            new Kind("an `http` security scheme")
                    .needs(Texts.oneOf("http"), "type")
                    .needs(this::httpScheme, "scheme")
                    .needs(Texts.PROSE, "description")
                    .takes(Texts.TEXT, "bearerFormat"),
            "apiKey",
            new Kind("an `apiKey` security scheme")
                    .needs(Texts.oneOf("apiKey"), "type")
                    .needs(Texts.oneOf("header", "query"), "in")
                    .needs(Texts.FIELD, "name")
                    .needs(Texts.PROSE, "description")
                    .takes(Texts.matching("[!-~ &&[^\"\\\\]]+", "what can stand before a key", "token "), "x-prefix"));

    // What can be called.

    private final Kind operation = new Kind("an operation")
            .needs(Texts.matching("[a-z][A-Za-z0-9]*", "a name for a method of Java", "quickAuth"), "operationId")
            .needs(Rule.listOf(Texts.TEXT), "tags")
            .needs(Texts.PROSE, "summary", "description")
            .needs(
                    Rule.mapOf(
                            Texts.matching("[1-5]\\d\\d", "an HTTP status in quotes", "'200'"),
                            reference("responses", answer)),
                    "responses")
            .takes(docs, "externalDocs")
            .takes(Rule.listOf(reference("parameters", parameter)), "parameters")
            .takes(reference("requestBodies", body), "requestBody")
            .takes(security, "security")
            .takes(Rule.listOf(serverOfOperation), "servers")
            .takes(Texts.TRUE, "x-raw-form-bodies")
            .refuses(SAY_IT, "deprecated", "callbacks");

    private final Kind path = new Kind("a path")
            .takes(operation, "get", "post", "put", "patch", "delete")
            .takes(Texts.TEXT, "summary", "description")
            .refuses("write it at each operation", "parameters", "servers")
            .refuses("write the operations here", "$ref");

    private final Kind spec = new Kind("a spec")
            .needs(Texts.ANY, "openapi")
            .needs(
                    new Kind("`info`")
                            .needs(Texts.TEXT, "title", "version")
                            .takes(Texts.TEXT, "description")
                            .takes(Texts.LINK, "termsOfService")
                            .takes(
                                    new Kind("a contact")
                                            .takes(Texts.TEXT, "name", "email")
                                            .takes(Texts.LINK, "url"),
                                    "contact")
                            .takes(
                                    new Kind("a licence")
                                            .needs(Texts.TEXT, "name")
                                            .takes(Texts.LINK, "url"),
                                    "license"),
                    "info")
            .needs(Rule.listOf(server), "servers")
            .needs(
                    Rule.listOf(new Kind("a tag")
                            .needs(Texts.CLASS, "name")
                            .needs(Texts.PROSE, "description")
                            .takes(Texts.TEXT, "x-displayName")
                            .takes(docs, "externalDocs")),
                    "tags")
            .needs(Rule.mapOf(Texts.ANY, path), "paths")
            .takes(
                    new Kind("`components`")
                            .takes(Rule.mapOf(Texts.CLASS, this::componentSchema), "schemas")
                            .takes(Rule.mapOf(Texts.NAME, parameter), "parameters")
                            .takes(Rule.mapOf(Texts.NAME, answer), "responses")
                            .takes(Rule.mapOf(Texts.NAME, body), "requestBodies")
                            .takes(Rule.mapOf(Texts.NAME, header), "headers")
                            .takes(Rule.mapOf(Texts.NAME, answerExample), "examples")
                            .takes(
                                    Rule.mapOf(
                                            Texts.matching(
                                                            "[a-z][A-Za-z0-9]*",
                                                            "a name for a method of Java",
                                                            "accessToken")
                                                    .and(Grammar::ownMethod),
                                            this::securityScheme),
                                    "securitySchemes")
                            .refuses(SAY_IT, "links", "callbacks"),
                    "components")
            .takes(docs, "externalDocs")
            .takes(security, "security")
            .takes(Texts.ANY, "x-reasons", "x-later-calls")
            .takes(Texts.TRUE, "x-raw-form-bodies")
            .takes(Rule.listOf(Texts.FIELD), "x-explains-failure", "x-redirect-codes")
            .takes(Texts.matching("[\\w.~=&-]+", "the query of a redirect", "code=z3"), "x-redirect-example")
            .takes(Extensions.POSITIVE, "x-logins-per-second")
            .takes(Texts.FIELD, "x-session-cookie")
            .takes(Texts.matching("[a-z0-9-]+(\\.[a-z0-9-]+)+", "a domain", "broker.example"), "x-domain")
            .refuses("that is OpenAPI 3.1: leave it out", "webhooks", "jsonSchemaDialect");

    @Override
    public void check(Yaml node, Mistakes mistakes) {
        spec.check(node, mistakes);
    }

    private void schema(Yaml node, Mistakes mistakes) {
        reference("schemas", this::ownSchema).check(node, mistakes);
    }

    private void componentSchema(Yaml node, Mistakes mistakes) {
        if (node.has("$ref")) {
            mistakes.add(node, "a second name of a schema is not supported", "use the other name in its place");
        } else {
            ownSchema(node, mistakes);
        }
    }

    private void ownSchema(Yaml node, Mistakes mistakes) {
        Kind kind = schemas.get(node.get("type").text());
        if (kind != null) {
            kind.check(node, mistakes);
        } else if (node.has("anyOf")) {
            either.check(node, mistakes);
            List<Yaml> types = node.get("anyOf").items();
            types.stream().limit(1).forEach(type -> ownSchema(type, mistakes));
            types.stream().skip(1).forEach(type -> otherType.check(type, mistakes));
        } else if (!schema.refusesAnyOf(node, mistakes)) {
            mistakes.add(
                    node.has("type") ? node.get("type") : node,
                    "a schema without a known `type` is not supported",
                    "write " + TYPES + ", with `nullable: true` beside it if it may be null");
        }
    }

    private static void numberAndText(Yaml node, Mistakes mistakes) {
        List<String> types = node.items().stream()
                .map(type -> type.get("type").text())
                .sorted()
                .toList();
        if (!List.of("integer string", "number string").contains(String.join(" ", types))) {
            mistakes.add(
                    node,
                    "`anyOf` is not supported but for a number that may be a text, or a text that may be a number",
                    ONE_OBJECT);
        }
    }

    private void reason(Yaml node, Mistakes mistakes) {
        Texts.known(reasons, "reason", "write one of `Reason`").check(node, mistakes);
    }

    private void additionalProperties(Yaml node, Mistakes mistakes) {
        if (!node.is(Tag.BOOL)) {
            schema(node, mistakes);
        }
    }

    private void knownScheme(Yaml name, Mistakes mistakes) {
        Texts.known(known.components("securitySchemes").keySet(), "security scheme", "add it to `components`")
                .check(name, mistakes);
    }

    private void securityScheme(Yaml node, Mistakes mistakes) {
        Kind kind = securitySchemes.get(node.get("type").text());
        if (kind != null) {
            kind.check(node, mistakes);
            if (node.has("x-prefix") && !node.get("in").text().equals("header")) {
                mistakes.add(node.get("x-prefix"), "a prefix outside of a header is not supported", "leave it out");
            }
        } else {
            mistakes.add(
                    node.has("type") ? node.get("type") : node,
                    "a security scheme of the type "
                            + Mistakes.quote(node.get("type").text()) + " is not supported",
                    "write `http` or `apiKey`, and what leads to the token as operations");
        }
    }

    private static void ownMethod(Yaml name, Mistakes mistakes) {
        if (!Names.canBeMethod(name.text())) {
            mistakes.add(
                    name, "Java or the client has another use for " + Mistakes.quote(name.text()), "call it otherwise");
        }
    }

    private void httpScheme(Yaml node, Mistakes mistakes) {
        if (!Set.of("basic", "bearer").contains(node.text())) {
            mistakes.add(
                    node,
                    "the http scheme " + Mistakes.quote(node.text()) + " is not supported",
                    "write `basic` or `bearer`, or an `apiKey` in the header `Authorization` with an `x-prefix`");
        }
    }

    /** What may stand by itself or as a `$ref` to a component. */
    private Rule reference(String section, Rule other) {
        return (node, mistakes) -> {
            if (!node.has("$ref")) {
                other.check(node, mistakes);
                return;
            }
            Yaml reference = node.get("$ref");
            String start = "#/components/" + section + "/";
            String name = reference.text().replace(start, "");
            Set<String> known = this.known.components(section).keySet();
            if (!reference.text().startsWith(start) || name.contains("/")) {
                mistakes.add(
                        reference,
                        "a `$ref` to " + Mistakes.quote(reference.text()) + " is not supported here",
                        "write one to " + Mistakes.quote(start + "…") + " of this file");
            } else if (!known.contains(name)) {
                mistakes.add(
                        reference,
                        "there is no " + Mistakes.quote(name) + " in `components/" + section + "`",
                        Mistakes.meant(name, known, "add it"));
            }
            node.entries().forEach((key, value) -> {
                if (!key.equals("$ref")) {
                    mistakes.add(
                            value,
                            Mistakes.quote(key) + " beside a `$ref` is read by no one",
                            "write it where the `$ref` leads, or leave it out");
                }
            });
        };
    }
}

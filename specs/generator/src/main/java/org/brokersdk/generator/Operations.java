package org.brokersdk.generator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether operations become methods that compile and send what the spec says. */
final class Operations {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Pattern PATH = Pattern.compile(
            "/|(?!/[^/]*:)(?:/(?!\\.{1,2}(?:/|$))(?:[\\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|\\{[A-Za-z][\\w-]*})++)++/?");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

    private final Spec spec;
    private final Types types;
    private final Mistakes mistakes;
    /** Where each thing stood when it came up first. */
    private final Map<String, Yaml> ids = new HashMap<>();

    private final Map<String, String> urls = new HashMap<>();
    private final Map<String, String> pages = new HashMap<>();
    private final Set<String> usedTags = new HashSet<>();

    Operations(Spec spec, Types types, Mistakes mistakes) {
        this.spec = spec;
        this.types = types;
        this.mistakes = mistakes;
    }

    void check() {
        Map<String, Yaml> tags = new LinkedHashMap<>();
        for (Yaml tag : spec.root().get("tags").items()) {
            types.claim(tag.get("name").text() + "Api", tag.get("name"));
            tags.put(tag.get("name").text(), tag);
        }
        spec.root().get("paths").entries().forEach((path, item) -> {
            if (!PATH.matcher(path).matches()) {
                mistakes.add(
                        item,
                        "the path " + Mistakes.quote(path) + " is not supported",
                        "begin each part with a `/`, without `//`, `..`, `?` and `#`, and a `:` not in the first");
            }
            if (item.isMap() && item.entries().keySet().stream().noneMatch(Spec.METHODS::contains)) {
                mistakes.add(item, "a path without an operation says nothing", "leave it out");
            }
        });
        spec.operations().forEach((name, operation) -> {
            String[] methodAndPath = name.split(" ", 2);
            check(methodAndPath[0], methodAndPath[1], operation, tags);
        });
        tags.forEach((name, tag) -> {
            if (!usedTags.contains(name)) {
                mistakes.add(tag, "no operation has the tag " + Mistakes.quote(name), "leave it out");
            }
        });
    }

    private void check(String method, String path, Yaml operation, Map<String, Yaml> tags) {
        id(operation.get("operationId"));
        tag(operation, tags);
        String name = Java.type(operation.get("operationId").text());
        parameters(path, operation, name);
        body(method, operation, name);
        answers(operation, name);
    }

    private void id(Yaml id) {
        if (!id.isThere()) {
            return;
        }
        Yaml other = ids.putIfAbsent(Names.folded(id.text()), id);
        if (!Names.canBeMethod(id.text())) {
            mistakes.add(
                    id, "Java or the generator has another use for " + Mistakes.quote(id.text()), "call it otherwise");
        } else if (other != null) {
            mistakes.add(
                    id,
                    "there is an operation " + Mistakes.quote(other.text()) + " already, in line " + other.line(),
                    "call one of them otherwise, by more than the case of a letter");
        }
    }

    /** Operations of one tag become one interface, which has one place. */
    private void tag(Yaml operation, Map<String, Yaml> known) {
        List<Yaml> tags = operation.get("tags").items();
        if (tags.size() > 1) {
            mistakes.add(operation.get("tags"), "an operation with several tags is not supported", "write one tag");
        }
        for (Yaml tag : tags) {
            usedTags.add(tag.text());
            Texts.known(known.keySet(), "tag", "add it to the `tags` at the top")
                    .check(tag, mistakes);
            List<Yaml> own = operation.get("servers").items();
            Yaml place =
                    own.isEmpty() ? operation.get("operationId") : own.get(0).get("url");
            String url = own.isEmpty() ? "" : place.text();
            if (!urls.computeIfAbsent(tag.text(), first -> url).equals(url)) {
                mistakes.add(
                        place,
                        "operations of one tag go to one place, and others of " + Mistakes.quote(tag.text())
                                + " go elsewhere",
                        "write the same `servers` at each, or another tag");
            }
            for (Yaml server : own) {
                Yaml page = server.get("x-login-page");
                if (page.isThere()
                        && !pages.computeIfAbsent(tag.text(), first -> page.text())
                                .equals(page.text())) {
                    mistakes.add(page, "there is another login page for this tag", "write the same, or another tag");
                }
            }
        }
    }

    private void parameters(String path, Yaml operation, String name) {
        Set<String> variables = new LinkedHashSet<>();
        VARIABLE.matcher(path).results().forEach(found -> variables.add(found.group(1)));
        Map<String, String> known = new HashMap<>();
        for (Yaml node : operation.get("parameters").items()) {
            Yaml parameter = spec.resolve(node);
            if (!parameter.isMap()) {
                continue;
            }
            String wire = parameter.get("name").text();
            String other = known.putIfAbsent(Names.folded(wire), wire);
            if (other != null) {
                mistakes.add(
                        node,
                        "the parameters " + Mistakes.quote(other) + " and " + Mistakes.quote(wire)
                                + " are one name in Java",
                        "leave one of them out");
            } else if (!Names.canBeParameter(wire)) {
                mistakes.add(node, "no parameter of Java can be called " + Mistakes.quote(wire), "leave it out");
            }
            switch (parameter.get("in").text()) {
                case "path" -> inPath(node, parameter, variables.remove(wire));
                case "query" -> value(parameter);
                case "header" -> header(parameter);
                default -> {}
            }
            Yaml value = spec.resolve(parameter.get("schema")).get("default");
            if (!isConstant(parameter)) {
                types.check(parameter.get("schema"), Types.Way.UNKNOWN, Spec.name(node, name + Java.type(wire)));
            } else if (value.isThere()) {
                mistakes.add(value, "a default of what is always the same is not supported", "leave it out");
            }
        }
        variables.forEach(variable -> mistakes.add(
                operation,
                "there is no parameter for " + Mistakes.quote("{" + variable + "}") + " of the path",
                "add one with `in: path`"));
    }

    /** What has one value alone is no parameter of Java. */
    private boolean isConstant(Yaml parameter) {
        return spec.resolve(parameter.get("schema")).get("enum").items().size() == 1;
    }

    private void inPath(Yaml node, Yaml parameter, boolean isThere) {
        String wire = parameter.get("name").text();
        if (!isThere) {
            mistakes.add(
                    node,
                    "there is no " + Mistakes.quote("{" + wire + "}") + " in the path, or it is a parameter twice",
                    "write it there, or leave the parameter out");
        }
        Texts.matching("[A-Za-z][\\w-]*", "a name of ASCII letters, digits, `_` and `-`", "userId")
                .check(parameter.get("name"), mistakes);
        if (!parameter.get("required").isTrue()) {
            mistakes.add(parameter, "a parameter in the path is always required", "write `required: true`");
        }
        if (isConstant(parameter)) {
            mistakes.add(parameter.get("schema"), "a constant in the path is no parameter", "write it into the path");
        }
        Yaml value = spec.resolve(parameter.get("schema")).get("default");
        if (value.isThere()) {
            mistakes.add(value, "a default in the path is not supported", "say it in the description");
        }
        value(parameter);
    }

    private void header(Yaml parameter) {
        Texts.HEADER.check(parameter.get("name"), mistakes);
        Yaml schema = spec.resolve(parameter.get("schema"));
        Stream.concat(schema.get("enum").items().stream(), Stream.of(schema.get("default")))
                .filter(value -> value.isThere() && !value.text().matches("[!-~](?:[ -~]*[!-~])?"))
                .forEach(value -> mistakes.add(
                        value,
                        Mistakes.quote(value.text()) + " cannot stand in a header",
                        "write visible ASCII characters, with spaces only between them"));
        value(parameter);
    }

    private void value(Yaml parameter) {
        Yaml schema = spec.resolve(parameter.get("schema"));
        Yaml value = schema.has("items") ? spec.resolve(schema.get("items")) : schema;
        if (value.isMap() && !Scalars.isScalar(value)) {
            mistakes.add(
                    parameter.get("schema"),
                    "a parameter of this type is not supported here",
                    "write a text, a number, a boolean or an enum, or an array of them");
        }
    }

    private void body(String method, Yaml operation, String name) {
        Yaml node = operation.get("requestBody");
        if (!node.isThere()) {
            return;
        }
        if (Set.of("get", "delete").contains(method)) {
            mistakes.add(
                    node,
                    "a body of " + method.toUpperCase(Locale.ROOT) + " is not supported",
                    "write POST or parameters");
        }
        Map<String, Yaml> content = spec.resolve(node).get("content").entries();
        if (content.size() != 1) {
            mistakes.add(
                    spec.resolve(node).get("content"),
                    "a body of " + content.size() + " media types is not supported",
                    "write one of `" + JSON + "` and `" + FORM + "`");
        }
        content.forEach((type, media) -> {
            Yaml schema = spec.resolve(media.get("schema"));
            types.check(
                    media.get("schema"),
                    Types.Way.SENT,
                    Spec.name(node, name + (type.equals(FORM) ? "Form" : "Request")));
            if (type.equals(FORM)) {
                form(schema, isRaw(operation) || isRaw(spec.root()));
            } else if (schema.isMap() && !isObject(schema) && !isObject(spec.resolve(schema.get("items")))) {
                mistakes.add(
                        media.get("schema"),
                        "a body of this type is not supported",
                        "write an object with `properties`, or an array of such");
            }
            media.get("encoding").entries().forEach((field, encoding) -> {
                if (!type.equals(FORM)
                        || !isObject(spec.resolve(schema.get("properties").get(field)))) {
                    mistakes.add(encoding, "only an object in a form has an encoding", "leave it out");
                }
            });
        });
    }

    private static boolean isRaw(Yaml node) {
        return node.get("x-raw-form-bodies").isTrue();
    }

    private static boolean isObject(Yaml schema) {
        return schema.has("properties");
    }

    private void form(Yaml schema, boolean isRaw) {
        if (schema.isMap() && !isObject(schema)) {
            mistakes.add(schema, "a form of this type is not supported", "write an object with `properties`");
        }
        schema.get("properties").entries().forEach((field, node) -> {
            Yaml value = spec.resolve(node);
            Yaml items = spec.resolve(value.get("items"));
            if (value.isMap()
                    && !Scalars.isScalar(value)
                    && !(value.has("items") ? Scalars.isScalar(items) || !items.isMap() : isRaw && isObject(value))) {
                mistakes.add(
                        node,
                        "a field of this type is not supported in a form",
                        isRaw
                                ? "write an object, a text, a number, a boolean, an enum, or an array of the latter"
                                : "write a text, a number, a boolean, an enum or an array of them, or send JSON");
            }
        });
    }

    private void answers(Yaml operation, String name) {
        Yaml first = null;
        for (Map.Entry<String, Yaml> entry :
                operation.get("responses").entries().entrySet()) {
            Map<String, Yaml> content =
                    spec.resolve(entry.getValue()).get("content").entries();
            boolean isSuccess = entry.getKey().startsWith("2");
            String own = name + "Answer" + (isSuccess ? "" : entry.getKey());
            content.values()
                    .forEach(media ->
                            types.check(media.get("schema"), Types.Way.RECEIVED, Spec.name(entry.getValue(), own)));
            if (isSuccess) {
                Yaml schema = success(entry.getValue(), content);
                if (first != null && !first.equals(schema)) {
                    mistakes.add(
                            entry.getValue(),
                            "an answer of another type than that of the other success is not supported",
                            "write one schema with the fields of both, and a `$ref` to it at each");
                }
                first = schema;
            }
        }
        if (first == null && operation.get("responses").isMap()) {
            mistakes.add(
                    operation.get("responses"), "an operation that never succeeds is not supported", "write a `'200'`");
        }
    }

    /** The schema of a success, or nothing. */
    private Yaml success(Yaml node, Map<String, Yaml> content) {
        content.forEach((type, media) -> {
            Yaml schema = spec.resolve(media.get("schema"));
            if (!type.equals(JSON) && !type.equals("text/plain")) {
                mistakes.add(
                        media,
                        "a success as " + Mistakes.quote(type) + " is not supported",
                        "write `" + JSON + "` or `text/plain`");
            } else if (type.equals("text/plain")
                    && (!schema.get("type").text().equals("string") || schema.has("enum") || schema.has("format"))) {
                mistakes.add(media, "`text/plain` of this type is not supported", "write `type: string` alone");
            }
        });
        if (content.size() > 1) {
            mistakes.add(
                    node, "a success of several media types is not supported", "write the one that the calls ask for");
        }
        return content.values().stream()
                .findFirst()
                .map(media -> spec.resolve(media.get("schema")))
                .orElse(Yaml.NOTHING);
    }
}

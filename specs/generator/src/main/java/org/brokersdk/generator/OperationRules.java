package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.brokersdk.core.Reason;

/** Checks that operations fit together, and that the names in a spec exist and are unique in Java. */
final class OperationRules {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final List<String> REASONS =
            Stream.of(Reason.values()).map(Reason::name).toList();
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final SpecNode spec;
    private final Dialect dialect;
    private final Diagnostics diagnostics;
    private final JavaNames names = new JavaNames();
    private final SchemaRules schemas;
    private final List<SpecNode> operations = new ArrayList<>();
    /** Values that must be the same wherever a key comes up, such as the base URL of each tag. */
    private final Map<String, String> values = new HashMap<>();

    OperationRules(SpecNode spec, Dialect dialect, Diagnostics diagnostics) {
        this.spec = spec;
        this.dialect = dialect;
        this.diagnostics = diagnostics;
        this.schemas = new SchemaRules(dialect, names, diagnostics);
    }

    /** Checks each reference and each reason of an example, wherever they are. */
    void checkReferences(SpecNode node) {
        if (node.json().isArray()) {
            node.items().forEach(this::checkReferences);
        }
        node.fields().forEach((key, child) -> {
            if (key.equals("$ref") && node.resolve().json().isMissingNode()) {
                SpecNode section =
                        new SpecNode(node.root(), node.resolve().place().head());
                String name = node.resolve().place().last().getMatchingProperty();
                diagnostics.requireKnown(
                        child.place(), "component", name, section.fields().keySet(), "add it");
            } else if (key.equals("x-reason")) {
                checkReason(child.text(), child.place());
            } else if (!key.equals("example") && !key.equals("value")) {
                checkReferences(child);
            }
        });
    }

    void check() {
        spec.get("components")
                .get("schemas")
                .fields()
                .forEach((name, schema) -> schemas.check(schema, "component", name));
        spec.get("components")
                .get("securitySchemes")
                .fields()
                .forEach((name, scheme) -> checkMethod(name, scheme.place()));
        Map<String, SpecNode> tags = new HashMap<>();
        spec.get("tags").items().forEach(tag -> tags.put(tag.get("name").text(), tag));
        tags.forEach(
                (name, tag) -> schemas.claimClass(name + "Api", tag.get("name").place()));
        spec.get("paths")
                .fields()
                .forEach((path, item) -> item.fields().forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation);
                        SpecNode tag = operation.get("tags").items().get(0);
                        diagnostics.requireKnown(
                                tag.place(), "tag", tag.text(), tags.keySet(), "add it to the `tags` at the top");
                        check(path, operation, tag.text());
                    }
                }));
        tags.forEach((name, tag) -> {
            if (operations(name).isEmpty()) {
                diagnostics.add(tag.place(), "no operation has the tag %s; leave it out", name);
            }
        });
        spec.get("x-reasons").fields().forEach((tag, lines) -> {
            diagnostics.requireKnown(lines.place(), "tag", tag, tags.keySet(), "write one of the `tags`");
            lines.items()
                    .forEach(line -> line.fields().forEach((reason, conditions) -> {
                        checkReason(reason, line.place());
                        checkConditions(conditions, operations(tag));
                    }));
        });
        Stream.concat(Stream.of(spec), operations.stream())
                .flatMap(node -> node.get("servers").items().stream())
                .filter(server -> server.has("x-broker"))
                .forEach(this::checkBroker);
    }

    private List<String> operations(String tag) {
        return operations.stream()
                .filter(operation -> operation.get("tags").items().get(0).text().equals(tag))
                .map(operation -> operation.get("operationId").text())
                .toList();
    }

    private void check(String path, SpecNode operation, String tag) {
        SpecNode id = operation.get("operationId");
        checkMethod(id.text(), id.place());
        checkSame(
                "operation " + id.text().toLowerCase(Locale.ROOT),
                id.place().toString(),
                id.place(),
                "another operation has the id %s, apart from the case of letters; choose another id",
                id.text());
        List<SpecNode> servers = operation.get("servers").items();
        checkSame(
                "URL " + tag,
                servers.isEmpty() ? "" : servers.get(0).get("url").text(),
                operation.get("servers").place(),
                "operations of the tag %s have different servers; write the same at each, or another tag",
                tag);
        servers.stream()
                .filter(server -> server.has("x-login-page"))
                .map(server -> server.get("x-login-page"))
                .forEach(page -> checkSame(
                        "page " + tag,
                        page.text(),
                        page.place(),
                        "the tag %s has another login page already; write the same, or another tag",
                        tag));
        String name = Java.type(id.text());
        checkParameters(path, operation, name);
        if (operation.has("requestBody")) {
            checkBody(operation, name);
        }
        checkResponses(operation.get("responses"), name);
    }

    private void checkParameters(String path, SpecNode operation, String name) {
        Set<String> inPath = new HashSet<>();
        VARIABLE.matcher(path).results().forEach(variable -> inPath.add(variable.group(1)));
        Set<String> variables = new HashSet<>();
        for (SpecNode use : operation.get("parameters").items()) {
            SpecNode parameter = use.resolve();
            String wireName = parameter.get("name").text();
            String variable = names.variable(wireName);
            if (variable == null) {
                diagnostics.add(use.place(), "no parameter of Java can be called %s; leave it out", wireName);
            } else if (!variables.add(variable)) {
                diagnostics.add(use.place(), "another parameter is %s in Java too; leave one of them out", variable);
            }
            if (parameter.get("in").text().equals("path") && !inPath.remove(wireName)) {
                diagnostics.add(
                        use.place(),
                        "the path has no %s; write it there, or leave the parameter out",
                        "{" + wireName + "}");
            }
            schemas.check(
                    parameter.get("schema"), parameter.get("in").text() + "Parameter", name + Java.type(wireName));
        }
        inPath.forEach(variable -> diagnostics.add(
                operation.get("parameters").place(),
                "the path has %s, which is no parameter; add a parameter with `in: path`",
                "{" + variable + "}"));
    }

    private void checkBody(SpecNode operation, String name) {
        SpecNode body = operation.get("requestBody");
        SpecNode content = body.resolve().get("content");
        boolean isForm = content.has(FORM);
        SpecNode media = content.get(isForm ? FORM : "application/json");
        SpecNode schema = media.get("schema").resolve();
        dialect.validate(media.get("schema"), "body");
        dialect.validate(!isForm && schema.has("items") ? schema.get("items") : media.get("schema"), "bodyObject");
        schemas.check(media.get("schema"), "sent", body.componentName(name + (isForm ? "Form" : "Request")));
        boolean isRaw = operation.has("x-raw-form-bodies") || spec.has("x-raw-form-bodies");
        schema.get("properties").fields().forEach((field, value) -> {
            if (isForm) {
                dialect.validate(value, isRaw ? "rawFormField" : "formField");
                if (value.resolve().has("items")) {
                    dialect.validate(value.resolve().get("items"), "parameterItem");
                }
            }
        });
        media.get("encoding").fields().forEach((field, encoding) -> {
            if (!schema.get("properties").get(field).resolve().has("properties")) {
                diagnostics.add(encoding.place(), "an encoding is supported for an object only; leave it out");
            }
        });
    }

    private void checkResponses(SpecNode responses, String name) {
        SpecNode success = null;
        for (Map.Entry<String, SpecNode> entry : responses.fields().entrySet()) {
            SpecNode response = entry.getValue().resolve();
            boolean isSuccess = entry.getKey().startsWith("2");
            String ownName = entry.getValue().componentName(name + "Response" + (isSuccess ? "" : entry.getKey()));
            response.get("content")
                    .fields()
                    .values()
                    .forEach(media -> schemas.check(media.get("schema"), "received", ownName));
            if (isSuccess) {
                dialect.validate(response, "success");
                dialect.validate(response.get("content").get("text/plain").get("schema"), "plainText");
                if (success != null
                        && !success.json().equals(response.get("content").json())) {
                    diagnostics.add(
                            entry.getValue().place(),
                            "a method returns one type, and another success has another one; keep one of them, and say in its description when the other comes");
                }
                success = response.get("content");
            }
        }
        if (success == null) {
            diagnostics.add(
                    responses.place(),
                    "no response is a success; write the `'200'` that the call returns. A page that redirects a browser is no"
                            + " operation: leave it out, and write its URL as `x-login-page` at the `servers` of an operation");
        }
    }

    private void checkConditions(SpecNode conditions, List<String> operationsOfTag) {
        for (SpecNode id : conditions.get("operations").items()) {
            diagnostics.requireKnown(
                    id.place(), "operation of this tag", id.text(), operationsOfTag, "write one of its operations");
        }
        Set<String> codes = new HashSet<>();
        for (SpecNode code : conditions.get("code").items()) {
            if (!codes.add(code.text())) {
                diagnostics.add(code.place(), "%s is there twice; write it once", code.text());
            }
        }
    }

    private void checkReason(String reason, JsonPointer place) {
        diagnostics.requireKnown(
                place, "reason", reason, REASONS, "write one of `" + String.join("`, `", REASONS) + "`");
    }

    private void checkBroker(SpecNode server) {
        SpecNode name = server.get("x-broker").get("name");
        SpecNode login = server.get("x-broker").get("login");
        checkSame(
                "broker " + Java.constant(name.text().toUpperCase(Locale.ROOT)),
                name.text(),
                name.place(),
                "%s is the constant of another broker too; write the same name at both",
                name.text());
        checkSame(
                "login " + name.text() + " " + login.text(),
                server.get("url").text(),
                login.place(),
                "the broker takes the login %s at another server already; write one of them",
                login.text());
    }

    private void checkMethod(String name, JsonPointer place) {
        if (!names.canBeMethod(name)) {
            diagnostics.add(place, "Java or the generator has another use for the name %s; choose another one", name);
        }
    }

    /** Adds an error if a key had another value before. */
    private void checkSame(String key, String value, JsonPointer place, String message, String quoted) {
        if (!values.computeIfAbsent(key, first -> value).equals(value)) {
            diagnostics.add(place, message, quoted);
        }
    }
}

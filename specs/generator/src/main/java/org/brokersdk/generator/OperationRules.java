package org.brokersdk.generator;

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
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final SpecNode spec;
    private final Dialect dialect;
    private final Diagnostics errors;
    private final JavaNames names = new JavaNames();
    private final SchemaRules schemas;
    private final List<SpecNode> operations = new ArrayList<>();
    private final Set<String> operationIds = new HashSet<>();
    /** Texts that must be the same wherever a key comes up, such as the base URL of a tag. */
    private final Map<String, String> texts = new HashMap<>();

    OperationRules(SpecNode spec, Dialect dialect, Diagnostics errors) {
        this.spec = spec;
        this.dialect = dialect;
        this.errors = errors;
        this.schemas = new SchemaRules(dialect, names, errors);
    }

    /** Checks each reference and each reason of an example, wherever they are. */
    void checkReferences(SpecNode node) {
        boolean namesFields = node.place().toString().endsWith("/properties");
        if (node.json().isArray()) {
            node.items().forEach(this::checkReferences);
        }
        node.fields().forEach((key, child) -> {
            if (key.equals("$ref") && node.resolve().json().isMissingNode()) {
                SpecNode section =
                        new SpecNode(node.root(), node.resolve().place().head());
                String name = node.componentName("");
                errors.requireKnown(child, "component", name, section.fields().keySet(), "add it");
            } else if (!namesFields && key.equals("x-reason")) {
                checkReason(child, child.text());
            } else if (namesFields || !key.equals("example") && !key.equals("value")) {
                checkReferences(child);
            }
        });
    }

    void check() {
        Map<String, SpecNode> components = spec.get("components", "schemas").fields();
        components.forEach((name, schema) -> schemas.check(schema, "component", name));
        spec.get("components", "securitySchemes").fields().forEach(this::checkMethod);
        Map<String, SpecNode> tags = new HashMap<>();
        for (SpecNode tag : spec.get("tags").items()) {
            tags.put(tag.get("name").text(), tag);
            schemas.claimClass(tag.get("name").text() + "Api", tag.get("name"));
        }
        spec.get("paths")
                .fields()
                .forEach((path, item) -> item.fields().forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation);
                        SpecNode tag = operation.get("tags", "0");
                        errors.requireKnown(tag, "tag", tag.text(), tags.keySet(), "add it to the `tags` at the top");
                        check(path, operation);
                    }
                }));
        tags.forEach((name, tag) -> {
            if (operationsOf(name).isEmpty()) {
                errors.add(tag, "no operation has the tag %s; remove it", name);
            }
        });
        spec.get("x-reasons").fields().forEach((tag, lines) -> {
            errors.requireKnown(lines, "tag", tag, tags.keySet(), "write one of the `tags`");
            for (SpecNode line : lines.items()) {
                line.fields().keySet().forEach(reason -> checkReason(line, reason));
                line.fields().values().forEach(conditions -> checkConditions(conditions, operationsOf(tag)));
            }
        });
        Stream.concat(Stream.of(spec), operations.stream())
                .flatMap(node -> node.get("servers").items().stream())
                .filter(server -> server.has("x-broker"))
                .forEach(this::checkBroker);
    }

    private List<String> operationsOf(String tag) {
        return operations.stream()
                .filter(operation -> operation.get("tags", "0").text().equals(tag))
                .map(operation -> operation.get("operationId").text())
                .toList();
    }

    private void check(String path, SpecNode operation) {
        SpecNode id = operation.get("operationId");
        checkMethod(id.text(), id);
        if (!operationIds.add(id.text().toLowerCase(Locale.ROOT))) {
            errors.add(id, "another operation has the id %s, in any case; choose another id", id.text());
        }
        String tag = operation.get("tags", "0").text();
        String otherUrl = "operations of the tag %s have different servers; write the same at each, or another tag";
        checkSame("URL " + tag, operation.get("servers", "0", "url"), otherUrl, tag);
        for (SpecNode server : operation.get("servers").items()) {
            if (server.has("x-login-page")) {
                String otherPage = "the tag %s has another login page already; write the same, or another tag";
                checkSame("page " + tag, server.get("x-login-page"), otherPage, tag);
            }
        }
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
            String in = parameter.get("in").text();
            for (SpecNode scheme :
                    spec.get("components", "securitySchemes").fields().values()) {
                String credential = scheme.get("name").text();
                if (scheme.get("in").text().equals(in)
                        && (in.equals("header")
                                ? credential.equalsIgnoreCase(wireName)
                                : credential.equals(wireName))) {
                    errors.add(use, "%s is a credential in `securitySchemes`; remove the parameter", wireName);
                }
            }
            String variable = names.variable(wireName);
            if (variable == null) {
                errors.add(use, "no parameter of Java can be called %s; remove it", wireName);
            } else if (!variables.add(variable)) {
                errors.add(use, "another parameter is %s in Java too; remove one of them", variable);
            }
            if (in.equals("path") && !inPath.remove(wireName)) {
                errors.add(use, "the path has no %s; write it there, or remove this", "{" + wireName + "}");
            }
            SpecNode schema = parameter.get("schema").resolve();
            if (schema.has("default")) {
                String otherDefault = "the parameter %s has another default value elsewhere; write the same at each";
                checkSame("default " + wireName, schema.get("default"), otherDefault, wireName);
            }
            schemas.check(parameter.get("schema"), in + "Parameter", name + Java.type(wireName));
        }
        for (String variable : inPath) {
            String message = "the path has %s, which is no parameter; add a parameter with `in: path`";
            errors.add(operation.get("parameters"), message, "{" + variable + "}");
        }
    }

    private void checkBody(SpecNode operation, String name) {
        SpecNode body = operation.get("requestBody");
        boolean isForm = body.resolve().get("content").has(FORM);
        SpecNode media = body.resolve().get("content", isForm ? FORM : JSON);
        SpecNode use = media.get("schema");
        SpecNode schema = use.resolve();
        dialect.validate(use, "body");
        dialect.validate(!isForm && schema.has("items") ? schema.get("items") : use, "bodyObject");
        schemas.check(use, "sent", body.componentName(name + (isForm ? "Form" : "Request")));
        boolean isRaw = operation.has("x-raw-form-bodies") || spec.has("x-raw-form-bodies");
        for (SpecNode field : schema.get("properties").fields().values()) {
            if (isForm) {
                dialect.validate(field, isRaw ? "rawFormField" : "formField");
                dialect.validate(field.resolve().get("items"), "parameterItem");
            }
        }
        media.get("encoding").fields().forEach((field, encoding) -> {
            if (!schema.get("properties", field).resolve().has("properties")) {
                errors.add(encoding, "an encoding is supported for an object only; remove it");
            }
        });
    }

    private void checkResponses(SpecNode responses, String name) {
        Set<Object> successes = new HashSet<>();
        responses.fields().forEach((status, use) -> {
            SpecNode content = use.resolve().get("content");
            boolean isSuccess = status.startsWith("2");
            for (SpecNode media : content.fields().values()) {
                SpecNode schema = media.get("schema");
                schemas.check(schema, "received", name + "Response" + (isSuccess ? "" : status));
                SpecNode contents = SchemaRules.contents(schema);
                if (contents == null) {
                    continue;
                }
                dialect.validate(contents, "wholeResponse");
                boolean isComponent = contents.place().toString().startsWith("/components/schemas/");
                if (!isSuccess && contents.has("properties") && !isComponent) {
                    errors.add(schema, "the object of a failure has no name; write it below `components/schemas`");
                }
            }
            if (isSuccess) {
                dialect.validate(use.resolve(), "success");
                dialect.validate(content.get("text/plain", "schema"), "plainText");
                if (successes.add(content.json()) && successes.size() > 1) {
                    errors.add(
                            use,
                            "a method returns one type, and another success has another type;"
                                    + " remove one of them, and describe it in words");
                }
            }
        });
        if (successes.isEmpty()) {
            errors.add(
                    responses,
                    "no response is a success; write the `'200'` that the call returns. A page that"
                            + " redirects a browser is no operation: remove it, and write its URL as `x-login-page` at the"
                            + " `servers` of an operation");
        }
    }

    private void checkConditions(SpecNode conditions, List<String> ids) {
        for (SpecNode id : conditions.get("operations").items()) {
            errors.requireKnown(id, "operation of this tag", id.text(), ids, "write one of its operations");
        }
        Set<String> codes = new HashSet<>();
        for (SpecNode code : conditions.get("code").items()) {
            if (!codes.add(code.text())) {
                errors.add(code, "%s is there twice; write it once", code.text());
            }
        }
    }

    private void checkReason(SpecNode node, String reason) {
        String all = "write one of `" + String.join("`, `", REASONS) + "`";
        errors.requireKnown(node, "reason", reason, REASONS, all);
    }

    private void checkBroker(SpecNode server) {
        SpecNode name = server.get("x-broker", "name");
        String login = server.get("x-broker", "login").text();
        String constant = "broker " + Java.constant(name.text().toUpperCase(Locale.ROOT));
        checkSame(
                constant, name, "another broker is the same constant as %s; write the same name at both", name.text());
        String otherUrl = "the broker has the login %s at another server already; remove one of them";
        checkSame("login " + login + " of " + name.text(), server.get("url"), otherUrl, login);
    }

    private void checkMethod(String name, SpecNode node) {
        if (!names.canBeMethod(name)) {
            errors.add(node, "Java or the generator has another use for the name %s; choose another one", name);
        }
    }

    private void checkSame(String key, SpecNode node, String message, String quoted) {
        if (!texts.computeIfAbsent(key, first -> node.text()).equals(node.text())) {
            errors.add(node, message, quoted);
        }
    }
}

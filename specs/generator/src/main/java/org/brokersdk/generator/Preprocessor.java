package org.brokersdk.generator;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.openapitools.codegen.utils.ModelUtils;

/** Converts a spec to the structure of the templates. An extension replaces logic that the templates would need. */
final class Preprocessor {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String RAW = "x-raw-form-bodies";

    private final OpenAPI spec;
    private final Schemas schemas;
    private final List<Operation> operations;

    /** Default values by the name of their parameter, as a string of Java. */
    private final Map<String, String> defaults = new LinkedHashMap<>();

    Preprocessor(OpenAPI spec) {
        this.spec = spec;
        this.schemas = new Schemas(spec);
        this.operations = spec.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();
    }

    void run() {
        spec.addExtension("x-brokers", brokers());
        spec.addExtension("x-reasons", reasons());
        operations.forEach(this::shape);
        spec.addExtension("x-defaults", defaults);
        spec.addExtension("x-constants", List.copyOf(schemas.constants()));
        spec.addExtension("x-secrets", List.copyOf(schemas.secrets()));
        spec.getComponents().setSchemas(schemas.classes());
    }

    private void shape(Operation operation) {
        String name = Java.type(operation.getOperationId());
        List<String> headers = new ArrayList<>();
        operation.addExtension("x-headers", headers);
        operation.setParameters(parameters(operation, name, headers));
        if (operation.getRequestBody() != null) {
            operation.setRequestBody(body(operation, name));
        }
        operation.setResponses(success(operation, name, headers));
    }

    /** Returns the parameters of the method. A parameter with one possible value is omitted. */
    private List<Parameter> parameters(Operation operation, String name, List<String> headers) {
        List<Parameter> parameters = new ArrayList<>();
        List<String> query = new ArrayList<>();
        for (Parameter given : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            Parameter parameter = ModelUtils.getReferencedParameter(spec, given);
            parameter.setExample(null);
            parameter.setExamples(null);
            Schema<?> schema = schemas.resolve(parameter.getSchema());
            if (schema.getEnum() != null && schema.getEnum().size() == 1) {
                Object value = schema.getEnum().get(0);
                addDefault(parameter, value);
                if (parameter.getIn().equals("query")) {
                    query.add(encoded(parameter.getName()) + "=" + encoded(value.toString()));
                } else {
                    headers.add(Java.escaped(parameter.getName() + ": " + value));
                }
                continue;
            }
            Schema<?> inPlace = schemas.inPlace(parameter.getSchema(), name + Java.type(parameter.getName()));
            parameter.setSchema(inPlace);
            Object listed = schemas.extension(inPlace, "x-listed");
            if (listed != null) {
                parameter.addExtension("x-listed", listed);
            }
            if (schema.getDefault() != null) {
                addDefault(parameter, Java.text(schema.getDefault()));
                parameter.addExtension("x-default", schemas.extension(inPlace, "x-default"));
            }
            parameters.add(parameter);
        }
        if (!query.isEmpty()) {
            operation.addExtension("x-query", String.join("&", query));
        }
        return parameters;
    }

    private void addDefault(Parameter parameter, Object value) {
        defaults.put(parameter.getName(), Java.escaped(value));
        schemas.constants().add(Java.escaped(value));
    }

    /** Returns a body of JSON. A form becomes a record too, and an annotation says how it is written. */
    private RequestBody body(Operation operation, String name) {
        RequestBody given = operation.getRequestBody();
        RequestBody component = ModelUtils.getReferencedRequestBody(spec, given);
        RequestBody body = new RequestBody().required(true);
        boolean form = component.getContent().containsKey(FORM);
        Schema<?> schema = component.getContent().get(form ? FORM : JSON).getSchema();
        if (form) {
            boolean raw =
                    extension(operation.getExtensions(), RAW) != null || extension(spec.getExtensions(), RAW) != null;
            body.addExtension("x-form-body", raw ? "Raw" : "Encoded");
            String onlyField = raw ? onlyObject(schema) : null;
            if (onlyField != null) {
                body.addExtension("x-field", Java.escaped(onlyField));
                schema = schema.getProperties().get(onlyField);
            }
        }
        describe(schema, "Request of `" + operation.getOperationId() + "`.");
        String own = Schemas.simpleName(given.get$ref(), name + (form ? "Form" : "Request"));
        body.setContent(content(JSON, schemas.inPlace(schema, own)));
        return body;
    }

    /** Returns the field of a form that has one required field, which is an object; or null. */
    private String onlyObject(Schema<?> form) {
        if (form.getProperties() == null || form.getProperties().size() != 1 || form.getRequired() == null) {
            return null;
        }
        Map.Entry<String, Schema> field =
                form.getProperties().entrySet().iterator().next();
        return schemas.resolve(field.getValue()).getProperties() == null ? null : field.getKey();
    }

    /** Returns the first response of success, which is the type of the method. Response checkers read the others. */
    private ApiResponses success(Operation operation, String name, List<String> headers) {
        Map.Entry<String, ApiResponse> success = operation.getResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .findFirst()
                .orElseThrow();
        Content content =
                ModelUtils.getReferencedApiResponse(spec, success.getValue()).getContent();
        ApiResponse response = new ApiResponse().description("");
        Stream.concat(Stream.of(success.getValue()), operation.getResponses().values().stream())
                .map(given -> ModelUtils.getReferencedApiResponse(spec, given).getContent())
                .filter(Objects::nonNull)
                .flatMap(types -> types.keySet().stream())
                .findFirst()
                .ifPresent(type -> headers.add(Java.escaped("Accept: " + type)));
        if (content != null) {
            Map.Entry<String, MediaType> media = content.entrySet().iterator().next();
            describe(media.getValue().getSchema(), "Response of `" + operation.getOperationId() + "`.");
            response.setContent(
                    content(media.getKey(), schemas.inPlace(media.getValue().getSchema(), name + "Response")));
        }
        return new ApiResponses().addApiResponse(success.getKey(), response);
    }

    private static Content content(String mediaType, Schema<?> schema) {
        return new Content().addMediaType(mediaType, new MediaType().schema(schema));
    }

    private static void describe(Schema<?> schema, String description) {
        if (schema.get$ref() == null && schema.getDescription() == null) {
            schema.setDescription(description);
        }
    }

    private List<Object> reasons() {
        List<Object> reasons = new ArrayList<>();
        map(extension(spec.getExtensions(), "x-reasons"))
                .forEach((api, lines) -> reasons.add(Map.of(
                        "api",
                        api,
                        "rules",
                        list(lines).stream().map(Preprocessor::reason).toList())));
        return reasons;
    }

    private static Map<String, Object> reason(Object line) {
        Map.Entry<String, Object> reason = map(line).entrySet().iterator().next();
        Map<String, Object> conditions = map(reason.getValue());
        Map<String, Object> rule = new LinkedHashMap<>(Map.of("reason", reason.getKey()));
        if (conditions.containsKey("advice")) {
            rule.put("advice", Java.escaped(conditions.get("advice")));
        }
        Stream.of("operations", "status", "code", "words", "and", "unless")
                .forEach(key -> rule.put(
                        key,
                        list(conditions.get(key)).stream().map(Java::escaped).toList()));
        return rule;
    }

    /** Returns each broker once, with a server for each of its logins. */
    private List<Object> brokers() {
        Map<String, Set<Object>> logins = new LinkedHashMap<>();
        Stream.concat(
                        servers(spec.getServers()),
                        operations.stream().flatMap(operation -> servers(operation.getServers())))
                .filter(server -> extension(server.getExtensions(), "x-broker") != null)
                .forEach(server -> {
                    Map<String, Object> login = new LinkedHashMap<>(map(extension(server.getExtensions(), "x-broker")));
                    String name = String.valueOf(login.remove("name"));
                    login.replaceAll((key, value) -> value instanceof List ? value : Java.escaped(value));
                    login.put("url", server.getUrl());
                    login.put("description", server.getDescription());
                    logins.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(login);
                });
        List<Object> brokers = new ArrayList<>();
        logins.forEach((name, endpoints) -> brokers.add(Map.of(
                "constant", Java.constant(name.toUpperCase(Locale.ROOT)),
                "name", Java.escaped(name),
                "endpoints", List.copyOf(endpoints))));
        return brokers;
    }

    private static Stream<Server> servers(List<Server> servers) {
        return servers == null ? Stream.of() : servers.stream();
    }

    private static Object extension(Map<String, Object> extensions, String name) {
        return extensions == null ? null : extensions.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    /** Returns a list, or the list of one value. */
    @SuppressWarnings("unchecked")
    private static List<Object> list(Object node) {
        return node == null ? List.of() : node instanceof List ? (List<Object>) node : List.of(node);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

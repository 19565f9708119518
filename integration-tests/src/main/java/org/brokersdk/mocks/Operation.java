package org.brokersdk.mocks;

import static org.brokersdk.mocks.Spec.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of a spec.
 *
 * @param spec the spec that it stands in
 * @param method its HTTP method, in capitals
 * @param path its path, with names in braces where a value stands
 * @param node its node there
 */
public record Operation(Spec spec, String method, String path, Map<String, Object> node) {

    /**
     * An answer that the spec shows.
     *
     * @param status HTTP status
     * @param mediaType Content-Type
     * @param name name of the example
     * @param value what is answered: for JSON its parsed value, otherwise text
     * @param reason the reason that an SDK must give for it, or null if it is no refusal
     */
    public record Example(int status, String mediaType, String name, Object value, String reason) {}

    /**
     * The name of the operation.
     *
     * @return its operationId
     */
    public String id() {
        return (String) node.get("operationId");
    }

    /**
     * Every answer that the spec shows.
     *
     * @return all examples of all statuses
     */
    public List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        map(node.get("responses")).forEach((status, response) -> {
            map(spec.resolve(response).get("content")).forEach((mediaType, content) -> {
                map(map(content).get("examples")).forEach((name, node) -> {
                    Map<String, Object> example = spec.resolve(node);
                    examples.add(new Example(Integer.parseInt(status), mediaType, name, example.get("value"), (String)
                            example.get("x-reason")));
                });
            });
        });
        return examples;
    }

    /**
     * How much of a path names this operation. What stands in front of that, no spec decides.
     *
     * @param requestPath the path of a request
     * @return the end of it that is this operation's path, if it has one
     */
    public Optional<String> endOf(String requestPath) {
        String values = "\\Q" + path.replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q") + "\\E$";
        Matcher end = Pattern.compile(values).matcher(requestPath);
        return end.find() ? Optional.of(end.group()) : Optional.empty();
    }

    /**
     * The schema of the JSON that is sent, in the body or in a field of the form.
     *
     * @return the resolved schema, if JSON is sent
     */
    public Optional<Map<String, Object>> requestSchema() {
        return content("application/json")
                .map(json -> json.get("schema"))
                .or(() -> form().map(form ->
                        map(map(form.get("schema")).get("properties")).get("jData")))
                .map(spec::resolve);
    }

    /** The parameters in path, query and header. */
    List<Map<String, Object>> parameters() {
        return node.get("parameters") instanceof List<?> parameters
                ? parameters.stream().map(spec::resolve).toList()
                : List.of();
    }

    /** What the spec shows that may be sent. */
    List<Object> requestExamples() {
        return map(map(node.get("requestBody")).get("content")).values().stream()
                .flatMap(content -> map(map(content).get("examples")).values().stream())
                .map(example -> spec.resolve(example).get("value"))
                .toList();
    }

    /** The form that is sent, if one is. */
    Optional<Map<String, Object>> form() {
        return content("application/x-www-form-urlencoded");
    }

    private Optional<Map<String, Object>> content(String mediaType) {
        return Optional.ofNullable(
                        map(map(node.get("requestBody")).get("content")).get(mediaType))
                .map(Spec::map);
    }
}

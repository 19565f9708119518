package org.brokersdk.mocks;

import static org.brokersdk.mocks.Spec.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Operation of a spec.
 *
 * @param spec the spec
 * @param method the HTTP method, in capitals
 * @param path the path, with the names of parameters in braces
 * @param node the node of the operation in the spec
 */
public record Operation(Spec spec, String method, String path, Map<String, Object> node) {

    /**
     * Example of a response in the spec.
     *
     * @param status HTTP status
     * @param mediaType Content-Type
     * @param name name of the example
     * @param value the body: the parsed value of JSON, otherwise text
     * @param reason the reason that the SDK must find, or null if the response is no rejection
     */
    public record Example(int status, String mediaType, String name, Object value, String reason) {}

    /**
     * Returns the name of the operation.
     *
     * @return the operationId
     */
    public String id() {
        return (String) node.get("operationId");
    }

    /**
     * Returns the API of the operation.
     *
     * @return the tag
     */
    public String api() {
        return (String) ((List<?>) node.get("tags")).get(0);
    }

    /**
     * Returns the security schemes of the operation.
     *
     * @return the names of the security schemes of the first alternative; empty if the operation needs none
     */
    public List<String> credentials() {
        List<?> alternatives = (List<?>) node.getOrDefault("security", spec.get("security"));
        return alternatives.stream()
                .map(alternative -> List.copyOf(map(alternative).keySet()))
                .findFirst()
                .orElse(List.of());
    }

    /**
     * Returns all examples of responses.
     *
     * @return the examples of all statuses
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
     * Returns the end of a path that names this operation. The base URL precedes it.
     *
     * @param requestPath the path of a request
     * @return the end of the path, if it is the path of this operation
     */
    public Optional<String> matchingEnd(String requestPath) {
        String values = "\\Q" + path.replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q") + "\\E$";
        Matcher end = Pattern.compile(values).matcher(requestPath);
        return end.find() ? Optional.of(end.group()) : Optional.empty();
    }

    /**
     * Returns the schema of the request body, which is JSON or a form.
     *
     * @return the resolved schema, if there is a body
     */
    public Optional<Map<String, Object>> requestSchema() {
        return requestContents()
                .map(content -> spec.resolve(content.get("schema")))
                .findFirst();
    }

    /**
     * Returns the examples of the request.
     *
     * @return the values of its examples
     */
    public List<Object> requestExamples() {
        return requestContents()
                .flatMap(content -> map(content.get("examples")).values().stream())
                .map(example -> spec.resolve(example).get("value"))
                .toList();
    }

    /**
     * Returns the parameters in path, query and header.
     *
     * @return their resolved nodes
     */
    public List<Map<String, Object>> parameters() {
        return node.get("parameters") instanceof List<?> parameters
                ? parameters.stream().map(spec::resolve).toList()
                : List.of();
    }

    /**
     * Returns the form of the request, if the body is a form.
     *
     * @return the schema, examples and encoding of the form
     */
    public Optional<Map<String, Object>> form() {
        return Optional.ofNullable(
                        map(map(node.get("requestBody")).get("content")).get("application/x-www-form-urlencoded"))
                .map(Spec::map);
    }

    /**
     * Returns true if the operation sends a form without percent-encoding.
     *
     * @return the value of {@code x-raw-form-bodies}
     */
    public boolean hasRawForm() {
        return form().isPresent()
                && Boolean.TRUE.equals(node.getOrDefault("x-raw-form-bodies", spec.get("x-raw-form-bodies")));
    }

    private Stream<Map<String, Object>> requestContents() {
        return map(map(node.get("requestBody")).get("content")).values().stream()
                .map(Spec::map);
    }
}

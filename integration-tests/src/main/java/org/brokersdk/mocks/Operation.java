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
     * The API that it belongs to.
     *
     * @return its tag
     */
    public String api() {
        return (String) ((List<?>) node.get("tags")).get(0);
    }

    /**
     * Returns the security schemes of the operation.
     *
     * @return the names of security schemes, if there is no way without; the first way, if there are several
     */
    public List<String> credentials() {
        List<?> ways = (List<?>) node.getOrDefault("security", spec.get("security"));
        return ways.stream()
                .map(way -> List.copyOf(map(way).keySet()))
                .findFirst()
                .orElse(List.of());
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
     * Returns the end of a path that names this operation. The base URL precedes it.
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
     * The schema of what is sent, as JSON or as a form.
     *
     * @return the resolved schema, if anything is sent
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
     * The parameters in path, query and header.
     *
     * @return their resolved nodes
     */
    public List<Map<String, Object>> parameters() {
        return node.get("parameters") instanceof List<?> parameters
                ? parameters.stream().map(spec::resolve).toList()
                : List.of();
    }

    /**
     * The form that is sent, if one is.
     *
     * @return its schema, examples and encoding
     */
    public Optional<Map<String, Object>> form() {
        return Optional.ofNullable(
                        map(map(node.get("requestBody")).get("content")).get("application/x-www-form-urlencoded"))
                .map(Spec::map);
    }

    /**
     * Returns true if the operation sends a form without percent-encoding.
     *
     * @return what {@code x-raw-form-bodies} says
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

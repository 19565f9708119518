package org.brokersdk.mocks;

import static org.brokersdk.mocks.Spec.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operation of a spec.
 *
 * @param spec the spec that it stands in
 * @param node its node there
 */
public record Operation(Spec spec, Map<String, Object> node) {

    /**
     * An answer that the spec shows.
     *
     * @param status HTTP status
     * @param mediaType Content-Type
     * @param name name of the example
     * @param value what is answered: for JSON its parsed value, otherwise text
     */
    public record Example(int status, String mediaType, String name, Object value) {}

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
                map(map(content).get("examples"))
                        .forEach((name, example) -> examples.add(new Example(
                                Integer.parseInt(status),
                                mediaType,
                                name,
                                spec.resolve(example).get("value"))));
            });
        });
        return examples;
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

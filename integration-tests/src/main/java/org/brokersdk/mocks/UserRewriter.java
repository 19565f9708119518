package org.brokersdk.mocks;

import static org.brokersdk.mocks.Spec.map;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewriter of example responses, which puts in the user of the request. Example requests and example responses of the
 * spec have the same made-up user, in fields of the same name. A broker's response has the user of the login.
 */
final class UserRewriter {

    private UserRewriter() {}

    /**
     * Returns a response whose fields have the values of the request's fields with the same names.
     *
     * @param response the head and body of the response
     * @param request the request
     */
    static byte[] of(Gateway.Request request, byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || request.operation() == null || text.substring(0, end).contains("chunked")) {
            return response;
        }
        String body = text.substring(end);
        Map<String, String> values = requestValues(request);
        for (Map.Entry<String, String> example :
                exampleValues(request.operation()).entrySet()) {
            String value = values.get(example.getKey());
            if (value != null && !value.isBlank()) {
                String field = "(\"(?i:" + Pattern.quote(example.getKey()) + ")\"\\s*:\\s*\")"
                        + Pattern.quote(example.getValue());
                body = body.replaceAll(field + "(?=\")", "$1" + Matcher.quoteReplacement(value));
            }
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length - "\r\n\r\n".length();
        String head = text.substring(0, end).replaceFirst("(?i)(Content-Length: *)\\d+", "$1" + length);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the examples of a request by name. */
    private static Map<String, String> exampleValues(Operation operation) {
        Map<String, String> examples = new HashMap<>();
        operation.parameters().forEach(parameter -> {
            if (parameter.get("example") instanceof String example) {
                examples.put((String) parameter.get("name"), example);
            }
        });
        operation.requestExamples().forEach(example -> addTexts(example, examples::putIfAbsent));
        return examples;
    }

    private static void addTexts(Object node, BiConsumer<String, String> texts) {
        map(node).forEach((name, value) -> {
            if (value instanceof String text) {
                texts.accept(name, text);
            } else if (value instanceof Map) {
                addTexts(value, texts);
            }
        });
    }

    private static Map<String, String> requestValues(Gateway.Request request) {
        Map<String, String> values = new HashMap<>();
        request.headers().forEach(header -> values.put(header.getFirst(), header.getSecond()));
        String path = request.target().split("\\?", -1)[0];
        Matcher matcher = Pattern.compile(request.operation().path().replaceAll("\\{\\w+}", "([^/]+)") + "$")
                .matcher(path);
        List<String> names = Pattern.compile("\\{(\\w+)}")
                .matcher(request.operation().path())
                .results()
                .map(name -> name.group(1))
                .toList();
        if (matcher.find()) {
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), matcher.group(i + 1));
            }
        }
        // JSON, or a form whose fields are JSON.
        for (String part : new String(request.body(), StandardCharsets.UTF_8).split("&", -1)) {
            addTexts(json(part.replaceFirst("^\\w+=", "")), values);
        }
        return values;
    }

    private static JsonElement json(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return JsonParser.parseString("{}");
        }
    }

    private static void addTexts(JsonElement json, Map<String, String> texts) {
        if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((name, value) -> {
                if (value.isJsonPrimitive()) {
                    texts.put(name, value.getAsString());
                } else {
                    addTexts(value, texts);
                }
            });
        }
    }
}

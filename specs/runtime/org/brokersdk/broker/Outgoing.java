package org.brokersdk.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;

/** A request of the spec on its way out: what the caller gave is in it, where it goes and who asks is not. */
final class Outgoing {

    private static final RequestBody NOTHING = RequestBody.create(new byte[0]);

    private static final Set<String> TAKES_A_BODY = Set.of("PATCH", "POST", "PUT");

    private final String api;
    private final String operation;
    private final String method;
    private final Headers.Builder headers = new Headers.Builder();
    private final List<String> query = new ArrayList<>();
    private final List<Object> given = new ArrayList<>();
    private String path;
    private @Nullable RequestBody body;

    /**
     * Starts one.
     *
     * @param path below the base URL, with the names of what is still missing in braces; constants of the query follow
     * @param constants headers that are always the same, each with its name, a colon and its value
     */
    Outgoing(String api, String operation, String method, String path, String... constants) {
        this.api = api;
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.body = TAKES_A_BODY.contains(method) ? NOTHING : null;
        for (String constant : constants) {
            headers.add(constant);
        }
    }

    Outgoing path(String name, Object value) {
        given.add(value);
        // Whatever it holds, it is one segment of the path.
        path = path.replace(
                "{" + name + "}",
                new HttpUrl.Builder()
                        .scheme("http")
                        .host("localhost")
                        .addPathSegment("x" + ApiClient.text(value))
                        .build()
                        .encodedPath()
                        .substring("/x".length()));
        if (path.matches("([^?]*/)?\\.\\.?([/?].*)?")) {
            throw new IllegalArgumentException(name + " must not be a dot or two, which lead out of the path");
        }
        return this;
    }

    Outgoing query(String name, @Nullable Object value) {
        eachOf(value, text -> {
            query.add(name);
            query.add(text);
        });
        return this;
    }

    Outgoing header(String name, @Nullable Object value) {
        eachOf(value, text -> headers.add(name, text));
        return this;
    }

    /** A list is as many values as it has. */
    private void eachOf(@Nullable Object value, Consumer<String> use) {
        for (Object each : value instanceof List<?> list ? list : Collections.singletonList(value)) {
            if (each != null) {
                given.add(each);
                use.accept(ApiClient.text(each));
            }
        }
    }

    Outgoing body(Object model, RequestBody written) {
        given.add(model);
        body = written;
        return this;
    }

    /** As a client sends it. */
    Request on(ApiClient client) {
        // From here on: a value in the first segment may hold a colon, and is no scheme.
        HttpUrl.Builder url = Objects.requireNonNull(client.baseUrl().newBuilder("./" + path));
        for (int i = 0; i < query.size(); i += 2) {
            url.addQueryParameter(query.get(i), query.get(i + 1));
        }
        return client.carrying(new Request.Builder()
                .url(url.build())
                .headers(headers.build())
                .method(method, body)
                .build());
    }

    String api() {
        return api;
    }

    String operation() {
        return operation;
    }

    /** What is sent, or null where that method sends nothing. */
    @Nullable
    RequestBody body() {
        return body;
    }

    /** What the caller gave, such as the record of a body; some of it is secret. */
    List<Object> given() {
        return given;
    }
}

package org.brokersdk.core.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** Server in memory, which sends enqueued responses and records the requests. No connection is opened. */
final class FakeServer {

    private final Queue<Response.Builder> responses = new ArrayDeque<>();
    private final Queue<RecordedRequest> requests = new ArrayDeque<>();

    record RecordedRequest(String method, HttpUrl url, Headers headers, String body) {}

    /** Adds a response, whose headers have the form {@code Name: value}. */
    synchronized FakeServer enqueue(int status, String body, String... headers) {
        Headers.Builder all = new Headers.Builder();
        for (String header : headers) {
            all.add(header);
        }
        return enqueue(new Response.Builder().code(status).headers(all.build()).body(ResponseBody.create(body, null)));
    }

    synchronized FakeServer enqueue(Response.Builder response) {
        responses.add(response);
        return this;
    }

    OkHttpClient client() {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> respond(chain.request()))
                .build();
    }

    synchronized RecordedRequest takeRequest() {
        return requests.remove();
    }

    synchronized int requestCount() {
        return requests.size();
    }

    private synchronized Response respond(Request request) throws IOException {
        Buffer body = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(body);
        }
        requests.add(new RecordedRequest(request.method(), request.url(), request.headers(), body.readUtf8()));
        return responses
                .remove()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .message("")
                .build();
    }
}

package org.brokersdk.testing;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/**
 * Broker in memory, for unit tests. It sends enqueued responses in their order and records the requests, whatever their
 * host is. No connection is opened, so no network interceptor runs and no supplier of one-time passwords is asked.
 */
public final class FakeBroker {

    private final Queue<Response.Builder> responses = new ConcurrentLinkedQueue<>();
    private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();

    /**
     * Request that the broker received.
     *
     * @param body the body as text, or empty if there is none
     */
    public record RecordedRequest(String method, HttpUrl url, Headers headers, String body) {}

    /** Adds a response, whose headers have the form {@code Name: value}. */
    public FakeBroker enqueue(int status, String body, String... headers) {
        Headers.Builder all = new Headers.Builder();
        for (String header : headers) {
            all.add(header);
        }
        String contentType = all.get("Content-Type");
        return enqueue(new Response.Builder()
                .code(status)
                .headers(all.build())
                .body(ResponseBody.create(body, contentType == null ? null : MediaType.parse(contentType))));
    }

    /** Adds a response, which needs a status. */
    public FakeBroker enqueue(Response.Builder response) {
        responses.add(response);
        return this;
    }

    /** Returns a client that gets its responses from this broker. */
    public OkHttpClient client() {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> respond(chain.request()))
                .build();
    }

    /** Returns the oldest request that was not taken yet. */
    public RecordedRequest takeRequest() {
        RecordedRequest request = requests.poll();
        if (request == null) {
            throw new AssertionError("The broker received no further request");
        }
        return request;
    }

    /** Returns the number of requests that were not taken yet. */
    public int requestCount() {
        return requests.size();
    }

    private Response respond(Request request) throws IOException {
        Buffer body = new Buffer();
        Headers.Builder headers = request.headers().newBuilder();
        if (request.body() != null) {
            request.body().writeTo(body);
            MediaType contentType = request.body().contentType();
            if (contentType != null) {
                // OkHttp adds this header below the interceptors.
                headers.set("Content-Type", contentType.toString());
            }
        }
        requests.add(new RecordedRequest(request.method(), request.url(), headers.build(), body.readUtf8()));
        Response.Builder response = responses.poll();
        if (response == null) {
            throw new AssertionError("No response is enqueued for " + request.method() + " " + request.url());
        }
        return response.request(request).protocol(Protocol.HTTP_1_1).message("").build();
    }
}

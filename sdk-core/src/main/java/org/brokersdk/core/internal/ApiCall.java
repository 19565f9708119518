package org.brokersdk.core.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/**
 * One API call: a request, and the handler that checks its response. Each execution sends the request at most once,
 * ends within the timeout of the client, and fails with a {@link org.brokersdk.core.BrokerException}.
 *
 * @param <T> the type of the result
 */
public final class ApiCall<T> {

    /** Text with the format of a one-time password, for a request whose one-time password is not known yet. */
    public static final String PLACEHOLDER = "000000";

    private final ApiClient client;
    private final Request request;
    private final Function<ApiResponse, T> handler;
    private final @Nullable Supplier<Request> deferred;
    private final List<String> secrets;

    ApiCall(ApiClient client, Request request, Function<ApiResponse, T> handler) {
        this(client, request, handler, null, List.of());
    }

    private ApiCall(
            ApiClient client,
            Request request,
            Function<ApiResponse, T> handler,
            @Nullable Supplier<Request> deferred,
            List<String> secrets) {
        this.client = client;
        this.request = request;
        this.handler = handler;
        this.deferred = deferred;
        this.secrets = secrets;
    }

    /**
     * Returns a call whose body is built after the connection was established, so that the one-time password is fresh.
     * All other input is checked at once.
     *
     * @param call creates the call for a one-time password
     * @param oneTimePassword supplies the one-time password; asked once per execution, by a thread of the SDK
     */
    public static <T> ApiCall<T> withOneTimePassword(
            Function<String, ApiCall<T>> call, Supplier<String> oneTimePassword) {
        ApiCall<T> checked = call.apply(PLACEHOLDER);
        Supplier<Request> deferred = () -> call.apply(oneTimePassword.get()).request;
        return new ApiCall<>(checked.client, checked.request, checked.handler, deferred, checked.secrets);
    }

    /**
     * Returns a call whose messages also redact these secrets. The broker knows them although the request does not
     * contain them.
     */
    public ApiCall<T> redacting(String... more) {
        return new ApiCall<>(client, request, handler, deferred, List.of(more));
    }

    /** Sends the request and waits for the result. */
    public T execute() {
        return new CallFuture<>(this).await();
    }

    /** Sends the request. Completing the future in any way cancels the call. */
    public CompletableFuture<T> executeAsync() {
        return new CallFuture<>(this).enqueue();
    }

    Transport transport() {
        return client.transport();
    }

    List<String> secrets() {
        return secrets;
    }

    T handle(ApiResponse response) {
        if (client.monitor() != null) {
            client.monitor().check(response);
        }
        return check(response);
    }

    /** Returns the result of a response, or throws what it reports. The response may be that of another call. */
    T check(ApiResponse response) {
        return handler.apply(response);
    }

    /** Returns the method of the generated interface that described the request. */
    Invocation invocation() {
        return Objects.requireNonNull(request.tag(Invocation.class));
    }

    /** Returns the request with credentials and the headers of the SDK. */
    Request authenticatedRequest() {
        Request authenticated = request;
        try {
            for (RequestAuthenticator credential : client.credentials()) {
                authenticated = credential.authenticate(authenticated);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Request.Builder complete = authenticated
                .newBuilder()
                .header("User-Agent", transport().userAgent())
                // Each call has its own connection. Unread bytes of an earlier response could otherwise become the
                // response.
                .header("Connection", "close");
        joinHeaders(authenticated, complete);
        return withBody(complete, authenticated).build();
    }

    /** Returns the request with its body, which is built now if it was deferred. */
    Request withDeferredBody(Request prepared) throws IOException {
        if (deferred == null) {
            // An interceptor may have built a request without the tag, which the checks of the response need.
            return prepared.newBuilder().tag(Invocation.class, invocation()).build();
        }
        Request late = deferred.get();
        RequestBody body = Objects.requireNonNull(late.body());
        return withBody(prepared.newBuilder(), late)
                .header("Content-Type", String.valueOf(body.contentType()))
                .header("Content-Length", String.valueOf(body.contentLength()))
                // These headers describe the body that an interceptor set.
                .removeHeader("Transfer-Encoding")
                .removeHeader("Content-Encoding")
                // For the redactor, which needs the arguments.
                .tag(Invocation.class, late.tag(Invocation.class))
                .build();
    }

    private static Request.Builder withBody(Request.Builder to, Request from) {
        RequestBody body = from.body();
        return body == null ? to : to.method(from.method(), new OneShotBody(body));
    }

    /** A list in a header is one line with commas. Retrofit writes a line for each item. */
    private static void joinHeaders(Request request, Request.Builder to) {
        for (String name : request.headers().names()) {
            List<String> values = request.headers(name);
            if (values.size() > 1) {
                if (values.stream().anyMatch(value -> value.contains(","))) {
                    throw new IllegalArgumentException(
                            name + " must not have a comma in a value of a list. Remove the comma");
                }
                to.header(name, String.join(",", values));
            }
        }
    }
}

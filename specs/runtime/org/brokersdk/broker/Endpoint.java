package org.brokersdk.broker;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import org.brokersdk.broker.api.ApiClient;

/**
 * Where calls go, and what each of them carries.
 *
 * @param transport what they are sent with
 * @param client knows both
 */
record Endpoint(Transport transport, ApiClient client) {

    static Endpoint of(Transport transport, String url) {
        return of(transport, HttpUrl.get(url.endsWith("/") ? url : url + "/"));
    }

    private static Endpoint of(Transport transport, HttpUrl url) {
        return new Endpoint(transport, transport.client(url));
    }

    /** The URL in front of the paths, with a slash at its end. */
    HttpUrl url() {
        return client.baseUrl();
    }

    /** The same place, whose calls carry more. */
    Endpoint with(UnaryOperator<ApiClient> credentials) {
        return new Endpoint(transport, credentials.apply(client));
    }

    /** Another place, whose calls carry nothing as yet. */
    Endpoint at(HttpUrl other) {
        return of(transport, other);
    }

    /** The wire, for those who want it. */
    <A> A api(Class<A> api) {
        return client.callTimeout(transport.timeout()).create(api);
    }

    /** A request, and what makes a result of its answer, or throws. */
    <T> Exchange<T> exchange(Outgoing request, Function<Answer, T> judge) {
        return new Exchange<>(this, request, judge);
    }

    /** A request that is sent for its effect. */
    Exchange<Void> effect(Outgoing request, Consumer<Answer> judge) {
        return exchange(request, answer -> {
            judge.accept(answer);
            return null;
        });
    }
}

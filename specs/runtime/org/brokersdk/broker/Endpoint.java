package org.brokersdk.broker;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import org.brokersdk.broker.api.ApiClient;
import retrofit2.Call;

/**
 * Where calls go, and what each of them carries.
 *
 * @param transport what they are sent with
 * @param url the URL in front of their paths, with a slash at its end
 * @param client makes them
 */
record Endpoint(Transport transport, HttpUrl url, ApiClient client) {

    static Endpoint of(Transport transport, String url) {
        return of(transport, HttpUrl.get(url.endsWith("/") ? url : url + "/"));
    }

    private static Endpoint of(Transport transport, HttpUrl url) {
        String text = url.toString();
        return new Endpoint(transport, url, new ApiClient(transport.http(text), text));
    }

    /** The same place, whose calls carry more. */
    Endpoint with(UnaryOperator<ApiClient> credentials) {
        return new Endpoint(transport, url, credentials.apply(client));
    }

    /** Another place, whose calls carry nothing as yet. */
    Endpoint at(HttpUrl other) {
        return of(transport, other);
    }

    <A> A create(Class<A> api) {
        return client.create(api);
    }

    /** A call, and what makes a result of its answer, or throws. */
    <T> Exchange<T> exchange(Call<?> call, Function<Answer, T> judge) {
        return new Exchange<>(transport, client, call, judge);
    }

    /** A call that is made for its effect. */
    Exchange<Void> effect(Call<?> call, Consumer<Answer> judge) {
        return exchange(call, answer -> {
            judge.accept(answer);
            return null;
        });
    }
}

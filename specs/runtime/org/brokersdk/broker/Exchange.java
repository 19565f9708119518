package org.brokersdk.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request that is ready to go, and how its answer is judged; sent once, blocking or not.
 *
 * @param endpoint where it goes
 * @param request what is sent
 * @param last makes the request anew when its connection stands and it is about to go out, or null if it is whole
 * @param secrets what the broker may know and repeat although it is not sent as it is, such as a password that is
 *     hashed
 * @param judge makes a result of the answer, or throws
 * @param <T> the type of the result
 */
record Exchange<T>(
        Endpoint endpoint,
        Outgoing request,
        @Nullable Supplier<Outgoing> last,
        List<String> secrets,
        Function<Answer, T> judge) {

    Exchange(Endpoint endpoint, Outgoing request, Function<Answer, T> judge) {
        this(endpoint, request, null, List.of(), judge);
        endpoint.transport().requireOpen();
    }

    /** The same with a body that is made at the last moment, for a one-time password that is young when it is sent. */
    Exchange<T> madeLast(Supplier<Outgoing> last) {
        return new Exchange<>(endpoint, request, last, secrets, judge);
    }

    /** The same, whose messages also keep these to themselves. */
    Exchange<T> hiding(String... more) {
        return new Exchange<>(endpoint, request, last, List.of(more), judge);
    }

    /** Judges in the thread of the caller, whose methods then stand in the stack trace of a failure. */
    T send() {
        return judge.apply(new Flight<>(this, Function.identity()).await());
    }

    CompletableFuture<T> sendAsync() {
        return new Flight<>(this, judge).begin();
    }

    /** Without what is sent. */
    @Override
    public String toString() {
        return "Exchange[secrets=***]";
    }
}

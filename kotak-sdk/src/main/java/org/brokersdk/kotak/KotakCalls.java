package org.brokersdk.kotak;

import java.util.function.BiFunction;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.Fault;
import org.brokersdk.kotak.api.FaultAnswer;
import org.brokersdk.kotak.api.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * The Trade API for one user, where the broker says that the user is at home, and how its answers are judged.
 *
 * @param settings of the client
 * @param entrance where the client was told to talk to
 * @param endpoint where the calls go
 */
record KotakCalls(KotakClient.Builder settings, HttpUrl entrance, Endpoint endpoint) {

    private static final int HTTP_PORT = 80;

    static KotakCalls of(KotakClient.Builder settings, Endpoint endpoint) {
        return of(settings, endpoint.url(), endpoint);
    }

    private static KotakCalls of(KotakClient.Builder settings, HttpUrl entrance, Endpoint place) {
        Endpoint endpoint =
                place.with(client -> client.accessToken(settings.accessToken).consumerKey(settings.consumerKey));
        return new KotakCalls(settings, entrance, endpoint);
    }

    /**
     * The same calls at the host where the broker says that the user is at home.
     *
     * <p>They carry secrets, so they move once only, over https, and from the broker's domain to the broker's domain.
     */
    KotakCalls at(@Nullable HostPort home) {
        HttpUrl here = endpoint.url();
        if (!here.equals(entrance) || home == null || home.host() == null || !Carrier.isOfTheBroker(here)) {
            return this;
        }
        HttpUrl url = url(home.host());
        if (url == null || !Carrier.isOfTheBroker(url)) {
            return this;
        }
        HttpUrl.Builder moved = here.newBuilder().host(url.host()).port(url.port());
        if (home.port() != null && home.port() > 0 && home.port() < 1 << 16 && home.port() != HTTP_PORT) {
            moved.port(home.port());
        }
        return of(settings, entrance, endpoint.at(moved.build()));
    }

    /** A call whose answer has the wanted part, or else is a failure. */
    <A, T> Exchange<T> exchange(Outgoing request, Class<A> type, BiFunction<Answer, A, T> wanted) {
        return endpoint.exchange(request, answer -> judge(answer, type, wanted));
    }

    /** A call that is made for its effect: anything but a failure will do. */
    <A> Exchange<Void> effect(Outgoing request, Class<A> type) {
        return endpoint.effect(request, answer -> judge(answer, type, (whole, anything) -> anything));
    }

    static <A, T> T judge(Answer answer, Class<A> type, BiFunction<Answer, A, T> wanted) {
        Fault fault = answer.as(FaultAnswer.class).fault();
        if (fault != null) {
            String code = fault.code() == null ? null : fault.code().toString();
            throw answer.rejected(code, fault.message(), fault.description());
        }
        T part = answer.isSuccessful() ? wanted.apply(answer, answer.as(type)) : null;
        if (part == null) {
            throw answer.neither();
        }
        return part;
    }

    /** A host or a URL as the broker names it, or null if it is neither. */
    static @Nullable HttpUrl url(String named) {
        return HttpUrl.parse(named.contains("://") ? named : "https://" + named);
    }
}

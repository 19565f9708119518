package org.brokersdk.kotak;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.NeoAnswer;
import org.brokersdk.kotak.api.NeoClientIp;
import org.brokersdk.kotak.api.NeoClientIpAnswer;
import org.brokersdk.kotak.api.NeoError;
import org.brokersdk.kotak.api.NeoFailure;
import org.brokersdk.kotak.api.NeoSession;
import org.brokersdk.kotak.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Neo for one user, and how its answers are judged.
 *
 * @param settings of the client
 * @param endpoint where the calls of the login go
 */
record KotakNeoCalls(KotakNeoClient.Builder settings, Endpoint endpoint) {

    static KotakNeoCalls of(KotakNeoClient.Builder settings, Endpoint place) {
        return new KotakNeoCalls(settings, place.with(client -> client.neoToken(settings.accessToken)));
    }

    /** A call whose answer has a session, and the wanted part can be made of it, or else is a failure. */
    <T> Exchange<T> exchange(Outgoing request, Function<NeoSession, T> wanted) {
        return endpoint.exchange(request, answer -> {
            requireNoFailure(answer);
            NeoSession session =
                    answer.isSuccessful() ? answer.as(NeoAnswer.class).data() : null;
            if (session == null
                    || "failed".equalsIgnoreCase(session.status())
                    || !Rules.isVisible(session.token())
                    || !Rules.isVisible(session.sid())) {
                throw answer.neither();
            }
            answer.requireUser(session.ucc(), settings.ucc);
            if (home(session) == null) {
                throw answer.unexpected("The answer sends later calls, and the tokens with them, away from the broker");
            }
            return wanted.apply(session);
        });
    }

    /** Asks at the host of the login, whose calls carry the access token. */
    Exchange<String> clientIp(NeoSession session) {
        return endpoint.exchange(Requests.neoClientIp(sid(session), token(session)), answer -> {
            requireNoFailure(answer);
            List<NeoClientIp> seen = answer.as(NeoClientIpAnswer.class).data();
            if (!answer.isSuccessful()
                    || seen.isEmpty()
                    || seen.get(0) == null
                    || Rules.isBlank(seen.get(0).ip())) {
                throw answer.neither();
            }
            return seen.get(0).ip();
        });
    }

    /** Ends a session at its data centre. */
    Exchange<Void> logout(NeoSession session) {
        Endpoint home = endpoint.at(Objects.requireNonNull(home(session)))
                .with(client -> client.neoBearer(settings.accessToken));
        return home.effect(Requests.neoLogout(sid(session), token(session)), answer -> {
            // No one knows what a success looks like.
            if (!answer.isSuccessful() || !answer.isEmpty()) {
                requireNoFailure(answer);
            }
            if (!answer.isSuccessful()) {
                throw answer.neither();
            }
        });
    }

    /**
     * The base URL of the session's data centre: the one that the broker named, or else that of the client. A client
     * that talks to something else than the broker, such as a mock, keeps to that.
     *
     * <p>Later calls carry secrets there. So it is null if it is not of the broker's domain, over https.
     */
    @Nullable
    HttpUrl home(NeoSession session) {
        if (Rules.isBlank(session.baseUrl()) || !Carrier.isOfTheBroker(endpoint.url())) {
            return endpoint.url();
        }
        HttpUrl named = KotakCalls.url(session.baseUrl().strip());
        if (named == null || !Carrier.isOfTheBroker(named)) {
            return null;
        }
        HttpUrl.Builder home =
                named.newBuilder().username("").password("").query(null).fragment(null);
        return named.encodedPath().endsWith("/")
                ? home.build()
                : home.addPathSegment("").build();
    }

    /** Of a session that {@link #exchange} has taken, or that was whole when it was read. */
    static String sid(NeoSession session) {
        return Objects.requireNonNull(session.sid());
    }

    static String token(NeoSession session) {
        return Objects.requireNonNull(session.token());
    }

    private static void requireNoFailure(Answer answer) {
        NeoFailure failure = answer.as(NeoFailure.class);
        List<NeoError> errors = new ArrayList<>(failure.error());
        errors.removeIf(Objects::isNull);
        if (!errors.isEmpty()) {
            NeoError first = errors.get(0);
            String others = errors.stream()
                    .skip(1)
                    .map(error -> error.message() + " (" + error.code() + ")")
                    .collect(Collectors.joining("; "));
            throw answer.rejected(first.code(), first.message(), others.isEmpty() ? null : others);
        }
        if (failure.errMsg() != null || isNot("ok", failure.stat())) {
            String code = failure.stCode() == null ? null : failure.stCode().toString();
            throw answer.rejected(code, failure.errMsg() == null ? failure.stat() : failure.errMsg(), null);
        }
        if (failure.errorCode() != null
                || isNot("success", failure.status())
                || !answer.isSuccessful() && failure.message() != null) {
            String message = failure.message() == null ? failure.status() : failure.message();
            throw answer.rejected(failure.errorCode(), message, null);
        }
    }

    private static boolean isNot(String expected, @Nullable String text) {
        return text != null && !text.equalsIgnoreCase(expected);
    }
}

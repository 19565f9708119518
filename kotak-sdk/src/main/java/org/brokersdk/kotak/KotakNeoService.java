package org.brokersdk.kotak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.SessionMonitor;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoClientIp;
import org.brokersdk.kotak.api.NeoClientIpResponse;
import org.brokersdk.kotak.api.NeoError;
import org.brokersdk.kotak.api.NeoFailure;
import org.brokersdk.kotak.api.NeoResponse;
import org.brokersdk.kotak.api.NeoSession;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Calls Neo for one user, and checks responses.
 *
 * @param settings the settings of the client
 * @param client calls the broker, for the login
 * @param api describes the requests
 */
record KotakNeoService(KotakNeoClient.Builder settings, ApiClient client, KotakNeoApi api) {

    private static final Set<String> FAILURES = Set.of("error", "failed", "failure", "not_ok");

    static KotakNeoService of(KotakNeoClient.Builder settings, ApiClient client) {
        ApiClient authenticated = client.with(SecuritySchemes.neoToken(settings.accessToken));
        return new KotakNeoService(settings, authenticated, authenticated.api(KotakNeoApi.class));
    }

    /** Returns a call that fails, or whose response has a session, which the mapper converts to the result. */
    <T> ApiCall<T> call(Call<NeoResponse> call, Function<NeoSession, T> mapper) {
        return client.call(call, response -> {
            requireNoFailure(response);
            NeoSession session =
                    response.isSuccessful() ? response.as(NeoResponse.class).data() : null;
            if (session == null
                    || !Preconditions.isVisible(session.token())
                    || !Preconditions.isVisible(session.sid())) {
                throw response.malformedResponse();
            }
            response.requireUser(session.ucc(), settings.ucc);
            if (dataCentre(session) == null) {
                throw response.unexpected(
                        "The response names a base URL that is not an https URL of the broker. Later calls would send tokens there");
            }
            return mapper.apply(session);
        });
    }

    /** Returns the call for the IP address. It goes to the host of the login, where calls send the access token. */
    ApiCall<String> clientIp(NeoSession session, SessionMonitor monitor) {
        return client.with(monitor).call(api.neoClientIp(sid(session), token(session)), response -> {
            requireNoFailure(response);
            List<NeoClientIp> addresses = response.as(NeoClientIpResponse.class).data();
            if (!response.isSuccessful()
                    || addresses.isEmpty()
                    || addresses.get(0) == null
                    || Preconditions.isBlank(addresses.get(0).ip())) {
                throw response.malformedResponse();
            }
            return addresses.get(0).ip();
        });
    }

    /** Returns the call that ends a session, at its data centre. */
    ApiCall<Void> logout(NeoSession session) {
        ApiClient sessionClient = client.at(Objects.requireNonNull(dataCentre(session)))
                .with(SecuritySchemes.neoBearer(settings.accessToken));
        Call<?> call = sessionClient.api(KotakNeoApi.class).neoLogout(sid(session), token(session));
        return sessionClient.voidCall(call, response -> {
            // No source shows the response to a successful logout.
            if (!response.isSuccessful() || !response.isEmpty()) {
                requireNoFailure(response);
                response.requireFit(NeoFailure.class);
            }
            if (!response.isSuccessful()) {
                throw response.malformedResponse();
            }
        });
    }

    /**
     * Returns the base URL of the session's data centre. That is the URL that the broker named, or else the base URL of
     * the client. A client whose base URL is not the broker's, such as that of a mock server, keeps its base URL.
     *
     * <p>Later calls send secrets there, so the result is null if the broker named a URL outside its domain or without
     * https.
     */
    @Nullable
    HttpUrl dataCentre(NeoSession session) {
        if (Preconditions.isBlank(session.baseUrl()) || !SpecValues.METADATA.isBrokerHost(client.baseUrl())) {
            return client.baseUrl();
        }
        HttpUrl named = KotakService.parseHost(session.baseUrl().strip());
        if (named == null || !SpecValues.METADATA.isBrokerHost(named)) {
            return null;
        }
        HttpUrl.Builder url =
                named.newBuilder().username("").password("").query(null).fragment(null);
        return named.encodedPath().endsWith("/")
                ? url.build()
                : url.addPathSegment("").build();
    }

    /** Returns the session id of a session that {@link #call} accepted, or that was complete when it was restored. */
    static String sid(NeoSession session) {
        return Objects.requireNonNull(session.sid());
    }

    static String token(NeoSession session) {
        return Objects.requireNonNull(session.token());
    }

    private static void requireNoFailure(ApiResponse response) {
        response.parts(NeoFailure.class)
                .forEach(part -> requireNoFailure(response, part, isNot("success", part.status())));
        // A session has a status of its own.
        response.nestedParts(NeoFailure.class, "data", "fault", "error")
                .forEach(part -> requireNoFailure(response, part, part.status() != null && isFailure(part.status())));
    }

    private static void requireNoFailure(ApiResponse response, NeoFailure failure, boolean failed) {
        List<NeoError> errors = new ArrayList<>(failure.error());
        errors.removeIf(Objects::isNull);
        if (!errors.isEmpty()) {
            NeoError first = errors.get(0);
            String others = errors.stream()
                    .skip(1)
                    .map(error -> error.message() + " (" + error.code() + ")")
                    .collect(Collectors.joining("; "));
            throw response.rejected(
                    KotakService.textOrNull(first.code()), first.message(), others.isEmpty() ? null : others);
        }
        if (failed
                || failure.errMsg() != null
                || failure.emsg() != null
                || failure.errorCode() != null
                || failure.code() != null
                || isNot("ok", failure.stat())
                || !response.isSuccessful() && failure.message() != null) {
            String code = Stream.of(failure.errorCode(), failure.code(), failure.stCode())
                    .filter(text -> !Preconditions.isBlank(text))
                    .findFirst()
                    .orElse(null);
            String message = Stream.of(
                            failure.errMsg(), failure.emsg(), failure.message(), failure.stat(), failure.status())
                    .filter(text -> text != null && !isFailure(text))
                    .findFirst()
                    .orElse(null);
            throw response.rejected(code, message, failure.description());
        }
    }

    private static boolean isNot(String expected, @Nullable String text) {
        return text != null && !text.equalsIgnoreCase(expected);
    }

    /** Returns true if a status says only that the call failed. */
    private static boolean isFailure(String status) {
        return FAILURES.contains(status.toLowerCase(Locale.ROOT));
    }
}

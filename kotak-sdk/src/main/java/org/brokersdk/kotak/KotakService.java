package org.brokersdk.kotak;

import java.util.function.BiFunction;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.kotak.api.Fault;
import org.brokersdk.kotak.api.FaultResponse;
import org.brokersdk.kotak.api.HostPort;
import org.brokersdk.kotak.api.KotakApi;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Calls the Trade API for one user, at the host that the broker assigned to the user, and checks responses.
 *
 * @param settings the settings of the client
 * @param entrance the base URL of the client
 * @param client calls the broker
 * @param api describes the requests
 */
record KotakService(KotakClient.Builder settings, HttpUrl entrance, ApiClient client, KotakApi api) {

    private static final int HTTP_PORT = 80;

    static KotakService of(KotakClient.Builder settings, ApiClient client) {
        return of(settings, client.baseUrl(), client);
    }

    private static KotakService of(KotakClient.Builder settings, HttpUrl entrance, ApiClient client) {
        ApiClient authenticated = client.with(SecuritySchemes.accessToken(settings.accessToken))
                .with(SecuritySchemes.consumerKey(settings.consumerKey));
        return new KotakService(settings, entrance, authenticated, authenticated.api(KotakApi.class));
    }

    /**
     * Returns the service at the host that the broker assigned to the user.
     *
     * <p>Calls send secrets. So they change the host only once, and only from an https URL of the broker's domain to
     * another.
     */
    KotakService at(@Nullable HostPort assigned) {
        HttpUrl current = client.baseUrl();
        if (!current.equals(entrance) || assigned == null || assigned.host() == null || !isBrokerHost(current)) {
            return this;
        }
        HttpUrl url = parseHost(assigned.host());
        if (url == null || !isBrokerHost(url)) {
            return this;
        }
        HttpUrl.Builder moved = current.newBuilder().host(url.host()).port(url.port());
        Integer port = assigned.port();
        if (port != null && port > 0 && port < 1 << 16 && port != HTTP_PORT) {
            moved.port(port);
        }
        return of(settings, entrance, client.at(moved.build()));
    }

    private static boolean isBrokerHost(HttpUrl url) {
        return SpecValues.METADATA.isBrokerHost(url);
    }

    /** Returns a call which fails, or whose response has the part that the mapper returns. */
    <R, T> ApiCall<T> call(Call<?> call, Class<R> type, BiFunction<ApiResponse, R, @Nullable T> mapper) {
        return client.call(call, response -> check(response, type, mapper));
    }

    /** Returns a call without a result, which fails, or whose response has the part that reports success. */
    <R> ApiCall<Void> voidCall(Call<?> call, Class<R> type, Function<R, @Nullable Object> success) {
        return client.voidCall(call, response -> {
            check(response, type, (complete, model) -> success.apply(model));
            response.requireFit(FaultResponse.class);
        });
    }

    static void requireNoFault(ApiResponse response, Class<?> type) {
        check(response, type, (complete, model) -> model);
        response.requireFit(FaultResponse.class);
    }

    static <R, T> T check(ApiResponse response, Class<R> type, BiFunction<ApiResponse, R, @Nullable T> mapper) {
        response.parts(FaultResponse.class).forEach(part -> requireNoFault(response, part));
        T part = response.isSuccessful() ? mapper.apply(response, response.as(type)) : null;
        if (part == null) {
            throw response.malformedResponse();
        }
        return part;
    }

    private static void requireNoFault(ApiResponse response, FaultResponse part) {
        Fault fault = part.fault();
        if (fault != null) {
            throw response.rejected(textOrNull(fault.code()), fault.message(), fault.description());
        }
        if (part.error() != null) {
            throw response.rejected(part.error(), part.errorDescription());
        }
        if (part.code() != null || !response.isSuccessful() && part.message() != null) {
            throw response.rejected(textOrNull(part.code()), part.message(), part.description());
        }
    }

    /** Returns a code, or null if it is blank. */
    static @Nullable String textOrNull(@Nullable String code) {
        return Preconditions.isBlank(code) ? null : code;
    }

    /** Parses a host or a URL. Returns null for another text. */
    static @Nullable HttpUrl parseHost(String text) {
        return HttpUrl.parse(text.contains("://") ? text : "https://" + text);
    }
}

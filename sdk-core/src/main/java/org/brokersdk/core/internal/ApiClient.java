package org.brokersdk.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/**
 * Factory of the generated Retrofit interfaces and their calls, for one base URL and the credentials of its calls.
 *
 * @param transport sends the requests
 * @param baseUrl the URL before the paths, with a slash at its end
 * @param credentials the credentials of every request
 * @param monitor checks whether responses report the end of the session, or null outside of a session
 */
public record ApiClient(
        Transport transport,
        HttpUrl baseUrl,
        List<RequestAuthenticator> credentials,
        @Nullable SessionMonitor monitor) {

    /** Creates a client without credentials. */
    public static ApiClient of(Transport transport, String baseUrl) {
        return new ApiClient(transport, HttpUrl.get(baseUrl.endsWith("/") ? baseUrl : baseUrl + "/"), List.of(), null);
    }

    /** Returns a client for another base URL, without credentials. */
    public ApiClient at(HttpUrl url) {
        return new ApiClient(transport, url, List.of(), monitor);
    }

    /** Returns a client whose requests contain another credential as well. */
    public ApiClient with(RequestAuthenticator credential) {
        List<RequestAuthenticator> all = new ArrayList<>(credentials);
        all.add(credential);
        return new ApiClient(transport, baseUrl, List.copyOf(all), monitor);
    }

    /** Returns a client for the calls of a session. */
    public ApiClient with(SessionMonitor sessionMonitor) {
        return new ApiClient(transport, baseUrl, credentials, sessionMonitor);
    }

    /** Returns the facts of the broker. */
    public BrokerMetadata metadata() {
        return transport.metadata();
    }

    /**
     * Creates a generated interface. Its methods check their arguments. Its calls send the credentials and keep the
     * promises of {@link ApiCall}.
     */
    public <A> A api(Class<A> type) {
        A api = new Retrofit.Builder()
                .baseUrl(baseUrl)
                // Retrofit only builds requests here; ApiCall sends them.
                .callFactory(HttpClients.DEFAULT)
                .addCallAdapterFactory(new ApiCallAdapterFactory(this))
                .addConverterFactory(new FormConverterFactory())
                .addConverterFactory(new TextConverterFactory())
                .addConverterFactory(GsonConverterFactory.create(GsonAdapters.GSON))
                .build()
                .create(type);
        return ArgumentChecks.check(type, api);
    }

    /**
     * Returns a call whose response the handler checks.
     *
     * @param call the call of a generated interface, which describes the request
     * @param handler returns the result, or throws the exception for the response
     */
    public <T> ApiCall<T> call(Call<?> call, Function<ApiResponse, T> handler) {
        return new ApiCall<>(this, call.request(), handler);
    }

    /** Returns a call without a result, whose response the handler checks. */
    public ApiCall<Void> voidCall(Call<?> call, Consumer<ApiResponse> handler) {
        return call(call, response -> {
            handler.accept(response);
            return null;
        });
    }
}

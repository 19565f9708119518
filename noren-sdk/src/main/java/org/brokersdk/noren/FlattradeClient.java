package org.brokersdk.noren;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.BrowserClientBuilder;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.Sha256;
import org.brokersdk.core.internal.Transport;
import org.brokersdk.noren.api.FlattradeApi;
import org.brokersdk.noren.api.FlattradeTokenRequest;
import org.brokersdk.noren.api.FlattradeTokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * Client for Flattrade.
 *
 * <pre>{@code
 * FlattradeClient flattrade = FlattradeClient.builder().apiKey(a).apiSecret(s).redirectUrl(url).build();
 * browse(flattrade.loginUrl());
 * NorenSession session = flattrade.login(redirect);
 * }</pre>
 */
public class FlattradeClient extends BrowserClient<NorenSession> {

    private final Builder settings;
    private final ApiClient tokenClient;
    private final FlattradeApi api;

    FlattradeClient(Builder settings, ApiClient apiClient, ApiClient tokenClient) {
        super(
                apiClient,
                settings,
                NorenBroker.FLATTRADE.loginPage(NorenLogin.FLATTRADE).orElse(null));
        this.settings = settings;
        this.tokenClient = tokenClient;
        this.api = tokenClient.api(FlattradeApi.class);
    }

    /**
     * Starts a client.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public NorenSession restore(String saved) {
        return NorenSession.restore(apiClient, saved, null);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing hashes their fields or checks whether a response reports success.
     *
     * @return the interface
     */
    public FlattradeApi api() {
        return api;
    }

    @Override
    protected HttpUrl.Builder addApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("app_key", settings.apiKey);
    }

    @Override
    protected ApiCall<NorenSession> loginCall(String code, @Nullable Redirect redirect) {
        // Flattrade's document does not name this parameter. Flattrade's own code reads it.
        String client = redirect == null ? null : redirect.find("client").orElse(null);
        FlattradeTokenRequest request = FlattradeTokenRequest.builder()
                .apiKey(settings.apiKey)
                .requestCode(code)
                .apiSecret(Sha256.hash(settings.apiKey + code + settings.apiSecret))
                .build();
        return tokenClient
                .call(api.requestToken(request), response -> {
                    FlattradeTokenResponse login = NorenResponseChecker.flattradeToken(response);
                    String user = client == null ? login.client() : client;
                    if (Preconditions.isBlank(user)) {
                        throw response.malformedResponse();
                    }
                    String userId = response.requireUser(login.client(), user);
                    return NorenSession.of(
                            apiClient, NorenLogin.FLATTRADE, userId, Objects.requireNonNull(login.token()), response);
                })
                .redacting(settings.apiSecret);
    }

    /** Builder of a {@link FlattradeClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends BrowserClientBuilder<Builder, FlattradeClient> {

        private @Nullable String tokenUrl;
        private String apiKey;
        private String apiSecret;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the base URL of the exchange of the authorization code, if it differs from that of later calls.
         * {@link #baseUrl(String)} sets both.
         *
         * @param tokenUrl the URL; the default value is the base URL if that is set, or else
         *     {@link FlattradeApi#BASE_URL}
         * @return this builder
         */
        public Builder tokenUrl(String tokenUrl) {
            this.tokenUrl = secureBareUrl("tokenUrl", tokenUrl).toString();
            return this;
        }

        /**
         * Sets the API key of the application. It is required.
         *
         * @param apiKey the key as Flattrade gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = Preconditions.text("apiKey", apiKey);
            return this;
        }

        /**
         * Sets the API secret of the application. It is required. Requests contain only a hash of it.
         *
         * @param apiSecret the secret as Flattrade gave it
         * @return this builder
         */
        public Builder apiSecret(String apiSecret) {
            this.apiSecret = Preconditions.text("apiSecret", apiSecret);
            return this;
        }

        @Override
        public FlattradeClient build() {
            Preconditions.key("apiKey", apiKey);
            Preconditions.key("apiSecret", apiSecret);
            requireRedirectUrl();
            String baseUrl = baseUrlOr(NorenBroker.FLATTRADE.baseUrl(NorenLogin.FLATTRADE));
            String tokens = tokenUrl == null ? baseUrlOr(FlattradeApi.BASE_URL) : tokenUrl;
            Transport transport = transport(baseUrl, tokens);
            return new FlattradeClient(copy(), ApiClient.of(transport, baseUrl), ApiClient.of(transport, tokens));
        }
    }
}

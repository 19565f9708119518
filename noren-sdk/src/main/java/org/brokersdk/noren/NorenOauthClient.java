package org.brokersdk.noren;

import okhttp3.HttpUrl;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.BrowserClientBuilder;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.Sha256;
import org.brokersdk.noren.api.AccessTokenRequest;
import org.brokersdk.noren.api.AccessTokenResponse;
import org.brokersdk.noren.api.NorenOauthApi;
import org.jspecify.annotations.Nullable;

/**
 * Client for one user of a broker that runs Noren and accepts OAuth, such as Shoonya or Zebu.
 *
 * <pre>{@code
 * NorenOauthClient noren = NorenOauthClient.builder().broker(NorenBroker.SHOONYA)
 *         .clientId(c).secret(s).userId("VIDYA").redirectUrl(url).build();
 * browse(noren.loginUrl());
 * NorenSession session = noren.login(redirect);
 * }</pre>
 */
public class NorenOauthClient extends BrowserClient<NorenSession> {

    private final Builder settings;
    private final NorenOauthApi api;

    NorenOauthClient(Builder settings, ApiClient apiClient) {
        super(apiClient, settings, settings.brokersPage);
        this.settings = settings;
        this.api = apiClient.api(NorenOauthApi.class);
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
        return NorenSession.restore(apiClient, saved, settings.userId);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing hashes their fields or checks whether a response reports success.
     *
     * @return the interface
     */
    public NorenOauthApi api() {
        return api;
    }

    @Override
    protected HttpUrl.Builder addApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("client_id", settings.clientId);
    }

    @Override
    protected ApiCall<NorenSession> loginCall(String code, @Nullable Redirect redirect) {
        AccessTokenRequest request = AccessTokenRequest.builder()
                .code(code)
                .checksum(Sha256.hash(settings.clientId + settings.secret + code))
                .uid(settings.userId)
                .build();
        return apiClient
                .call(api.generateAccessToken(request), response -> {
                    AccessTokenResponse login = NorenResponseChecker.token(response);
                    String userId = response.requireUser(login.uid(), settings.userId);
                    return NorenSession.of(apiClient, login, userId, response);
                })
                .redacting(settings.secret);
    }

    /** Builder of a {@link NorenOauthClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends BrowserClientBuilder<Builder, NorenOauthClient> {

        private @Nullable String brokersUrl;
        private @Nullable String brokersPage;
        private String clientId;
        private String secret;
        private String userId;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the broker. {@link #baseUrl(String)} and {@link #loginPage(String)} take precedence.
         *
         * @param broker such as {@link NorenBroker#SHOONYA}
         * @return this builder
         * @throws IllegalArgumentException if the broker does not accept this login; the message names the client to
         *     use
         */
        public Builder broker(NorenBroker broker) {
            brokersUrl = Preconditions.notNull("broker", broker).baseUrl(NorenLogin.OAUTH);
            brokersPage = broker.loginPage(NorenLogin.OAUTH).orElse(null);
            return this;
        }

        /**
         * Sets the client id of the application. It is required.
         *
         * @param clientId the id as the broker gave it
         * @return this builder
         */
        public Builder clientId(String clientId) {
            this.clientId = Preconditions.text("clientId", clientId);
            return this;
        }

        /**
         * Sets the secret of the application. It is required. Requests contain only a hash of it.
         *
         * @param secret the secret as the broker gave it
         * @return this builder
         */
        public Builder secret(String secret) {
            this.secret = Preconditions.text("secret", secret);
            return this;
        }

        /**
         * Sets the user id. It is required, and a response for another user is refused. Requests contain the user id
         * too. Brokers' documents omit it, but one report says that Shoonya rejects a request without it.
         *
         * @param userId the user id; in upper case, as the broker writes it
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = Preconditions.userId("userId", userId);
            return this;
        }

        @Override
        public NorenOauthClient build() {
            String baseUrl = baseUrlOr(brokersUrl);
            if (baseUrl == null) {
                throw new IllegalArgumentException("broker, or baseUrl and loginPage, is required");
            }
            Preconditions.key("clientId", clientId);
            Preconditions.key("secret", secret);
            Preconditions.required("userId", userId);
            requireRedirectUrl();
            return new NorenOauthClient(copy(), apiClient(baseUrl));
        }
    }
}

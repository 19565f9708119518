package org.brokersdk.noren;

import okhttp3.HttpUrl;
import org.brokersdk.noren.api.AccessTokenAnswer;
import org.brokersdk.noren.api.AccessTokenRequest;
import org.brokersdk.noren.api.NorenOauthApi;
import org.brokersdk.noren.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs one user in to a broker that runs Noren and takes the OAuth exchange, such as Shoonya and Zebu.
 *
 * <pre>{@code
 * NorenOauthClient noren = NorenOauthClient.builder().broker(NorenBroker.SHOONYA)
 *         .clientId(c).secret(s).userId("VIDYA").redirectUrl(url).build();
 * browse(noren.loginUrl());
 * NorenSession session = noren.login(redirect);
 * }</pre>
 */
public final class NorenOauthClient extends BrowserClient<NorenSession> {

    private final Builder settings;

    private NorenOauthClient(Builder settings, Endpoint endpoint) {
        super(
                endpoint,
                loginPage(settings.loginPage, settings.baseUrlOr(null), settings.brokersPage),
                settings.redirectUrl);
        this.settings = settings;
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
        return NorenSession.restore(endpoint, saved);
    }

    /**
     * The wire below this client, for those who want it; made anew each time, so keep it. Nothing hashes its fields or
     * judges its answers.
     *
     * @return the calls of the spec
     */
    public NorenOauthApi api() {
        return endpoint.api(NorenOauthApi.class);
    }

    @Override
    HttpUrl.Builder withApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("client_id", settings.clientId);
    }

    @Override
    Exchange<NorenSession> exchange(String code, @Nullable Redirect redirect) {
        AccessTokenRequest request = AccessTokenRequest.builder()
                .code(code)
                .checksum(Sha256.of(settings.clientId + settings.secret + code))
                .uid(settings.userId)
                .build();
        return endpoint.exchange(Requests.generateAccessToken(request), answer -> {
                    AccessTokenAnswer login = NorenJudge.token(answer);
                    answer.requireUser(login.uid(), settings.userId);
                    String userId = Rules.isBlank(login.uid()) ? settings.userId : login.uid();
                    return NorenSession.of(endpoint, login, userId, answer);
                })
                .hiding(settings.secret);
    }

    /** What a {@link NorenOauthClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, NorenOauthClient> {

        private @Nullable String brokersUrl;
        private @Nullable String brokersPage;
        private @Nullable String loginPage;
        private String clientId;
        private String secret;
        private String userId;
        private String redirectUrl;

        private Builder() {}

        /**
         * The broker. A {@link #baseUrl(String)} or a {@link #loginPage(String)} that is set as well counts more.
         *
         * @param broker such as {@link NorenBroker#SHOONYA}
         * @return this builder
         * @throws IllegalArgumentException if the broker takes another login; the message names the client for it
         */
        public Builder broker(NorenBroker broker) {
            brokersUrl = broker.baseUrl(NorenLogin.OAUTH);
            brokersPage = broker.loginPage(NorenLogin.OAUTH).orElse(null);
            return this;
        }

        /**
         * The page at which the user logs in; required unless a broker is set.
         *
         * @param loginPage the URL without the client id
         * @return this builder
         */
        public Builder loginPage(String loginPage) {
            this.loginPage = loginPage;
            return this;
        }

        /**
         * The client id of the application, required.
         *
         * @param clientId as the broker gave it
         * @return this builder
         */
        public Builder clientId(String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * The secret of the application, required. It is never sent, only a hash of it.
         *
         * @param secret as the broker gave it
         * @return this builder
         */
        public Builder secret(String secret) {
            this.secret = secret;
            return this;
        }

        /**
         * Who logs in, required: the answer must be for this user. It is sent as well, which is contested: brokers'
         * documents leave it out, and one report of Shoonya tells of a refusal without it.
         *
         * @param userId the user
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = userId;
            return this;
        }

        /**
         * Where the broker sends the browser after the login, required.
         *
         * @param redirectUrl as registered with the broker, or {@link RedirectListener#url()} of the same
         * @return this builder
         */
        public Builder redirectUrl(String redirectUrl) {
            this.redirectUrl = redirectUrl;
            return this;
        }

        @Override
        public NorenOauthClient build() {
            String baseUrl = baseUrlOr(brokersUrl);
            if (baseUrl == null) {
                throw new IllegalArgumentException("broker, or baseUrl and loginPage, is required");
            }
            Rules.required("clientId", clientId);
            Rules.required("secret", secret);
            Rules.required("userId", userId);
            url("redirectUrl", redirectUrl);
            return new NorenOauthClient(copy(), endpoint(baseUrl));
        }
    }
}

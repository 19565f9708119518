package org.brokersdk.noren;

import okhttp3.HttpUrl;
import org.brokersdk.noren.api.FlattradeApi;
import org.brokersdk.noren.api.FlattradeTokenAnswer;
import org.brokersdk.noren.api.FlattradeTokenRequest;
import org.brokersdk.noren.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in to Flattrade.
 *
 * <pre>{@code
 * FlattradeClient flattrade = FlattradeClient.builder().apiKey(a).apiSecret(s).redirectUrl(url).build();
 * browse(flattrade.loginUrl());
 * NorenSession session = flattrade.login(redirect);
 * }</pre>
 */
public final class FlattradeClient extends BrowserClient<NorenSession> {

    private final Builder settings;
    private final Endpoint tokens;

    private FlattradeClient(Builder settings, Endpoint endpoint, Endpoint tokens) {
        super(
                endpoint,
                loginPage(
                        settings.loginPage,
                        settings.baseUrlOr(null),
                        NorenBroker.FLATTRADE.loginPage(NorenLogin.FLATTRADE).orElse(null)),
                settings.redirectUrl);
        this.settings = settings;
        this.tokens = tokens;
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
    public FlattradeApi api() {
        return tokens.api(FlattradeApi.class);
    }

    @Override
    HttpUrl.Builder withApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("app_key", settings.apiKey);
    }

    @Override
    Exchange<NorenSession> exchange(String code, @Nullable Redirect redirect) {
        // Flattrade's document names none, its own code reads one.
        String client = redirect == null ? null : redirect.find("client").orElse(null);
        FlattradeTokenRequest request = FlattradeTokenRequest.builder()
                .apiKey(settings.apiKey)
                .requestCode(code)
                .apiSecret(Sha256.of(settings.apiKey + code + settings.apiSecret))
                .build();
        return tokens.exchange(Requests.requestToken(request), answer -> {
                    FlattradeTokenAnswer login = answer.as(FlattradeTokenAnswer.class);
                    String stat = login.stat() == null ? login.status() : login.stat();
                    String userId = Rules.isBlank(login.client()) ? client : login.client();
                    if (!"Ok".equals(NorenJudge.accepted(answer, stat, login.emsg()))
                            || !answer.isSuccessful()
                            || !NorenJudge.isToken(login.token())
                            || userId == null) {
                        throw answer.neither();
                    }
                    if (client != null) {
                        answer.requireUser(login.client(), client);
                    }
                    return NorenSession.of(endpoint, NorenLogin.FLATTRADE, userId, login.token(), answer);
                })
                .hiding(settings.apiSecret);
    }

    /** What a {@link FlattradeClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, FlattradeClient> {

        private @Nullable String tokenUrl;
        private @Nullable String loginPage;
        private String apiKey;
        private String apiSecret;
        private String redirectUrl;

        private Builder() {}

        /**
         * Where the code is exchanged, if that is not where the calls of the session go: a {@link #baseUrl(String)}
         * that is set is for both.
         *
         * @param tokenUrl {@link FlattradeApi#BASE_URL} unless this or the base URL is set
         * @return this builder
         */
        public Builder tokenUrl(String tokenUrl) {
            this.tokenUrl = tokenUrl;
            return this;
        }

        /**
         * The page at which the user logs in.
         *
         * @param loginPage that of {@link NorenBroker#FLATTRADE} unless this or the base URL is set
         * @return this builder
         */
        public Builder loginPage(String loginPage) {
            this.loginPage = loginPage;
            return this;
        }

        /**
         * The API key of the application, required.
         *
         * @param apiKey as Flattrade gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /**
         * The API secret of the application, required. It is never sent, only a hash of it.
         *
         * @param apiSecret as Flattrade gave it
         * @return this builder
         */
        public Builder apiSecret(String apiSecret) {
            this.apiSecret = apiSecret;
            return this;
        }

        /**
         * Where Flattrade sends the browser after the login, required.
         *
         * @param redirectUrl as registered with Flattrade, or {@link RedirectListener#url()} of the same
         * @return this builder
         */
        public Builder redirectUrl(String redirectUrl) {
            this.redirectUrl = redirectUrl;
            return this;
        }

        @Override
        public FlattradeClient build() {
            Rules.required("apiKey", apiKey);
            Rules.required("apiSecret", apiSecret);
            url("redirectUrl", redirectUrl);
            String baseUrl = baseUrlOr(NorenBroker.FLATTRADE.baseUrl(NorenLogin.FLATTRADE));
            String tokens = tokenUrl == null
                    ? baseUrlOr(FlattradeApi.BASE_URL)
                    : secureUrl("tokenUrl", tokenUrl).toString();
            Transport transport = transport(baseUrl, tokens);
            return new FlattradeClient(copy(), Endpoint.of(transport, baseUrl), Endpoint.of(transport, tokens));
        }
    }
}

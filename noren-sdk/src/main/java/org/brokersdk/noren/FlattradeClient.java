package org.brokersdk.noren;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.noren.api.FlattradeApi;
import org.brokersdk.noren.api.FlattradeTokenAnswer;
import org.brokersdk.noren.api.FlattradeTokenRequest;

/**
 * Logs users in to Flattrade.
 *
 * <pre>{@code
 * FlattradeClient flattrade = FlattradeClient.builder().apiKey(a).apiSecret(s).redirectUrl(url).build();
 * browse(flattrade.authorizeUrl());
 * NorenSession session = flattrade.login(redirect);
 * }</pre>
 *
 * <p>Nothing is sent before a method says so, and nothing is sent twice. Every call may throw a {@link NorenException};
 * the methods that end in {@code Async} complete their future with it, and cancelling that future cancels the call.
 * Immutable and safe to share between threads.
 */
public final class FlattradeClient implements AutoCloseable {

    private final Builder settings;
    private final NorenCalls calls;
    private final NorenCalls tokens;
    private final FlattradeApi api;

    private FlattradeClient(Builder settings, Transport transport, String baseUrl) {
        this.settings = settings;
        this.calls = new NorenCalls(transport, baseUrl);
        this.tokens = new NorenCalls(transport, settings.tokenUrl);
        this.api = tokens.create(FlattradeApi.class);
    }

    /**
     * Starts a client.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The page at which the user logs in with a browser.
     *
     * @return the URL to send the browser to
     */
    public String authorizeUrl() {
        return NorenCalls.page(settings.authorizeUrl, "app_key", settings.apiKey, null);
    }

    /**
     * The page at which the user logs in, with a value that is to come back.
     *
     * <p>That Flattrade sends it back is inferred from OAuth; no source shows it. Where it does not,
     * {@link #login(String)} goes without.
     *
     * @param state a value that nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL to send the browser to
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String authorizeUrl(String state) {
        return NorenCalls.page(settings.authorizeUrl, "app_key", settings.apiKey, NorenCalls.required("state", state));
    }

    /**
     * Logs in with the redirect that came back, if it came to the redirect URL. A code is good for one login.
     *
     * <p>Nothing proves that this redirect belongs to a login that was started here: prefer {@link #login(String,
     * String)} where Flattrade sends the state back.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session
     * @throws IllegalArgumentException if the redirect is foreign or lacks code or client; the message does not show it
     */
    public NorenSession login(String redirect) {
        return exchange(redirect, null).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session to be
     * @throws IllegalArgumentException if the redirect is foreign or lacks code or client; the message does not show it
     */
    public CompletableFuture<NorenSession> loginAsync(String redirect) {
        return exchange(redirect, null).sendAsync();
    }

    /**
     * Logs in with the redirect that came back, if it came to the redirect URL and brought the state back.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state what {@link #authorizeUrl(String)} was given
     * @return the session
     * @throws IllegalArgumentException if the redirect is foreign or tampered with; the message does not show it
     */
    public NorenSession login(String redirect, String state) {
        return exchange(redirect, NorenCalls.required("state", state)).send();
    }

    /**
     * {@link #login(String, String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state what {@link #authorizeUrl(String)} was given
     * @return the session to be
     * @throws IllegalArgumentException if the redirect is foreign or tampered with; the message does not show it
     */
    public CompletableFuture<NorenSession> loginAsync(String redirect, String state) {
        return exchange(redirect, NorenCalls.required("state", state)).sendAsync();
    }

    /**
     * Logs in with a code that was read from the redirect already. Whether the redirect was the right one is then the
     * caller's to check.
     *
     * @param code the {@code code} of the redirect
     * @return the session
     * @throws IllegalArgumentException if the code is null or blank
     */
    public NorenSession loginWithCode(String code) {
        return tokenFor(code, null).send();
    }

    /**
     * {@link #loginWithCode(String)} without waiting.
     *
     * @param code the {@code code} of the redirect
     * @return the session to be
     * @throws IllegalArgumentException if the code is null or blank
     */
    public CompletableFuture<NorenSession> loginWithCodeAsync(String code) {
        return tokenFor(code, null).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link NorenSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public NorenSession restore(String saved) {
        return NorenSession.restore(calls, saved);
    }

    /**
     * The wire below this client, for those who want it. Nothing hashes its fields or judges its answers.
     *
     * @return the calls of the spec
     */
    public FlattradeApi api() {
        return api;
    }

    /**
     * Starts no more calls: whatever would send one, of this client or of what it has made, throws an
     * {@link IllegalStateException}. Calls under way go on to their end. {@link #api()} and an {@code OkHttpClient}
     * that was given stay open.
     */
    @Override
    public void close() {
        calls.close();
    }

    private Exchange<NorenSession> exchange(String redirect, String state) {
        Redirect back = Redirect.of(redirect, settings.redirectUrl, state);
        return tokenFor(back.get("code"), back.get("client"));
    }

    private Exchange<NorenSession> tokenFor(String code, String client) {
        FlattradeTokenRequest request = FlattradeTokenRequest.builder()
                .apiKey(settings.apiKey)
                .requestCode(NorenCalls.required("code", code))
                .apiSecret(NorenCalls.sha256(settings.apiKey + code + settings.apiSecret))
                .build();
        return tokens.exchange(api.requestToken(request), answer -> {
                    FlattradeTokenAnswer login = answer.as(FlattradeTokenAnswer.class);
                    String stat = login.stat() == null ? login.status() : login.stat();
                    String userId = NorenCalls.isBlank(login.client()) ? client : login.client();
                    if (!"Ok".equals(NorenCalls.accepted(answer, stat, login.emsg()))
                            || !answer.isSuccessful()
                            || NorenCalls.usable(login.token()) == null
                            || userId == null) {
                        throw NorenCalls.broken(answer);
                    }
                    if (client != null) {
                        answer.requireUser(login.client(), client);
                    }
                    return NorenSession.of(calls, userId, login, answer);
                })
                .hiding(settings.apiSecret);
    }

    /** What a {@link FlattradeClient} is made from. */
    public static final class Builder extends ClientBuilder<Builder> {

        private String tokenUrl = FlattradeApi.BASE_URL;
        private String authorizeUrl = NorenBroker.FLATTRADE.authorizeUrl();
        private String apiKey;
        private String apiSecret;
        private String redirectUrl;

        private Builder() {}

        private Builder(Builder other) {
            tokenUrl = other.tokenUrl;
            authorizeUrl = other.authorizeUrl;
            apiKey = other.apiKey;
            apiSecret = other.apiSecret;
            redirectUrl = other.redirectUrl;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Where the code is exchanged; {@link #baseUrl(String)} is where the calls of the session go.
         *
         * @param tokenUrl {@link FlattradeApi#BASE_URL} unless set
         * @return this builder
         */
        public Builder tokenUrl(String tokenUrl) {
            this.tokenUrl = tokenUrl;
            return this;
        }

        /**
         * The page at which the user logs in.
         *
         * @param authorizeUrl that of {@link NorenBroker#FLATTRADE} unless set
         * @return this builder
         */
        public Builder authorizeUrl(String authorizeUrl) {
            this.authorizeUrl = authorizeUrl;
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

        /**
         * Makes the client. Sends nothing.
         *
         * @return the client
         * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
         */
        public FlattradeClient build() {
            secureUrl("tokenUrl", tokenUrl);
            secureUrl("authorizeUrl", authorizeUrl);
            NorenCalls.required("apiKey", apiKey);
            NorenCalls.required("apiSecret", apiSecret);
            url("redirectUrl", redirectUrl);
            String baseUrl = baseUrlOr(NorenBroker.FLATTRADE.baseUrl());
            return new FlattradeClient(new Builder(this), transport(baseUrl, tokenUrl), baseUrl);
        }
    }
}

package org.brokersdk.noren;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.noren.NorenBroker.Login;
import org.brokersdk.noren.api.AccessTokenAnswer;
import org.brokersdk.noren.api.AccessTokenRequest;
import org.brokersdk.noren.api.NorenOauthApi;

/**
 * Logs one user in to a broker that runs Noren and takes the OAuth exchange, such as Shoonya and Zebu.
 *
 * <pre>{@code
 * NorenOauthClient noren = NorenOauthClient.builder().broker(NorenBroker.SHOONYA)
 *         .clientId(c).secret(s).userId("VIDYA").redirectUrl(url).build();
 * browse(noren.authorizeUrl());
 * NorenSession session = noren.login(redirect);
 * }</pre>
 *
 * <p>Nothing is sent before a method says so, and nothing is sent twice. Every call may throw a {@link NorenException};
 * the methods that end in {@code Async} complete their future with it, and cancelling that future cancels the call.
 * Immutable and safe to share between threads.
 */
public final class NorenOauthClient implements AutoCloseable {

    private final Builder settings;
    private final NorenCalls calls;
    private final NorenOauthApi api;

    private NorenOauthClient(Builder settings, NorenCalls calls) {
        this.settings = settings;
        this.calls = calls;
        this.api = calls.create(NorenOauthApi.class);
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
        return NorenCalls.page(settings.authorizeUrl, "client_id", settings.clientId, null);
    }

    /**
     * The page at which the user logs in, with a value that is to come back.
     *
     * <p>That the broker sends it back is inferred from OAuth; no source shows it. Where it does not,
     * {@link #login(String)} goes without.
     *
     * @param state a value that nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL to send the browser to
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String authorizeUrl(String state) {
        return NorenCalls.page(
                settings.authorizeUrl, "client_id", settings.clientId, NorenCalls.required("state", state));
    }

    /**
     * Logs in with the redirect that came back, if it came to the redirect URL. A code is good for one login.
     *
     * <p>Nothing proves that this redirect belongs to a login that was started here: prefer {@link #login(String,
     * String)} where the broker sends the state back.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session
     * @throws IllegalArgumentException if the redirect is foreign or has no code; the message does not show it
     */
    public NorenSession login(String redirect) {
        return exchange(redirect, null).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session to be
     * @throws IllegalArgumentException if the redirect is foreign or has no code; the message does not show it
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
        return exchange(code).send();
    }

    /**
     * {@link #loginWithCode(String)} without waiting.
     *
     * @param code the {@code code} of the redirect
     * @return the session to be
     * @throws IllegalArgumentException if the code is null or blank
     */
    public CompletableFuture<NorenSession> loginWithCodeAsync(String code) {
        return exchange(code).sendAsync();
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
    public NorenOauthApi api() {
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
        return exchange(Redirect.of(redirect, settings.redirectUrl, state).get("code"));
    }

    private Exchange<NorenSession> exchange(String code) {
        AccessTokenRequest request = AccessTokenRequest.builder()
                .code(NorenCalls.required("code", code))
                .checksum(NorenCalls.sha256(settings.clientId + settings.secret + code))
                .uid(settings.userId)
                .build();
        return calls.exchange(api.generateAccessToken(request), answer -> {
                    AccessTokenAnswer login = answer.as(AccessTokenAnswer.class);
                    String stat = NorenCalls.accepted(answer, login.stat(), login.emsg());
                    // The token alone will do: no document promises a stat.
                    if (stat != null && !"Ok".equals(stat)
                            || !answer.isSuccessful()
                            || NorenCalls.usable(login.accessToken()) == null) {
                        throw NorenCalls.broken(answer);
                    }
                    answer.requireUser(login.uid(), settings.userId);
                    String userId = NorenCalls.isBlank(login.uid()) ? settings.userId : login.uid();
                    return NorenSession.of(calls, userId, login, answer);
                })
                .hiding(settings.secret);
    }

    /** What a {@link NorenOauthClient} is made from. */
    public static final class Builder extends ClientBuilder<Builder> {

        private String authorizeUrl;
        private String clientId;
        private String secret;
        private String userId;
        private String redirectUrl;

        private Builder() {}

        private Builder(Builder other) {
            authorizeUrl = other.authorizeUrl;
            clientId = other.clientId;
            secret = other.secret;
            userId = other.userId;
            redirectUrl = other.redirectUrl;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The broker, in place of {@link #baseUrl(String)} and {@link #authorizeUrl(String)}.
         *
         * @param broker such as {@link NorenBroker#SHOONYA}
         * @return this builder
         * @throws IllegalArgumentException if the broker takes another login; the message names the client for it
         */
        public Builder broker(NorenBroker broker) {
            return baseUrl(broker.baseUrlFor(Login.OAUTH)).authorizeUrl(broker.authorizeUrl());
        }

        /**
         * The page at which the user logs in; required unless a broker is set.
         *
         * @param authorizeUrl the URL without the client id
         * @return this builder
         */
        public Builder authorizeUrl(String authorizeUrl) {
            this.authorizeUrl = authorizeUrl;
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
         * Who logs in, required. Brokers' documents leave it out of the exchange, but Shoonya refuses a login without
         * it.
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

        /**
         * Makes the client. Sends nothing.
         *
         * @return the client
         * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
         */
        public NorenOauthClient build() {
            String baseUrl = baseUrlOr(null);
            if (baseUrl == null) {
                throw new IllegalArgumentException("broker, or baseUrl and authorizeUrl, is required");
            }
            secureUrl("authorizeUrl", authorizeUrl);
            NorenCalls.required("clientId", clientId);
            NorenCalls.required("secret", secret);
            NorenCalls.required("userId", userId);
            url("redirectUrl", redirectUrl);
            return new NorenOauthClient(new Builder(this), new NorenCalls(transport(baseUrl), baseUrl));
        }
    }
}

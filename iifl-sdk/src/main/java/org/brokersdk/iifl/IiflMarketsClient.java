package org.brokersdk.iifl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.UserSessionRequest;

/**
 * Logs users in to IIFL's Markets API, the one that most integrations use today; {@link IiflClient} is for the older
 * Open API.
 *
 * <pre>{@code
 * try (RedirectListener listener = RedirectListener.open(8080)) {
 *     IiflMarketsClient iifl =
 *             IiflMarketsClient.builder().appKey(k).appSecret(s).redirectUrl(listener.url()).build();
 *     openInBrowser(iifl.loginUrl(listener.state()));
 *     IiflMarketsSession session = iifl.login(listener.await(Duration.ofMinutes(5)), listener.state());
 * }
 * }</pre>
 *
 * <p>The user logs in on IIFL's own page, with password and one-time password, and the page sends the browser to the
 * redirect URL with a code. A server takes that whole URL as text instead of listening for it.
 *
 * <p>Nothing is sent before a method says so, and nothing is sent twice. Every call may throw an {@link IiflException};
 * the methods that end in {@code Async} complete their future with it, and cancelling that future cancels the call.
 * Immutable and safe to share between threads.
 */
public final class IiflMarketsClient implements AutoCloseable {

    private final String appSecret;
    private final String redirectUrl;
    private final HttpUrl loginUrl;
    private final IiflMarketsCalls calls;

    private IiflMarketsClient(String appSecret, String redirectUrl, HttpUrl loginUrl, IiflMarketsCalls calls) {
        this.appSecret = appSecret;
        this.redirectUrl = redirectUrl;
        this.loginUrl = loginUrl;
        this.calls = calls;
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
     * Where to send the user's browser. A redirect of this login cannot be told from one that somebody else started;
     * {@link #loginUrl(String)} is for that.
     *
     * @return the URL of IIFL's login page
     */
    public String loginUrl() {
        return to(redirectUrl);
    }

    /**
     * Where to send the user's browser, with a state that the redirect has to bring back.
     *
     * <p>No document says that IIFL sends a state back, so it travels as the parameter {@code state} of the redirect
     * URL that IIFL is given; that IIFL keeps it there is inferred.
     *
     * @param state what nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL of IIFL's login page
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String loginUrl(String state) {
        IiflCalls.require("state", state);
        String more = (redirectUrl.contains("?") ? "&" : "?") + "state=";
        return to(redirectUrl + more + URLEncoder.encode(state, StandardCharsets.UTF_8));
    }

    /**
     * Opens the session, after a {@link #loginUrl()}.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session
     * @throws IllegalArgumentException if it is not the redirect URL, or lacks or repeats the code or the client id
     */
    public IiflMarketsSession login(String redirect) {
        return session(redirect, null).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session to be
     * @throws IllegalArgumentException if it is not the redirect URL, or lacks or repeats the code or the client id
     */
    public CompletableFuture<IiflMarketsSession> loginAsync(String redirect) {
        return session(redirect, null).sendAsync();
    }

    /**
     * Opens the session, after a {@link #loginUrl(String)}.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state the state that was sent out
     * @return the session
     * @throws IllegalArgumentException if it is not the redirect URL, brings another state or none, or lacks or repeats
     *     the code or the client id
     */
    public IiflMarketsSession login(String redirect, String state) {
        IiflCalls.require("state", state);
        return session(redirect, state).send();
    }

    /**
     * {@link #login(String, String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state the state that was sent out
     * @return the session to be
     * @throws IllegalArgumentException if it is not the redirect URL, brings another state or none, or lacks or repeats
     *     the code or the client id
     */
    public CompletableFuture<IiflMarketsSession> loginAsync(String redirect, String state) {
        IiflCalls.require("state", state);
        return session(redirect, state).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link IiflMarketsSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public IiflMarketsSession restore(String saved) {
        return IiflMarketsSession.restore(calls, saved);
    }

    /**
     * The wire below this client, for those who want it. Nothing judges its answers, and nothing is hashed; the calls
     * that need a session come from {@link org.brokersdk.iifl.api.ApiClient#userSession(String)}.
     *
     * @return the calls of the spec, without a session
     */
    public IiflMarketsApi api() {
        return calls.api();
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

    /** The redirect URL travels as it was given, since the broker may compare it letter by letter. */
    private String to(String redirectUrl) {
        return loginUrl.newBuilder()
                .setQueryParameter("redirecturl", redirectUrl)
                .build()
                .toString();
    }

    private Exchange<IiflMarketsSession> session(String text, String state) {
        Redirect redirect = Redirect.of(text, redirectUrl, state);
        String clientId = redirect.get("clientId");
        UserSessionRequest request = UserSessionRequest.builder()
                .checkSum(sha256(clientId + redirect.get("authCode") + appSecret))
                .build();
        return calls.login(request, answer -> IiflMarketsSession.of(calls, clientId, answer))
                .hiding(appSecret, redirect.get("authCode"));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** What an {@link IiflMarketsClient} is made from. */
    public static final class Builder extends ClientBuilder<Builder> {

        private String appKey;
        private String appSecret;
        private String redirectUrl;
        private String loginPage = "https://markets.iiflcapital.com/";

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * The key of the application, required.
         *
         * @param appKey as given at registration
         * @return this builder
         */
        public Builder appKey(String appKey) {
            this.appKey = appKey;
            return this;
        }

        /**
         * The secret of the application, required. It is hashed and never sent.
         *
         * @param appSecret as given at registration
         * @return this builder
         */
        public Builder appSecret(String appSecret) {
            this.appSecret = appSecret;
            return this;
        }

        /**
         * Where IIFL's page sends the browser, required; no redirect from elsewhere is taken.
         *
         * @param redirectUrl as registered with the application, such as {@link RedirectListener#url()}
         * @return this builder
         */
        public Builder redirectUrl(String redirectUrl) {
            this.redirectUrl = redirectUrl;
            return this;
        }

        /**
         * Where the user logs in.
         *
         * @param loginPage IIFL's page unless set
         * @return this builder
         */
        public Builder loginPage(String loginPage) {
            this.loginPage = loginPage;
            return this;
        }

        /**
         * Makes the client. Sends nothing.
         *
         * @return the client
         * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
         */
        public IiflMarketsClient build() {
            IiflCalls.require("appKey", appKey);
            IiflCalls.require("appSecret", appSecret);
            page("redirectUrl", redirectUrl);
            HttpUrl login = page("loginPage", loginPage)
                    .newBuilder()
                    .setQueryParameter("v", "1")
                    .setQueryParameter("appkey", appKey)
                    .build();
            String baseUrl = baseUrlOr(IiflMarketsApi.BASE_URL);
            return new IiflMarketsClient(
                    appSecret, redirectUrl, login, new IiflMarketsCalls(transport(baseUrl), baseUrl));
        }

        /** A URL that a browser is sent to, which can carry no more than a query. */
        private static HttpUrl page(String field, String value) {
            HttpUrl url = url(field, value);
            if (url.fragment() != null) {
                throw new IllegalArgumentException(field + " must have no fragment");
            }
            return url;
        }
    }
}

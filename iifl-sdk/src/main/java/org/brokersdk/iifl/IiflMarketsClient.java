package org.brokersdk.iifl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.UserSessionAnswer;
import org.brokersdk.iifl.api.UserSessionRequest;
import org.brokersdk.iifl.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in to IIFL's Markets API, the one that most integrations use today; {@link IiflClient} is for the older
 * Open API.
 *
 * <pre>{@code
 * try (RedirectListener listener = RedirectListener.openWithoutState(8080)) { // its URL is registered with the app key
 *     IiflMarketsClient iifl = IiflMarketsClient.builder()
 *             .appKey(k).appSecret(s).clientId(c).redirectUrl(listener.url()).build();
 *     openInBrowser(iifl.loginUrl());
 *     IiflMarketsSession session = iifl.login(listener.await(Duration.ofMinutes(5)));
 * }
 * }</pre>
 *
 * <p>Where no redirect URL is registered, IIFL's page shows the code to the user instead, for
 * {@link #loginWithCode(String)}.
 *
 * <p>No document says that IIFL sends a state back. {@link #loginUrl(String)} has it travel as the parameter
 * {@code state} of the redirect URL that IIFL is given; that IIFL keeps it there is inferred.
 */
public final class IiflMarketsClient extends BrowserClient<IiflMarketsSession> {

    private final Builder settings;

    private IiflMarketsClient(Builder settings, Endpoint endpoint) {
        super(
                endpoint,
                loginPage(settings.loginPage, settings.baseUrlOr(null), IiflMarketsApi.LOGIN_PAGE),
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
    public IiflMarketsSession restore(String saved) {
        return IiflMarketsSession.restore(endpoint, saved);
    }

    /**
     * The wire below this client, for those who want it; made anew each time, so keep it. Nothing judges its answers,
     * and nothing is hashed; the calls that need a session come from
     * {@link org.brokersdk.iifl.api.ApiClient#userSession(String)}.
     *
     * @return the calls of the spec, without a session
     */
    public IiflMarketsApi api() {
        return endpoint.api(IiflMarketsApi.class);
    }

    @Override
    HttpUrl.Builder withApplication(HttpUrl.Builder page) {
        page.setQueryParameter("appkey", settings.appKey);
        return settings.redirectUrl == null
                ? page
                : page.setEncodedQueryParameter("redirecturl", plain(settings.redirectUrl));
    }

    @Override
    HttpUrl.Builder page(String state) {
        String redirectUrl = Rules.required("redirectUrl", settings.redirectUrl);
        String more = (redirectUrl.contains("?") ? "&" : "?") + "state=";
        return page().setEncodedQueryParameter(
                        "redirecturl", plain(redirectUrl + more + URLEncoder.encode(state, StandardCharsets.UTF_8)));
    }

    /** With its slashes: a public client found that IIFL does not go back to a URL whose slashes are escaped. */
    private static String plain(String url) {
        return url.replace("%", "%25").replace("+", "%2B");
    }

    @Override
    Exchange<IiflMarketsSession> exchange(String code, @Nullable Redirect redirect) {
        String clientId =
                Rules.required("clientId", redirect == null ? settings.clientId : settings.clientIdOrThatOf(redirect));
        UserSessionRequest request = UserSessionRequest.builder()
                .checkSum(Sha256.of(clientId + code + settings.appSecret))
                .build();
        return endpoint.exchange(Requests.getUserSession(request), answer -> {
                    UserSessionAnswer login = IiflMarketsJudge.accepted(answer);
                    if (!Rules.isVisible(login.userSession())) {
                        throw answer.neither();
                    }
                    return IiflMarketsSession.of(endpoint, clientId, login);
                })
                .hiding(settings.appSecret, code);
    }

    /** What an {@link IiflMarketsClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, IiflMarketsClient> {

        private String appKey;
        private String appSecret;
        private @Nullable String clientId;
        private @Nullable String redirectUrl;
        private @Nullable String loginPage;

        private Builder() {}

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
         * Who logs in. Required for {@link IiflMarketsClient#loginWithCode(String)}, and for a redirect that does not
         * say it; a redirect of somebody else is then refused.
         *
         * @param clientId the client id
         * @return this builder
         */
        public Builder clientId(String clientId) {
            this.clientId = clientId;
            return this;
        }

        /**
         * Where IIFL's page sends the browser; no redirect from elsewhere is taken. Without one there is
         * {@link IiflMarketsClient#loginWithCode(String)} alone.
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
         * @param loginPage IIFL's page unless this or the base URL is set
         * @return this builder
         */
        public Builder loginPage(String loginPage) {
            this.loginPage = loginPage;
            return this;
        }

        @Override
        public IiflMarketsClient build() {
            Rules.required("appKey", appKey);
            Rules.required("appSecret", appSecret);
            Rules.check("clientId", clientId, false, 1, Integer.MAX_VALUE, "");
            if (redirectUrl != null) {
                page("redirectUrl", redirectUrl);
            }
            if (loginPage != null) {
                page("loginPage", loginPage);
            }
            return new IiflMarketsClient(copy(), endpoint(baseUrlOr(IiflMarketsApi.BASE_URL)));
        }

        /** A URL that a browser is sent to, which can carry no more than a query. */
        private static void page(String field, String value) {
            if (url(field, value).fragment() != null) {
                throw new IllegalArgumentException(field + " must have no fragment");
            }
        }

        private String clientIdOrThatOf(Redirect redirect) {
            if (clientId == null) {
                return redirect.get("clientId");
            }
            String told = redirect.find("clientId").orElse(clientId);
            if (!told.equalsIgnoreCase(clientId)) {
                throw new IllegalArgumentException("redirect is of another clientId: somebody else has logged in");
            }
            return told;
        }
    }
}

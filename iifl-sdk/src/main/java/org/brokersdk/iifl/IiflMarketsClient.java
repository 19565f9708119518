package org.brokersdk.iifl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.BrowserClientBuilder;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.Sha256;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.UserSessionRequest;
import org.brokersdk.iifl.api.UserSessionResponse;
import org.jspecify.annotations.Nullable;

/**
 * Client for IIFL's Markets API, which most integrations use today. {@link IiflClient} logs in to the older Open API.
 *
 * <pre>{@code
 * IiflMarketsClient iifl = IiflMarketsClient.builder()
 *         .appKey(k).appSecret(s).clientId(c).redirectUrl("http://localhost:8080/login").build(); // as registered
 * try (RedirectListener listener = iifl.openListenerWithoutState()) {
 *     openInBrowser(iifl.loginUrl());
 *     IiflMarketsSession session = iifl.login(listener.await(Duration.ofMinutes(5)));
 * }
 * }</pre>
 *
 * <p>If no redirect URL is registered, IIFL's page shows the authorization code to the user. Give it to
 * {@link #loginWithCode(String)}.
 *
 * <p>No document says that IIFL returns a state. {@link #loginUrl(String)} adds the parameter {@code state} to the
 * redirect URL in the login URL. It is inferred that IIFL keeps the parameter.
 */
public class IiflMarketsClient extends BrowserClient<IiflMarketsSession> {

    private final Builder settings;
    private final IiflMarketsApi api;

    IiflMarketsClient(Builder settings, ApiClient apiClient) {
        super(apiClient, settings, IiflMarketsApi.LOGIN_PAGE);
        this.settings = settings;
        this.api = apiClient.api(IiflMarketsApi.class);
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
        return IiflMarketsSession.restore(apiClient, saved, settings.clientId);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing hashes their fields or checks whether a response reports success. Calls that
     * need a session are those of {@link IiflMarketsSession#api()}.
     *
     * @return the interface, without a session
     */
    public IiflMarketsApi api() {
        return api;
    }

    @Override
    protected HttpUrl.Builder addApplication(HttpUrl.Builder page) {
        page.setQueryParameter("appkey", settings.appKey);
        return redirectUrl() == null ? page : page.setEncodedQueryParameter("redirecturl", plain(redirectUrl()));
    }

    @Override
    protected HttpUrl.Builder page(String state) {
        String redirectUrl = Preconditions.required("redirectUrl", redirectUrl());
        String more = (redirectUrl.contains("?") ? "&" : "?") + "state=";
        return page().setEncodedQueryParameter(
                        "redirecturl", plain(redirectUrl + more + URLEncoder.encode(state, StandardCharsets.UTF_8)));
    }

    /**
     * Returns the URL with unescaped slashes. A public client found that IIFL does not return to a URL whose slashes
     * are escaped.
     */
    private static String plain(String url) {
        return url.replace("%", "%25").replace("+", "%2B");
    }

    @Override
    protected ApiCall<IiflMarketsSession> loginCall(String code, @Nullable Redirect redirect) {
        String clientId = Preconditions.required(
                "clientId", redirect == null ? settings.clientId : settings.clientIdOrThatOf(redirect));
        if (redirect == null) {
            Preconditions.userId("clientId", clientId);
        }
        UserSessionRequest request = UserSessionRequest.builder()
                .checkSum(Sha256.hash(clientId + code + settings.appSecret))
                .build();
        return apiClient
                .call(api.getUserSession(request), response -> {
                    UserSessionResponse login = IiflMarketsResponseChecker.accepted(response);
                    if (!Preconditions.isVisible(login.userSession())) {
                        throw response.malformedResponse();
                    }
                    return IiflMarketsSession.of(apiClient, clientId, login);
                })
                .redacting(settings.appSecret, code);
    }

    /** Builder of an {@link IiflMarketsClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends BrowserClientBuilder<Builder, IiflMarketsClient> {

        private String appKey;
        private String appSecret;
        private @Nullable String clientId;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the key of the application. It is required.
         *
         * @param appKey as given at registration
         * @return this builder
         */
        public Builder appKey(String appKey) {
            this.appKey = Preconditions.text("appKey", appKey);
            return this;
        }

        /**
         * Sets the secret of the application. It is required. Requests contain only a hash of it.
         *
         * @param appSecret as given at registration
         * @return this builder
         */
        public Builder appSecret(String appSecret) {
            this.appSecret = Preconditions.text("appSecret", appSecret);
            return this;
        }

        /**
         * Sets the client id of the user. {@link IiflMarketsClient#loginWithCode(String)} and a redirect without a
         * client id require it. A redirect with another client id is refused.
         *
         * @param clientId the client id, in upper case for a login without a redirect
         * @return this builder
         */
        public Builder clientId(String clientId) {
            this.clientId = Preconditions.header("clientId", clientId);
            return this;
        }

        @Override
        public IiflMarketsClient build() {
            Preconditions.key("appKey", appKey);
            Preconditions.key("appSecret", appSecret);
            return new IiflMarketsClient(copy(), apiClient(IiflMarketsApi.BASE_URL));
        }

        private String clientIdOrThatOf(Redirect redirect) {
            if (clientId == null) {
                return redirect.get("clientId");
            }
            String redirectClientId = redirect.find("clientId").orElse(clientId);
            if (!redirectClientId.equalsIgnoreCase(clientId)) {
                throw new IllegalArgumentException(
                        "redirect is of another clientId. Another user has logged in. Log out on the broker's page, and start the login again");
            }
            return redirectClientId;
        }
    }
}

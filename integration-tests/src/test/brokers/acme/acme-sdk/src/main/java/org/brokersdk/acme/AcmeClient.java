package org.brokersdk.acme;

import okhttp3.HttpUrl;
import org.brokersdk.acme.api.AcmeApi;
import org.brokersdk.acme.api.SessionRequest;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.Sha256;
import org.jspecify.annotations.Nullable;

/** Logs users in to Acme. */
public final class AcmeClient extends BrowserClient<AcmeSession> {

    private final Builder settings;

    private AcmeClient(Builder settings, ApiClient apiClient, HttpUrl loginPage) {
        super(apiClient, loginPage, settings.redirectUrl);
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
    public AcmeSession restore(String saved) {
        return AcmeSession.restore(apiClient, saved);
    }

    @Override
    protected HttpUrl.Builder addApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("app", settings.appKey);
    }

    @Override
    protected ApiCall<AcmeSession> loginCall(String ticket, @Nullable Redirect redirect) {
        SessionRequest request = SessionRequest.builder()
                .appKey(settings.appKey)
                .ticket(ticket)
                .proof(Sha256.hash(ticket + settings.secret))
                .build();
        return apiClient
                .call(
                        apiClient.api(AcmeApi.class).openSession(request),
                        response -> AcmeSession.of(apiClient, response))
                .redacting(settings.secret);
    }

    /** Settings of an {@link AcmeClient}. */
    @SuppressWarnings("NullAway.Init") // build() rejects what is missing.
    public static final class Builder extends ClientBuilder<Builder, AcmeClient> {

        private String appKey;
        private String secret;
        private String redirectUrl;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the key of the application, required.
         *
         * @param appKey as Acme gave it
         * @return this builder
         */
        public Builder appKey(String appKey) {
            this.appKey = appKey;
            return this;
        }

        /**
         * Sets the secret of the application, required. It is hashed and never sent.
         *
         * @param secret as Acme gave it
         * @return this builder
         */
        public Builder secret(String secret) {
            this.secret = secret;
            return this;
        }

        /**
         * Sets the URL that Acme's page redirects the browser to, required.
         *
         * @param redirectUrl such as {@link RedirectListener#url()}
         * @return this builder
         */
        public Builder redirectUrl(String redirectUrl) {
            this.redirectUrl = redirectUrl;
            return this;
        }

        @Override
        public AcmeClient build() {
            Preconditions.required("appKey", appKey);
            Preconditions.required("secret", secret);
            url("redirectUrl", redirectUrl);
            return new AcmeClient(copy(), apiClient(AcmeApi.BASE_URL), loginPageOr(null, AcmeApi.LOGIN_PAGE));
        }
    }
}

package org.brokersdk.acme;

import okhttp3.HttpUrl;
import org.brokersdk.acme.api.AcmeApi;
import org.brokersdk.acme.api.SessionRequest;
import org.brokersdk.acme.internal.Rules;
import org.jspecify.annotations.Nullable;

/** Logs users in to Acme. */
public final class AcmeClient extends BrowserClient<AcmeSession> {

    private final Builder settings;

    private AcmeClient(Builder settings) {
        super(
                settings.endpoint(settings.baseUrlOr(AcmeApi.BASE_URL)),
                loginPage(null, settings.baseUrlOr(null), AcmeApi.LOGIN_PAGE),
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
    public AcmeSession restore(String saved) {
        return AcmeSession.restore(endpoint, saved);
    }

    @Override
    HttpUrl.Builder withApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("app", settings.appKey);
    }

    @Override
    Exchange<AcmeSession> exchange(String ticket, @Nullable Redirect redirect) {
        SessionRequest request = SessionRequest.builder()
                .appKey(settings.appKey)
                .ticket(ticket)
                .proof(Sha256.of(ticket + settings.secret))
                .build();
        return endpoint.exchange(Requests.openSession(request), answer -> AcmeSession.of(endpoint, answer))
                .hiding(settings.secret);
    }

    /** What an {@link AcmeClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, AcmeClient> {

        private String appKey;
        private String secret;
        private String redirectUrl;

        private Builder() {}

        /**
         * The key of the application, required.
         *
         * @param appKey as Acme gave it
         * @return this builder
         */
        public Builder appKey(String appKey) {
            this.appKey = appKey;
            return this;
        }

        /**
         * The secret of the application, required. It is hashed and never sent.
         *
         * @param secret as Acme gave it
         * @return this builder
         */
        public Builder secret(String secret) {
            this.secret = secret;
            return this;
        }

        /**
         * Where Acme's page sends the browser, required.
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
            Rules.required("appKey", appKey);
            Rules.required("secret", secret);
            url("redirectUrl", redirectUrl);
            return new AcmeClient(copy());
        }
    }
}

package org.brokersdk.acmeone;

import org.brokersdk.acmeone.api.AcmeOneApi;
import org.brokersdk.acmeone.api.LoginRequest;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.PasswordClient;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.jspecify.annotations.Nullable;

/** Logs users in to Acme One. A one-time password has six digits. */
public class AcmeOneClient extends PasswordClient<AcmeOneSession> {

    private final Builder settings;

    AcmeOneClient(Builder settings, ApiClient apiClient) {
        super(apiClient.with(SecuritySchemes.apiKey(settings.apiKey)));
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

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link AcmeOneSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, or was saved at another host or port
     */
    public AcmeOneSession restore(String saved) {
        return AcmeOneSession.restore(apiClient, saved);
    }

    @Override
    protected ApiCall<AcmeOneSession> loginCall(String userId, String password, String oneTimePassword) {
        LoginRequest request = LoginRequest.builder()
                .userId(Preconditions.userId("userId", userId))
                .password(password)
                .oneTimePassword(Preconditions.oneTimePassword("oneTimePassword", oneTimePassword))
                .build();
        return apiClient.call(
                apiClient.api(AcmeOneApi.class).logIn(settings.device, request),
                response -> AcmeOneSession.of(apiClient, response, userId));
    }

    /** Settings of an {@link AcmeOneClient}. */
    @SuppressWarnings("NullAway.Init") // build() rejects what is missing.
    public static final class Builder extends ClientBuilder<Builder, AcmeOneClient> {

        private String apiKey;
        private @Nullable String device;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the key of the application, required.
         *
         * @param apiKey as Acme One gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = Preconditions.text("apiKey", apiKey);
            return this;
        }

        /**
         * Sets the name of the device, which Acme One shows to the user.
         *
         * @param device such as {@code my-laptop}
         * @return this builder
         */
        public Builder device(String device) {
            this.device = Preconditions.text("device", device);
            return this;
        }

        @Override
        public AcmeOneClient build() {
            Preconditions.key("apiKey", apiKey);
            Preconditions.optional("device", device);
            return new AcmeOneClient(copy(), apiClient(AcmeOneApi.BASE_URL));
        }
    }
}

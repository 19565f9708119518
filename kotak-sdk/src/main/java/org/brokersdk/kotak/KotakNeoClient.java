package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Totp;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoLoginRequest;

/**
 * Client for Kotak's Neo, today's API for clients of Kotak. It logs in one user.
 *
 * <pre>{@code
 * KotakNeoClient kotak = KotakNeoClient.builder().accessToken(t).mobileNumber("+91…").ucc("AB123").build();
 * KotakNeoSession session = kotak.login(Totp.fromBase32(secret)).validate(mpin);
 * OkHttpClient orders = session.httpClient(new OkHttpClient());
 * }</pre>
 *
 * <p>Since April 2026 Kotak accepts orders only from a static IP address that it has whitelisted. The session must also
 * have been created from that address, so log in from there.
 */
public class KotakNeoClient extends Client {

    private final KotakNeoService service;

    KotakNeoClient(KotakNeoService service) {
        super(service.client());
        this.service = service;
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
     * Logs in with a one-time password.
     *
     * @param totp the six digits that the authenticator app shows now
     * @return the login, which the MPIN must validate
     * @throws IllegalArgumentException if the password is not six digits
     */
    public KotakNeoLogin login(String totp) {
        return loginCall(totp).execute();
    }

    /**
     * Logs in with a one-time password that is generated late. The supplier is asked once, by a thread of the SDK, when
     * the connection is established and the request is about to be sent.
     *
     * @param totp supplies the one-time password, for example a {@link Totp}
     * @return the login, which the MPIN must validate
     * @throws IllegalArgumentException if the supplier is null, or supplies anything but six digits
     */
    public KotakNeoLogin login(Supplier<String> totp) {
        return loginCall(totp).execute();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param totp the six digits that the authenticator app shows now
     * @return the future login, which the MPIN must validate
     * @throws IllegalArgumentException if the password is not six digits
     */
    public CompletableFuture<KotakNeoLogin> loginAsync(String totp) {
        return loginCall(totp).executeAsync();
    }

    /**
     * {@link #login(Supplier)} without waiting.
     *
     * @param totp supplies the one-time password, for example a {@link Totp}
     * @return the future login, which the MPIN must validate
     * @throws IllegalArgumentException if the supplier is null, or supplies anything but six digits
     */
    public CompletableFuture<KotakNeoLogin> loginAsync(Supplier<String> totp) {
        return loginCall(totp).executeAsync();
    }

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link KotakNeoSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, is of another user, host or port, or has a
     *     base URL that is not the broker's
     */
    public KotakNeoSession restore(String saved) {
        return KotakNeoSession.restore(service, saved);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing checks whether a response reports success.
     *
     * @return the interface, which sends the access token as the login requires it; the logout requires a bearer token
     */
    public KotakNeoApi api() {
        return service.api();
    }

    private ApiCall<KotakNeoLogin> loginCall(String totp) {
        NeoLoginRequest request = service.settings().request(totp);
        return service.call(service.api().neoLogin(request), session -> new KotakNeoLogin(service, session));
    }

    private ApiCall<KotakNeoLogin> loginCall(Supplier<String> totp) {
        Preconditions.notNull("totp", totp);
        return ApiCall.withOneTimePassword(this::loginCall, totp);
    }

    /** Builder of a {@link KotakNeoClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, KotakNeoClient> {

        String accessToken;
        String mobileNumber;
        String ucc;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the access token of the application. It is required.
         *
         * @param accessToken from the Trade API page of Neo's app or website
         * @return this builder
         */
        public Builder accessToken(String accessToken) {
            this.accessToken = Preconditions.text("accessToken", accessToken);
            return this;
        }

        /**
         * Sets the mobile number that is registered with Kotak. It is required.
         *
         * @param mobileNumber with its country code, such as {@code +910000000000}
         * @return this builder
         */
        public Builder mobileNumber(String mobileNumber) {
            this.mobileNumber = Preconditions.text("mobileNumber", mobileNumber);
            return this;
        }

        /**
         * Sets the client code (UCC) of the user. It is required.
         *
         * @param ucc the unique client code from the profile page of Neo, such as {@code AB123}
         * @return this builder
         */
        public Builder ucc(String ucc) {
            this.ucc = Preconditions.text("ucc", ucc);
            return this;
        }

        @Override
        public KotakNeoClient build() {
            Preconditions.key("accessToken", accessToken);
            // Checks mobile number and client code by the rules of the spec.
            request(ApiCall.PLACEHOLDER);
            return new KotakNeoClient(KotakNeoService.of(copy(), apiClient(KotakNeoApi.BASE_URL)));
        }

        private NeoLoginRequest request(String totp) {
            return NeoLoginRequest.builder()
                    .mobileNumber(mobileNumber)
                    .ucc(ucc)
                    .totp(Preconditions.oneTimePassword("totp", totp))
                    .build();
        }
    }
}

package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoLoginRequest;
import org.brokersdk.kotak.internal.Rules;

/**
 * Logs one user in to Kotak's Neo, which is what a Kotak client logs in with today.
 *
 * <pre>{@code
 * KotakNeoClient kotak = KotakNeoClient.builder().accessToken(t).mobileNumber("+91…").ucc("AB123").build();
 * KotakNeoSession session = kotak.login(Totp.fromBase32(secret)).validate(mpin);
 * session.logout();
 * }</pre>
 *
 * <p>Since April 2026 Kotak takes orders only from a static IP address that it has whitelisted, in a session that was
 * made from there: log in from that address.
 */
public final class KotakNeoClient extends Client {

    private final KotakNeoCalls calls;

    private KotakNeoClient(KotakNeoCalls calls) {
        super(calls.endpoint());
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
     * Logs in with a one-time password.
     *
     * @param totp the six digits that the authenticator app shows now
     * @return the login, which still has to be validated
     * @throws IllegalArgumentException if it is not six digits
     */
    public KotakNeoLogin login(String totp) {
        return exchange(totp).send();
    }

    /**
     * Logs in with a one-time password that is made when the connection stands and the request is about to go out.
     *
     * @param totp such as {@link Totp}, which makes it from the secret; asked once, by a thread of the SDK
     * @return the login, which still has to be validated
     * @throws IllegalArgumentException if it is null or supplies something else than six digits
     */
    public KotakNeoLogin login(Supplier<String> totp) {
        return exchangeLate(totp).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param totp the six digits that the authenticator app shows now
     * @return the login, which will still have to be validated
     * @throws IllegalArgumentException if it is not six digits
     */
    public CompletableFuture<KotakNeoLogin> loginAsync(String totp) {
        return exchange(totp).sendAsync();
    }

    /**
     * {@link #login(Supplier)} without waiting.
     *
     * @param totp such as {@link Totp}, which makes it from the secret; asked once, by a thread of the SDK or of the
     *     executor
     * @return the login, which will still have to be validated
     * @throws IllegalArgumentException if it is null or supplies something else than six digits
     */
    public CompletableFuture<KotakNeoLogin> loginAsync(Supplier<String> totp) {
        return exchangeLate(totp).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link KotakNeoSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, was made at another host or port, or has tokens that
     *     would leave the broker
     */
    public KotakNeoSession restore(String saved) {
        return KotakNeoSession.restore(calls, saved);
    }

    /**
     * The wire below this client, for those who want it; made anew each time, so keep it. Nothing judges its answers.
     *
     * @return the calls of the spec, with the access token as the login wants it; the logout wants it as bearer token
     */
    public KotakNeoApi api() {
        return calls.endpoint().api(KotakNeoApi.class);
    }

    private Exchange<KotakNeoLogin> exchange(String totp) {
        return calls.exchange(neoLogin(totp), answer -> new KotakNeoLogin(calls, answer));
    }

    private Exchange<KotakNeoLogin> exchangeLate(Supplier<String> totp) {
        Rules.check("totp", totp, true, 0, Integer.MAX_VALUE, "");
        return exchange(Builder.SOME_TOTP).madeLast(() -> neoLogin(totp.get()));
    }

    private Outgoing neoLogin(String totp) {
        return Requests.neoLogin(calls.settings().request(totp));
    }

    /** What a {@link KotakNeoClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, KotakNeoClient> {

        /** Has the shape of one, where it is not known yet. */
        private static final String SOME_TOTP = "000000";

        String accessToken;
        String mobileNumber;
        String ucc;

        private Builder() {}

        /**
         * The access token of the application, required.
         *
         * @param accessToken from the Trade API page of Neo's app or website
         * @return this builder
         */
        public Builder accessToken(String accessToken) {
            this.accessToken = accessToken;
            return this;
        }

        /**
         * The mobile number that Kotak knows, required.
         *
         * @param mobileNumber with its country code, such as {@code +910000000000}
         * @return this builder
         */
        public Builder mobileNumber(String mobileNumber) {
            this.mobileNumber = mobileNumber;
            return this;
        }

        /**
         * Who logs in, required.
         *
         * @param ucc the unique client code from the profile page of Neo, such as {@code AB123}
         * @return this builder
         */
        public Builder ucc(String ucc) {
            this.ucc = ucc;
            return this;
        }

        @Override
        public KotakNeoClient build() {
            Rules.header("accessToken", accessToken);
            // Checks number and client code now, by the rules of the spec.
            request(SOME_TOTP);
            String baseUrl = baseUrlOr(KotakNeoApi.BASE_URL);
            return new KotakNeoClient(KotakNeoCalls.of(copy(), endpoint(baseUrl)));
        }

        private NeoLoginRequest request(String totp) {
            return NeoLoginRequest.builder()
                    .mobileNumber(mobileNumber)
                    .ucc(ucc)
                    .totp(totp)
                    .build();
        }
    }
}

package org.brokersdk.iifl;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.RegisterJwtRequest;

/** The session of a customer: the cookie and, in most answers, a token that is registered once before its first use. */
public final class IiflCustomerSession extends IiflSession {

    private IiflCustomerSession(IiflCalls calls, SavedSession<State> saved) {
        super(calls, saved);
    }

    static IiflCustomerSession of(IiflCalls calls, String clientCode, CustomerLoginResult answer, String cookie) {
        HttpUrl home = calls.endpoint().url();
        return new IiflCustomerSession(
                calls, SavedSession.now(IiflCustomerSession.class, clientCode, home, new State(cookie, null, answer)));
    }

    static IiflCustomerSession restore(IiflCalls calls, String saved) {
        return new IiflCustomerSession(
                calls, read(calls, saved, IiflCustomerSession.class, state -> state.customer() != null));
    }

    /**
     * What the broker said of the customer at the login, for instance that the password should be changed.
     *
     * @return the answer; it holds the token
     */
    public CustomerLoginResult answer() {
        return Objects.requireNonNull(state.customer());
    }

    /**
     * The token of the customer, which is none of the {@link #headers()}.
     *
     * @return the JWT, if the login answered one; a secret
     */
    public Optional<String> token() {
        return Optional.ofNullable(answer().token()).filter(token -> !token.isBlank());
    }

    /**
     * Registers the token, once and before its first use.
     *
     * @throws IllegalStateException if the session has no token
     */
    public void registerToken() {
        registration().send();
    }

    /**
     * {@link #registerToken()} without waiting.
     *
     * @return completes when the broker has agreed
     * @throws IllegalStateException if the session has no token
     */
    public CompletableFuture<Void> registerTokenAsync() {
        return registration().sendAsync();
    }

    private Exchange<Void> registration() {
        String token = token().orElseThrow(() -> new IllegalStateException("This session has no token to register"));
        RegisterJwtRequest request =
                RegisterJwtRequest.builder().clientCode(userId()).jwtCode(token).build();
        Endpoint inSession = calls.endpoint().with(client -> client.header("Cookie", cookie()));
        return inSession.effect(Requests.registerJwt(request), IiflJudge::registration);
    }
}

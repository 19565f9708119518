package org.brokersdk.iifl;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.iifl.api.CustomerLoginResult;

/**
 * Session of a customer. It has the cookie and, after most logins, a token. Register the token once, before its first
 * use.
 */
public non-sealed class IiflCustomerSession extends IiflSession {

    IiflCustomerSession(IiflService service, SavedSession<State> saved) {
        super(service, saved);
    }

    static IiflCustomerSession of(IiflService service, String clientCode, CustomerLoginResult response, String cookie) {
        HttpUrl origin = service.client().baseUrl();
        return new IiflCustomerSession(
                service,
                SavedSession.now(IiflCustomerSession.class, clientCode, origin, new State(cookie, null, response)));
    }

    static IiflCustomerSession restore(IiflService service, String saved) {
        return new IiflCustomerSession(
                service, parse(service, saved, IiflCustomerSession.class, state -> state.customer() != null));
    }

    /**
     * Returns the response to the login of the customer. It says, for example, that the password should be changed.
     *
     * @return the response, which contains the token
     */
    public CustomerLoginResult response() {
        return Objects.requireNonNull(state.customer());
    }

    /**
     * Returns the token of the customer. {@link #headers()} does not contain it.
     *
     * @return the JWT, if the response to the login has one; it is a secret
     */
    public Optional<String> token() {
        return Optional.ofNullable(response().token()).filter(token -> !token.isBlank());
    }

    /**
     * Registers the token. Do this once, before its first use.
     *
     * @throws IllegalStateException if the session has no token
     */
    public void registerToken() {
        registration().execute();
    }

    /**
     * {@link #registerToken()} without waiting.
     *
     * @return a future that completes when the broker has registered the token
     * @throws IllegalStateException if the session has no token
     */
    public CompletableFuture<Void> registerTokenAsync() {
        return registration().executeAsync();
    }

    private ApiCall<Void> registration() {
        String token = token().orElseThrow(
                        () -> new IllegalStateException("This session has no token to register. Log in again"));
        return registration(userId(), token);
    }
}

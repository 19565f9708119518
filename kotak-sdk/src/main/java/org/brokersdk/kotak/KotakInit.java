package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.SessionInit;

/** Initialised session: the response of the broker, and the login at the host that the broker assigned to the user. */
public final class KotakInit {

    private final KotakService service;
    private final SessionInit response;

    KotakInit(KotakService service, SessionInit response) {
        this.service = service.at(response.redirect());
        this.response = response;
    }

    /**
     * Returns the response of the broker.
     *
     * @return the response
     */
    public SessionInit response() {
        return response;
    }

    /**
     * Logs in like {@link KotakClient#login(String)}, at the host that the broker assigned to the user.
     *
     * @param password the password
     * @return the login, which the second factor must verify
     * @throws IllegalArgumentException if the password is null or blank
     */
    public KotakLogin login(String password) {
        return KotakClient.loginCall(service, password).execute();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param password the password
     * @return the future login, which the second factor must verify
     * @throws IllegalArgumentException if the password is null or blank
     */
    public CompletableFuture<KotakLogin> loginAsync(String password) {
        return KotakClient.loginCall(service, password).executeAsync();
    }

    @Override
    public String toString() {
        return "KotakInit[userId=" + response.userid() + ", status=" + response.status() + ", host="
                + service.client().baseUrl().host() + "]";
    }
}

package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.SessionInit;

/** A session that is initialised: what the broker said, and the login that goes on at the user's home host. */
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
     * @return the answer
     */
    public SessionInit response() {
        return response;
    }

    /**
     * Logs in, as {@link KotakClient#login(String)} does, at the user's home host.
     *
     * @param password the password
     * @return the login, which still has to be verified
     * @throws IllegalArgumentException if the password is null or blank
     */
    public KotakLogin login(String password) {
        return KotakClient.loginCall(service, password).execute();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param password the password
     * @return the login, which will still have to be verified
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

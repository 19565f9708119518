package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.SessionInit;

/** A session that is initialised: what the broker said, and the login that goes on at the user's home host. */
public final class KotakInit {

    private final KotakCalls calls;
    private final SessionInit answer;

    KotakInit(KotakCalls calls, SessionInit answer) {
        this.calls = calls.at(answer.redirect());
        this.answer = answer;
    }

    /**
     * What the broker said.
     *
     * @return the answer
     */
    public SessionInit answer() {
        return answer;
    }

    /**
     * Logs in, as {@link KotakClient#login(String)} does, at the user's home host.
     *
     * @param password the password
     * @return the login, which still has to be verified
     * @throws IllegalArgumentException if the password is null or blank
     */
    public KotakLogin login(String password) {
        return KotakClient.login(calls, password).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param password the password
     * @return the login, which will still have to be verified
     * @throws IllegalArgumentException if the password is null or blank
     */
    public CompletableFuture<KotakLogin> loginAsync(String password) {
        return KotakClient.login(calls, password).sendAsync();
    }

    @Override
    public String toString() {
        return "KotakInit[userId=" + answer.userid() + ", status=" + answer.status() + ", host="
                + calls.endpoint().url().host() + "]";
    }
}

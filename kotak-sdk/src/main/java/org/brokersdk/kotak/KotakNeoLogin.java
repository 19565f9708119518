package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.NeoSession;
import org.brokersdk.kotak.api.NeoValidateRequest;

/** A login to Neo with the one-time password, which the MPIN turns into a session. Do not guess at the MPIN. */
public final class KotakNeoLogin {

    private final KotakNeoCalls calls;
    private final NeoSession answer;

    KotakNeoLogin(KotakNeoCalls calls, NeoSession answer) {
        this.calls = calls;
        this.answer = answer;
    }

    /**
     * What the broker said.
     *
     * @return the answer; it holds the view token
     */
    public NeoSession answer() {
        return answer;
    }

    /**
     * Validates with the mobile PIN.
     *
     * @param mpin the PIN
     * @return the session
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public KotakNeoSession validate(String mpin) {
        return exchange(mpin).send();
    }

    /**
     * {@link #validate(String)} without waiting.
     *
     * @param mpin the PIN
     * @return the session to be
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public CompletableFuture<KotakNeoSession> validateAsync(String mpin) {
        return exchange(mpin).sendAsync();
    }

    @Override
    public String toString() {
        return "KotakNeoLogin[ucc=" + calls.settings().ucc + ", token=***, sid=***]";
    }

    private Exchange<KotakNeoSession> exchange(String mpin) {
        return calls.exchange(
                Requests.neoValidate(
                        KotakNeoCalls.sid(answer),
                        KotakNeoCalls.token(answer),
                        NeoValidateRequest.builder().mpin(mpin).build()),
                session -> KotakNeoSession.of(calls, session));
    }
}

package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.kotak.api.NeoSession;
import org.brokersdk.kotak.api.NeoValidateRequest;

/** Login to Neo with the one-time password. The MPIN exchanges it for a session. Do not guess the MPIN. */
public final class KotakNeoLogin {

    private final KotakNeoService service;
    private final NeoSession response;

    KotakNeoLogin(KotakNeoService service, NeoSession response) {
        this.service = service;
        this.response = response;
    }

    /**
     * Returns the response of the broker.
     *
     * @return the response, which contains the view token
     */
    public NeoSession response() {
        return response;
    }

    /**
     * Validates the login with the mobile PIN.
     *
     * @param mpin the PIN, six digits
     * @return the session
     * @throws IllegalArgumentException if the PIN is not six digits
     */
    public KotakNeoSession validate(String mpin) {
        return validateCall(mpin).execute();
    }

    /**
     * {@link #validate(String)} without waiting.
     *
     * @param mpin the PIN, six digits
     * @return the future session
     * @throws IllegalArgumentException if the PIN is not six digits
     */
    public CompletableFuture<KotakNeoSession> validateAsync(String mpin) {
        return validateCall(mpin).executeAsync();
    }

    @Override
    public String toString() {
        return "KotakNeoLogin[ucc=" + service.settings().ucc + ", token=***, sid=***]";
    }

    private ApiCall<KotakNeoSession> validateCall(String mpin) {
        NeoValidateRequest request = NeoValidateRequest.builder().mpin(mpin).build();
        return service.call(
                service.api().neoValidate(KotakNeoService.sid(response), KotakNeoService.token(response), request),
                session -> KotakNeoSession.of(service, session));
    }
}

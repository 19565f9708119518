package org.brokersdk.acmeone;

import java.util.Map;
import java.util.Objects;
import org.brokersdk.acmeone.api.AcmeOneApi;
import org.brokersdk.acmeone.api.LoginResponse;
import org.brokersdk.acmeone.api.OutcomeResponse;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.SavedSession;

/** Session with Acme One. */
public class AcmeOneSession extends LogoutSession {

    private final LoginResponse response;

    AcmeOneSession(ApiClient client, SavedSession<LoginResponse> saved) {
        super(
                client.with(SecuritySchemes.token(
                        Objects.requireNonNull(saved.state().token()))),
                saved);
        this.response = saved.state();
    }

    static AcmeOneSession of(ApiClient client, ApiResponse response, String userId) {
        requireSuccess(response);
        LoginResponse login = response.as(LoginResponse.class);
        if (!isComplete(login)) {
            throw response.malformedResponse();
        }
        response.requireUser(login.user(), userId);
        return new AcmeOneSession(client, SavedSession.now(AcmeOneSession.class, userId, client.baseUrl(), login));
    }

    static AcmeOneSession restore(ApiClient client, String saved) {
        return new AcmeOneSession(
                client,
                SavedSession.parse(
                        saved,
                        AcmeOneSession.class,
                        LoginResponse.class,
                        client.baseUrl(),
                        AcmeOneSession::isComplete));
    }

    private static boolean isComplete(LoginResponse login) {
        return Preconditions.isVisible(login.token());
    }

    /** Throws what the response reports: Acme One reports a failure in a message and a success in the status "ok". */
    private static void requireSuccess(ApiResponse response) {
        OutcomeResponse outcome = response.as(OutcomeResponse.class);
        if (outcome.message() != null) {
            throw response.rejected(outcome.code(), outcome.message());
        }
        if (!response.isSuccessful() || !"ok".equals(outcome.status())) {
            throw response.malformedResponse();
        }
    }

    /**
     * Returns the response to the login.
     *
     * @return the response; it contains the token
     */
    public LoginResponse response() {
        return response;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + response.token());
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        return apiClient.voidCall(apiClient.api(AcmeOneApi.class).logOut(), AcmeOneSession::requireSuccess);
    }
}

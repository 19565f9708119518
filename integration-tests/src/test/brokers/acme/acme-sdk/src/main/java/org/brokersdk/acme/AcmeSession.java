package org.brokersdk.acme;

import java.util.Map;
import java.util.Objects;
import org.brokersdk.acme.api.AcmeApi;
import org.brokersdk.acme.api.SessionResponse;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.SavedSession;

/** Session with Acme. */
public final class AcmeSession extends LogoutSession {

    private final SessionResponse response;

    private AcmeSession(ApiClient client, SavedSession<SessionResponse> saved) {
        super(
                client.with(SecuritySchemes.token(
                        Objects.requireNonNull(saved.state().token()))),
                saved);
        this.response = saved.state();
    }

    static AcmeSession of(ApiClient client, ApiResponse response) {
        AcmeResponseChecker.requireSuccess(response);
        SessionResponse login = response.as(SessionResponse.class);
        if (!isComplete(login)) {
            throw response.malformedResponse();
        }
        return new AcmeSession(
                client,
                SavedSession.now(AcmeSession.class, Objects.requireNonNull(login.user()), client.baseUrl(), login));
    }

    static AcmeSession restore(ApiClient client, String saved) {
        return new AcmeSession(
                client,
                SavedSession.parse(
                        saved, AcmeSession.class, SessionResponse.class, client.baseUrl(), AcmeSession::isComplete));
    }

    private static boolean isComplete(SessionResponse login) {
        return Preconditions.isVisible(login.token()) && !Preconditions.isBlank(login.user());
    }

    /**
     * Returns the response to the login.
     *
     * @return the response; it contains the token
     */
    public SessionResponse response() {
        return response;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + response.token());
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        return apiClient.voidCall(apiClient.api(AcmeApi.class).endSession(), AcmeResponseChecker::requireSuccess);
    }
}

package org.brokersdk.acme;

import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.brokersdk.acme.api.SessionResponse;
import org.brokersdk.acme.internal.Rules;

/** A session with Acme. */
public final class AcmeSession extends LogoutSession {

    private final Endpoint endpoint;
    private final SessionResponse answer;

    private AcmeSession(Endpoint endpoint, SavedSession<SessionResponse> saved) {
        super(saved);
        this.endpoint = endpoint.with(
                client -> client.token(Objects.requireNonNull(saved.state().token())));
        this.answer = saved.state();
    }

    static AcmeSession of(Endpoint endpoint, Answer answer) {
        AcmeJudge.accepted(answer);
        SessionResponse login = answer.as(SessionResponse.class);
        if (!isWhole(login)) {
            throw answer.neither();
        }
        return new AcmeSession(
                endpoint,
                SavedSession.now(AcmeSession.class, Objects.requireNonNull(login.user()), endpoint.url(), login));
    }

    static AcmeSession restore(Endpoint endpoint, String saved) {
        return new AcmeSession(
                endpoint,
                SavedSession.read(saved, AcmeSession.class, SessionResponse.class, endpoint.url(), AcmeSession::isWhole));
    }

    private static boolean isWhole(SessionResponse login) {
        return Rules.isVisible(login.token()) && !Rules.isBlank(login.user());
    }

    /**
     * What Acme said at the login.
     *
     * @return the answer; it holds the token
     */
    public SessionResponse answer() {
        return answer;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + answer.token());
    }

    @Override
    HttpUrl home() {
        return endpoint.url();
    }

    @Override
    Exchange<Void> end() {
        return endpoint.effect(Requests.endSession(), AcmeJudge::accepted);
    }
}

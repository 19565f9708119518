package org.brokersdk.kotak;

import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.kotak.api.HostPort;
import org.brokersdk.kotak.api.LogoutResponse;
import org.brokersdk.kotak.api.TradeSession;
import org.jspecify.annotations.Nullable;

/** Session with Kotak's Trade API. Kotak does not document when a session ends. */
public class KotakSession extends LogoutSession {

    private final KotakService service;
    private final State state;

    private record State(HostPort home, TradeSession answer) {

        String token() {
            return Objects.requireNonNull(answer.sessionToken());
        }

        boolean isComplete() {
            return Preconditions.isVisible(answer.sessionToken());
        }
    }

    KotakSession(KotakService service, SavedSession<State> saved) {
        super(service.client(), saved);
        this.state = saved.state();
        this.service = service;
    }

    static @Nullable KotakSession of(KotakService service, String userId, @Nullable TradeSession response) {
        if (response == null || !Preconditions.isVisible(response.sessionToken())) {
            return null;
        }
        HttpUrl url = service.client().baseUrl();
        State state = new State(new HostPort(url.host(), url.port(), null), response);
        return new KotakSession(service, SavedSession.now(KotakSession.class, userId, service.entrance(), state));
    }

    static KotakSession restore(KotakService service, String text) {
        SavedSession<State> saved = SavedSession.parse(
                        text, KotakSession.class, State.class, service.entrance(), State::isComplete)
                .requireUser(service.settings().userId);
        return new KotakSession(service.at(saved.state().home()), saved);
    }

    /**
     * Returns the response to the verification.
     *
     * @return the response, which contains the session token
     */
    public TradeSession response() {
        return state.answer;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                "Bearer " + service.settings().accessToken,
                "consumerKey",
                service.settings().consumerKey,
                "sessionToken",
                state.token());
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        KotakClient.Builder settings = service.settings();
        return service.voidCall(
                service.api().logout(state.token(), settings.ip, settings.appId, userId()),
                LogoutResponse.class,
                LogoutResponse::success);
    }
}

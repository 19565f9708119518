package org.brokersdk.kotak;

import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.HostPort;
import org.brokersdk.kotak.api.LogoutAnswer;
import org.brokersdk.kotak.api.TradeSession;
import org.brokersdk.kotak.internal.Rules;
import org.jspecify.annotations.Nullable;

/** A session with Kotak's Trade API. Kotak does not say until when it lasts. */
public final class KotakSession extends LogoutSession {

    private final KotakCalls calls;
    private final State state;

    private record State(HostPort home, TradeSession answer) {

        String token() {
            return Objects.requireNonNull(answer.sessionToken());
        }

        boolean isWhole() {
            return Rules.isVisible(answer.sessionToken());
        }
    }

    private KotakSession(KotakCalls calls, SavedSession<State> saved) {
        super(saved);
        this.state = saved.state();
        this.calls = calls;
    }

    static @Nullable KotakSession of(KotakCalls calls, String userId, @Nullable TradeSession answer) {
        if (answer == null || !Rules.isVisible(answer.sessionToken())) {
            return null;
        }
        HttpUrl url = calls.endpoint().url();
        State state = new State(new HostPort(url.host(), url.port(), null), answer);
        return new KotakSession(calls, SavedSession.now(KotakSession.class, userId, calls.entrance(), state));
    }

    static KotakSession restore(KotakCalls calls, String text) {
        SavedSession<State> saved =
                SavedSession.read(text, KotakSession.class, State.class, calls.entrance(), State::isWhole);
        return new KotakSession(calls.at(saved.state().home()), saved);
    }

    /**
     * What the broker said of the user when the login was verified.
     *
     * @return the answer; it holds the session token
     */
    public TradeSession answer() {
        return state.answer;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                "Bearer " + calls.settings().accessToken,
                "consumerKey",
                calls.settings().consumerKey,
                "sessionToken",
                state.token());
    }

    @Override
    HttpUrl home() {
        return calls.endpoint().url();
    }

    @Override
    Exchange<Void> end() {
        KotakClient.Builder settings = calls.settings();
        return calls.effect(Requests.logout(state.token(), settings.ip, settings.appId, userId()), LogoutAnswer.class);
    }
}

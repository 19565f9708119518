package org.brokersdk.kotak;

import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.NeoSession;

/**
 * A session with Kotak's Neo. Kotak does not say until when it lasts, nor what becomes of one whose answer has
 * {@code isUserPwdExpired}: it is a session here, and the password should be changed.
 */
public final class KotakNeoSession extends LogoutSession {

    private final KotakNeoCalls calls;
    private final HttpUrl home;
    private final NeoSession answer;

    private KotakNeoSession(KotakNeoCalls calls, SavedSession<NeoSession> saved) {
        super(saved);
        this.calls = calls;
        this.answer = saved.state();
        this.home = calls.home(answer);
    }

    static KotakNeoSession of(KotakNeoCalls calls, NeoSession answer) {
        return new KotakNeoSession(
                calls,
                SavedSession.now(
                        KotakNeoSession.class,
                        calls.settings().ucc,
                        calls.endpoint().url(),
                        answer));
    }

    static KotakNeoSession restore(KotakNeoCalls calls, String saved) {
        return new KotakNeoSession(
                calls,
                SavedSession.read(
                        saved,
                        KotakNeoSession.class,
                        NeoSession.class,
                        calls.endpoint().url(),
                        answer -> KotakCalls.usable(answer.token()) != null
                                && KotakCalls.usable(answer.sid()) != null
                                && calls.home(answer) != null));
    }

    /**
     * How the broker greets the user.
     *
     * @return the name, if one came; it may come masked
     */
    public Optional<String> greetingName() {
        return Optional.ofNullable(answer.greetingName());
    }

    /**
     * What the broker said of the user when the login was validated.
     *
     * @return the answer; it holds the trade token
     */
    public NeoSession answer() {
        return answer;
    }

    /**
     * Where later calls go: to the data centre of the user, or where the login went if the broker named none.
     *
     * @return an https URL below kotaksecurities.com, unless the client talks to another base URL, with a slash at its
     *     end
     */
    public String baseUrl() {
        return home.toString();
    }

    /**
     * {@inheritDoc}
     *
     * <p>That is {@code Auth}, {@code Sid} and {@code neo-fin-key}. Kotak's own client sends the access token with some
     * calls as well, such as orders and quotes, so it is here too; without {@code Bearer}.
     */
    @Override
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                calls.settings().accessToken,
                "Auth",
                answer.token(),
                "Sid",
                answer.sid(),
                "neo-fin-key",
                Facts.DEFAULTS.get("neo-fin-key"));
    }

    /**
     * Ends the session at {@link #baseUrl()}. A client with a base URL outside of kotaksecurities.com, such as that of
     * a mock, sends this there instead.
     *
     * <p>Kotak's own client holds this call but does not make it, and no one has seen its answer. So a failure here may
     * mean nothing; the session is one to forget in any case.
     */
    @Override
    public void logout() {
        super.logout();
    }

    @Override
    HttpUrl home() {
        return home;
    }

    @Override
    Exchange<Void> end() {
        return calls.logout(answer);
    }
}

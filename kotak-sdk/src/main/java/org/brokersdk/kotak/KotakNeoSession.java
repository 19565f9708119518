package org.brokersdk.kotak;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.NeoSession;
import org.brokersdk.kotak.internal.Rules;

/**
 * A session with Kotak's Neo. Kotak does not say until when it lasts, nor what becomes of one whose answer has
 * {@code isUserPwdExpired}: it is a session here, and the password should be changed.
 */
public final class KotakNeoSession extends LogoutSession {

    /** Stands in the paths of quotes and of the scrip master, such as {@code /script-details/1.0/quotes/}. */
    private static final String QUOTES = "script-details";

    private final KotakNeoCalls calls;
    private final HttpUrl home;
    private final NeoSession answer;

    private KotakNeoSession(KotakNeoCalls calls, SavedSession<NeoSession> saved) {
        super(saved);
        this.calls = calls;
        this.answer = saved.state();
        this.home = Objects.requireNonNull(calls.home(answer));
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
                        answer -> Rules.isVisible(answer.token())
                                && Rules.isVisible(answer.sid())
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
     * Where later calls go: to the data centre of the user, or where the login went if the broker named none. A client
     * with a base URL outside of kotaksecurities.com, such as that of a mock, keeps to that.
     *
     * @return a URL with a slash at its end
     */
    public String baseUrl() {
        return home.toString();
    }

    /**
     * {@inheritDoc}
     *
     * <p>That is {@code Auth}, {@code Sid} and {@code neo-fin-key}, for orders, reports, portfolio and limits. Kotak's
     * own client sends the access token with orders as well, so it is here too; without {@code Bearer}. Quotes and the
     * scrip master want {@link #quoteHeaders()} instead.
     */
    @Override
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                calls.settings().accessToken,
                "Auth",
                KotakNeoCalls.token(answer),
                "Sid",
                KotakNeoCalls.sid(answer),
                "neo-fin-key",
                Facts.byDefault("neo-fin-key"));
    }

    /**
     * What quotes and the scrip master need in place of {@link #headers()}: the access token of the application,
     * without {@code Bearer}.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> quoteHeaders() {
        return Map.of("Authorization", calls.settings().accessToken);
    }

    /**
     * Asks which IP address Kotak sees: the one to register before orders are taken from this machine.
     *
     * @return the address
     */
    public String clientIp() {
        return calls.clientIp(answer).send();
    }

    /**
     * {@link #clientIp()} without waiting.
     *
     * @return the address to be
     */
    public CompletableFuture<String> clientIpAsync() {
        return calls.clientIp(answer).sendAsync();
    }

    /**
     * Ends the session at {@link #baseUrl()}.
     *
     * <p>Kotak does not offer a logout: its own client holds this call but forgets its tokens and sends nothing, and no
     * one has seen this answered. So a failure here may mean nothing; the session is one to forget in any case. What
     * ends every session at once is a reset of the access token in Neo.
     */
    @Override
    public void logout() {
        super.logout();
    }

    /** Which headers a call wants, its path tells. */
    @Override
    Carrier.Carrying carrying() {
        return request -> Carrier.Carrying.headers(
                        request.url().pathSegments().contains(QUOTES) ? quoteHeaders() : headers())
                .on(request);
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

package org.brokersdk.kotak;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.NeoSession;

/**
 * A session with Kotak's Neo. Immutable; it can be saved and taken up again in another process.
 *
 * <p>Kotak does not say until when a session lasts: treat {@link Reason#SESSION_EXPIRED} as its end. Nor does it say
 * what becomes of a session whose answer has {@code isUserPwdExpired}: it is a session here, and the password should be
 * changed.
 */
public final class KotakNeoSession {

    private final KotakNeoCalls calls;
    private final HttpUrl home;
    private final Saved state;

    /** What is saved: everything that the client's settings do not hold. */
    private record Saved(String kotakNeoSession, String ucc, String since, String host, NeoSession answer)
            implements SavedSession {}

    private KotakNeoSession(KotakNeoCalls calls, HttpUrl home, Saved state) {
        this.calls = calls;
        this.home = home;
        this.state = state;
    }

    static KotakNeoSession of(KotakNeoCalls calls, NeoSession answer) {
        Saved state =
                new Saved("1", calls.settings.ucc, Instant.now().toString(), Carrier.origin(calls.baseUrl()), answer);
        return new KotakNeoSession(calls, calls.home(answer), state);
    }

    static KotakNeoSession restore(KotakNeoCalls calls, String saved) {
        Saved state = SavedSession.read(
                saved,
                Saved.class,
                KotakNeoSession.class,
                calls.baseUrl(),
                read -> "1".equals(read.kotakNeoSession)
                        && read.ucc != null
                        && KotakCalls.usable(read.answer.token()) != null
                        && KotakCalls.usable(read.answer.sid()) != null
                        && calls.home(read.answer) != null);
        return new KotakNeoSession(calls, calls.home(state.answer), state);
    }

    /**
     * Who is logged in.
     *
     * @return the unique client code
     */
    public String ucc() {
        return state.ucc;
    }

    /**
     * How the broker greets the user.
     *
     * @return the name, if one came; it may come masked
     */
    public Optional<String> greetingName() {
        return Optional.ofNullable(state.answer.greetingName());
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment at which the login was validated
     */
    public Instant since() {
        return Instant.parse(state.since);
    }

    /**
     * What the broker said of the user when the login was validated.
     *
     * @return the answer; it holds the trade token
     */
    public NeoSession answer() {
        return state.answer;
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
     * What later calls to Kotak need.
     *
     * <p>That is {@code Auth}, {@code Sid} and {@code neo-fin-key}. Kotak's own client sends the access token with some
     * calls as well, such as orders and quotes, so it is here too; without {@code Bearer}.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                calls.settings.accessToken,
                "Auth",
                state.answer.token(),
                "Sid",
                state.answer.sid(),
                "neo-fin-key",
                KotakNeoCalls.NEO_FIN_KEY);
    }

    /**
     * A client like yours, whose requests carry this session: {@link #headers()} go with each request to the host of
     * {@link #baseUrl()} and, where that is one of them, to the others of kotaksecurities.com, at every hop of a
     * redirect, and with no other. It keeps no cookies and caches nothing, as neither knows whose session it is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return Carrier.on(httpClient, home, KotakCalls.domainOf(home), Carrier.Carrying.headers(headers()));
    }

    /**
     * Writes the session down, for {@link KotakNeoClient#restore(String)}.
     *
     * @return one line of text; it holds the trade token, so keep it like a password
     */
    public String save() {
        return ApiClient.format(state);
    }

    /**
     * Ends the session at {@link #baseUrl()}. A client with a base URL outside of kotaksecurities.com, such as that of
     * a mock, sends this there instead.
     *
     * <p>Kotak's own client holds this call but does not make it, and no one has seen its answer. So a failure here may
     * mean nothing; the session is one to forget in any case.
     */
    public void logout() {
        calls.logout(state.answer).send();
    }

    /**
     * {@link #logout()} without waiting.
     *
     * @return completes when the session has ended
     */
    public CompletableFuture<Void> logoutAsync() {
        return calls.logout(state.answer).sendAsync();
    }

    @Override
    public String toString() {
        return "KotakNeoSession[ucc=" + state.ucc + ", since=" + state.since + ", host=" + home.host()
                + ", token=***, sid=***]";
    }
}

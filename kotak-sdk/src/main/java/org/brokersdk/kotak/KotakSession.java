package org.brokersdk.kotak;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.HostPort;
import org.brokersdk.kotak.api.LogoutAnswer;
import org.brokersdk.kotak.api.TradeSession;

/**
 * A session with Kotak's Trade API. Immutable; it can be saved and taken up again in another process.
 *
 * <p>Kotak does not say until when a session lasts: treat {@link Reason#SESSION_EXPIRED} as its end.
 */
public final class KotakSession {

    private final KotakCalls calls;
    private final Saved state;

    /** What is saved: everything that the client's settings do not hold. */
    private record Saved(
            String kotakSession, String userId, String since, String host, HostPort home, TradeSession answer)
            implements SavedSession {}

    private KotakSession(KotakCalls calls, Saved state) {
        this.calls = calls;
        this.state = state;
    }

    static KotakSession of(KotakCalls calls, String userId, TradeSession answer) {
        if (answer == null || KotakCalls.usable(answer.sessionToken()) == null) {
            return null;
        }
        return new KotakSession(
                calls,
                new Saved(
                        "1",
                        userId,
                        Instant.now().toString(),
                        Carrier.origin(calls.entrance()),
                        new HostPort(calls.host(), calls.baseUrl().port()),
                        answer));
    }

    static KotakSession restore(KotakCalls calls, String saved) {
        Saved state = SavedSession.read(
                saved,
                Saved.class,
                KotakSession.class,
                calls.entrance(),
                read -> "1".equals(read.kotakSession)
                        && KotakCalls.usable(read.userId) != null
                        && KotakCalls.usable(read.answer.sessionToken()) != null);
        return new KotakSession(calls.at(state.home), state);
    }

    /**
     * Who is logged in.
     *
     * @return the user id
     */
    public String userId() {
        return state.userId;
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment at which the login was verified
     */
    public Instant since() {
        return Instant.parse(state.since);
    }

    /**
     * What the broker said of the user when the login was verified.
     *
     * @return the answer; it holds the session token
     */
    public TradeSession answer() {
        return state.answer;
    }

    /**
     * What later calls to Kotak need.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + calls.settings.accessToken);
        headers.put("consumerKey", calls.settings.consumerKey);
        headers.put("sessionToken", state.answer.sessionToken());
        return Map.copyOf(headers);
    }

    /**
     * A client like yours, whose requests carry this session: {@link #headers()} go with each request to the host of
     * the session and, where that is one of them, to the others of kotaksecurities.com, at every hop of a redirect, and
     * with no other. It keeps no cookies and caches nothing, as neither knows whose session it is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return Carrier.on(
                httpClient, calls.baseUrl(), KotakCalls.domainOf(calls.baseUrl()), Carrier.Carrying.headers(headers()));
    }

    /**
     * Writes the session down, for {@link KotakClient#restore(String)}.
     *
     * @return one line of text; it holds the session token, so keep it like a password
     */
    public String save() {
        return ApiClient.format(state);
    }

    /** Ends the session. */
    public void logout() {
        end().send();
    }

    /**
     * {@link #logout()} without waiting.
     *
     * @return completes when the session has ended
     */
    public CompletableFuture<Void> logoutAsync() {
        return end().sendAsync();
    }

    @Override
    public String toString() {
        return "KotakSession[userId=" + state.userId + ", since=" + state.since + ", host=" + calls.host()
                + ", sessionToken=***]";
    }

    private Exchange<Void> end() {
        return calls.nothing(
                calls.api.logout(state.answer.sessionToken(), calls.settings.ip, calls.settings.appId, state.userId),
                LogoutAnswer.class);
    }
}

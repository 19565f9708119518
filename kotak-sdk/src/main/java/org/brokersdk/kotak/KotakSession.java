package org.brokersdk.kotak;

import com.google.gson.JsonParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Interceptor;
import okhttp3.Request;
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
    private record Saved(String kotakSession, String userId, String since, HostPort host, TradeSession answer) {}

    private KotakSession(KotakCalls calls, Saved state) {
        this.calls = calls;
        this.state = state;
    }

    static KotakSession of(KotakCalls calls, String userId, TradeSession answer) {
        if (answer == null || KotakCalls.usable(answer.sessionToken()) == null) {
            return null;
        }
        HostPort host = new HostPort(calls.host(), calls.port());
        return new KotakSession(calls, new Saved("1", userId, Instant.now().toString(), host, answer));
    }

    static KotakSession restore(KotakCalls calls, String saved) {
        try {
            Saved state = ApiClient.parse(saved, Saved.class);
            if (state != null
                    && "1".equals(state.kotakSession)
                    && KotakCalls.usable(state.userId) != null
                    && state.answer != null
                    && KotakCalls.usable(state.answer.sessionToken()) != null) {
                Instant.parse(state.since);
                return new KotakSession(calls.at(state.host), state);
            }
        } catch (JsonParseException | DateTimeException | NullPointerException e) {
            // Their messages quote the text, which holds the token.
        }
        throw new IllegalArgumentException("saved must be what KotakSession.save() returned; log in again");
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
     * Puts {@link #headers()} on every request of an {@code OkHttpClient}. Use that client for Kotak alone.
     *
     * @return an interceptor
     */
    public Interceptor interceptor() {
        Map<String, String> headers = headers();
        return chain -> {
            Request.Builder request = chain.request().newBuilder();
            headers.forEach(request::header);
            return chain.proceed(request.build());
        };
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

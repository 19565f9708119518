package org.brokersdk.kotak;

import com.google.gson.JsonParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
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
    private record Saved(String kotakNeoSession, String ucc, String since, NeoSession answer) {}

    private KotakNeoSession(KotakNeoCalls calls, HttpUrl home, Saved state) {
        this.calls = calls;
        this.home = home;
        this.state = state;
    }

    static KotakNeoSession of(KotakNeoCalls calls, NeoSession answer) {
        Saved state = new Saved("1", calls.settings.ucc, Instant.now().toString(), answer);
        return new KotakNeoSession(calls, calls.home(answer), state);
    }

    static KotakNeoSession restore(KotakNeoCalls calls, String saved) {
        try {
            Saved state = ApiClient.parse(saved, Saved.class);
            if (state != null
                    && "1".equals(state.kotakNeoSession)
                    && state.ucc != null
                    && state.answer != null
                    && KotakCalls.usable(state.answer.token()) != null
                    && KotakCalls.usable(state.answer.sid()) != null
                    && calls.home(state.answer) != null) {
                Instant.parse(state.since);
                return new KotakNeoSession(calls, calls.home(state.answer), state);
            }
        } catch (JsonParseException | DateTimeException | NullPointerException e) {
            // Their messages quote the text, which holds the token.
        }
        throw new IllegalArgumentException("saved must be what KotakNeoSession.save() returned; log in again");
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
     * Puts {@link #headers()} on the requests of an {@code OkHttpClient} that go to the host of {@link #baseUrl()}, and
     * on no other.
     *
     * @return an interceptor
     */
    public Interceptor interceptor() {
        Map<String, String> headers = headers();
        return chain -> {
            Request.Builder request = chain.request().newBuilder();
            if (KotakNeoCalls.isSameOrigin(chain.request().url(), home)) {
                headers.forEach(request::header);
            }
            return chain.proceed(request.build());
        };
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

package org.brokersdk.noren;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.FormBody;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.brokersdk.noren.api.ApiClient;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.QuickAuthAnswer;
import org.brokersdk.noren.api.UserDetailsAnswer;
import org.brokersdk.noren.api.UserDetailsRequest;

/**
 * A session with a broker that runs Noren. Immutable; it can be saved and taken up again in another process.
 *
 * <p>Noren does not say until when a session lasts: treat {@link Reason#SESSION_EXPIRED} as its end.
 */
public final class NorenSession {

    private static final String KEY = "jKey";

    private final NorenCalls calls;
    private final Saved state;

    /** What is saved: everything that the client's settings do not hold, and the host that may see the token. */
    private record Saved(String norenSession, String userId, String since, String host, QuickAuthAnswer answer) {}

    private NorenSession(NorenCalls calls, Saved state) {
        this.calls = calls;
        this.state = state;
    }

    static NorenSession of(NorenCalls calls, String userId, QuickAuthAnswer answer) {
        return new NorenSession(calls, new Saved("1", userId, Instant.now().toString(), calls.host(), answer));
    }

    static NorenSession restore(NorenCalls calls, String saved) {
        Saved state = read(saved);
        if (state == null) {
            throw new IllegalArgumentException("saved must be what NorenSession.save() returned; log in again");
        }
        if (!calls.host().equals(state.host)) {
            throw new IllegalArgumentException(
                    "saved must be a session with the host of baseUrl; its token is for its own broker alone");
        }
        return new NorenSession(calls, state);
    }

    private static Saved read(String saved) {
        try {
            Saved state = ApiClient.parse(saved, Saved.class);
            if (state != null
                    && "1".equals(state.norenSession)
                    && state.userId != null
                    && !state.userId.isBlank()
                    && state.answer != null
                    && NorenCalls.usable(state.answer.susertoken()) != null) {
                Instant.parse(state.since);
                return state;
            }
        } catch (JsonParseException | DateTimeException | NullPointerException e) {
            // Their messages quote the text, which holds the token.
        }
        return null;
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
     * Whose account it is.
     *
     * @return the account id, which is the user id where the broker told no other
     */
    public String accountId() {
        String account = state.answer.actid();
        return account == null || account.isBlank() ? state.userId : account;
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment at which the login was answered
     */
    public Instant since() {
        return Instant.parse(state.since);
    }

    /**
     * When the broker had last seen the user.
     *
     * @return the moment, if the broker told one that can be read
     */
    public Optional<Instant> lastAccess() {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(state.answer.lastaccesstime())));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * What the broker said of the user at the login.
     *
     * @return the answer; it holds the session token
     */
    public QuickAuthAnswer answer() {
        return state.answer;
    }

    /**
     * The session token.
     *
     * @return a secret
     */
    public String key() {
        return state.answer.susertoken();
    }

    /**
     * What later calls send beside their {@code jData}. Noren does not decode it, so it must not be percent-encoded.
     *
     * @return the field of the form by its name; its value is a secret
     */
    public Map<String, String> form() {
        return Map.of(KEY, key());
    }

    /**
     * What the first message on Noren's WebSocket holds.
     *
     * @return the fields of its JSON; {@code susertoken} is a secret
     */
    public Map<String, String> webSocket() {
        return Map.of("t", "c", "uid", userId(), "actid", accountId(), "susertoken", key(), "source", "API");
    }

    /**
     * Ends the body of every POST of an {@code OkHttpClient} with {@link #form()}, as it is, unless it holds a key
     * already. Use that client for the later calls to this broker alone.
     *
     * @return an interceptor
     */
    public Interceptor interceptor() {
        String key = key();
        return chain -> {
            Request request = chain.request();
            RequestBody body = request.body();
            return chain.proceed(
                    body != null && request.method().equals("POST")
                            ? request.newBuilder().post(withKey(body, key)).build()
                            : request);
        };
    }

    /**
     * Writes the session down, for {@link NorenClient#restore(String)}.
     *
     * @return one line of text; it holds the session token, so keep it like a password
     */
    public String save() {
        return ApiClient.format(state);
    }

    /**
     * Asks the broker who is logged in.
     *
     * @return the profile of the user
     */
    public UserDetailsAnswer details() {
        return profile().send();
    }

    /**
     * {@link #details()} without waiting.
     *
     * @return the profile to be
     */
    public CompletableFuture<UserDetailsAnswer> detailsAsync() {
        return profile().sendAsync();
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
        return "NorenSession[userId=" + state.userId + ", accountId=" + accountId() + ", since=" + state.since
                + ", host=" + state.host + ", key=***]";
    }

    private Exchange<UserDetailsAnswer> profile() {
        return calls.exchange(
                calls.api.userDetails(
                        UserDetailsRequest.builder().uid(state.userId).build(), key()),
                UserDetailsAnswer.class);
    }

    private Exchange<Void> end() {
        return calls.nothing(
                calls.api.logout(LogoutRequest.builder().uid(state.userId).build(), key()));
    }

    private static RequestBody withKey(RequestBody body, String key) throws IOException {
        if (body instanceof FormBody form) {
            return withKey(form, key);
        }
        Buffer bytes = new Buffer();
        body.writeTo(bytes);
        // Noren splits at every ampersand, so this cannot be the inside of a value.
        if (!("&" + bytes.snapshot().utf8()).contains("&" + KEY + "=")) {
            bytes.writeUtf8((bytes.size() == 0 ? "" : "&") + KEY + "=" + key);
        }
        return RequestBody.create(bytes.readByteString(), body.contentType());
    }

    /** Stays a form, which the {@link ApiClient} will write without percent-encoding. */
    private static FormBody withKey(FormBody form, String key) {
        FormBody.Builder longer = new FormBody.Builder();
        for (int i = 0; i < form.size(); i++) {
            if (form.name(i).equals(KEY)) {
                return form;
            }
            longer.addEncoded(form.encodedName(i), form.encodedValue(i));
        }
        return longer.add(KEY, key).build();
    }
}

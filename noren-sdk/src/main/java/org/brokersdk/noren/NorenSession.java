package org.brokersdk.noren;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.brokersdk.noren.NorenBroker.Login;
import org.brokersdk.noren.api.AccessTokenAnswer;
import org.brokersdk.noren.api.ApiClient;
import org.brokersdk.noren.api.FlattradeTokenAnswer;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.QuickAuthAnswer;
import org.brokersdk.noren.api.UserDetailsAnswer;
import org.brokersdk.noren.api.UserDetailsRequest;

/**
 * A session with a broker that runs Noren. Immutable; it can be saved and taken up again in another process.
 *
 * <p>It knows whether its broker wants the token as {@code jKey} in a body or as {@code Bearer} in a header:
 * {@link #httpClient(OkHttpClient)} does the right one. Whatever {@link #until()} says, treat
 * {@link Reason#SESSION_EXPIRED} as its end.
 */
public final class NorenSession {

    private static final String KEY = "jKey";

    /** When Flattrade ends its tokens, every day. */
    private static final LocalTime END_OF_FLATTRADE = LocalTime.of(5, 0);

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    private final NorenCalls calls;
    private final Saved state;

    /** What is saved: everything that the client's settings do not hold, and the host that may see the token. */
    private record Saved(
            String norenSession, String userId, String since, String host, Token token, QuickAuthAnswer answer)
            implements SavedSession {

        String key() {
            return token == null ? answer.susertoken() : token.key;
        }
    }

    /** What a login other than QuickAuth has brought. */
    private record Token(Login login, String key, String refreshToken, String expiresIn) {}

    private NorenSession(NorenCalls calls, Saved state) {
        this.state = state;
        this.calls = login() == Login.OAUTH ? calls.bearing(key()) : calls;
    }

    static NorenSession of(NorenCalls calls, String userId, QuickAuthAnswer answer) {
        return of(calls, userId, null, answer);
    }

    static NorenSession of(NorenCalls calls, String userId, AccessTokenAnswer login, Answer answer) {
        Token token = new Token(Login.OAUTH, login.accessToken(), login.refreshToken(), login.expiresIn());
        return of(calls, userId, token, answer.as(QuickAuthAnswer.class));
    }

    static NorenSession of(NorenCalls calls, String userId, FlattradeTokenAnswer login, Answer answer) {
        Token token = new Token(Login.FLATTRADE, login.token(), null, null);
        return of(calls, userId, token, answer.as(QuickAuthAnswer.class));
    }

    private static NorenSession of(NorenCalls calls, String userId, Token token, QuickAuthAnswer answer) {
        return new NorenSession(
                calls,
                new Saved("1", userId, Instant.now().toString(), Carrier.origin(calls.baseUrl()), token, answer));
    }

    static NorenSession restore(NorenCalls calls, String saved) {
        Saved state = SavedSession.read(
                saved,
                Saved.class,
                NorenSession.class,
                calls.baseUrl(),
                read -> "1".equals(read.norenSession)
                        && !NorenCalls.isBlank(read.userId)
                        && read.answer != null
                        && (read.token == null || read.token.login != null)
                        && NorenCalls.usable(read.key()) != null);
        return new NorenSession(calls, state);
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
     * The end of the session: what the OAuth exchange told, or 05:00 Indian time at Flattrade. It may end earlier.
     *
     * @return the moment, if one is known; QuickAuth tells none
     */
    public Optional<Instant> until() {
        return switch (login()) {
            case QUICK_AUTH -> Optional.empty();
            // A moment before the login is none: some other kind of number has come.
            case OAUTH -> moment(state.token.expiresIn).filter(end -> end.isAfter(since()));
            case FLATTRADE -> {
                ZonedDateTime since = since().atZone(INDIA);
                ZonedDateTime end = since.with(END_OF_FLATTRADE);
                yield Optional.of((end.isAfter(since) ? end : end.plusDays(1)).toInstant());
            }
        };
    }

    /**
     * When the broker had last seen the user.
     *
     * @return the moment, if the broker told one that can be read
     */
    public Optional<Instant> lastAccess() {
        return moment(state.answer.lastaccesstime());
    }

    /**
     * How the user logged in.
     *
     * @return the login, which decides how later calls show the token
     */
    public Login login() {
        return state.token == null ? Login.QUICK_AUTH : state.token.login;
    }

    /**
     * What the broker said of the user at the login. After another login than QuickAuth it holds the fields that both
     * answer; Flattrade has hardly any.
     *
     * @return the answer; it may hold a session token
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
        return state.key();
    }

    /**
     * What came beside the token of the OAuth exchange. How it is used is not known.
     *
     * @return a secret, if one came
     */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(state.token).map(Token::refreshToken);
    }

    /**
     * What later calls send in their headers: the token as {@code Bearer} after the OAuth exchange.
     *
     * @return headers by name, or none; their values are secrets
     */
    public Map<String, String> headers() {
        return login() == Login.OAUTH ? Map.of("Authorization", "Bearer " + key()) : Map.of();
    }

    /**
     * What later calls send beside their {@code jData}: the token as {@code jKey}, unless it goes into the headers.
     * Noren does not decode it, so it must not be percent-encoded.
     *
     * @return the field of the form by its name, or none; its value is a secret
     */
    public Map<String, String> form() {
        return login() == Login.OAUTH ? Map.of() : Map.of(KEY, key());
    }

    /**
     * What the first message on Noren's WebSocket holds. After the OAuth exchange that is as public clients of
     * TradeSmart do it; for the other brokers of that exchange it is inferred.
     *
     * @return the fields of its JSON; the token among them is a secret
     */
    public Map<String, String> webSocket() {
        boolean oauth = login() == Login.OAUTH;
        return Map.of(
                "t",
                oauth ? "a" : "c",
                "uid",
                userId(),
                "actid",
                accountId(),
                oauth ? "accesstoken" : "susertoken",
                key(),
                "source",
                "API");
    }

    /**
     * A client like yours, whose requests carry this session: with each request to the host of the session, at every
     * hop of a redirect, and with no other, go the {@link #headers()}, and the body of a POST ends with
     * {@link #form()}, as it is, unless it holds a key already. It keeps no cookies and caches nothing, as neither
     * knows whose session it is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        Map<String, String> headers = headers();
        Map<String, String> form = form();
        return Carrier.on(httpClient, calls.baseUrl(), null, request -> {
            Request.Builder carrying = request.newBuilder();
            headers.forEach(carrying::header);
            RequestBody body = request.body();
            if (!form.isEmpty() && body != null && request.method().equals("POST")) {
                RequestBody longer = withKey(body, form.get(KEY));
                carrying.post(longer)
                        .removeHeader("Transfer-Encoding")
                        .header("Content-Length", String.valueOf(longer.contentLength()));
            }
            return carrying.build();
        });
    }

    /**
     * Writes the session down, for the {@code restore} of the client that made it.
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
        return "NorenSession[login=" + login() + ", userId=" + state.userId + ", accountId=" + accountId() + ", since="
                + state.since + ", host=" + state.host + ", key=***]";
    }

    private Exchange<UserDetailsAnswer> profile() {
        return calls.exchange(
                calls.api.userDetails(
                        UserDetailsRequest.builder().uid(state.userId).build(), form().get(KEY)),
                UserDetailsAnswer.class);
    }

    private Exchange<Void> end() {
        return calls.nothing(
                calls.api.logout(LogoutRequest.builder().uid(state.userId).build(), form().get(KEY)));
    }

    private static Optional<Instant> moment(String epochSeconds) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(epochSeconds)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
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

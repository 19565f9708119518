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
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.brokersdk.noren.api.AccessTokenAnswer;
import org.brokersdk.noren.api.LogoutForm;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthAnswer;
import org.brokersdk.noren.api.StatusAnswer;
import org.brokersdk.noren.api.UserDetailsAnswer;
import org.brokersdk.noren.api.UserDetailsForm;
import org.brokersdk.noren.api.UserDetailsRequest;

/**
 * A session with a broker that runs Noren.
 *
 * <p>It knows whether its broker wants the token as {@code jKey} in a body or as {@code Bearer} in a header:
 * {@link #httpClient} does the right one. With it the body of a POST ends with {@link #form()}, as it is, unless it
 * holds a key already.
 */
public final class NorenSession extends LogoutSession {

    private static final String KEY = "jKey";
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    private final Endpoint endpoint;
    private final NorenApi api;
    private final State state;

    /** What a login has brought. */
    private record State(NorenLogin login, String key, String refreshToken, String expiresIn, QuickAuthAnswer answer) {

        boolean isWhole() {
            return login != null && NorenJudge.isToken(key) && answer != null;
        }
    }

    private NorenSession(Endpoint endpoint, SavedSession<State> saved) {
        super(saved);
        this.state = saved.state();
        this.endpoint = login() == NorenLogin.OAUTH ? endpoint.with(client -> client.accessToken(key())) : endpoint;
        this.api = this.endpoint.create(NorenApi.class);
    }

    static NorenSession of(Endpoint endpoint, NorenLogin login, String userId, String key, Answer answer) {
        return of(endpoint, userId, new State(login, key, null, null, answer.as(QuickAuthAnswer.class)));
    }

    static NorenSession of(Endpoint endpoint, AccessTokenAnswer login, String userId, Answer answer) {
        State state = new State(
                NorenLogin.OAUTH,
                login.accessToken(),
                login.refreshToken(),
                login.expiresIn(),
                answer.as(QuickAuthAnswer.class));
        return of(endpoint, userId, state);
    }

    private static NorenSession of(Endpoint endpoint, String userId, State state) {
        return new NorenSession(endpoint, SavedSession.now(NorenSession.class, userId, endpoint.url(), state));
    }

    static NorenSession restore(Endpoint endpoint, String saved) {
        return new NorenSession(
                endpoint, SavedSession.read(saved, NorenSession.class, State.class, endpoint.url(), State::isWhole));
    }

    /**
     * Whose account it is.
     *
     * @return the account id, which is the user id where the broker told no other
     */
    public String accountId() {
        String account = state.answer.actid();
        return account == null || account.isBlank() ? userId() : account;
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
            case OAUTH -> moment(state.expiresIn).filter(end -> end.isAfter(since()));
            case FLATTRADE -> NorenBroker.FLATTRADE.sessionsEnd(login()).map(this::next);
        };
    }

    private Instant next(LocalTime time) {
        ZonedDateTime since = since().atZone(INDIA);
        ZonedDateTime end = since.with(time);
        return (end.isAfter(since) ? end : end.plusDays(1)).toInstant();
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
    public NorenLogin login() {
        return state.login;
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
        return state.key;
    }

    /**
     * What came beside the token of the OAuth exchange. How it is used is not known.
     *
     * @return a secret, if one came
     */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(state.refreshToken);
    }

    /**
     * {@inheritDoc}
     *
     * <p>That is the token as {@code Bearer} after the OAuth exchange.
     *
     * @return headers by name, or none; their values are secrets
     */
    @Override
    public Map<String, String> headers() {
        return login() == NorenLogin.OAUTH ? Map.of("Authorization", "Bearer " + key()) : Map.of();
    }

    /**
     * What later calls send beside their {@code jData}: the token as {@code jKey}, unless it goes into the headers.
     * Noren does not decode it, so it must not be percent-encoded.
     *
     * @return the field of the form by its name, or none; its value is a secret
     */
    public Map<String, String> form() {
        return login() == NorenLogin.OAUTH ? Map.of() : Map.of(KEY, key());
    }

    /**
     * What the first message on Noren's WebSocket holds. After the OAuth exchange that is as public clients of
     * TradeSmart do it; for the other brokers of that exchange it is inferred.
     *
     * @return the fields of its JSON; the token among them is a secret
     */
    public Map<String, String> webSocket() {
        boolean oauth = login() == NorenLogin.OAUTH;
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

    @Override
    HttpUrl home() {
        return endpoint.url();
    }

    @Override
    Carrier.Carrying carrying() {
        Map<String, String> headers = headers();
        Map<String, String> form = form();
        return request -> {
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
        };
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

    private Exchange<UserDetailsAnswer> profile() {
        UserDetailsRequest request = UserDetailsRequest.builder().uid(userId()).build();
        return endpoint.exchange(
                api.userDetails(new UserDetailsForm(request, form().get(KEY))),
                answer -> NorenJudge.ok(answer, UserDetailsAnswer.class));
    }

    @Override
    Exchange<Void> end() {
        LogoutRequest request = LogoutRequest.builder().uid(userId()).build();
        return endpoint.effect(
                api.logout(new LogoutForm(request, form().get(KEY))),
                answer -> NorenJudge.ok(answer, StatusAnswer.class));
    }

    private static Optional<Instant> moment(String epochSeconds) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(epochSeconds)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static RequestBody withKey(RequestBody body, String key) throws IOException {
        Buffer bytes = new Buffer();
        body.writeTo(bytes);
        // Noren splits at every ampersand, so this cannot be the inside of a value.
        if (!("&" + bytes.snapshot().utf8()).contains("&" + KEY + "=")) {
            bytes.writeUtf8((bytes.size() == 0 ? "" : "&") + KEY + "=" + key);
        }
        return RequestBody.create(bytes.readByteString(), body.contentType());
    }
}

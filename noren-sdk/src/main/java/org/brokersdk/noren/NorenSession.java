package org.brokersdk.noren;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.RequestBody;
import okio.Buffer;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.core.internal.SessionMonitor;
import org.brokersdk.noren.api.AccessTokenResponse;
import org.brokersdk.noren.api.LogoutForm;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.NorenOauthApi;
import org.brokersdk.noren.api.QuickAuthResponse;
import org.brokersdk.noren.api.RefreshTokenRequest;
import org.brokersdk.noren.api.StatusResponse;
import org.brokersdk.noren.api.UserDetailsForm;
import org.brokersdk.noren.api.UserDetailsRequest;
import org.brokersdk.noren.api.UserDetailsResponse;
import org.jspecify.annotations.Nullable;

/**
 * Session with a broker that runs Noren.
 *
 * <p>Brokers need the token as {@code jKey} in the body or as {@code Bearer} in a header. {@link #httpClient} adds the
 * one that the broker needs. If the broker needs {@code jKey}, it adds {@link #jKey()} to the end of a POST's body,
 * unless the body has a key already.
 */
public class NorenSession extends LogoutSession {

    private static final String KEY = "jKey";

    /** A smaller number is a duration in seconds, and not a moment. */
    private static final long FIRST_MOMENT = 1_000_000_000;

    private static final long LAST_MOMENT = Instant.MAX.getEpochSecond();

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    private final ApiClient loginClient;
    private final State state;

    /** Values that a login returned. */
    private record State(
            NorenLogin login,
            String key,
            @Nullable String refreshToken,
            @Nullable String expiresIn,
            QuickAuthResponse answer) {

        boolean isComplete() {
            return login != null && NorenResponseChecker.isToken(key) && answer != null;
        }
    }

    NorenSession(ApiClient loginClient, SavedSession<State> saved) {
        super(authenticated(loginClient, saved.state()), saved);
        this.loginClient = loginClient;
        this.state = saved.state();
    }

    private static ApiClient authenticated(ApiClient client, State state) {
        return state.login == NorenLogin.OAUTH ? client.with(SecuritySchemes.accessToken(state.key)) : client;
    }

    static NorenSession of(ApiClient client, NorenLogin login, String userId, String key, ApiResponse response) {
        return of(client, userId, new State(login, key, null, null, response.as(QuickAuthResponse.class)));
    }

    static NorenSession of(ApiClient client, AccessTokenResponse login, String userId, ApiResponse response) {
        return of(client, userId, login, login.refreshToken(), response.as(QuickAuthResponse.class));
    }

    private static NorenSession of(
            ApiClient client,
            String userId,
            AccessTokenResponse login,
            @Nullable String refreshToken,
            QuickAuthResponse answer) {
        String key = Objects.requireNonNull(login.accessToken());
        return of(client, userId, new State(NorenLogin.OAUTH, key, refreshToken, login.expiresIn(), answer));
    }

    private static NorenSession of(ApiClient client, String userId, State state) {
        return new NorenSession(client, SavedSession.now(NorenSession.class, userId, client.baseUrl(), state));
    }

    static NorenSession restore(ApiClient client, String saved, @Nullable String userId) {
        return new NorenSession(
                client,
                SavedSession.parse(saved, NorenSession.class, State.class, client.baseUrl(), State::isComplete)
                        .requireUser(userId));
    }

    /**
     * Returns the account id of the user.
     *
     * @return the account id, or the user id if the response has no account id
     */
    public String accountId() {
        String account = state.answer.actid();
        return account == null || account.isBlank() ? userId() : account;
    }

    /**
     * Returns the end of the session. After an OAuth login the response contains it, in seconds or as a moment. At
     * Flattrade it is 05:00 Indian time. Flattrade clears its tokens between 05:00 and 06:00, so a token of that hour
     * may be cleared within the hour.
     *
     * @return the moment, if it is known; a response of QuickAuth does not contain it
     */
    public Optional<Instant> expiresAt() {
        return switch (login()) {
            case QUICK_AUTH -> Optional.empty();
            // A moment before the login is another kind of number.
            case OAUTH ->
                seconds(state.expiresIn)
                        .map(seconds -> seconds < FIRST_MOMENT
                                ? createdAt().plusSeconds(seconds)
                                : Instant.ofEpochSecond(seconds))
                        .filter(end -> end.isAfter(createdAt()));
            case FLATTRADE -> NorenBroker.FLATTRADE.sessionsEnd(login()).map(this::next);
        };
    }

    private Instant next(LocalTime time) {
        ZonedDateTime created = createdAt().atZone(INDIA);
        ZonedDateTime end = created.with(time);
        return (end.isAfter(created) ? end : end.plusDays(1)).toInstant();
    }

    /**
     * Returns the time of the user's last access.
     *
     * @return the moment, if the response has one that can be parsed
     */
    public Optional<Instant> lastAccess() {
        return seconds(state.answer.lastaccesstime()).map(Instant::ofEpochSecond);
    }

    /**
     * Returns the login that created the session.
     *
     * @return the login, which decides where later calls send the token
     */
    public NorenLogin login() {
        return state.login;
    }

    /**
     * Returns the response to the login. After another login than QuickAuth, it contains the fields that both responses
     * have. Those are few at Flattrade.
     *
     * @return the response, which may contain a session token
     */
    public QuickAuthResponse response() {
        return state.answer;
    }

    /**
     * Returns the session token.
     *
     * @return a secret
     */
    public String key() {
        return state.key;
    }

    /**
     * Returns the refresh token of an OAuth login, for {@link #refresh()}.
     *
     * @return a secret, if the response has one
     */
    public Optional<String> refreshToken() {
        return Optional.ofNullable(state.refreshToken).filter(token -> !token.isBlank());
    }

    /**
     * Exchanges the refresh token for a session with a new token, without the user. The new session keeps the values
     * that the response omits, such as the account. Zebu documents this call. We do not know whether other brokers have
     * it.
     *
     * @return the session that replaces this session
     * @throws IllegalStateException if the session has no refresh token
     */
    public NorenSession refresh() {
        return refreshCall().execute();
    }

    /**
     * {@link #refresh()} without waiting.
     *
     * @return the future session
     * @throws IllegalStateException if the session has no refresh token
     */
    public CompletableFuture<NorenSession> refreshAsync() {
        return refreshCall().executeAsync();
    }

    /**
     * {@inheritDoc}
     *
     * <p>After an OAuth login, the header is the token as {@code Bearer}.
     *
     * @return headers by name, or an empty map; their values are secrets
     */
    @Override
    public Map<String, String> headers() {
        return login() == NorenLogin.OAUTH ? bearer() : Map.of();
    }

    /**
     * Returns the token as {@code Bearer}, whatever the login. {@link #headers()} contains it if the broker needs it.
     *
     * @return one header by its name; the value is a secret
     */
    public Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + key());
    }

    /**
     * Returns the form fields that later calls send beside {@code jData}. That is the token as {@code jKey}, unless the
     * headers contain it. Noren does not decode the field, so do not percent-encode it.
     *
     * @return the field by its name, or an empty map; the value is a secret
     */
    public Map<String, String> form() {
        return login() == NorenLogin.OAUTH ? Map.of() : jKey();
    }

    /**
     * Returns the token as {@code jKey}, whatever the login. After an OAuth login, some calls need it instead of
     * {@code Bearer}. They are calls of charts at Shoonya, such as {@code TPSeries}, and of market data at BNR.
     * {@link #httpClient} adds it to these calls by itself, at the broker's own host.
     *
     * @return one field by its name; the value is a secret
     */
    public Map<String, String> jKey() {
        return Map.of(KEY, key());
    }

    /**
     * Returns the first message of Noren's WebSocket. {@link NorenBroker#webSocket} has its URL.
     *
     * @return the fields of the JSON; the token is a secret
     */
    public Map<String, String> webSocket() {
        boolean quickAuth = login() == NorenLogin.QUICK_AUTH;
        return Map.of(
                "t",
                quickAuth ? "c" : "a",
                "uid",
                userId(),
                "actid",
                accountId(),
                quickAuth ? "susertoken" : "accesstoken",
                key(),
                "source",
                "API");
    }

    @Override
    protected RequestAuthenticator authenticator() {
        Set<String> keyCalls = NorenBroker.keyCalls(login(), apiClient.baseUrl().host());
        return request -> {
            List<String> path = request.url().pathSegments();
            if (login() == NorenLogin.OAUTH && !keyCalls.contains(path.get(path.size() - 1))) {
                return RequestAuthenticator.headers(bearer()).authenticate(request);
            }
            RequestBody body = request.body();
            if (body == null || !request.method().equals("POST")) {
                return SessionMonitor.ignore(request);
            }
            RequestBody longer = withKey(body, key());
            return request.newBuilder()
                    .post(longer)
                    .removeHeader("Transfer-Encoding")
                    .header("Content-Length", String.valueOf(longer.contentLength()))
                    .build();
        };
    }

    /**
     * Asks the broker for the profile of the user.
     *
     * @return the profile
     */
    public UserDetailsResponse details() {
        return detailsCall().execute();
    }

    /**
     * {@link #details()} without waiting.
     *
     * @return the future profile
     */
    public CompletableFuture<UserDetailsResponse> detailsAsync() {
        return detailsCall().executeAsync();
    }

    private ApiCall<UserDetailsResponse> detailsCall() {
        UserDetailsRequest request = UserDetailsRequest.builder().uid(userId()).build();
        return apiClient.call(
                api().userDetails(new UserDetailsForm(request, form().get(KEY))),
                response -> NorenResponseChecker.ok(response, UserDetailsResponse.class));
    }

    private ApiCall<NorenSession> refreshCall() {
        String token = refreshToken()
                .orElseThrow(() -> new IllegalStateException("This session has no refresh token. Log in again"));
        RefreshTokenRequest request =
                RefreshTokenRequest.builder().refreshToken(token).build();
        return loginClient.call(loginClient.api(NorenOauthApi.class).refreshToken(request), response -> {
            AccessTokenResponse login = NorenResponseChecker.token(response);
            response.requireUser(login.uid(), userId());
            // Zebu responds only with the new access token and its end.
            String next = Preconditions.isBlank(login.refreshToken()) ? token : login.refreshToken();
            return of(loginClient, userId(), login, next, response.as(QuickAuthResponse.class, state.answer));
        });
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        LogoutRequest request = LogoutRequest.builder().uid(userId()).build();
        return apiClient.voidCall(
                api().logout(new LogoutForm(request, form().get(KEY))),
                response -> NorenResponseChecker.ok(response, StatusResponse.class));
    }

    /**
     * Returns the generated Retrofit interface. Requests have the token in a header if the broker needs it there. Its
     * calls are sent at most once, end within the timeout, and throw the failures of the client. Nothing checks whether
     * a response reports success.
     *
     * @return the interface
     */
    public NorenApi api() {
        return apiClient.api(NorenApi.class);
    }

    private static Optional<Long> seconds(@Nullable String number) {
        try {
            return number == null
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(number))
                            .filter(seconds -> seconds >= -LAST_MOMENT && seconds <= LAST_MOMENT);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static RequestBody withKey(RequestBody body, String key) throws IOException {
        Buffer bytes = new Buffer();
        body.writeTo(bytes);
        // Noren splits at every ampersand, so a match cannot be inside of a value.
        if (!("&" + bytes.snapshot().utf8()).contains("&" + KEY + "=")) {
            bytes.writeUtf8((bytes.size() == 0 ? "" : "&") + KEY + "=" + key);
        }
        return RequestBody.create(bytes.readByteString(), body.contentType());
    }
}

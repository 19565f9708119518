package org.brokersdk.iifl;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.Profile;
import org.brokersdk.iifl.api.Rules;
import org.brokersdk.iifl.api.UserSessionAnswer;

/**
 * A session with IIFL's Markets API. Immutable; it can be saved and taken up again in another process.
 *
 * <p>IIFL wants a new login each trading day, and does not say at which hour a session ends: treat
 * {@link Reason#SESSION_EXPIRED} as its end.
 */
public final class IiflMarketsSession {

    private final IiflMarketsCalls calls;
    private final Saved state;

    /** What is saved: everything that the client's settings do not hold. */
    private record Saved(
            String iiflMarketsSession, String clientId, String since, String host, UserSessionAnswer answer)
            implements SavedSession {}

    /** What a JWT says of its end. */
    private record Claims(Long exp) {}

    private IiflMarketsSession(IiflMarketsCalls calls, Saved state) {
        this.calls = calls;
        this.state = state;
    }

    static IiflMarketsSession of(IiflMarketsCalls calls, String clientId, UserSessionAnswer answer) {
        String host = Carrier.origin(calls.baseUrl());
        return new IiflMarketsSession(
                calls, new Saved("1", clientId, Instant.now().toString(), host, answer));
    }

    static IiflMarketsSession restore(IiflMarketsCalls calls, String saved) {
        Saved state = SavedSession.read(
                saved,
                Saved.class,
                IiflMarketsSession.class,
                calls.baseUrl(),
                read -> "1".equals(read.iiflMarketsSession)
                        && !IiflCalls.isBlank(read.clientId)
                        && Rules.isVisible(read.answer.userSession()));
        return new IiflMarketsSession(calls, state);
    }

    /**
     * Who is logged in.
     *
     * @return the client id that the redirect brought
     */
    public String clientId() {
        return state.clientId;
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment of the login
     */
    public Instant since() {
        return Instant.parse(state.since);
    }

    /**
     * Until when at most, by what the token says of itself. IIFL documents no end, only that each trading day needs a
     * new login, so the session may end before.
     *
     * @return the moment, if the token names one
     */
    public Optional<Instant> until() {
        try {
            byte[] claims = Base64.getUrlDecoder().decode(token().split("\\.")[1]);
            return Optional.ofNullable(ApiClient.parse(new String(claims, StandardCharsets.UTF_8), Claims.class)
                            .exp())
                    .map(Instant::ofEpochSecond);
        } catch (RuntimeException e) {
            // Then it is no JWT, and nothing but IIFL needs to understand it.
            return Optional.empty();
        }
    }

    /**
     * What the broker said at the login.
     *
     * @return the answer; it holds the token
     */
    public UserSessionAnswer answer() {
        return state.answer;
    }

    /**
     * What later calls to IIFL need.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token());
    }

    /**
     * A client like yours, whose requests carry this session: {@link #headers()} go with each request to the host of
     * the session, at every hop of a redirect, and with no other. It keeps no cookies of its own and caches nothing, as
     * neither knows whose session it is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return Carrier.on(httpClient, calls.baseUrl(), null, Carrier.Carrying.headers(headers()));
    }

    /**
     * Asks who is logged in and what the account may do.
     *
     * @return the profile
     */
    public Profile profile() {
        return calls.profile(token()).send();
    }

    /**
     * {@link #profile()} without waiting.
     *
     * @return the profile to be
     */
    public CompletableFuture<Profile> profileAsync() {
        return calls.profile(token()).sendAsync();
    }

    /**
     * Writes the session down, for {@link IiflMarketsClient#restore(String)}.
     *
     * @return one line of text; it holds the token, so keep it like a password
     */
    public String save() {
        return ApiClient.format(state);
    }

    /** Ends the session. */
    public void logout() {
        calls.logout(token()).send();
    }

    /**
     * {@link #logout()} without waiting.
     *
     * @return completes when the session has ended
     */
    public CompletableFuture<Void> logoutAsync() {
        return calls.logout(token()).sendAsync();
    }

    @Override
    public String toString() {
        return "IiflMarketsSession[clientId=" + state.clientId + ", since=" + state.since + ", userSession=***]";
    }

    private String token() {
        return state.answer.userSession();
    }
}

package org.brokersdk.iifl;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.Profile;
import org.brokersdk.iifl.api.ProfileAnswer;
import org.brokersdk.iifl.api.UserSessionAnswer;
import org.brokersdk.iifl.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A session with IIFL's Markets API. IIFL wants a new login each trading day, and does not say at which hour a session
 * ends.
 */
public final class IiflMarketsSession extends LogoutSession {

    private final Endpoint endpoint;
    private final UserSessionAnswer answer;

    /** What a JWT says of its end. */
    private record Claims(@Nullable Long exp) {}

    private IiflMarketsSession(Endpoint endpoint, SavedSession<UserSessionAnswer> saved) {
        super(saved);
        this.answer = saved.state();
        this.endpoint = endpoint.with(client -> client.userSession(token()));
    }

    static IiflMarketsSession of(Endpoint endpoint, String clientId, UserSessionAnswer answer) {
        return new IiflMarketsSession(
                endpoint, SavedSession.now(IiflMarketsSession.class, clientId, endpoint.url(), answer));
    }

    static IiflMarketsSession restore(Endpoint endpoint, String saved) {
        return new IiflMarketsSession(
                endpoint,
                SavedSession.read(
                        saved,
                        IiflMarketsSession.class,
                        UserSessionAnswer.class,
                        endpoint.url(),
                        answer -> Rules.isVisible(answer.userSession())));
    }

    /**
     * Until when at most, by what the token says of itself. IIFL documents no end, only that each trading day needs a
     * new login, so the session may end before.
     *
     * @return the moment, if the token names one
     */
    public Optional<Instant> until() {
        try {
            byte[] claims = Base64.getUrlDecoder().decode(token().split("\\.", -1)[1]);
            return Optional.ofNullable(ApiClient.parse(new String(claims, StandardCharsets.UTF_8), Claims.class))
                    .map(Claims::exp)
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
        return answer;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token());
    }

    @Override
    HttpUrl home() {
        return endpoint.url();
    }

    /**
     * Asks who is logged in and what the account may do.
     *
     * @return the profile
     */
    public Profile profile() {
        return asking().send();
    }

    /**
     * {@link #profile()} without waiting.
     *
     * @return the profile to be
     */
    public CompletableFuture<Profile> profileAsync() {
        return asking().sendAsync();
    }

    private Exchange<Profile> asking() {
        return endpoint.exchange(Requests.getProfile(), answer -> {
            IiflMarketsJudge.acceptedWithResult(answer);
            Profile profile = answer.as(ProfileAnswer.class).result();
            if (profile == null) {
                throw answer.neither();
            }
            return profile;
        });
    }

    @Override
    Exchange<Void> end() {
        return endpoint.effect(Requests.logout(), IiflMarketsJudge::acceptedWithResult);
    }

    private String token() {
        return Objects.requireNonNull(answer.userSession());
    }
}

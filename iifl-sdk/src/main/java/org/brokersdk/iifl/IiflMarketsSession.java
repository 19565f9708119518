package org.brokersdk.iifl;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.Profile;
import org.brokersdk.iifl.api.ProfileResponse;
import org.brokersdk.iifl.api.UserSessionResponse;
import org.jspecify.annotations.Nullable;

/**
 * Session with IIFL's Markets API. IIFL requires a new login each trading day, and does not document at which hour a
 * session ends.
 */
public class IiflMarketsSession extends LogoutSession {

    private final UserSessionResponse response;

    /** Claims of a JWT. A moment may have a fraction of a second. */
    private record Claims(@Nullable Double exp) {}

    IiflMarketsSession(ApiClient client, SavedSession<UserSessionResponse> saved) {
        super(client.with(SecuritySchemes.userSession(token(saved.state()))), saved);
        this.response = saved.state();
    }

    static IiflMarketsSession of(ApiClient client, String clientId, UserSessionResponse response) {
        return new IiflMarketsSession(
                client, SavedSession.now(IiflMarketsSession.class, clientId, client.baseUrl(), response));
    }

    static IiflMarketsSession restore(ApiClient client, String saved, @Nullable String clientId) {
        return new IiflMarketsSession(
                client,
                SavedSession.parse(
                                saved,
                                IiflMarketsSession.class,
                                UserSessionResponse.class,
                                client.baseUrl(),
                                response -> Preconditions.isVisible(response.userSession()))
                        .requireUser(clientId));
    }

    /**
     * Returns the expiry that the token contains. IIFL documents only that each trading day needs a new login, so the
     * session may end earlier.
     *
     * @return the moment, if the token contains one
     */
    public Optional<Instant> expiresAt() {
        try {
            byte[] claims = Base64.getUrlDecoder().decode(token().split("\\.", -1)[1]);
            return Optional.ofNullable(
                            GsonAdapters.GSON.fromJson(new String(claims, StandardCharsets.UTF_8), Claims.class))
                    .map(Claims::exp)
                    .map(exp -> Instant.ofEpochSecond(exp.longValue()).plusMillis((long) (exp % 1 * 1_000)));
        } catch (RuntimeException e) {
            // The token is not a JWT. Only IIFL needs to understand it.
            return Optional.empty();
        }
    }

    /**
     * Returns the response to the login.
     *
     * @return the response, which contains the token
     */
    public UserSessionResponse response() {
        return response;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token());
    }

    /**
     * Asks IIFL for the user's profile and the permissions of the account.
     *
     * @return the profile
     */
    public Profile profile() {
        return profileCall().execute();
    }

    /**
     * {@link #profile()} without waiting.
     *
     * @return the future profile
     */
    public CompletableFuture<Profile> profileAsync() {
        return profileCall().executeAsync();
    }

    /**
     * Returns the generated Retrofit interface, with this session. Its calls are sent at most once, end within the
     * timeout, and throw the failures of the client. Nothing checks whether a response reports success.
     *
     * @return the interface
     */
    public IiflMarketsApi api() {
        return apiClient.api(IiflMarketsApi.class);
    }

    private ApiCall<Profile> profileCall() {
        return apiClient.call(api().getProfile(), response -> {
            IiflMarketsResponseChecker.acceptedWithResult(response);
            Profile profile = response.as(ProfileResponse.class).result();
            if (profile == null) {
                throw response.malformedResponse();
            }
            return profile;
        });
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        return apiClient.voidCall(api().logout(), IiflMarketsResponseChecker::acceptedWithResult);
    }

    private String token() {
        return token(response);
    }

    private static String token(UserSessionResponse response) {
        return Objects.requireNonNull(response.userSession());
    }
}

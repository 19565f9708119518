package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.kotak.api.InitSessionResponse;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.LoginByNicknameRequest;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.kotak.api.LoginResponse;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Client for Kotak's older Trade API. It logs in one user. Neo seems to supersede this API; {@link KotakNeoClient} logs
 * in to Neo.
 *
 * <pre>{@code
 * KotakClient kotak = KotakClient.builder().accessToken(t).consumerKey(k).userId("AB1234").build();
 * KotakSession session = kotak.login(password).verify(accessCode);
 * session.logout();
 * }</pre>
 */
public class KotakClient extends Client {

    private final KotakService service;

    KotakClient(KotakService service) {
        super(service.client());
        this.service = service;
    }

    /**
     * Starts a client.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Initialises the session. The response names the host to which the broker assigned the user. This call is
     * optional.
     *
     * @return the response, and the login at the host that it names
     */
    public KotakInit initSession() {
        return initCall(false).execute();
    }

    /**
     * {@link #initSession()} without waiting.
     *
     * @return the future response, and the login at the host that it names
     */
    public CompletableFuture<KotakInit> initSessionAsync() {
        return initCall(false).executeAsync();
    }

    /**
     * Initialises the session with the user id in the path instead of a header.
     *
     * @return the response, and the login at the host that it names
     */
    public KotakInit initSessionByPath() {
        return initCall(true).execute();
    }

    /**
     * {@link #initSessionByPath()} without waiting.
     *
     * @return the future response, and the login at the host that it names
     */
    public CompletableFuture<KotakInit> initSessionByPathAsync() {
        return initCall(true).executeAsync();
    }

    /**
     * Logs in with the first factor. Wrong passwords lock the account.
     *
     * @param password the password
     * @return the login, which the second factor must verify
     * @throws IllegalArgumentException if the password is null or blank
     */
    public KotakLogin login(String password) {
        return loginCall(service, password).execute();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param password the password
     * @return the future login, which the second factor must verify
     * @throws IllegalArgumentException if the password is null or blank
     */
    public CompletableFuture<KotakLogin> loginAsync(String password) {
        return loginCall(service, password).executeAsync();
    }

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link KotakSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, or is of another user, host or port
     */
    public KotakSession restore(String saved) {
        return KotakSession.restore(service, saved);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing checks whether a response reports success.
     *
     * @return the interface, with the access token and the consumer key
     */
    public KotakApi api() {
        return service.api();
    }

    private ApiCall<KotakInit> initCall(boolean byPath) {
        Builder user = service.settings();
        Call<InitSessionResponse> call;
        if (user.userId == null) {
            call = service.api()
                    .initSessionByNickname(Preconditions.required("nickname", user.nickname), user.ip, user.appId);
        } else if (byPath) {
            call = service.api().initSessionByUserId(user.userId, user.ip, user.appId);
        } else {
            call = service.api().initSession(user.userId, user.ip, user.appId);
        }
        return service.call(call, InitSessionResponse.class, (response, init) -> {
            if (init.success() == null) {
                return null;
            }
            requireUser(response, init.success().userid(), user.userId);
            return new KotakInit(service, init.success());
        });
    }

    static ApiCall<KotakLogin> loginCall(KotakService service, String password) {
        Builder user = service.settings();
        Call<LoginResponse> call = user.userId == null
                ? service.api()
                        .loginByNickname(
                                user.ip,
                                user.appId,
                                LoginByNicknameRequest.builder()
                                        .nickname(Preconditions.required("nickname", user.nickname))
                                        .password(password)
                                        .build())
                : service.api()
                        .loginByUserId(
                                user.ip,
                                user.appId,
                                LoginByUserIdRequest.builder()
                                        .userid(user.userId)
                                        .password(password)
                                        .build());
        return service.call(call, LoginResponse.class, (response, login) -> {
            if (login.success() != null) {
                requireUser(response, login.success().userid(), user.userId);
            }
            return KotakLogin.of(service, login.success());
        });
    }

    /** A login by nickname does not know the user id. */
    private static void requireUser(ApiResponse response, @Nullable String named, @Nullable String loggedIn) {
        if (loggedIn != null) {
            response.requireUser(named, loggedIn);
        }
    }

    /** Builder of a {@link KotakClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, KotakClient> {

        String accessToken;
        String consumerKey;

        @Nullable
        String userId;

        @Nullable
        String nickname;

        String ip = SpecValues.METADATA.defaultValue("ip");
        String appId = SpecValues.METADATA.defaultValue("appId");

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the access token of the application. It is required.
         *
         * @param accessToken from Kotak's portal or from {@link KotakTokens}
         * @return this builder
         */
        public Builder accessToken(String accessToken) {
            this.accessToken = Preconditions.text("accessToken", accessToken);
            return this;
        }

        /**
         * Sets the consumer key of the application. It is required.
         *
         * @param consumerKey from Kotak's portal
         * @return this builder
         */
        public Builder consumerKey(String consumerKey) {
            this.consumerKey = Preconditions.text("consumerKey", consumerKey);
            return this;
        }

        /**
         * Sets the user id. The user id or the nickname is required.
         *
         * @param userId such as {@code AB1234}
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = Preconditions.text("userId", userId);
            return this;
        }

        /**
         * Sets the nickname of the user.
         *
         * @param nickname as set with Kotak
         * @return this builder
         */
        public Builder nickname(String nickname) {
            this.nickname = Preconditions.text("nickname", nickname);
            return this;
        }

        /**
         * Sets the IP address to send. Kotak's own help says that any address will do.
         *
         * @param ip the address; the default value is {@code 127.0.0.1}
         * @return this builder
         */
        public Builder ip(String ip) {
            this.ip = Preconditions.text("ip", ip);
            return this;
        }

        /**
         * Sets the application id to send. Kotak's own help says that any id will do.
         *
         * @param appId the id; the default value is {@code brokersdk}
         * @return this builder
         */
        public Builder appId(String appId) {
            this.appId = Preconditions.text("appId", appId);
            return this;
        }

        /**
         * Builds a client that gets and revokes access tokens. Of the settings, only the consumer key is required.
         *
         * @param consumerSecret the secret that goes with the consumer key
         * @return the client
         * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
         */
        public KotakTokens tokens(String consumerSecret) {
            Preconditions.key("consumerKey", consumerKey);
            Preconditions.key("consumerSecret", consumerSecret);
            return new KotakTokens(
                    apiClient(KotakApi.BASE_URL).with(SecuritySchemes.consumerSecret(consumerKey, consumerSecret)));
        }

        @Override
        public KotakClient build() {
            Preconditions.key("accessToken", accessToken);
            Preconditions.key("consumerKey", consumerKey);
            if (userId == null && nickname == null) {
                throw new IllegalArgumentException("userId or nickname is required");
            }
            if (userId != null) {
                Preconditions.header("userId", userId);
            } else {
                Preconditions.required("nickname", nickname);
            }
            Preconditions.header("ip", ip);
            Preconditions.header("appId", appId);
            return new KotakClient(KotakService.of(copy(), apiClient(KotakApi.BASE_URL)));
        }
    }
}

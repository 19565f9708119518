package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.InitSessionAnswer;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.LoginAnswer;
import org.brokersdk.kotak.api.LoginByNicknameRequest;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.kotak.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs one user in to Kotak's older Trade API, which seems to be superseded by Neo, for which there is
 * {@link KotakNeoClient}.
 *
 * <pre>{@code
 * KotakClient kotak = KotakClient.builder().accessToken(t).consumerKey(k).userId("AB1234").build();
 * KotakSession session = kotak.login(password).verify(accessCode);
 * session.logout();
 * }</pre>
 */
public final class KotakClient extends Client {

    private final KotakCalls calls;

    private KotakClient(KotakCalls calls) {
        super(calls.endpoint());
        this.calls = calls;
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
     * Initialises the session, which tells the host where the user is at home. It may be left out.
     *
     * @return what the broker said, and the login that goes on from there
     */
    public KotakInit initSession() {
        return init(false).send();
    }

    /**
     * {@link #initSession()} without waiting.
     *
     * @return what the broker will have said
     */
    public CompletableFuture<KotakInit> initSessionAsync() {
        return init(false).sendAsync();
    }

    /**
     * Initialises the session by the path that names the user, in place of the header.
     *
     * @return what the broker said, and the login that goes on from there
     */
    public KotakInit initSessionByPath() {
        return init(true).send();
    }

    /**
     * {@link #initSessionByPath()} without waiting.
     *
     * @return what the broker will have said
     */
    public CompletableFuture<KotakInit> initSessionByPathAsync() {
        return init(true).sendAsync();
    }

    /**
     * Logs in with the first factor. Wrong passwords lock the account.
     *
     * @param password the password
     * @return the login, which still has to be verified
     * @throws IllegalArgumentException if the password is null or blank
     */
    public KotakLogin login(String password) {
        return login(calls, password).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param password the password
     * @return the login, which will still have to be verified
     * @throws IllegalArgumentException if the password is null or blank
     */
    public CompletableFuture<KotakLogin> loginAsync(String password) {
        return login(calls, password).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link KotakSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public KotakSession restore(String saved) {
        return KotakSession.restore(calls, saved);
    }

    /**
     * The wire below this client, for those who want it; made anew each time, so keep it. Nothing judges its answers.
     *
     * @return the calls of the spec, with the access token and the consumer key
     */
    public KotakApi api() {
        return calls.endpoint().api(KotakApi.class);
    }

    private Exchange<KotakInit> init(boolean byPath) {
        Builder user = calls.settings();
        Outgoing request;
        if (user.userId == null) {
            request = Requests.initSessionByNickname(Rules.required("nickname", user.nickname), user.ip, user.appId);
        } else if (byPath) {
            request = Requests.initSessionByUserId(user.userId, user.ip, user.appId);
        } else {
            request = Requests.initSession(user.userId, user.ip, user.appId);
        }
        return calls.exchange(request, InitSessionAnswer.class, (answer, init) -> {
            if (init.success() == null) {
                return null;
            }
            requireUser(answer, init.success().userid(), user.userId);
            return new KotakInit(calls, init.success());
        });
    }

    static Exchange<KotakLogin> login(KotakCalls calls, String password) {
        Builder user = calls.settings();
        Outgoing request = user.userId == null
                ? Requests.loginByNickname(
                        user.ip,
                        user.appId,
                        LoginByNicknameRequest.builder()
                                .nickname(Rules.required("nickname", user.nickname))
                                .password(password)
                                .build())
                : Requests.loginByUserId(
                        user.ip,
                        user.appId,
                        LoginByUserIdRequest.builder()
                                .userid(user.userId)
                                .password(password)
                                .build());
        return calls.exchange(request, LoginAnswer.class, (answer, login) -> {
            if (login.success() != null) {
                requireUser(answer, login.success().userid(), user.userId);
            }
            return KotakLogin.of(calls, login.success());
        });
    }

    /** A login by nickname does not know the user id. */
    private static void requireUser(Answer answer, @Nullable String named, @Nullable String loggedIn) {
        if (loggedIn != null) {
            answer.requireUser(named, loggedIn);
        }
    }

    /** What a {@link KotakClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, KotakClient> {

        String accessToken;
        String consumerKey;

        @Nullable
        String userId;

        @Nullable
        String nickname;

        String ip = Facts.byDefault("ip");
        String appId = Facts.byDefault("appId");

        private Builder() {}

        /**
         * The access token of the application, required.
         *
         * @param accessToken from Kotak's portal or from {@link KotakTokens}
         * @return this builder
         */
        public Builder accessToken(String accessToken) {
            this.accessToken = accessToken;
            return this;
        }

        /**
         * The consumer key of the application, required.
         *
         * @param consumerKey from Kotak's portal
         * @return this builder
         */
        public Builder consumerKey(String consumerKey) {
            this.consumerKey = consumerKey;
            return this;
        }

        /**
         * Who logs in; this or a nickname is required.
         *
         * @param userId such as {@code AB1234}
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = userId;
            return this;
        }

        /**
         * Who logs in, by nickname.
         *
         * @param nickname as set with Kotak
         * @return this builder
         */
        public Builder nickname(String nickname) {
            this.nickname = nickname;
            return this;
        }

        /**
         * The IP address to send; Kotak's own help says to enter any.
         *
         * @param ip {@code 127.0.0.1} unless set
         * @return this builder
         */
        public Builder ip(String ip) {
            this.ip = ip;
            return this;
        }

        /**
         * The application id to send; Kotak's own help says to enter any.
         *
         * @param appId {@code brokersdk} unless set
         * @return this builder
         */
        public Builder appId(String appId) {
            this.appId = appId;
            return this;
        }

        /**
         * Makes a client that gets and revokes access tokens. It needs the consumer key alone.
         *
         * @param consumerSecret the secret that goes with the consumer key
         * @return the client
         * @throws IllegalArgumentException if a setting is missing or malformed; the message does not show it
         */
        public KotakTokens tokens(String consumerSecret) {
            Rules.header("consumerKey", consumerKey);
            Rules.header("consumerSecret", consumerSecret);
            String baseUrl = baseUrlOr(KotakApi.BASE_URL);
            return new KotakTokens(
                    endpoint(baseUrl).with(client -> client.consumerSecret(consumerKey, consumerSecret)));
        }

        @Override
        public KotakClient build() {
            Rules.header("accessToken", accessToken);
            Rules.header("consumerKey", consumerKey);
            if (userId == null && nickname == null) {
                throw new IllegalArgumentException("userId or nickname is required");
            }
            if (userId != null) {
                Rules.header("userId", userId);
            } else {
                Rules.required("nickname", nickname);
            }
            Rules.header("ip", ip);
            Rules.header("appId", appId);
            String baseUrl = baseUrlOr(KotakApi.BASE_URL);
            return new KotakClient(KotakCalls.of(copy(), endpoint(baseUrl)));
        }
    }
}

package org.brokersdk.noren;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.brokersdk.noren.api.ChangePasswordAnswer;
import org.brokersdk.noren.api.ChangePasswordRequest;
import org.brokersdk.noren.api.ForgotPasswordRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthAnswer;
import org.brokersdk.noren.api.QuickAuthRequest;
import org.brokersdk.noren.api.RequestOtpRequest;
import org.brokersdk.noren.api.RequestStatusAnswer;
import org.brokersdk.noren.api.ResetPasswordRequest;
import org.brokersdk.noren.api.StatusAnswer;
import org.brokersdk.noren.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in to one broker that runs Noren and takes QuickAuth. Many have moved: {@link NorenOauthClient} and
 * {@link FlattradeClient} log in to those that {@link NorenBroker} knows.
 *
 * <pre>{@code
 * NorenClient noren = NorenClient.builder().baseUrl(url).vendorCode(v).apiKey(a).deviceId(mac).build();
 * NorenSession session = noren.login("VIDYA", password, Totp.fromBase32(secret));
 * session.logout();
 * }</pre>
 *
 * <p>Passwords and the API key are given as they are; this client hashes what Noren wants hashed.
 */
public final class NorenClient extends Client {

    private final Builder settings;

    private NorenClient(Builder settings, Endpoint endpoint) {
        super(endpoint);
        this.settings = settings;
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
     * Logs in. Wrong passwords lock the account.
     *
     * <p>A login whose password must be changed first is {@link NorenException.Rejected} for
     * {@link Reason#PASSWORD_EXPIRED}, even where the broker called it a success: {@link #changePassword} goes on from
     * there.
     *
     * @param userId the user
     * @param password the password, not its hash
     * @param oneTimePassword the OTP or TOTP; some brokers take the PAN or the date of birth
     * @return the session
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public NorenSession login(String userId, String password, String oneTimePassword) {
        return quickAuth(userId, password, oneTimePassword).send();
    }

    /**
     * {@link #login(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param password the password, not its hash
     * @param oneTimePassword the OTP or TOTP; some brokers take the PAN or the date of birth
     * @return the session to be
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public CompletableFuture<NorenSession> loginAsync(String userId, String password, String oneTimePassword) {
        return quickAuth(userId, password, oneTimePassword).sendAsync();
    }

    /**
     * {@link #login(String, String, String)} with a one-time password that is asked for once, by a thread of the SDK,
     * when the connection stands and the request is about to go out.
     *
     * @param userId the user
     * @param password the password, not its hash
     * @param oneTimePassword tells the one-time password, such as {@link Totp}
     * @return the session
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public NorenSession login(String userId, String password, Supplier<String> oneTimePassword) {
        return quickAuth(userId, password, oneTimePassword).send();
    }

    /**
     * {@link #login(String, String, Supplier)} without waiting.
     *
     * @param userId the user
     * @param password the password, not its hash
     * @param oneTimePassword tells the one-time password, such as {@link Totp}
     * @return the session to be
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public CompletableFuture<NorenSession> loginAsync(
            String userId, String password, Supplier<String> oneTimePassword) {
        return quickAuth(userId, password, oneTimePassword).sendAsync();
    }

    /**
     * Changes the password. Wrong old ones lock the account.
     *
     * @param userId the user
     * @param oldPassword the password so far, not its hash
     * @param newPassword the password to be
     * @return the answer, perhaps with a message for the user
     * @throws IllegalArgumentException if one is null or blank, or a password is a hash
     */
    public ChangePasswordAnswer changePassword(String userId, String oldPassword, String newPassword) {
        return change(userId, oldPassword, newPassword).send();
    }

    /**
     * {@link #changePassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param oldPassword the password so far, not its hash
     * @param newPassword the password to be
     * @return the answer to be
     * @throws IllegalArgumentException if one is null or blank, or a password is a hash
     */
    public CompletableFuture<ChangePasswordAnswer> changePasswordAsync(
            String userId, String oldPassword, String newPassword) {
        return change(userId, oldPassword, newPassword).sendAsync();
    }

    /**
     * Asks the broker for a new password.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @param dateOfBirth written as the broker asks for it
     * @throws IllegalArgumentException if one is null or blank
     */
    public void forgotPassword(String userId, String pan, String dateOfBirth) {
        forgot(userId, pan, dateOfBirth).send();
    }

    /**
     * {@link #forgotPassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @param dateOfBirth written as the broker asks for it
     * @return completes when the broker has agreed
     * @throws IllegalArgumentException if one is null or blank
     */
    public CompletableFuture<Void> forgotPasswordAsync(String userId, String pan, String dateOfBirth) {
        return forgot(userId, pan, dateOfBirth).sendAsync();
    }

    /**
     * Asks the broker to send a one-time password, for {@link #resetPassword}.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the answer, with the broker's own words
     * @throws IllegalArgumentException if one is null or blank
     */
    public RequestStatusAnswer requestOtp(String userId, String pan) {
        return otp(userId, pan).send();
    }

    /**
     * {@link #requestOtp(String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the answer to be
     * @throws IllegalArgumentException if one is null or blank
     */
    public CompletableFuture<RequestStatusAnswer> requestOtpAsync(String userId, String pan) {
        return otp(userId, pan).sendAsync();
    }

    /**
     * Sets a new password, proved by the one-time password that {@link #requestOtp} has brought.
     *
     * @param userId the user
     * @param newPassword the password to be
     * @param otp the one-time password
     * @return the answer, with the broker's own words
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public RequestStatusAnswer resetPassword(String userId, String newPassword, String otp) {
        return reset(userId, newPassword, otp).send();
    }

    /**
     * {@link #resetPassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param newPassword the password to be
     * @param otp the one-time password
     * @return the answer to be
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public CompletableFuture<RequestStatusAnswer> resetPasswordAsync(String userId, String newPassword, String otp) {
        return reset(userId, newPassword, otp).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link NorenSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public NorenSession restore(String saved) {
        return NorenSession.restore(endpoint, saved);
    }

    /**
     * The wire below this client, for those who want it; made anew each time, so keep it. Nothing hashes its fields or
     * judges its answers.
     *
     * @return the calls of the spec
     */
    public NorenApi api() {
        return endpoint.api(NorenApi.class);
    }

    private Exchange<NorenSession> quickAuth(String userId, String password, Supplier<String> oneTimePassword) {
        Rules.check("oneTimePassword", oneTimePassword, true, 0, Integer.MAX_VALUE, "");
        // Whatever else could stop the login is looked at before a one-time password is made.
        return quickAuth(userId, password, "unknown as yet")
                .madeLast(() -> quickAuthRequest(userId, password, oneTimePassword.get()));
    }

    private Exchange<NorenSession> quickAuth(String userId, String password, String oneTimePassword) {
        return endpoint.exchange(quickAuthRequest(userId, password, oneTimePassword), answer -> {
                    QuickAuthAnswer login = NorenJudge.ok(answer, QuickAuthAnswer.class);
                    if ("Y".equalsIgnoreCase(login.spasswordreset())) {
                        throw answer.rejected(null, "spasswordreset: " + login.spasswordreset());
                    }
                    if (!NorenJudge.isToken(login.susertoken())) {
                        throw answer.neither();
                    }
                    answer.requireUser(login.uid(), userId);
                    return NorenSession.of(endpoint, NorenLogin.QUICK_AUTH, userId, login.susertoken(), answer);
                })
                .hiding(password, settings.apiKey);
    }

    private Outgoing quickAuthRequest(String userId, String password, String oneTimePassword) {
        QuickAuthRequest request = QuickAuthRequest.builder()
                .uid(Rules.required("userId", userId))
                .pwd(Sha256.of(plain("password", password)))
                .factor2(Rules.required("oneTimePassword", oneTimePassword))
                .vc(settings.vendorCode)
                .appkey(Sha256.of(userId + "|" + settings.apiKey))
                .imei(settings.deviceId)
                .addldivinf(settings.deviceInfo)
                .ipaddr(settings.ipAddress)
                .apkversion(settings.appVersion)
                .build();
        return Requests.quickAuth(request);
    }

    private Exchange<ChangePasswordAnswer> change(String userId, String oldPassword, String newPassword) {
        ChangePasswordRequest request = ChangePasswordRequest.builder()
                .uid(Rules.required("userId", userId))
                .oldpwd(Sha256.of(plain("oldPassword", oldPassword)))
                .pwd(plain("newPassword", newPassword))
                .build();
        return endpoint.exchange(
                        Requests.changePassword(request), answer -> NorenJudge.ok(answer, ChangePasswordAnswer.class))
                .hiding(oldPassword);
    }

    private Exchange<Void> forgot(String userId, String pan, String dateOfBirth) {
        ForgotPasswordRequest request = ForgotPasswordRequest.builder()
                .uid(Rules.required("userId", userId))
                .pan(Rules.required("pan", pan))
                .dob(Rules.required("dateOfBirth", dateOfBirth))
                .build();
        return endpoint.effect(Requests.forgotPassword(request), answer -> NorenJudge.ok(answer, StatusAnswer.class));
    }

    private Exchange<RequestStatusAnswer> otp(String userId, String pan) {
        RequestOtpRequest request = RequestOtpRequest.builder()
                .uid(Rules.required("userId", userId))
                .pan(Rules.required("pan", pan))
                .build();
        return endpoint.exchange(Requests.requestOtp(request), NorenJudge::request);
    }

    private Exchange<RequestStatusAnswer> reset(String userId, String newPassword, String otp) {
        ResetPasswordRequest request = ResetPasswordRequest.builder()
                .uid(Rules.required("userId", userId))
                .pwd(plain("newPassword", newPassword))
                .otp(Rules.required("otp", otp))
                .build();
        return endpoint.exchange(Requests.resetPassword(request), NorenJudge::request);
    }

    /** A password as a person types it. */
    private static String plain(String field, String password) {
        if (Sha256.is(Rules.required(field, password))) {
            throw new IllegalArgumentException(field + " must be the password itself, not a hash of it");
        }
        return password;
    }

    /** What a {@link NorenClient} is made from. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, NorenClient> {

        private String vendorCode;
        private String apiKey;
        private String deviceId;
        private @Nullable String appVersion;
        private @Nullable String deviceInfo;
        private @Nullable String ipAddress;
        private @Nullable String brokersUrl;

        private Builder() {}

        /**
         * The broker. A {@link #baseUrl(String)} that is set as well counts more.
         *
         * @param broker such as {@link NorenBroker#PROSTOCKS}
         * @return this builder
         * @throws IllegalArgumentException if the broker takes another login; the message names the client for it
         */
        public Builder broker(NorenBroker broker) {
            brokersUrl = broker.baseUrl(NorenLogin.QUICK_AUTH);
            return this;
        }

        /**
         * The vendor code, required.
         *
         * @param vendorCode given by the broker with the API key
         * @return this builder
         */
        public Builder vendorCode(String vendorCode) {
            this.vendorCode = vendorCode;
            return this;
        }

        /**
         * The API key, required. It is never sent, only a hash of it.
         *
         * @param apiKey as the broker gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /**
         * What names the device, required.
         *
         * @param deviceId the MAC address or the IMEI; brokers take any text
         * @return this builder
         */
        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        /**
         * The version of the application.
         *
         * @param appVersion {@code 1.0.0} unless set
         * @return this builder
         */
        public Builder appVersion(String appVersion) {
            this.appVersion = appVersion;
            return this;
        }

        /**
         * More about the device; not sent unless set.
         *
         * @param deviceInfo such as {@code iPhone 8.0 - 9.0}
         * @return this builder
         */
        public Builder deviceInfo(String deviceInfo) {
            this.deviceInfo = deviceInfo;
            return this;
        }

        /**
         * The IP address of the device; not sent unless set.
         *
         * @param ipAddress such as {@code 192.0.2.1}
         * @return this builder
         */
        public Builder ipAddress(String ipAddress) {
            this.ipAddress = ipAddress;
            return this;
        }

        @Override
        public NorenClient build() {
            String baseUrl = baseUrlOr(brokersUrl);
            if (baseUrl == null) {
                throw new IllegalArgumentException(
                        "baseUrl is required, as each broker has its own: ask yours for the URL in front of /QuickAuth,"
                                + " such as https://host/NorenWClientTP");
            }
            Rules.required("vendorCode", vendorCode);
            Rules.required("apiKey", apiKey);
            Rules.required("deviceId", deviceId);
            Rules.check("appVersion", appVersion, false, 1, Integer.MAX_VALUE, "");
            Rules.check("deviceInfo", deviceInfo, false, 1, Integer.MAX_VALUE, "");
            Rules.check("ipAddress", ipAddress, false, 1, Integer.MAX_VALUE, "");
            return new NorenClient(copy(), endpoint(baseUrl));
        }
    }
}

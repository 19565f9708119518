package org.brokersdk.noren;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.PasswordClient;
import org.brokersdk.core.Reason;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Sha256;
import org.brokersdk.noren.api.ChangePasswordRequest;
import org.brokersdk.noren.api.ChangePasswordResponse;
import org.brokersdk.noren.api.ForgotPasswordRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthRequest;
import org.brokersdk.noren.api.QuickAuthResponse;
import org.brokersdk.noren.api.RequestOtpRequest;
import org.brokersdk.noren.api.RequestStatusResponse;
import org.brokersdk.noren.api.ResetPasswordRequest;
import org.brokersdk.noren.api.StatusResponse;
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
 * <p>Passwords and the API key are given as they are; this client hashes what Noren wants hashed. The one-time password
 * is an OTP or a TOTP; some brokers accept the PAN or the date of birth.
 *
 * <p>A login whose password must be changed first is {@link BrokerException.Rejected} for
 * {@link Reason#PASSWORD_EXPIRED}, even where the broker called it a success: {@link #changePassword} goes on from
 * there.
 */
public final class NorenClient extends PasswordClient<NorenSession> {

    private final Builder settings;
    private final NorenApi api;

    private NorenClient(Builder settings, ApiClient apiClient) {
        super(apiClient);
        this.settings = settings;
        this.api = apiClient.api(NorenApi.class);
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
     * Changes the password. Wrong old ones lock the account.
     *
     * @param userId the user
     * @param oldPassword the password so far, not its hash
     * @param newPassword the password to be
     * @return the answer, perhaps with a message for the user
     * @throws IllegalArgumentException if one is null or blank, or a password is a hash
     */
    public ChangePasswordResponse changePassword(String userId, String oldPassword, String newPassword) {
        return changeCall(userId, oldPassword, newPassword).execute();
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
    public CompletableFuture<ChangePasswordResponse> changePasswordAsync(
            String userId, String oldPassword, String newPassword) {
        return changeCall(userId, oldPassword, newPassword).executeAsync();
    }

    /**
     * Asks the broker for a new password.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @param dateOfBirth written as the broker asks for it, such as {@code 31-12-1990} at Zebu and ProStocks
     * @throws IllegalArgumentException if one is null or blank
     */
    public void forgotPassword(String userId, String pan, String dateOfBirth) {
        forgotCall(userId, pan, dateOfBirth).execute();
    }

    /**
     * {@link #forgotPassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @param dateOfBirth written as the broker asks for it, such as {@code 31-12-1990} at Zebu and ProStocks
     * @return completes when the broker has agreed
     * @throws IllegalArgumentException if one is null or blank
     */
    public CompletableFuture<Void> forgotPasswordAsync(String userId, String pan, String dateOfBirth) {
        return forgotCall(userId, pan, dateOfBirth).executeAsync();
    }

    /**
     * Asks the broker to send a one-time password, for {@link #resetPassword}. Any other response than the success that
     * the documents name is a {@link BrokerException.Rejected}. Infinn's document has another path for this call and
     * for {@link #resetPassword}, so neither may work there.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the answer, with the broker's own words
     * @throws IllegalArgumentException if one is null or blank
     */
    public RequestStatusResponse requestOtp(String userId, String pan) {
        return otpCall(userId, pan).execute();
    }

    /**
     * {@link #requestOtp(String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the answer to be
     * @throws IllegalArgumentException if one is null or blank
     */
    public CompletableFuture<RequestStatusResponse> requestOtpAsync(String userId, String pan) {
        return otpCall(userId, pan).executeAsync();
    }

    /**
     * Sets a new password, proved by the one-time password that {@link #requestOtp} has brought. Any other response
     * than the success that the documents name is a {@link BrokerException.Rejected}.
     *
     * @param userId the user
     * @param newPassword the password to be
     * @param otp the one-time password
     * @return the answer, with the broker's own words
     * @throws IllegalArgumentException if one is null or blank, or the password is a hash
     */
    public RequestStatusResponse resetPassword(String userId, String newPassword, String otp) {
        return resetCall(userId, newPassword, otp).execute();
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
    public CompletableFuture<RequestStatusResponse> resetPasswordAsync(String userId, String newPassword, String otp) {
        return resetCall(userId, newPassword, otp).executeAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link NorenSession#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public NorenSession restore(String saved) {
        return NorenSession.restore(apiClient, saved);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing hashes their fields or checks whether a response reports success.
     *
     * @return the interface
     */
    public NorenApi api() {
        return api;
    }

    @Override
    protected ApiCall<NorenSession> loginCall(String userId, String password, String oneTimePassword) {
        String uid = Preconditions.userId("userId", userId);
        QuickAuthRequest request = QuickAuthRequest.builder()
                .uid(uid)
                .pwd(Sha256.hash(plain("password", password)))
                .factor2(Preconditions.oneTimePassword("oneTimePassword", oneTimePassword))
                .vc(settings.vendorCode)
                .appkey(Sha256.hash(uid + "|" + settings.apiKey))
                .imei(settings.deviceId)
                .addldivinf(settings.deviceInfo)
                .ipaddr(settings.ipAddress)
                .apkversion(settings.appVersion)
                .build();
        return apiClient
                .call(api.quickAuth(request), response -> {
                    QuickAuthResponse login = NorenResponseChecker.ok(response, QuickAuthResponse.class);
                    if ("Y".equalsIgnoreCase(login.spasswordreset())) {
                        throw response.rejected(null, "spasswordreset: " + login.spasswordreset());
                    }
                    if (!NorenResponseChecker.isToken(login.susertoken())) {
                        throw response.malformedResponse();
                    }
                    response.requireUser(login.uid(), uid);
                    return NorenSession.of(apiClient, NorenLogin.QUICK_AUTH, uid, login.susertoken(), response);
                })
                .redacting(password, settings.apiKey);
    }

    private ApiCall<ChangePasswordResponse> changeCall(String userId, String oldPassword, String newPassword) {
        ChangePasswordRequest request = ChangePasswordRequest.builder()
                .uid(Preconditions.userId("userId", userId))
                .oldpwd(Sha256.hash(plain("oldPassword", oldPassword)))
                .pwd(plain("newPassword", newPassword))
                .build();
        return apiClient
                .call(
                        api.changePassword(request),
                        response -> NorenResponseChecker.ok(response, ChangePasswordResponse.class))
                .redacting(oldPassword);
    }

    private ApiCall<Void> forgotCall(String userId, String pan, String dateOfBirth) {
        ForgotPasswordRequest request = ForgotPasswordRequest.builder()
                .uid(Preconditions.userId("userId", userId))
                .pan(Preconditions.required("pan", pan))
                .dob(Preconditions.required("dateOfBirth", dateOfBirth))
                .build();
        return apiClient.voidCall(
                api.forgotPassword(request), response -> NorenResponseChecker.ok(response, StatusResponse.class));
    }

    private ApiCall<RequestStatusResponse> otpCall(String userId, String pan) {
        RequestOtpRequest request = RequestOtpRequest.builder()
                .uid(Preconditions.userId("userId", userId))
                .pan(Preconditions.required("pan", pan))
                .build();
        return apiClient.call(
                api.requestOtp(request),
                response -> NorenResponseChecker.requestStatus(response, NorenResponseChecker.OTP_SENT));
    }

    private ApiCall<RequestStatusResponse> resetCall(String userId, String newPassword, String otp) {
        ResetPasswordRequest request = ResetPasswordRequest.builder()
                .uid(Preconditions.userId("userId", userId))
                .pwd(plain("newPassword", newPassword))
                .otp(Preconditions.oneTimePassword("otp", otp))
                .build();
        return apiClient.call(
                api.resetPassword(request),
                response -> NorenResponseChecker.requestStatus(response, NorenResponseChecker.PASSWORD_RESET));
    }

    /** Returns a password, which must not be a hash. */
    private static String plain(String field, String password) {
        if (Sha256.isHash(Preconditions.required(field, password))) {
            throw new IllegalArgumentException(field + " must be the password itself, not a hash of it");
        }
        return password;
    }

    /** Builder of a {@link NorenClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, NorenClient> {

        private String vendorCode;
        private String apiKey;
        private String deviceId;
        private @Nullable String appVersion;
        private @Nullable String deviceInfo;
        private @Nullable String ipAddress;
        private @Nullable String brokersUrl;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * The broker. A {@link #baseUrl(String)} that is set as well counts more.
         *
         * @param broker such as {@link NorenBroker#PROSTOCKS}
         * @return this builder
         * @throws IllegalArgumentException if the broker takes another login; the message names the client for it
         */
        public Builder broker(NorenBroker broker) {
            brokersUrl = Preconditions.notNull("broker", broker).baseUrl(NorenLogin.QUICK_AUTH);
            return this;
        }

        /**
         * The vendor code, required.
         *
         * @param vendorCode given by the broker with the API key
         * @return this builder
         */
        public Builder vendorCode(String vendorCode) {
            this.vendorCode = Preconditions.text("vendorCode", vendorCode);
            return this;
        }

        /**
         * The API key, required. It is never sent, only a hash of it.
         *
         * @param apiKey as the broker gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = Preconditions.text("apiKey", apiKey);
            return this;
        }

        /**
         * Sets the name of the device. It is required.
         *
         * @param deviceId the MAC address or the IMEI; brokers take any text
         * @return this builder
         */
        public Builder deviceId(String deviceId) {
            this.deviceId = Preconditions.text("deviceId", deviceId);
            return this;
        }

        /**
         * The version of the application.
         *
         * @param appVersion {@code 1.0.0} unless set
         * @return this builder
         */
        public Builder appVersion(String appVersion) {
            this.appVersion = Preconditions.text("appVersion", appVersion);
            return this;
        }

        /**
         * More about the device; not sent unless set.
         *
         * @param deviceInfo such as {@code iPhone 8.0 - 9.0}
         * @return this builder
         */
        public Builder deviceInfo(String deviceInfo) {
            this.deviceInfo = Preconditions.text("deviceInfo", deviceInfo);
            return this;
        }

        /**
         * The IP address of the device; not sent unless set.
         *
         * @param ipAddress such as {@code 192.0.2.1}
         * @return this builder
         */
        public Builder ipAddress(String ipAddress) {
            this.ipAddress = Preconditions.text("ipAddress", ipAddress);
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
            Preconditions.key("vendorCode", vendorCode);
            Preconditions.key("apiKey", apiKey);
            Preconditions.required("deviceId", deviceId);
            Preconditions.optional("appVersion", appVersion);
            Preconditions.optional("deviceInfo", deviceInfo);
            Preconditions.optional("ipAddress", ipAddress);
            return new NorenClient(copy(), apiClient(baseUrl));
        }
    }
}

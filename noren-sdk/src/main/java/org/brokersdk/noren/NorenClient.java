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
 * Client for one broker that runs Noren and accepts QuickAuth. Many brokers have moved to other logins. For the brokers
 * that {@link NorenBroker} lists, {@link NorenOauthClient} and {@link FlattradeClient} have these logins.
 *
 * <pre>{@code
 * NorenClient noren = NorenClient.builder().baseUrl(url).vendorCode(v).apiKey(a).deviceId(mac).build();
 * NorenSession session = noren.login("VIDYA", password, Totp.fromBase32(secret));
 * session.logout();
 * }</pre>
 *
 * <p>Give passwords and the API key as they are. This client hashes the values that Noren needs hashed. The one-time
 * password is an OTP or a TOTP. Some brokers accept the PAN or the date of birth.
 *
 * <p>If the password must be changed first, a login throws {@link BrokerException.Rejected} with
 * {@link Reason#PASSWORD_EXPIRED}, even if the broker reports success. Call {@link #changePassword} then.
 */
public class NorenClient extends PasswordClient<NorenSession> {

    private final Builder settings;
    private final NorenApi api;

    NorenClient(Builder settings, ApiClient apiClient) {
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
     * Changes the password. Wrong old passwords lock the account.
     *
     * @param userId the user
     * @param oldPassword the old password, not its hash
     * @param newPassword the new password
     * @return the response, perhaps with a message for the user
     * @throws IllegalArgumentException if an argument is null or blank, or a password is a hash
     */
    public ChangePasswordResponse changePassword(String userId, String oldPassword, String newPassword) {
        return changeCall(userId, oldPassword, newPassword).execute();
    }

    /**
     * {@link #changePassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param oldPassword the old password, not its hash
     * @param newPassword the new password
     * @return the future response
     * @throws IllegalArgumentException if an argument is null or blank, or a password is a hash
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
     * @param dateOfBirth the date in the broker's format, such as {@code 31-12-1990} at Zebu and ProStocks
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public void forgotPassword(String userId, String pan, String dateOfBirth) {
        forgotCall(userId, pan, dateOfBirth).execute();
    }

    /**
     * {@link #forgotPassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @param dateOfBirth the date in the broker's format, such as {@code 31-12-1990} at Zebu and ProStocks
     * @return a future that completes when the broker has accepted the request
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public CompletableFuture<Void> forgotPasswordAsync(String userId, String pan, String dateOfBirth) {
        return forgotCall(userId, pan, dateOfBirth).executeAsync();
    }

    /**
     * Asks the broker to send a one-time password, for {@link #resetPassword}. If the response is not the success that
     * the documents show, the call throws {@link BrokerException.Rejected}. Infinn's document has other paths for this
     * call and for {@link #resetPassword}, so both may fail there.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the response, with the broker's own words
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public RequestStatusResponse requestOtp(String userId, String pan) {
        return otpCall(userId, pan).execute();
    }

    /**
     * {@link #requestOtp(String, String)} without waiting.
     *
     * @param userId the user
     * @param pan the tax number of the user
     * @return the future response
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public CompletableFuture<RequestStatusResponse> requestOtpAsync(String userId, String pan) {
        return otpCall(userId, pan).executeAsync();
    }

    /**
     * Sets a new password, with the one-time password that the user received after {@link #requestOtp}. If the response
     * is not the success that the documents show, the call throws {@link BrokerException.Rejected}.
     *
     * @param userId the user
     * @param newPassword the new password
     * @param otp the one-time password
     * @return the response, with the broker's own words
     * @throws IllegalArgumentException if an argument is null or blank, or the password is a hash
     */
    public RequestStatusResponse resetPassword(String userId, String newPassword, String otp) {
        return resetCall(userId, newPassword, otp).execute();
    }

    /**
     * {@link #resetPassword(String, String, String)} without waiting.
     *
     * @param userId the user
     * @param newPassword the new password
     * @param otp the one-time password
     * @return the future response
     * @throws IllegalArgumentException if an argument is null or blank, or the password is a hash
     */
    public CompletableFuture<RequestStatusResponse> resetPasswordAsync(String userId, String newPassword, String otp) {
        return resetCall(userId, newPassword, otp).executeAsync();
    }

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link NorenSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, or was saved at another host or port
     */
    public NorenSession restore(String saved) {
        return NorenSession.restore(apiClient, saved, null);
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
        QuickAuthRequest request = QuickAuthRequest.builder()
                .uid(Preconditions.userId("userId", userId))
                .pwd(Sha256.hash(plain("password", password)))
                .factor2(Preconditions.oneTimePassword("oneTimePassword", oneTimePassword))
                .vc(settings.vendorCode)
                .appkey(Sha256.hash(userId + "|" + settings.apiKey))
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
                    response.requireUser(login.uid(), userId);
                    return NorenSession.of(apiClient, NorenLogin.QUICK_AUTH, userId, login.susertoken(), response);
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
         * Sets the broker. {@link #baseUrl(String)} takes precedence.
         *
         * @param broker such as {@link NorenBroker#PROSTOCKS}
         * @return this builder
         * @throws IllegalArgumentException if the broker does not accept this login; the message names the client to
         *     use
         */
        public Builder broker(NorenBroker broker) {
            brokersUrl = Preconditions.notNull("broker", broker).baseUrl(NorenLogin.QUICK_AUTH);
            return this;
        }

        /**
         * Sets the vendor code. It is required.
         *
         * @param vendorCode the code that the broker gave with the API key
         * @return this builder
         */
        public Builder vendorCode(String vendorCode) {
            this.vendorCode = Preconditions.text("vendorCode", vendorCode);
            return this;
        }

        /**
         * Sets the API key. It is required. Requests contain only a hash of it.
         *
         * @param apiKey the key as the broker gave it
         * @return this builder
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = Preconditions.text("apiKey", apiKey);
            return this;
        }

        /**
         * Sets the name of the device. It is required.
         *
         * @param deviceId the MAC address or the IMEI; brokers accept any text
         * @return this builder
         */
        public Builder deviceId(String deviceId) {
            this.deviceId = Preconditions.text("deviceId", deviceId);
            return this;
        }

        /**
         * Sets the version of the application.
         *
         * @param appVersion the version; the default value is {@code 1.0.0}
         * @return this builder
         */
        public Builder appVersion(String appVersion) {
            this.appVersion = Preconditions.text("appVersion", appVersion);
            return this;
        }

        /**
         * Sets further information about the device. It is not sent unless set.
         *
         * @param deviceInfo such as {@code iPhone 8.0 - 9.0}
         * @return this builder
         */
        public Builder deviceInfo(String deviceInfo) {
            this.deviceInfo = Preconditions.text("deviceInfo", deviceInfo);
            return this;
        }

        /**
         * Sets the IP address of the device. It is not sent unless set.
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
                        "broker or baseUrl is required. Ask your broker for the URL before /QuickAuth,"
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

package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.kotak.api.GenerateAccessCodeResponse;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.TradeLogin;
import org.brokersdk.kotak.api.VerifyAccessCodeRequest;
import org.brokersdk.kotak.api.VerifyBiometricRequest;
import org.brokersdk.kotak.api.VerifyMpinRequest;
import org.brokersdk.kotak.api.VerifyResponse;
import org.brokersdk.kotak.api.VerifyWithoutCodeRequest;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Login with the first factor. The second factor exchanges it for a session. Wrong access codes lock the account. */
public final class KotakLogin {

    private final KotakService service;
    private final String userId;
    private final String oneTimeToken;
    private final TradeLogin response;

    private KotakLogin(KotakService service, String userId, String oneTimeToken, TradeLogin response) {
        this.service = service.at(response.redirect());
        this.userId = userId;
        this.oneTimeToken = oneTimeToken;
        this.response = response;
    }

    static @Nullable KotakLogin of(KotakService service, @Nullable TradeLogin response) {
        String oneTimeToken = response == null ? null : response.oneTimeToken();
        if (response == null || !Preconditions.isVisible(oneTimeToken)) {
            return null;
        }
        // The second factor needs the user id, which only the broker knows after a login by nickname.
        String named = Preconditions.isBlank(response.userid()) && response.redirect() != null
                ? response.redirect().userid()
                : response.userid();
        String userId = service.settings().userId == null ? named : service.settings().userId;
        return Preconditions.isVisible(userId) ? new KotakLogin(service, userId, oneTimeToken, response) : null;
    }

    /**
     * Returns the response of the broker.
     *
     * @return the response
     */
    public TradeLogin response() {
        return response;
    }

    /**
     * Verifies the login with the access code that the broker sent to the user.
     *
     * @param accessCode four digits
     * @return the session
     * @throws IllegalArgumentException if the code is not four digits
     */
    public KotakSession verify(String accessCode) {
        return byAccessCode(accessCode).execute();
    }

    /**
     * {@link #verify(String)} without waiting.
     *
     * @param accessCode four digits
     * @return the future session
     * @throws IllegalArgumentException if the code is not four digits
     */
    public CompletableFuture<KotakSession> verifyAsync(String accessCode) {
        return byAccessCode(accessCode).executeAsync();
    }

    /**
     * Exchanges the login for a session without an access code, where Kotak allows that.
     *
     * @return the session
     */
    public KotakSession verifyWithoutCode() {
        return withoutCode().execute();
    }

    /**
     * {@link #verifyWithoutCode()} without waiting.
     *
     * @return the future session
     */
    public CompletableFuture<KotakSession> verifyWithoutCodeAsync() {
        return withoutCode().executeAsync();
    }

    /**
     * Verifies the login with the mobile PIN.
     *
     * @param mpin the PIN
     * @return the session
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public KotakSession verifyMpin(String mpin) {
        return byMpin(mpin).execute();
    }

    /**
     * {@link #verifyMpin(String)} without waiting.
     *
     * @param mpin the PIN
     * @return the future session
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public CompletableFuture<KotakSession> verifyMpinAsync(String mpin) {
        return byMpin(mpin).executeAsync();
    }

    /**
     * Verifies the login with a biometric token.
     *
     * @param biometric the token
     * @return the session
     * @throws IllegalArgumentException if the token is null or blank
     */
    public KotakSession verifyBiometric(String biometric) {
        return byBiometric(biometric).execute();
    }

    /**
     * {@link #verifyBiometric(String)} without waiting.
     *
     * @param biometric the token
     * @return the future session
     * @throws IllegalArgumentException if the token is null or blank
     */
    public CompletableFuture<KotakSession> verifyBiometricAsync(String biometric) {
        return byBiometric(biometric).executeAsync();
    }

    /** Asks the broker to send the access code again. */
    public void resendAccessCode() {
        accessCodeAgain().execute();
    }

    /**
     * {@link #resendAccessCode()} without waiting.
     *
     * @return a future that completes when the broker has accepted the request
     */
    public CompletableFuture<Void> resendAccessCodeAsync() {
        return accessCodeAgain().executeAsync();
    }

    @Override
    public String toString() {
        return "KotakLogin[userId=" + userId + ", host="
                + service.client().baseUrl().host() + ", oneTimeToken=***]";
    }

    private ApiCall<KotakSession> byAccessCode(String accessCode) {
        VerifyAccessCodeRequest request = VerifyAccessCodeRequest.builder()
                .userid(userId)
                .accessCode(Preconditions.oneTimePassword("accessCode", accessCode))
                .build();
        return verified(api().verifyAccessCode(oneTimeToken, ip(), appId(), request));
    }

    private ApiCall<KotakSession> withoutCode() {
        VerifyWithoutCodeRequest request =
                VerifyWithoutCodeRequest.builder().userid(userId).build();
        return verified(api().verifyWithoutCode(oneTimeToken, ip(), appId(), request));
    }

    private ApiCall<KotakSession> byMpin(String mpin) {
        VerifyMpinRequest request =
                VerifyMpinRequest.builder().userid(userId).mpin(mpin).build();
        return verified(api().verifyMpin(oneTimeToken, ip(), appId(), request));
    }

    private ApiCall<KotakSession> byBiometric(String biometric) {
        VerifyBiometricRequest request = VerifyBiometricRequest.builder()
                .userid(userId)
                .biometric(biometric)
                .build();
        return verified(api().verifyBiometric(oneTimeToken, ip(), appId(), request));
    }

    private ApiCall<KotakSession> verified(Call<VerifyResponse> call) {
        return service.call(call, VerifyResponse.class, (response, verified) -> {
            if (verified.success() != null) {
                response.requireUser(verified.success().userId(), userId);
            }
            return KotakSession.of(service, userId, verified.success());
        });
    }

    private ApiCall<Void> accessCodeAgain() {
        // No source shows the response to a success.
        return service.voidCall(
                api().generateAccessCode(oneTimeToken, ip(), appId(), userId),
                GenerateAccessCodeResponse.class,
                response -> response);
    }

    private KotakApi api() {
        return service.api();
    }

    private String ip() {
        return service.settings().ip;
    }

    private String appId() {
        return service.settings().appId;
    }
}

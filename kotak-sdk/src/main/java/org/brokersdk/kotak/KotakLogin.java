package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.GenerateAccessCodeAnswer;
import org.brokersdk.kotak.api.LoginResult;
import org.brokersdk.kotak.api.VerifyAccessCodeRequest;
import org.brokersdk.kotak.api.VerifyAnswer;
import org.brokersdk.kotak.api.VerifyBiometricRequest;
import org.brokersdk.kotak.api.VerifyMpinRequest;
import org.brokersdk.kotak.api.VerifyWithoutCodeRequest;
import org.brokersdk.kotak.internal.Rules;
import org.jspecify.annotations.Nullable;

/** A login with the first factor, which the second factor turns into a session. Wrong codes lock the account. */
public final class KotakLogin {

    private final KotakCalls calls;
    private final String userId;
    private final String oneTimeToken;
    private final LoginResult answer;

    private KotakLogin(KotakCalls calls, String userId, String oneTimeToken, LoginResult answer) {
        this.calls = calls.at(answer.redirect());
        this.userId = userId;
        this.oneTimeToken = oneTimeToken;
        this.answer = answer;
    }

    static @Nullable KotakLogin of(KotakCalls calls, @Nullable LoginResult answer) {
        String oneTimeToken = answer == null ? null : answer.oneTimeToken();
        if (answer == null || !Rules.isVisible(oneTimeToken)) {
            return null;
        }
        // The second factor wants the user id, which only the broker knows after a login by nickname.
        String told = Rules.isBlank(answer.userid()) && answer.redirect() != null
                ? answer.redirect().userid()
                : answer.userid();
        String userId = calls.settings().userId == null ? told : calls.settings().userId;
        return Rules.isVisible(userId) ? new KotakLogin(calls, userId, oneTimeToken, answer) : null;
    }

    /**
     * What the broker said.
     *
     * @return the answer
     */
    public LoginResult answer() {
        return answer;
    }

    /**
     * Verifies with the access code that the broker sent to the user.
     *
     * @param accessCode four digits
     * @return the session
     * @throws IllegalArgumentException if the code is not four digits
     */
    public KotakSession verify(String accessCode) {
        return byAccessCode(accessCode).send();
    }

    /**
     * {@link #verify(String)} without waiting.
     *
     * @param accessCode four digits
     * @return the session to be
     * @throws IllegalArgumentException if the code is not four digits
     */
    public CompletableFuture<KotakSession> verifyAsync(String accessCode) {
        return byAccessCode(accessCode).sendAsync();
    }

    /**
     * Turns the login into a session without a code, where Kotak allows that.
     *
     * @return the session
     */
    public KotakSession verifyWithoutCode() {
        return withoutCode().send();
    }

    /**
     * {@link #verifyWithoutCode()} without waiting.
     *
     * @return the session to be
     */
    public CompletableFuture<KotakSession> verifyWithoutCodeAsync() {
        return withoutCode().sendAsync();
    }

    /**
     * Verifies with the mobile PIN.
     *
     * @param mpin the PIN
     * @return the session
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public KotakSession verifyMpin(String mpin) {
        return byMpin(mpin).send();
    }

    /**
     * {@link #verifyMpin(String)} without waiting.
     *
     * @param mpin the PIN
     * @return the session to be
     * @throws IllegalArgumentException if the PIN is null or blank
     */
    public CompletableFuture<KotakSession> verifyMpinAsync(String mpin) {
        return byMpin(mpin).sendAsync();
    }

    /**
     * Verifies with a biometric token.
     *
     * @param biometric the token
     * @return the session
     * @throws IllegalArgumentException if the token is null or blank
     */
    public KotakSession verifyBiometric(String biometric) {
        return byBiometric(biometric).send();
    }

    /**
     * {@link #verifyBiometric(String)} without waiting.
     *
     * @param biometric the token
     * @return the session to be
     * @throws IllegalArgumentException if the token is null or blank
     */
    public CompletableFuture<KotakSession> verifyBiometricAsync(String biometric) {
        return byBiometric(biometric).sendAsync();
    }

    /** Asks the broker to send the access code again. */
    public void resendAccessCode() {
        accessCodeAgain().send();
    }

    /**
     * {@link #resendAccessCode()} without waiting.
     *
     * @return completes when the broker has agreed
     */
    public CompletableFuture<Void> resendAccessCodeAsync() {
        return accessCodeAgain().sendAsync();
    }

    @Override
    public String toString() {
        return "KotakLogin[userId=" + userId + ", host="
                + calls.endpoint().url().host() + ", oneTimeToken=***]";
    }

    private Exchange<KotakSession> byAccessCode(String accessCode) {
        return verified(Requests.verifyAccessCode(
                oneTimeToken,
                calls.settings().ip,
                calls.settings().appId,
                VerifyAccessCodeRequest.builder()
                        .userid(userId)
                        .accessCode(accessCode)
                        .build()));
    }

    private Exchange<KotakSession> withoutCode() {
        return verified(Requests.verifyWithoutCode(
                oneTimeToken,
                calls.settings().ip,
                calls.settings().appId,
                VerifyWithoutCodeRequest.builder().userid(userId).build()));
    }

    private Exchange<KotakSession> byMpin(String mpin) {
        return verified(Requests.verifyMpin(
                oneTimeToken,
                calls.settings().ip,
                calls.settings().appId,
                VerifyMpinRequest.builder().userid(userId).mpin(mpin).build()));
    }

    private Exchange<KotakSession> byBiometric(String biometric) {
        return verified(Requests.verifyBiometric(
                oneTimeToken,
                calls.settings().ip,
                calls.settings().appId,
                VerifyBiometricRequest.builder()
                        .userid(userId)
                        .biometric(biometric)
                        .build()));
    }

    private Exchange<KotakSession> verified(Outgoing request) {
        return calls.exchange(request, VerifyAnswer.class, (answer, verified) -> {
            if (verified.success() != null) {
                answer.requireUser(verified.success().userId(), userId);
            }
            return KotakSession.of(calls, userId, verified.success());
        });
    }

    private Exchange<Void> accessCodeAgain() {
        return calls.effect(
                Requests.generateAccessCode(oneTimeToken, calls.settings().ip, calls.settings().appId, userId),
                GenerateAccessCodeAnswer.class);
    }
}

package org.brokersdk.core;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;

/**
 * Client for a login with user id, password and one-time password. Wrong passwords lock the account.
 *
 * @param <S> the session
 */
public abstract class PasswordClient<S> extends Client {

    /**
     * Creates a client.
     *
     * @param apiClient calls the broker
     */
    protected PasswordClient(ApiClient apiClient) {
        super(apiClient);
    }

    /**
     * Logs in.
     *
     * @param userId the user id in upper case, as the broker writes it
     * @param password the password as the user types it
     * @param oneTimePassword the one-time password; the class states what the broker accepts
     * @return the session
     * @throws IllegalArgumentException if an argument is null, blank or malformed; the message does not show it
     */
    public S login(String userId, String password, String oneTimePassword) {
        return loginCall(userId, password, oneTimePassword).execute();
    }

    /**
     * Logs in with a one-time password that is generated late. The supplier is asked once, by a thread of the SDK, when
     * the connection is established and the request is about to be sent.
     *
     * @param userId the user id in upper case, as the broker writes it
     * @param password the password as the user types it
     * @param oneTimePassword supplies the one-time password, for example a {@link Totp}
     * @return the session
     * @throws IllegalArgumentException if an argument is null, blank or malformed; the message does not show it
     */
    public S login(String userId, String password, Supplier<String> oneTimePassword) {
        return lateCall(userId, password, oneTimePassword).execute();
    }

    /**
     * {@link #login(String, String, String)} without waiting.
     *
     * @param userId the user id in upper case, as the broker writes it
     * @param password the password as the user types it
     * @param oneTimePassword the one-time password
     * @return the future session
     * @throws IllegalArgumentException as {@link #login(String, String, String)} does
     */
    public CompletableFuture<S> loginAsync(String userId, String password, String oneTimePassword) {
        return loginCall(userId, password, oneTimePassword).executeAsync();
    }

    /**
     * {@link #login(String, String, Supplier)} without waiting.
     *
     * @param userId the user id in upper case, as the broker writes it
     * @param password the password as the user types it
     * @param oneTimePassword supplies the one-time password, for example a {@link Totp}
     * @return the future session
     * @throws IllegalArgumentException as {@link #login(String, String, Supplier)} does
     */
    public CompletableFuture<S> loginAsync(String userId, String password, Supplier<String> oneTimePassword) {
        return lateCall(userId, password, oneTimePassword).executeAsync();
    }

    private ApiCall<S> lateCall(String userId, String password, Supplier<String> oneTimePassword) {
        Preconditions.notNull("oneTimePassword", oneTimePassword);
        return ApiCall.withOneTimePassword(otp -> loginCall(userId, password, otp), oneTimePassword);
    }

    /**
     * Returns the call that logs in.
     *
     * @param userId the user id
     * @param password the password
     * @param oneTimePassword the one-time password
     * @return a call
     * @throws IllegalArgumentException if an argument is null, blank or malformed
     */
    protected abstract ApiCall<S> loginCall(String userId, String password, String oneTimePassword);
}

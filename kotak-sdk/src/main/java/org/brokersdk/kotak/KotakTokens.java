package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.kotak.api.AccessTokenAnswer;
import org.brokersdk.kotak.api.IssueAccessTokenForm;
import org.brokersdk.kotak.api.RevokeAccessTokenForm;
import org.brokersdk.kotak.internal.Rules;

/** Gets and revokes the access token that every call to Kotak's Trade API carries. */
public final class KotakTokens extends Client {

    KotakTokens(Endpoint endpoint) {
        super(endpoint);
    }

    /**
     * Gets a token for the application.
     *
     * @return the answer with the token; its {@code toString()} masks it
     */
    public AccessTokenAnswer issue() {
        return token(IssueAccessTokenForm.builder()).send();
    }

    /**
     * {@link #issue()} without waiting.
     *
     * @return the answer to be
     */
    public CompletableFuture<AccessTokenAnswer> issueAsync() {
        return token(IssueAccessTokenForm.builder()).sendAsync();
    }

    /**
     * Gets a token for a user of Kotak's portal.
     *
     * @param username the user of the portal
     * @param password the password of the portal
     * @return the answer with the token; its {@code toString()} masks it
     * @throws IllegalArgumentException if one is null or blank
     */
    public AccessTokenAnswer issue(String username, String password) {
        return byPassword(username, password).send();
    }

    /**
     * {@link #issue(String, String)} without waiting.
     *
     * @param username the user of the portal
     * @param password the password of the portal
     * @return the answer to be
     * @throws IllegalArgumentException if one is null or blank
     */
    public CompletableFuture<AccessTokenAnswer> issueAsync(String username, String password) {
        return byPassword(username, password).sendAsync();
    }

    /**
     * Gets a new token for one that lapses.
     *
     * @param refreshToken from the answer that brought the old one
     * @return the answer with the token; its {@code toString()} masks it
     * @throws IllegalArgumentException if it is null or blank
     */
    public AccessTokenAnswer refresh(String refreshToken) {
        return byRefreshToken(refreshToken).send();
    }

    /**
     * {@link #refresh(String)} without waiting.
     *
     * @param refreshToken from the answer that brought the old one
     * @return the answer to be
     * @throws IllegalArgumentException if it is null or blank
     */
    public CompletableFuture<AccessTokenAnswer> refreshAsync(String refreshToken) {
        return byRefreshToken(refreshToken).sendAsync();
    }

    /**
     * Makes a token worthless.
     *
     * @param token the access token
     * @throws IllegalArgumentException if it is null or blank
     */
    public void revoke(String token) {
        revocation(token).send();
    }

    /**
     * {@link #revoke(String)} without waiting.
     *
     * @param token the access token
     * @return completes when the broker has agreed
     * @throws IllegalArgumentException if it is null or blank
     */
    public CompletableFuture<Void> revokeAsync(String token) {
        return revocation(token).sendAsync();
    }

    private Exchange<AccessTokenAnswer> byPassword(String username, String password) {
        return token(IssueAccessTokenForm.builder()
                .grantType("password")
                .username(Rules.required("username", username))
                .password(Rules.required("password", password)));
    }

    private Exchange<AccessTokenAnswer> byRefreshToken(String refreshToken) {
        return token(IssueAccessTokenForm.builder()
                .grantType("refresh_token")
                .refreshToken(Rules.required("refreshToken", refreshToken)));
    }

    private Exchange<AccessTokenAnswer> token(IssueAccessTokenForm.Builder form) {
        return endpoint.exchange(
                Requests.issueAccessToken(form.build()),
                answer -> KotakCalls.judge(
                        answer,
                        AccessTokenAnswer.class,
                        (whole, token) -> Rules.isVisible(token.accessToken()) ? token : null));
    }

    private Exchange<Void> revocation(String token) {
        RevokeAccessTokenForm form =
                RevokeAccessTokenForm.builder().token(token).build();
        return endpoint.effect(Requests.revokeAccessToken(form), answer -> {
            // The broker answers a success with an empty body.
            if (!answer.isSuccessful() || !answer.isEmpty()) {
                KotakCalls.judge(answer, Object.class, (whole, anything) -> anything);
            }
        });
    }
}

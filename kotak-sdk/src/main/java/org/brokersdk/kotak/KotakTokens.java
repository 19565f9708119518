package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.Client;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.kotak.api.AccessTokenResponse;
import org.brokersdk.kotak.api.FaultResponse;
import org.brokersdk.kotak.api.IssueAccessTokenForm;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.RevokeAccessTokenForm;

/** Client that gets and revokes the access token, which every call to Kotak's Trade API sends. */
public class KotakTokens extends Client {

    private final KotakApi api;

    KotakTokens(ApiClient apiClient) {
        super(apiClient);
        this.api = apiClient.api(KotakApi.class);
    }

    /**
     * Gets a token for the application.
     *
     * @return the response with the token, which its {@code toString()} redacts
     */
    public AccessTokenResponse issue() {
        return token(IssueAccessTokenForm.builder()).execute();
    }

    /**
     * {@link #issue()} without waiting.
     *
     * @return the future response
     */
    public CompletableFuture<AccessTokenResponse> issueAsync() {
        return token(IssueAccessTokenForm.builder()).executeAsync();
    }

    /**
     * Gets a token for a user of Kotak's portal.
     *
     * @param username the user of the portal
     * @param password the password of the portal
     * @return the response with the token, which its {@code toString()} redacts
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public AccessTokenResponse issue(String username, String password) {
        return byPassword(username, password).execute();
    }

    /**
     * {@link #issue(String, String)} without waiting.
     *
     * @param username the user of the portal
     * @param password the password of the portal
     * @return the future response
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public CompletableFuture<AccessTokenResponse> issueAsync(String username, String password) {
        return byPassword(username, password).executeAsync();
    }

    /**
     * Gets a new token before or after the old token expires.
     *
     * @param refreshToken the refresh token from the response with the old token
     * @return the response with the token, which its {@code toString()} redacts
     * @throws IllegalArgumentException if the token is null or blank
     */
    public AccessTokenResponse refresh(String refreshToken) {
        return byRefreshToken(refreshToken).execute();
    }

    /**
     * {@link #refresh(String)} without waiting.
     *
     * @param refreshToken the refresh token from the response with the old token
     * @return the future response
     * @throws IllegalArgumentException if the token is null or blank
     */
    public CompletableFuture<AccessTokenResponse> refreshAsync(String refreshToken) {
        return byRefreshToken(refreshToken).executeAsync();
    }

    /**
     * Revokes a token.
     *
     * @param token the access token
     * @throws IllegalArgumentException if the token is null or blank
     */
    public void revoke(String token) {
        revocation(token).execute();
    }

    /**
     * {@link #revoke(String)} without waiting.
     *
     * @param token the access token
     * @return a future that completes when the broker has revoked the token
     * @throws IllegalArgumentException if the token is null or blank
     */
    public CompletableFuture<Void> revokeAsync(String token) {
        return revocation(token).executeAsync();
    }

    private ApiCall<AccessTokenResponse> byPassword(String username, String password) {
        return token(IssueAccessTokenForm.builder()
                .grantType("password")
                .username(Preconditions.required("username", username))
                .password(Preconditions.required("password", password)));
    }

    private ApiCall<AccessTokenResponse> byRefreshToken(String refreshToken) {
        return token(IssueAccessTokenForm.builder()
                .grantType("refresh_token")
                .refreshToken(Preconditions.key("refreshToken", refreshToken)));
    }

    private ApiCall<AccessTokenResponse> token(IssueAccessTokenForm.Builder form) {
        return apiClient.call(
                api.issueAccessToken(form.build()),
                response -> KotakService.check(
                        response,
                        AccessTokenResponse.class,
                        (complete, token) -> Preconditions.isVisible(token.accessToken()) ? token : null));
    }

    private ApiCall<Void> revocation(String token) {
        RevokeAccessTokenForm form = RevokeAccessTokenForm.builder()
                .token(Preconditions.key("token", token))
                .build();
        return apiClient.voidCall(api.revokeAccessToken(form), response -> {
            // The broker sends an empty body for a success.
            if (!response.isSuccessful() || !response.isEmpty()) {
                KotakService.check(response, Object.class, (complete, model) -> model);
                response.requireFit(FaultResponse.class);
            }
        });
    }
}

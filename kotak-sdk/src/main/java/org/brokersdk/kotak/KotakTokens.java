package org.brokersdk.kotak;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.brokersdk.kotak.api.AccessTokenAnswer;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.Rules;
import retrofit2.Call;

/** Gets and revokes the access token that every call to Kotak's Trade API carries. */
public final class KotakTokens implements AutoCloseable {

    private final Transport transport;
    private final ApiClient client;
    private final KotakApi api;

    KotakTokens(Transport transport, String baseUrl, String consumerKey, String consumerSecret) {
        this.transport = transport;
        this.client = new ApiClient(transport.http(baseUrl), baseUrl).consumerSecret(consumerKey, consumerSecret);
        this.api = client.create(KotakApi.class);
    }

    /**
     * Gets a token for the application.
     *
     * @return the answer with the token; its {@code toString()} masks it
     */
    public AccessTokenAnswer issue() {
        return token("client_credentials", null, null, null).send();
    }

    /**
     * {@link #issue()} without waiting.
     *
     * @return the answer to be
     */
    public CompletableFuture<AccessTokenAnswer> issueAsync() {
        return token("client_credentials", null, null, null).sendAsync();
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

    /**
     * Starts no more calls: whatever would send one throws an {@link IllegalStateException}. Calls under way go on to
     * their end, and an {@code OkHttpClient} that was given stays open.
     */
    @Override
    public void close() {
        transport.close();
    }

    private Exchange<AccessTokenAnswer> byPassword(String username, String password) {
        require("username", username);
        require("password", password);
        return token("password", username, password, null);
    }

    private Exchange<AccessTokenAnswer> byRefreshToken(String refreshToken) {
        require("refreshToken", refreshToken);
        return token("refresh_token", null, null, refreshToken);
    }

    private Exchange<AccessTokenAnswer> token(String grant, String username, String password, String refreshToken) {
        return exchange(
                api.issueAccessToken(grant, username, password, refreshToken),
                answer -> KotakCalls.judge(
                        answer,
                        AccessTokenAnswer.class,
                        (whole, token) -> KotakCalls.usable(token.accessToken()) == null ? null : token));
    }

    private Exchange<Void> revocation(String token) {
        require("token", token);
        return exchange(api.revokeAccessToken(token), answer -> {
            // The broker answers a success with an empty body.
            if (!answer.isSuccessful() || !answer.isEmpty()) {
                KotakCalls.judge(answer, Object.class, (whole, anything) -> anything);
            }
            return null;
        });
    }

    private <T> Exchange<T> exchange(Call<?> call, Function<Answer, T> judge) {
        return new Exchange<>(transport, client, call, judge);
    }

    private static void require(String field, String value) {
        Rules.check(field, value, true, 1, Integer.MAX_VALUE, "");
    }
}

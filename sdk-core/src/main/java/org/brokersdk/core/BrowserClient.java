package org.brokersdk.core;

import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.jspecify.annotations.Nullable;

/**
 * Client for a login on a page of the broker. The user's browser goes to {@link #loginUrl()}. The page redirects the
 * browser to the redirect URL with an authorization code, which {@link #login(String)} exchanges for a session. A code
 * is valid for one login.
 *
 * <p>A {@link RedirectListener} receives the browser on this machine. A server of your own passes the URL as text.
 *
 * @param <S> the session
 */
public abstract class BrowserClient<S extends Session> extends Client {

    private final HttpUrl loginPage;
    private final @Nullable HttpUrl redirectUrl;

    /**
     * Creates a client.
     *
     * @param apiClient calls the broker
     * @param loginPage the page on which users log in
     * @param redirectUrl the URL that the page redirects to, or null
     */
    protected BrowserClient(ApiClient apiClient, HttpUrl loginPage, @Nullable String redirectUrl) {
        super(apiClient);
        this.loginPage = loginPage;
        this.redirectUrl = redirectUrl == null ? null : HttpUrl.get(redirectUrl);
    }

    /**
     * Returns the URL to open in the user's browser. Nothing proves that a later redirect belongs to this login; use
     * {@link #loginUrl(String)} where the broker returns the state.
     *
     * @return the URL of the broker's login page
     */
    public String loginUrl() {
        return page().toString();
    }

    /**
     * Returns the URL to open in the user's browser, with a state that the redirect must contain. It is inferred that
     * brokers return the state; where a broker does not, {@link #login(String)} works without one.
     *
     * @param state a value that nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL of the broker's login page
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String loginUrl(String state) {
        return page(Preconditions.required("state", state)).toString();
    }

    /**
     * Opens the session, after a {@link #loginUrl()}.
     *
     * <p>Nothing proves that the redirect belongs to a login that was started here: prefer {@link #login(String,
     * String)} where the broker returns the state.
     *
     * @param redirect the complete URL that the browser was redirected to
     * @return the session
     * @throws IllegalArgumentException if the redirect is not to the redirect URL, or a parameter is missing or
     *     repeated; the message does not show the redirect
     */
    public S login(String redirect) {
        return redirected(redirect, null).execute();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param redirect the complete URL that the browser was redirected to
     * @return the future session
     * @throws IllegalArgumentException as {@link #login(String)} does
     */
    public CompletableFuture<S> loginAsync(String redirect) {
        return redirected(redirect, null).executeAsync();
    }

    /**
     * Opens the session, after a {@link #loginUrl(String)}.
     *
     * @param redirect the complete URL that the browser was redirected to
     * @param state the state of the login URL
     * @return the session
     * @throws IllegalArgumentException if the redirect is not to the redirect URL, has another state or none, or a
     *     parameter is missing or repeated; the message does not show the redirect
     */
    public S login(String redirect, String state) {
        return redirected(redirect, Preconditions.required("state", state)).execute();
    }

    /**
     * {@link #login(String, String)} without waiting.
     *
     * @param redirect the complete URL that the browser was redirected to
     * @param state the state of the login URL
     * @return the future session
     * @throws IllegalArgumentException as {@link #login(String, String)} does
     */
    public CompletableFuture<S> loginAsync(String redirect, String state) {
        return redirected(redirect, Preconditions.required("state", state)).executeAsync();
    }

    /**
     * Opens the session with an authorization code that was read from the redirect, or by a person. The caller checks
     * that the code belongs to this login.
     *
     * @param code the authorization code
     * @return the session
     * @throws IllegalArgumentException if the code is null or blank
     */
    public S loginWithCode(String code) {
        return loginCall(Preconditions.required("code", code), null).execute();
    }

    /**
     * {@link #loginWithCode(String)} without waiting.
     *
     * @param code the authorization code
     * @return the future session
     * @throws IllegalArgumentException if the code is null or blank
     */
    public CompletableFuture<S> loginWithCodeAsync(String code) {
        return loginCall(Preconditions.required("code", code), null).executeAsync();
    }

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link Session#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, or was saved at another host or port
     */
    public abstract S restore(String saved);

    private ApiCall<S> redirected(String text, @Nullable String state) {
        if (redirectUrl == null) {
            throw new IllegalArgumentException(
                    "redirectUrl is required for a redirect; a code that the broker's page shows is for loginWithCode");
        }
        Redirect redirect =
                Redirect.parse(text, redirectUrl, state, apiClient.metadata().redirectCodes());
        return loginCall(redirect.code(), redirect);
    }

    /**
     * Returns the login page with the parameters of the application.
     *
     * @return a URL
     */
    protected HttpUrl.Builder page() {
        return addApplication(loginPage.newBuilder());
    }

    /**
     * Returns the login page with the parameters of the application and a state.
     *
     * @param state the state that the redirect must contain
     * @return a URL
     */
    protected HttpUrl.Builder page(String state) {
        return page().addQueryParameter("state", state);
    }

    /**
     * Adds the parameters that identify the application to the login page.
     *
     * @param page the login page
     * @return the login page
     */
    protected abstract HttpUrl.Builder addApplication(HttpUrl.Builder page);

    /**
     * Returns the call that exchanges an authorization code for a session.
     *
     * @param code the authorization code
     * @param redirect the redirect that contained the code, or null
     * @return a call
     */
    protected abstract ApiCall<S> loginCall(String code, @Nullable Redirect redirect);
}

package org.brokersdk.core;

import java.io.IOException;
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
    private final @Nullable String redirectUrl;

    /**
     * Creates a client.
     *
     * @param apiClient calls the broker
     * @param settings the settings of the login page and of the redirect
     * @param defaultPage the broker's page on which users log in, or null
     * @throws IllegalArgumentException if there is no login page
     */
    protected BrowserClient(ApiClient apiClient, BrowserClientBuilder<?, ?> settings, @Nullable String defaultPage) {
        super(apiClient);
        this.loginPage = settings.loginPageOr(defaultPage);
        this.redirectUrl = settings.redirectUrl();
    }

    /**
     * Returns the URL to open in the user's browser. Nothing proves that a later redirect belongs to this login. Use
     * {@link #loginUrl(String)} if the broker returns the state.
     *
     * @return the URL of the broker's login page
     */
    public String loginUrl() {
        return page().toString();
    }

    /**
     * Returns the URL to open in the user's browser, with a state that the redirect must contain. It is inferred that
     * brokers return the state. If a broker does not, use {@link #login(String)}.
     *
     * @param state a value that nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL of the broker's login page
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String loginUrl(String state) {
        return page(requireState(state)).toString();
    }

    /**
     * Opens a listener on this machine, at the redirect URL of this client.
     *
     * @return the listener, which accepts only a redirect with its state
     * @throws IOException if the port is in use
     * @throws IllegalArgumentException if the redirect URL is not an http URL of this machine
     */
    public RedirectListener openListener() throws IOException {
        return openListener(true);
    }

    /**
     * Opens a listener for a broker that does not return the state. Another page in the browser could then redirect
     * with a code of its own login. So check whose session it is.
     *
     * @return the listener, which rejects a wrong state and accepts a redirect without one
     * @throws IOException if the port is in use
     * @throws IllegalArgumentException if the redirect URL is not an http URL of this machine
     */
    public RedirectListener openListenerWithoutState() throws IOException {
        return openListener(false);
    }

    private RedirectListener openListener(boolean stateRequired) throws IOException {
        return RedirectListener.open(
                requireRedirectUrl(), stateRequired, apiClient.metadata().redirectCodes());
    }

    /**
     * Opens the session, after a {@link #loginUrl()}.
     *
     * <p>Nothing proves that the redirect belongs to a login that this program started. Prefer {@link #login(String,
     * String)} if the broker returns the state.
     *
     * @param redirect the complete URL that the browser was redirected to
     * @return the session
     * @throws IllegalArgumentException if the redirect is not to the redirect URL, or a parameter is missing or
     *     repeated; the message does not show the redirect
     * @throws BrokerException.Rejected if the redirect has an error instead of a code, such as {@code access_denied}
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
     * @throws IllegalArgumentException if the redirect is not to the redirect URL, lacks the state, or lacks or repeats
     *     a parameter; the message does not show it
     * @throws BrokerException.Rejected if the redirect has an error instead of a code, such as {@code access_denied}
     */
    public S login(String redirect, String state) {
        return redirected(redirect, requireState(state)).execute();
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
        return redirected(redirect, requireState(state)).executeAsync();
    }

    /**
     * Opens the session with an authorization code that was read from the redirect, or by a person. The caller checks
     * that the code belongs to this login.
     *
     * @param code the authorization code alone
     * @return the session
     * @throws IllegalArgumentException if the code is null, blank, a whole URL or has the name of its parameter
     */
    public S loginWithCode(String code) {
        return codeCall(code, null).execute();
    }

    /**
     * {@link #loginWithCode(String)} without waiting.
     *
     * @param code the authorization code alone
     * @return the future session
     * @throws IllegalArgumentException as {@link #loginWithCode(String)} does
     */
    public CompletableFuture<S> loginWithCodeAsync(String code) {
        return codeCall(code, null).executeAsync();
    }

    /**
     * Restores a saved session. Sends nothing.
     *
     * @param saved the text from {@link Session#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not a saved session, or was saved at another host or port, or is
     *     of another user than the settings
     */
    public abstract S restore(String saved);

    private ApiCall<S> redirected(String text, @Nullable String state) {
        Redirect redirect = Redirect.parse(
                text, requireRedirectUrl(), state, apiClient.metadata().redirectCodes());
        return codeCall(redirect.code(), redirect);
    }

    private ApiCall<S> codeCall(String code, @Nullable Redirect redirect) {
        return loginCall(Preconditions.code("code", code, apiClient.metadata().redirectCodes()), redirect);
    }

    /** Checks a state. A program generates the state, so it may be any text. */
    private static String requireState(String state) {
        if (Preconditions.notNull("state", state).isBlank()) {
            throw new IllegalArgumentException("state must not be blank");
        }
        return state;
    }

    private HttpUrl requireRedirectUrl() {
        if (redirectUrl == null) {
            throw new IllegalArgumentException(
                    "redirectUrl is required for login(redirect). If the broker's page shows a code, give the code to loginWithCode");
        }
        return HttpUrl.get(redirectUrl);
    }

    /**
     * Returns the redirect URL as it was set.
     *
     * @return the URL, or null if none was set
     */
    protected @Nullable String redirectUrl() {
        return redirectUrl;
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

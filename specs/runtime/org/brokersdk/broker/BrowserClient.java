package org.brokersdk.broker;

import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import org.brokersdk.broker.internal.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Logs users in by a page of the broker: the user's browser goes to {@link #loginUrl()}, and the page sends it back to
 * the redirect URL with a code, which {@link #login(String)} exchanges for a session. A code is good for one login.
 *
 * <p>A {@link RedirectListener} takes the browser when it comes back to this machine; a server of your own passes the
 * URL on as text.
 *
 * @param <S> the session
 */
public abstract class BrowserClient<S extends Session> extends Client {

    private final HttpUrl loginPage;
    private final @Nullable HttpUrl redirectUrl;

    BrowserClient(Endpoint endpoint, HttpUrl loginPage, @Nullable String redirectUrl) {
        super(endpoint);
        this.loginPage = loginPage;
        this.redirectUrl = redirectUrl == null ? null : HttpUrl.get(redirectUrl);
    }

    /**
     * Where to send the user's browser. A redirect of this login cannot be told from one that somebody else started;
     * {@link #loginUrl(String)} is for that.
     *
     * @return the URL of the broker's login page
     */
    public String loginUrl() {
        return page().toString();
    }

    /**
     * Where to send the user's browser, with a state that the redirect has to bring back. That the broker sends it back
     * is inferred; where it does not, {@link #login(String)} goes without.
     *
     * @param state what nobody can guess, such as {@link RedirectListener#state()}
     * @return the URL of the broker's login page
     * @throws IllegalArgumentException if the state is null or blank
     */
    public String loginUrl(String state) {
        return page(Rules.required("state", state)).toString();
    }

    /**
     * Opens the session, after a {@link #loginUrl()}.
     *
     * <p>Nothing proves that this redirect belongs to a login that was started here: prefer {@link #login(String,
     * String)} where the broker sends the state back.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session
     * @throws IllegalArgumentException if it did not come to the redirect URL, or lacks or repeats what it should
     *     bring; the message does not show it
     */
    public S login(String redirect) {
        return redirected(redirect, null).send();
    }

    /**
     * {@link #login(String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @return the session to be
     * @throws IllegalArgumentException as {@link #login(String)} does
     */
    public CompletableFuture<S> loginAsync(String redirect) {
        return redirected(redirect, null).sendAsync();
    }

    /**
     * Opens the session, after a {@link #loginUrl(String)}.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state the state that was sent out
     * @return the session
     * @throws IllegalArgumentException if it did not come to the redirect URL, brings another state or none, or lacks
     *     or repeats what it should bring; the message does not show it
     */
    public S login(String redirect, String state) {
        return redirected(redirect, Rules.required("state", state)).send();
    }

    /**
     * {@link #login(String, String)} without waiting.
     *
     * @param redirect the whole URL that the browser was sent to
     * @param state the state that was sent out
     * @return the session to be
     * @throws IllegalArgumentException as {@link #login(String, String)} does
     */
    public CompletableFuture<S> loginAsync(String redirect, String state) {
        return redirected(redirect, Rules.required("state", state)).sendAsync();
    }

    /**
     * Opens the session with a code that was read already, from the redirect or by a person. Whether it came the right
     * way is then the caller's to check.
     *
     * @param code the code
     * @return the session
     * @throws IllegalArgumentException if the code is null or blank
     */
    public S loginWithCode(String code) {
        return exchange(Rules.required("code", code), null).send();
    }

    /**
     * {@link #loginWithCode(String)} without waiting.
     *
     * @param code the code
     * @return the session to be
     * @throws IllegalArgumentException if the code is null or blank
     */
    public CompletableFuture<S> loginWithCodeAsync(String code) {
        return exchange(Rules.required("code", code), null).sendAsync();
    }

    /**
     * Takes up a session that was saved, without sending anything.
     *
     * @param saved what {@link Session#save()} returned
     * @return the session
     * @throws IllegalArgumentException if it is something else, or was made at another host or port
     */
    public abstract S restore(String saved);

    private Exchange<S> redirected(String text, @Nullable String state) {
        if (redirectUrl == null) {
            throw new IllegalArgumentException(
                    "redirectUrl is required for a redirect; a code that the broker's page shows is for loginWithCode");
        }
        Redirect redirect = Redirect.of(text, redirectUrl, state);
        return exchange(redirect.code(), redirect);
    }

    /** Where users log in: the page that was set, or the broker's, at the base URL if one was set. */
    static HttpUrl loginPage(@Nullable String set, @Nullable String baseUrl, @Nullable String brokers) {
        HttpUrl page = ClientBuilder.secureUrl("loginPage", set == null ? brokers : set);
        return set != null || baseUrl == null
                ? page
                : HttpUrl.get(baseUrl)
                        .newBuilder()
                        .addEncodedPathSegments(page.encodedPath().substring(1))
                        .encodedQuery(page.encodedQuery())
                        .build();
    }

    /** The broker's page, with what it has to know. */
    HttpUrl.Builder page() {
        return withApplication(loginPage.newBuilder());
    }

    /** Tells the page which application asks. */
    abstract HttpUrl.Builder withApplication(HttpUrl.Builder page);

    /** The same with a state that is to come back. */
    HttpUrl.Builder page(String state) {
        return page().addQueryParameter("state", state);
    }

    /** The login by a code, and what else has come with it unless that is null. */
    abstract Exchange<S> exchange(String code, @Nullable Redirect redirect);
}

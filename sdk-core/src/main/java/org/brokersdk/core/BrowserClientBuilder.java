package org.brokersdk.core;

import okhttp3.HttpUrl;
import org.brokersdk.core.internal.BrokerMetadata;
import org.brokersdk.core.internal.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * Settings that every {@link BrowserClient} has, beside the settings of its broker.
 *
 * @param <B> the builder itself
 * @param <C> the client that it builds
 */
public abstract class BrowserClientBuilder<B extends BrowserClientBuilder<B, C>, C extends BrowserClient<?>>
        extends ClientBuilder<B, C> {

    private @Nullable HttpUrl loginPage;
    private @Nullable String redirectUrl;

    /**
     * Creates a builder.
     *
     * @param metadata the facts of the broker
     */
    protected BrowserClientBuilder(BrokerMetadata metadata) {
        super(metadata);
    }

    /**
     * Sets the page on which the user logs in. The default value is the broker's page, at the base URL if one is set.
     *
     * @param loginPage the URL without the parameters of the application
     * @return this builder
     * @throws IllegalArgumentException if the URL has a fragment, or is neither https nor on this machine
     */
    public B loginPage(String loginPage) {
        HttpUrl page = secureUrl("loginPage", loginPage);
        requireNoFragment("loginPage", page);
        this.loginPage = page;
        return self();
    }

    /**
     * Sets the URL to which the broker's page redirects the browser. The client refuses a redirect to another URL.
     *
     * @param redirectUrl the URL exactly as registered with the broker, for example
     *     {@code http://localhost:3000/callback} for a {@link RedirectListener} on this machine
     * @return this builder
     * @throws IllegalArgumentException if the text is no URL, or has a fragment
     */
    public B redirectUrl(String redirectUrl) {
        requireNoFragment("redirectUrl", url("redirectUrl", redirectUrl));
        this.redirectUrl = redirectUrl;
        return self();
    }

    /** Rejects settings without a redirect URL. */
    protected void requireRedirectUrl() {
        Preconditions.required("redirectUrl", redirectUrl);
    }

    @Nullable
    String redirectUrl() {
        return redirectUrl;
    }

    /** Returns the login page: the page that was set, or the broker's page, at the base URL if one was set. */
    HttpUrl loginPageOr(@Nullable String defaultPage) {
        if (loginPage != null) {
            return loginPage;
        }
        HttpUrl page = secureUrl("loginPage", defaultPage);
        String baseUrl = baseUrlOr(null);
        return baseUrl == null
                ? page
                : HttpUrl.get(baseUrl)
                        .newBuilder()
                        .addEncodedPathSegments(page.encodedPath().substring(1))
                        .encodedQuery(page.encodedQuery())
                        .build();
    }

    /** Rejects a URL with a fragment. A browser would not send it. */
    private static void requireNoFragment(String field, HttpUrl url) {
        if (url.fragment() != null) {
            throw new IllegalArgumentException(field + " must not have a fragment. Remove # and the text after it");
        }
    }
}

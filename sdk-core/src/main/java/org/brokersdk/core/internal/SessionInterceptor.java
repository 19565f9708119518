package org.brokersdk.core.internal;

import java.io.IOException;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Network interceptor that adds the session's credentials to requests to the session's origin. If the broker has a
 * domain, it also adds them to requests to the other hosts of that domain. It adds them to no other request.
 *
 * @param metadata the broker's facts, for its domain
 * @param origin a URL of the session's origin
 * @param authenticator adds the credentials
 * @param monitor checks the responses to requests with the credentials
 */
public record SessionInterceptor(
        BrokerMetadata metadata, HttpUrl origin, RequestAuthenticator authenticator, SessionMonitor monitor)
        implements Interceptor {

    /** Returns a client like the given client, whose requests contain the session. */
    public OkHttpClient addTo(OkHttpClient given) {
        Preconditions.notNull("httpClient", given);
        // A cache or a cookie jar could confuse the sessions of two users.
        OkHttpClient.Builder http = given.newBuilder().cache(null).cookieJar(CookieJar.NO_COOKIES);
        for (Interceptor interceptor : given.networkInterceptors()) {
            if (interceptor instanceof SessionInterceptor earlier
                    && (earlier.appliesTo(origin) || appliesTo(earlier.origin))) {
                http.networkInterceptors().remove(earlier);
                http.interceptors().remove(earlier.monitor);
            }
        }
        if (monitor.hasListener()) {
            http.addInterceptor(monitor);
        }
        return http.addNetworkInterceptor(this).build();
    }

    /**
     * Adds the credentials. A network interceptor sees each hop of a redirect. OkHttp would copy the headers of an
     * application interceptor to later hops.
     */
    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.connection() == null) {
            throw new IllegalStateException(
                    "The session was added as an application interceptor. Use the client that httpClient(…) returned");
        }
        Request request = chain.request();
        if (!appliesTo(request.url())) {
            return chain.proceed(request);
        }
        Request watched =
                request.newBuilder().tag(SessionMonitor.class, monitor).build();
        return chain.proceed(authenticator.authenticate(watched));
    }

    private boolean appliesTo(HttpUrl url) {
        return origin(url).equals(origin(origin)) || (metadata.isBrokerHost(origin) && metadata.isBrokerHost(url));
    }

    /** Returns scheme, host and port of a URL. */
    static String origin(HttpUrl url) {
        return url.scheme() + "://" + url.host() + ":" + url.port();
    }

    /** Omits the credentials. */
    @Override
    public String toString() {
        return "SessionInterceptor[origin=" + origin(origin) + "]";
    }
}

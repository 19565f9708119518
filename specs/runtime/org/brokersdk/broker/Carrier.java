package org.brokersdk.broker;

import java.io.IOException;
import java.util.Map;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Puts what a session carries on the requests that go to its home, hop by hop, and on no other. */
record Carrier(HttpUrl home, Carrying carrying) implements Interceptor {

    /** Puts a session on a request. */
    interface Carrying {
        Request on(Request request) throws IOException;

        /** What all but a body needs. */
        static Carrying headers(Map<String, String> headers) {
            return request -> {
                Request.Builder carrying = request.newBuilder();
                headers.forEach(carrying::header);
                return carrying.build();
            };
        }
    }

    /**
     * A client like the given one, whose requests carry a session.
     *
     * @param given the caller's
     * @param home where the session is at home: scheme, host and port decide; below the broker's domain, so are all
     *     hosts
     * @param carrying puts the session on a request
     */
    static OkHttpClient on(OkHttpClient given, HttpUrl home, Carrying carrying) {
        if (given == null) {
            throw new IllegalArgumentException("httpClient is required");
        }
        Carrier carrier = new Carrier(home, carrying);
        // Cache and cookies do not know whose session a request carries.
        OkHttpClient.Builder http = given.newBuilder().cache(null).cookieJar(CookieJar.NO_COOKIES);
        http.networkInterceptors()
                .removeIf(other ->
                        other instanceof Carrier before && (before.isAtHome(home) || carrier.isAtHome(before.home)));
        return http.addNetworkInterceptor(carrier).build();
    }

    /** As a network interceptor it sees each hop of a redirect; anywhere else what it adds would travel along. */
    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.connection() == null) {
            throw new IllegalStateException("A session is carried by the client that its httpClient(…) returns");
        }
        Request request = chain.request();
        return chain.proceed(isAtHome(request.url()) ? carrying.on(request) : request);
    }

    private boolean isAtHome(HttpUrl url) {
        return isSameOrigin(url, home) || (isOfTheBroker(home) && isOfTheBroker(url));
    }

    private static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    /** Whether it is a host of the domain that the spec gives to the broker, if it gives one, under https. */
    static boolean isOfTheBroker(HttpUrl url) {
        return Facts.DOMAIN != null
                && url.isHttps()
                && (url.host().equals(Facts.DOMAIN) || url.host().endsWith("." + Facts.DOMAIN));
    }

    /** Scheme, host and port, as a saved session keeps them. */
    static String origin(HttpUrl url) {
        return url.scheme() + "://" + url.host() + ":" + url.port();
    }

    /** What it carries is secret. */
    @Override
    public String toString() {
        return "Carrier[home=" + origin(home) + "]";
    }
}

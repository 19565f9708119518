package org.brokersdk.core.internal;

import java.io.IOException;
import java.util.Map;
import okhttp3.Request;

/** Adds a credential to a request. */
@FunctionalInterface
public interface RequestAuthenticator {

    /** Returns the request with the credential. */
    Request authenticate(Request request) throws IOException;

    /** Returns an authenticator that sets a header. */
    static RequestAuthenticator header(String name, String value) {
        return headers(Map.of(name, value));
    }

    /** Returns an authenticator that sets several headers. */
    static RequestAuthenticator headers(Map<String, String> headers) {
        return request -> {
            Request.Builder authenticated = request.newBuilder();
            headers.forEach(authenticated::header);
            return authenticated.build();
        };
    }

    /** Returns an authenticator that sets a query parameter. */
    static RequestAuthenticator query(String name, String value) {
        return request -> request.newBuilder()
                .url(request.url().newBuilder().setQueryParameter(name, value).build())
                .build();
    }
}

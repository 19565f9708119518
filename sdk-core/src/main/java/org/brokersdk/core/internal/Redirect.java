package org.brokersdk.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * URL that a broker's login page redirected the browser to. It contains an authorization code, so no message shows it.
 *
 * @param url the URL
 * @param codeParameters the parameters that may contain the authorization code
 */
public record Redirect(HttpUrl url, List<String> codeParameters) {

    /**
     * Parses a redirect. The redirect must be to the expected URL and, where a state was sent, contain the state.
     *
     * @throws IllegalArgumentException if the redirect belongs to another login
     */
    public static Redirect parse(
            @Nullable String text, HttpUrl redirectUrl, @Nullable String state, List<String> codeParameters) {
        HttpUrl url = text == null ? null : HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException("redirect must be the whole URL that the browser was sent to");
        }
        if (!SessionInterceptor.origin(url).equals(SessionInterceptor.origin(redirectUrl))
                || !url.encodedPath().equals(redirectUrl.encodedPath())) {
            throw new IllegalArgumentException("redirect must come to "
                    + redirectUrl.newBuilder().query(null).build());
        }
        if (state != null && !List.of(state).equals(url.queryParameterValues("state"))) {
            throw new IllegalArgumentException("redirect must bring back the state that was sent out: start again");
        }
        return new Redirect(url, codeParameters);
    }

    /** Returns the authorization code. */
    public String code() {
        List<String> codes =
                codeParameters.stream().flatMap(name -> find(name).stream()).toList();
        if (codes.size() > 1) {
            throw new IllegalArgumentException("redirect must have one of " + codeParameters + ", not several");
        }
        return codes.isEmpty() ? get(codeParameters.get(0)) : codes.get(0);
    }

    /** Returns the value of a required parameter, whose name may be in upper or lower case. */
    public String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "redirect has no " + name + ": the broker's page did not finish the login"));
    }

    /** Returns the value of an optional parameter, whose name may be in upper or lower case. */
    public Optional<String> find(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < url.querySize(); i++) {
            if (url.queryParameterName(i).equalsIgnoreCase(name)) {
                values.add(url.queryParameterValue(i));
            }
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException("redirect must have one " + name + ", not several");
        }
        return values.stream()
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    @Override
    public String toString() {
        return "Redirect[url=***]";
    }
}

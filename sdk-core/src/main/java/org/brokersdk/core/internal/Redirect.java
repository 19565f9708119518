package org.brokersdk.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.jspecify.annotations.Nullable;

/**
 * URL to which a broker's login page redirected the browser. It contains an authorization code, so no message shows it.
 *
 * @param url the URL
 * @param codeParameters the parameters that may contain the authorization code
 */
public record Redirect(HttpUrl url, List<String> codeParameters) {

    private static final int MAX_WORDS = 200;
    private static final Pattern WORDS = Pattern.compile("(?:[A-Za-z]{1,19}+(?:[ _.,:;()'-]++|$))++");

    /**
     * Parses a redirect. The redirect must be to the expected URL. If a state was sent, the redirect must contain the
     * state.
     *
     * <p>The three names of this machine count as the same host. A browser or a person may use another name than the
     * one registered.
     *
     * @throws IllegalArgumentException if the redirect belongs to another login
     */
    public static Redirect parse(
            @Nullable String text, HttpUrl redirectUrl, @Nullable String state, List<String> codeParameters) {
        HttpUrl url = text == null ? null : HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException(
                    "redirect must be the whole URL to which the browser was redirected. Give a code alone to loginWithCode");
        }
        if (!isSameTarget(url, redirectUrl)) {
            throw new IllegalArgumentException("redirect must be to "
                    + redirectUrl.newBuilder().query(null).build());
        }
        if (state != null && !List.of(state).equals(url.queryParameterValues("state"))) {
            throw new IllegalArgumentException(
                    "redirect must contain the state of the login URL. Start the login again");
        }
        return new Redirect(url, codeParameters);
    }

    private static boolean isSameTarget(HttpUrl url, HttpUrl redirectUrl) {
        boolean sameHost = url.host().equals(redirectUrl.host()) || isThisMachine(url) && isThisMachine(redirectUrl);
        return sameHost
                && url.scheme().equals(redirectUrl.scheme())
                && url.port() == redirectUrl.port()
                && url.encodedPath().equals(redirectUrl.encodedPath());
    }

    /** Returns true if a host is this machine, by one of its three names. */
    public static boolean isThisMachine(HttpUrl url) {
        return Set.of("localhost", "127.0.0.1", "::1").contains(url.host());
    }

    /** Returns true if a login page reports an error. */
    public static boolean hasError(HttpUrl url) {
        return url.queryParameterNames().stream().anyMatch(name -> name.matches("(?i)error(_description)?"));
    }

    /** Throws an exception if a login page reports a failure instead of an authorization code. */
    public static void requireNoError(HttpUrl url, List<String> codeParameters) {
        Redirect redirect = new Redirect(url, codeParameters);
        if (hasError(url) && redirect.codes().isEmpty()) {
            throw redirect.rejected();
        }
    }

    private BrokerException.Rejected rejected() {
        String code = words("error");
        // The codes of RFC 6749, section 4.1.2.1.
        Reason reason = switch (code == null ? "" : code) {
            case "access_denied" -> Reason.NOT_ENTITLED;
            case "unauthorized_client" -> Reason.APPLICATION_REFUSED;
            case "invalid_request", "unsupported_response_type", "invalid_scope" -> Reason.BAD_REQUEST;
            case "server_error", "temporarily_unavailable" -> Reason.BROKER_FAILED;
            default -> Reason.UNKNOWN;
        };
        String action = reason == Reason.NOT_ENTITLED
                ? "The user or the broker denied access to the application. Start the login again, or ask the broker to"
                        + " enable the account for the API."
                : "The login page reported this error. Start the login again.";
        return new BrokerException.Rejected(reason, action, code, words("error_description"), null, 0, null, null);
    }

    /** Returns the value of a parameter if it consists of words. A number or a long word may be a secret. */
    private @Nullable String words(String name) {
        return url.queryParameterNames().stream()
                .filter(name::equalsIgnoreCase)
                .map(url::queryParameter)
                .filter(value -> value != null
                        && value.length() <= MAX_WORDS
                        && WORDS.matcher(value).matches())
                .findFirst()
                .orElse(null);
    }

    /** Returns the authorization code. */
    public String code() {
        requireNoError(url, codeParameters);
        List<String> codes = codes();
        if (codes.size() > 1) {
            throw new IllegalArgumentException("redirect must have one of " + codeParameters + ", not several");
        }
        return codes.isEmpty() ? get(codeParameters.get(0)) : codes.get(0);
    }

    private List<String> codes() {
        return codeParameters.stream().flatMap(name -> find(name).stream()).toList();
    }

    /** Returns the value of a required parameter, whose name may be in upper or lower case. */
    public String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("redirect has no " + name
                        + ". The broker's page did not complete the login. Start the login again"));
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

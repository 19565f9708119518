package org.brokersdk.mocks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.brokersdk.mocks.Gateway.Request;

/**
 * Login page of a mock broker. It logs in every visitor, and redirects the browser with the query in
 * {@code x-redirect-example} of the spec. If the URL of the page names no redirect URL, the page shows the query.
 */
final class LoginPage {

    private LoginPage() {}

    /**
     * Responds to a request.
     *
     * @param spec the spec of the broker
     * @param request a request that is for no operation
     * @return the response, if the broker has a login page and the request is for this page
     */
    static Optional<byte[]> respond(Spec spec, Request request) {
        if (!request.method().equals("GET") || !(spec.get("x-redirect-example") instanceof String redirectQuery)) {
            return Optional.empty();
        }
        HttpUrl page = HttpUrl.parse("http://127.0.0.1" + request.target());
        if (page == null) {
            return Optional.empty();
        }
        String state = page.queryParameter("state");
        String query =
                redirectQuery + (state == null ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
        String response = page.queryParameterNames().stream()
                .map(page::queryParameter)
                .map(value -> value == null ? null : HttpUrl.parse(value))
                .filter(Objects::nonNull)
                .findFirst()
                .map(redirectUrl -> "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                        + withQuery(redirectUrl, query) + "\r\n\r\n")
                .orElseGet(() -> page(query));
        return Optional.of(response.getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpUrl withQuery(HttpUrl redirectUrl, String query) {
        String existingQuery = redirectUrl.encodedQuery() == null ? "" : redirectUrl.encodedQuery() + "&";
        return redirectUrl.newBuilder().encodedQuery(existingQuery + query).build();
    }

    private static String page(String query) {
        String page = "This is a mock: you are logged in. A broker would now send the browser to the redirect URL that"
                + " is registered, with ?" + query + "\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + page.length()
                + "\r\n\r\n" + page;
    }
}

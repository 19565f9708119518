package org.brokersdk.mocks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.brokersdk.mocks.Gateway.Request;

/**
 * The page at which a broker's users log in, as far as a mock can be one: whoever comes is logged in, and sent back
 * with what {@code x-redirect-example} of the spec says. Where a page is not told to where, it shows the code.
 */
final class LoginPage {

    private LoginPage() {}

    /**
     * Answers a request.
     *
     * @param spec whose page it is
     * @param request what has come, for no operation
     * @return all that the page answers, if the broker has a page and this is for it
     */
    static Optional<byte[]> answer(Spec spec, Request request) {
        if (!request.method().equals("GET") || !(spec.get("x-redirect-example") instanceof String brings)) {
            return Optional.empty();
        }
        HttpUrl page = HttpUrl.parse("http://127.0.0.1" + request.target());
        if (page == null) {
            return Optional.empty();
        }
        String state = page.queryParameter("state");
        String query = brings + (state == null ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
        String answer = page.queryParameterNames().stream()
                .map(page::queryParameter)
                .map(value -> value == null ? null : HttpUrl.parse(value))
                .filter(Objects::nonNull)
                .findFirst()
                .map(back -> "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + with(back, query) + "\r\n\r\n")
                .orElseGet(() -> shown(query));
        return Optional.of(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpUrl with(HttpUrl back, String query) {
        String before = back.encodedQuery() == null ? "" : back.encodedQuery() + "&";
        return back.newBuilder().encodedQuery(before + query).build();
    }

    private static String shown(String query) {
        String page = "This is a mock: you are logged in. A broker would now send the browser to the redirect URL that"
                + " is registered, with ?" + query + "\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + page.length()
                + "\r\n\r\n" + page;
    }
}

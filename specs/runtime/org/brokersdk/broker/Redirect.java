package org.brokersdk.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The URL at which the browser comes back from the broker's login page. It holds a code, so no message shows it. */
record Redirect(HttpUrl url) {

    /**
     * Takes a redirect only if it came to the expected place and, where a state was sent out, brings that state back.
     *
     * @throws IllegalArgumentException if it is foreign or tampered with
     */
    static Redirect of(String text, HttpUrl place, @Nullable String state) {
        HttpUrl url = text == null ? null : HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalArgumentException("redirect must be the whole URL that the browser was sent to");
        }
        if (!url.scheme().equals(place.scheme())
                || !url.host().equals(place.host())
                || url.port() != place.port()
                || !url.encodedPath().equals(place.encodedPath())) {
            throw new IllegalArgumentException(
                    "redirect must come to " + place.newBuilder().query(null).build());
        }
        if (state != null && !List.of(state).equals(url.queryParameterValues("state"))) {
            throw new IllegalArgumentException("redirect must bring back the state that was sent out: start again");
        }
        return new Redirect(url);
    }

    /** The code, which is exchanged for a session. */
    String code() {
        List<String> codes = Facts.REDIRECT_CODES.stream()
                .flatMap(name -> find(name).stream())
                .toList();
        if (codes.size() > 1) {
            throw new IllegalArgumentException("redirect must have one of " + Facts.REDIRECT_CODES + ", not several");
        }
        return codes.isEmpty() ? get(Facts.REDIRECT_CODES.get(0)) : codes.get(0);
    }

    /** The one value of a parameter, whose name may be spelled in upper or lower case. */
    String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "redirect has no " + name + ": the broker's page did not finish the login"));
    }

    /** The same of a parameter that need not be there. */
    Optional<String> find(String name) {
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

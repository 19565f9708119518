package org.brokersdk.broker;

import java.time.Instant;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * A user who is logged in. Immutable; it can be saved and taken up again in another process. Whatever is known of its
 * end, treat {@link Reason#SESSION_EXPIRED} as that.
 */
public abstract class Session {

    private final SavedSession<?> saved;

    Session(SavedSession<?> saved) {
        this.saved = saved;
    }

    /**
     * Who is logged in.
     *
     * @return the user, as the broker names the one who logs in
     */
    public String userId() {
        return saved.userId();
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment at which the login was answered
     */
    public Instant since() {
        return saved.since();
    }

    /**
     * What later calls to the broker need in their headers.
     *
     * @return headers by name; their values are secrets
     */
    public abstract Map<String, String> headers();

    /**
     * A client like yours, whose requests carry this session: what it needs goes with each request to the host of the
     * session and, where its broker has a domain with many hosts, to the others of that domain, at every hop of a
     * redirect, and with no other. It keeps no cookies of its own and caches nothing, as neither knows whose session it
     * is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return Carrier.on(httpClient, home(), carrying());
    }

    /**
     * Writes the session down, for the {@code restore} of the client that made it.
     *
     * @return one line of text; it holds the session's token, so keep it like a password
     */
    public String save() {
        return saved.text();
    }

    /** Where its token may go. */
    abstract HttpUrl home();

    /** Puts it on a request. */
    Carrier.Carrying carrying() {
        return Carrier.Carrying.headers(headers());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[userId=" + userId() + ", since=" + saved.since() + ", host="
                + home().host() + ", token=***]";
    }
}

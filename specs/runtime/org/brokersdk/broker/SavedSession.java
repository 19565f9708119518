package org.brokersdk.broker;

import java.time.Instant;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.brokersdk.broker.api.ApiClient;

/** What a session is written down as: everything that the settings of its client do not hold. */
interface SavedSession {

    /** Since when it lasts, as text. */
    String since();

    /** Where it was made, and may be taken up again: scheme, host and port. */
    String host();

    /**
     * Reads a session, if its token would go where it came from.
     *
     * @param saved the text
     * @param type what it was written from
     * @param session the class that wrote it, for complaints
     * @param baseUrl where the client talks to
     * @param isWhole whether nothing is missing
     */
    static <S extends SavedSession> S read(
            String saved, Class<S> type, Class<?> session, HttpUrl baseUrl, Predicate<S> isWhole) {
        S state = null;
        try {
            S parsed = ApiClient.parse(saved, type);
            if (parsed != null && isWhole.test(parsed) && Instant.parse(parsed.since()) != null) {
                state = parsed;
            }
        } catch (RuntimeException e) {
            // Its message may quote the text, which holds the token.
        }
        if (state == null) {
            throw new IllegalArgumentException(
                    "saved must be what " + session.getSimpleName() + ".save() returned; log in again");
        }
        if (!Carrier.origin(baseUrl).equals(state.host())) {
            throw new IllegalArgumentException(
                    "saved must be a session with the host and port of baseUrl; its token is for its own broker alone");
        }
        return state;
    }
}

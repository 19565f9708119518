package org.brokersdk.broker;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.brokersdk.broker.api.ApiClient;

/**
 * What a session is written down as: everything that the settings of its client do not hold.
 *
 * @param session the class that wrote it, with the version of what it writes
 * @param userId who logged in
 * @param since when, as text
 * @param host where it was made, and may be taken up again: scheme, host and port
 * @param state what else the session needs
 * @param <S> its type
 */
record SavedSession<S>(String session, String userId, String since, String host, S state) {

    private static final String VERSION = " 1";

    static <S> SavedSession<S> now(Class<? extends Session> session, String userId, HttpUrl home, S state) {
        return new SavedSession<>(
                session.getSimpleName() + VERSION, userId, Instant.now().toString(), Carrier.origin(home), state);
    }

    /**
     * Reads a session, if its token would go where it came from.
     *
     * @param saved the text
     * @param session the class that wrote it
     * @param type what its state was written from
     * @param home where the client talks to
     * @param isWhole whether nothing is missing in the state
     */
    static <S> SavedSession<S> read(
            String saved, Class<? extends Session> session, Class<S> type, HttpUrl home, Predicate<S> isWhole) {
        SavedSession<S> read = null;
        try {
            read = parse(saved, type);
            if (!(session.getSimpleName() + VERSION).equals(read.session)
                    || read.userId.isBlank()
                    || Instant.parse(read.since) == null
                    || !isWhole.test(read.state)) {
                read = null;
            }
        } catch (RuntimeException e) {
            // Its message may quote the text, which holds the token.
            read = null;
        }
        if (read == null) {
            throw new IllegalArgumentException(
                    "saved must be what " + session.getSimpleName() + ".save() returned; log in again");
        }
        if (!Carrier.origin(home).equals(read.host)) {
            throw new IllegalArgumentException(
                    "saved must be a session with the host and port of baseUrl; its token is for its own broker alone");
        }
        return read;
    }

    private static <S> SavedSession<S> parse(String saved, Class<S> type) {
        JsonObject read = ApiClient.parse(saved, JsonObject.class);
        return new SavedSession<>(
                read.get("session").getAsString(),
                read.get("userId").getAsString(),
                read.get("since").getAsString(),
                read.get("host").getAsString(),
                ApiClient.parse(read.get("state").toString(), type));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SavedSession[session=" + session + ", userId=" + userId + ", since=" + since + ", state=***]";
    }
}

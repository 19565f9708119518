package org.brokersdk.broker;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;

/**
 * What a session consists of and is written down as: everything that the settings of its client do not hold.
 *
 * @param session the class that writes it
 * @param userId who logged in
 * @param since when
 * @param home where it was made, and may be taken up again: scheme, host and port
 * @param state what else the session needs
 * @param <S> its type
 */
record SavedSession<S>(Class<? extends Session> session, String userId, Instant since, HttpUrl home, S state) {

    /** Of what is written. */
    private static final String VERSION = " 1";

    static <S> SavedSession<S> now(Class<? extends Session> session, String userId, HttpUrl home, S state) {
        return new SavedSession<>(session, userId, Instant.now(), home, state);
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
        @Nullable SavedSession<S> read = null;
        @Nullable String host = null;
        try {
            JsonObject json = Objects.requireNonNull(ApiClient.parse(saved, JsonObject.class));
            host = json.get("host").getAsString();
            String userId = json.get("userId").getAsString();
            S state = Objects.requireNonNull(ApiClient.parse(json.get("state"), type));
            if (json.get("session").getAsString().equals(version(session))
                    && !userId.isBlank()
                    && isWhole.test(state)) {
                Instant since = Instant.parse(json.get("since").getAsString());
                read = new SavedSession<>(session, userId, since, home, state);
            }
        } catch (RuntimeException e) {
            // Its message may quote the text, which holds the token.
            read = null;
        }
        if (read == null) {
            throw new IllegalArgumentException(
                    "saved must be what " + session.getSimpleName() + ".save() returned; log in again");
        }
        if (!Carrier.origin(home).equals(host)) {
            throw new IllegalArgumentException(
                    "saved must be a session with the host and port of baseUrl; its token is for its own broker alone");
        }
        return read;
    }

    /** What is read again. */
    String text() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("session", version(session));
        written.put("userId", userId);
        written.put("since", since.toString());
        written.put("host", Carrier.origin(home));
        written.put("state", state);
        return ApiClient.format(written);
    }

    private static String version(Class<? extends Session> session) {
        return session.getSimpleName() + VERSION;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SavedSession[session=" + session.getSimpleName() + ", userId=" + userId + ", since=" + since
                + ", state=***]";
    }
}

package org.brokersdk.core.internal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Data of a session, in the format of {@code save()}. They contain everything that the settings of the client do not
 * contain.
 *
 * @param session the class of the session
 * @param userId the user who logged in
 * @param createdAt the moment of the login
 * @param origin the base URL of the login; only the same origin may restore the session
 * @param state the broker's own data
 * @param <S> the type of the broker's own data; its package is open to Gson
 */
public record SavedSession<S>(Class<?> session, String userId, Instant createdAt, HttpUrl origin, S state) {

    private static final String FORMAT_VERSION = " 1";

    /** Creates the data of a login that has just succeeded. */
    public static <S> SavedSession<S> now(Class<?> session, String userId, HttpUrl origin, S state) {
        return new SavedSession<>(session, userId, Instant.now(), origin, state);
    }

    /**
     * Parses a saved session.
     *
     * @param saved the text
     * @param session the class of the session
     * @param type the type of the broker's own data
     * @param origin the base URL of the client
     * @param isComplete returns true if no part of the broker's own data is missing
     * @throws IllegalArgumentException if the text is incomplete or was saved at another origin
     */
    public static <S> SavedSession<S> parse(
            String saved, Class<?> session, Class<S> type, HttpUrl origin, Predicate<S> isComplete) {
        @Nullable SavedSession<S> parsed = null;
        @Nullable String savedOrigin = null;
        try {
            JsonObject json = Objects.requireNonNull(GsonAdapters.STRICT.fromJson(saved, JsonObject.class));
            savedOrigin = json.get("host").getAsString();
            String userId = json.get("userId").getAsString();
            S state = Objects.requireNonNull(GsonAdapters.STRICT.fromJson(json.get("state"), type));
            if (json.get("session").getAsString().equals(format(session))
                    && !userId.isBlank()
                    && isComplete.test(state)) {
                Instant createdAt = Instant.parse(json.get("since").getAsString());
                parsed = new SavedSession<>(session, userId, createdAt, origin, state);
            }
        } catch (RuntimeException e) {
            // The message may quote the text, which contains the token.
            parsed = null;
        }
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "saved must be what " + session.getSimpleName() + ".save() returned. Log in again");
        }
        if (!SessionInterceptor.origin(origin).equals(savedOrigin)) {
            throw new IllegalArgumentException(
                    "saved must be a session with the host and port of baseUrl. Restore it with the baseUrl of its login");
        }
        return parsed;
    }

    /**
     * Returns this session, unless the client is for another user. Its later calls would concern another account.
     *
     * @param user the user of the client, or null if the client has none
     */
    public SavedSession<S> requireUser(@Nullable String user) {
        if (user != null && !user.equalsIgnoreCase(userId)) {
            throw new IllegalArgumentException(
                    "saved must be a session of the user of this client, but belongs to another user. Restore it with a client of its user");
        }
        return this;
    }

    /** Returns the text for {@link #parse}. */
    public String format() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("session", format(session));
        json.put("userId", userId);
        json.put("since", createdAt.toString());
        json.put("host", SessionInterceptor.origin(origin));
        json.put("state", state);
        return GsonAdapters.GSON.toJson(json);
    }

    private static String format(Class<?> session) {
        return session.getSimpleName() + FORMAT_VERSION;
    }

    /** Omits the broker's own data, which contain the token. */
    @Override
    public String toString() {
        return "SavedSession[session=" + session.getSimpleName() + ", userId=" + userId + ", createdAt=" + createdAt
                + ", state=***]";
    }
}

package org.brokersdk.core.internal;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;

/**
 * Limits of the JSON in a response. Gson builds a tree, which takes up to a hundred bytes of memory for one byte of
 * text. Older versions of Gson read each level by recursion.
 */
final class JsonLimits {

    /**
     * Maximum number of tokens. The largest login response, of Noren with its watch lists, has some thousand tokens in
     * five levels.
     */
    private static final int MAX_TOKENS = 20_000;

    private static final int MAX_LEVELS = 64;

    private static final Map<JsonToken, Integer> STEPS = Map.of(
            JsonToken.BEGIN_ARRAY, 1, JsonToken.BEGIN_OBJECT, 1, JsonToken.END_ARRAY, -1, JsonToken.END_OBJECT, -1);

    private JsonLimits() {}

    /** Returns true if a text has too many tokens or levels. Text that is not JSON is checked up to the first error. */
    @SuppressWarnings("deprecation") // Gson 2.10 has no setStrictness.
    static boolean areExceeded(String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setLenient(true);
        int levels = 0;
        try {
            for (int tokens = 0; tokens <= MAX_TOKENS && levels <= MAX_LEVELS; tokens++) {
                JsonToken token = in.peek();
                switch (token) {
                    case BEGIN_ARRAY -> in.beginArray();
                    case BEGIN_OBJECT -> in.beginObject();
                    case END_ARRAY -> in.endArray();
                    case END_OBJECT -> in.endObject();
                    case END_DOCUMENT -> {
                        return false;
                    }
                    default -> in.skipValue();
                }
                levels += STEPS.getOrDefault(token, 0);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

package org.brokersdk.broker.internal;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/**
 * Writes form bodies, from the fields of a JSON object.
 *
 * @hidden
 */
public final class Form {

    private static final MediaType TYPE = MediaType.get("application/x-www-form-urlencoded");

    /** HTML-safe: an ampersand in a value would end a raw field. */
    private static final Gson GSON = new Gson();

    private Form() {}

    /**
     * A form as HTML has it.
     *
     * @param json the fields
     * @return the body
     */
    public static RequestBody encoded(String json) {
        FormBody.Builder body = new FormBody.Builder();
        eachField(json, body::add);
        return body.build();
    }

    /**
     * A form in which nothing is percent-encoded, and an object is JSON.
     *
     * @param json the fields
     * @return the body
     * @throws IllegalArgumentException if a value would end its field
     */
    public static RequestBody raw(String json) {
        StringJoiner body = new StringJoiner("&");
        eachField(json, (name, value) -> {
            if (value.contains("&")) {
                throw new IllegalArgumentException(name + " must not hold an ampersand, which would end it");
            }
            body.add(name + "=" + value);
        });
        return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), TYPE);
    }

    /** A list is a field for each of its items. */
    private static void eachField(String json, BiConsumer<String, String> field) {
        JsonParser.parseString(json).getAsJsonObject().asMap().forEach((name, value) -> {
            List<JsonElement> values =
                    value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
            values.forEach(each -> field.accept(name, each.isJsonPrimitive() ? each.getAsString() : GSON.toJson(each)));
        });
    }
}

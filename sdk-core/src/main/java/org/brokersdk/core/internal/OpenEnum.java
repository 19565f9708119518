package org.brokersdk.core.internal;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.util.List;

/** Adapter of a text for which the spec lists known values. It keeps any other value. */
public final class OpenEnum implements JsonSerializer<Record>, JsonDeserializer<Record> {

    /** Creates the adapter; Gson calls this. */
    public OpenEnum() {}

    /** Returns the values that the spec lists. */
    static List<?> values(Class<?> type) {
        try {
            return (List<?>) type.getMethod("values").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no values()", e);
        }
    }

    @Override
    public JsonElement serialize(Record value, Type type, JsonSerializationContext context) {
        return new JsonPrimitive(value.toString());
    }

    @Override
    public Record deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
        if (!json.isJsonPrimitive()) {
            throw new JsonParseException("An enum is a text");
        }
        try {
            return (Record) ((Class<?>) type).getConstructor(String.class).newInstance(json.getAsString());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " takes no text", e);
        }
    }
}

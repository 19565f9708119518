package org.brokersdk.core.internal;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads models, lists and maps whose values do not all fit their types. A field that does not fit is null. An item of a
 * list or a value of a map that does not fit becomes null, and the others keep their positions. A line at level
 * {@code WARNING} names each such field once for a response, and never shows the value.
 *
 * <p>JSON that does not fit as a whole is an error: malformed JSON, or a list where a model is expected.
 */
final class LenientTypeAdapterFactory implements TypeAdapterFactory {

    /** The package of a broker, which is the name of the SDK's logger. */
    private static final Pattern BROKER = Pattern.compile("org\\.brokersdk\\.\\w+");

    private final Gson strict;

    /**
     * Creates the factory.
     *
     * @param strict reads the values that fit, and writes
     */
    LenientTypeAdapterFactory(Gson strict) {
        this.strict = strict;
    }

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!isModel(raw) && raw != List.class && raw != Map.class) {
            return null;
        }
        // Reads and writes fields by strict adapters. Lenient adapters would check a field once for each level above.
        TypeAdapter<T> delegate = strict.getAdapter(type);
        TypeAdapter<JsonElement> elements = strict.getAdapter(JsonElement.class);
        return new TypeAdapter<T>() {
            @Override
            public T read(JsonReader in) throws IOException {
                JsonElement json = elements.read(in);
                try {
                    return strict.fromJson(json, type);
                } catch (JsonParseException e) {
                    return readFitting(json, type, e);
                }
            }

            @Override
            public void write(JsonWriter out, T value) throws IOException {
                delegate.write(out, value);
            }
        };
    }

    private <T> T readFitting(JsonElement json, TypeToken<T> type, JsonParseException error) {
        Class<? super T> raw = type.getRawType();
        Selection selection = new Selection();
        JsonElement fitting = selection.select(json, type.getType(), raw, raw.getSimpleName());
        if (fitting == null) {
            throw error;
        }
        T value = strict.fromJson(fitting, type);
        selection.misfits.forEach(LenientTypeAdapterFactory::log);
        return value;
    }

    /** Logs the name of a field. The caller gets the response even if the logger throws. */
    private static void log(String field, Class<?> model) {
        try {
            Matcher broker = BROKER.matcher(model.getPackageName());
            System.getLogger(broker.lookingAt() ? broker.group() : "org.brokersdk")
                    .log(
                            Level.WARNING,
                            "A value in a response does not fit the type of " + field
                                    + ". The SDK reads the value as null. Report the name of the field to the SDK's authors.");
        } catch (Throwable e) {
            Transport.reportUncaught(e);
        }
    }

    /** Returns true if Gson reads a class by the names of its fields. */
    private static boolean isModel(Class<?> type) {
        return type.isRecord() && !type.isAnnotationPresent(JsonAdapter.class);
    }

    /** Returns the types of a model's fields by their names in JSON. */
    private static Map<String, Type> fields(Class<?> model) {
        Map<String, Type> fields = new HashMap<>();
        for (Field field : model.getDeclaredFields()) {
            SerializedName name = field.getAnnotation(SerializedName.class);
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            fields.put(name == null ? field.getName() : name.value(), field.getGenericType());
            if (name != null) {
                List.of(name.alternate()).forEach(alternate -> fields.put(alternate, field.getGenericType()));
            }
        }
        return fields;
    }

    /** Selects the values of one response that fit their types. */
    private final class Selection {

        private final Map<Class<?>, Map<String, Type>> fields = new HashMap<>();

        /** Models of the fields with values that do not fit. The names are from the spec, never from the response. */
        private final Map<String, Class<?>> misfits = new LinkedHashMap<>();

        /**
         * Returns the part of a value that fits a type, or null if no part fits.
         *
         * @param model the model that has the value
         * @param name the name of the model's field
         */
        @Nullable
        JsonElement select(JsonElement json, Type type, Class<?> model, String name) {
            Class<?> raw = TypeToken.get(type).getRawType();
            if (json instanceof JsonObject object && isModel(raw)) {
                return selectFields(object, raw);
            }
            if (json instanceof JsonObject object && raw == Map.class) {
                JsonObject fitting = new JsonObject();
                object.asMap().forEach((key, value) -> fitting.add(key, select(value, last(type), model, name)));
                return fitting;
            }
            if (json instanceof JsonArray array && raw == List.class) {
                JsonArray fitting = new JsonArray();
                array.forEach(item -> fitting.add(select(item, last(type), model, name)));
                return fitting;
            }
            try {
                Object unused = strict.fromJson(json, type);
                return json;
            } catch (JsonParseException e) {
                misfits.put(name, model);
                return null;
            }
        }

        /** Removes a field that does not fit, because the response may have the same field by another name. */
        private JsonObject selectFields(JsonObject object, Class<?> model) {
            Map<String, Type> types = fields.computeIfAbsent(model, LenientTypeAdapterFactory::fields);
            JsonObject fitting = new JsonObject();
            object.asMap().forEach((name, value) -> {
                Type type = types.get(name);
                JsonElement part = type == null ? null : select(value, type, model, model.getSimpleName() + "." + name);
                if (part != null) {
                    fitting.add(name, part);
                }
            });
            return fitting;
        }

        /** Returns the type of a list's items or a map's values. */
        private static Type last(Type container) {
            Type[] types = ((ParameterizedType) container).getActualTypeArguments();
            return types[types.length - 1];
        }
    }
}

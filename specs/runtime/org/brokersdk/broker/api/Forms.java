package org.brokersdk.broker.api;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Writes form bodies. */
final class Forms extends Converter.Factory {

    /** A form as HTML has it. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Encoded {}

    /** A form in which nothing is percent-encoded, and an object is JSON. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Raw {

        /** The name of the field that what is sent becomes; without one, it is the form itself. */
        String value() default "";
    }

    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private final Gson gson;

    /** Needs a Gson that writes HTML-safe JSON: an ampersand in a value would end a raw field. */
    Forms(Gson gson) {
        this.gson = gson;
    }

    @Override
    public @Nullable Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] annotations, Annotation[] ofMethod, Retrofit retrofit) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof Encoded) {
                return this::encoded;
            }
            if (annotation instanceof Raw raw) {
                return raw.value().isEmpty() ? this::raw : object -> raw(Map.of(raw.value(), object));
            }
        }
        return null;
    }

    private RequestBody encoded(Object form) {
        FormBody.Builder body = new FormBody.Builder();
        eachField(form, body::add);
        return body.build();
    }

    private RequestBody raw(Object form) {
        StringJoiner body = new StringJoiner("&");
        eachField(form, (name, value) -> {
            if (value.contains("&")) {
                throw new IllegalArgumentException(name + " must not hold an ampersand, which would end it");
            }
            body.add(name + "=" + value);
        });
        return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), FORM);
    }

    /** A list is a field for each of its items. */
    private void eachField(Object form, BiConsumer<String, String> field) {
        JsonParser.parseString(gson.toJson(form)).getAsJsonObject().asMap().forEach((name, value) -> {
            List<JsonElement> values =
                    value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
            values.forEach(each -> field.accept(name, each.isJsonPrimitive() ? each.getAsString() : gson.toJson(each)));
        });
    }
}

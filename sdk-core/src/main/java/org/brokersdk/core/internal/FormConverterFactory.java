package org.brokersdk.core.internal;

import com.google.gson.JsonElement;
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

/**
 * Writes a model as a form. Retrofit's own forms always percent-encode, but Noren does not decode. A field of Noren's
 * form is a JSON object.
 */
public final class FormConverterFactory extends Converter.Factory {

    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    FormConverterFactory() {}

    /** Marks a body that is a percent-encoded form. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface Encoded {}

    /** Marks a body that is a form without percent-encoding. An object in a field is written as JSON. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface Raw {

        /**
         * Returns the name of the form's only field, whose value is the model.
         *
         * @return the name, or empty if the model is the form itself
         */
        String value() default "";
    }

    @Override
    public @Nullable Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] annotations, Annotation[] methodAnnotations, Retrofit retrofit) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof Encoded) {
                return FormConverterFactory::encoded;
            }
            if (annotation instanceof Raw raw) {
                return model -> raw(raw.value().isEmpty() ? model : Map.of(raw.value(), model));
            }
        }
        return null;
    }

    private static RequestBody encoded(Object form) {
        FormBody.Builder body = new FormBody.Builder();
        forEachField(form, body::add);
        return body.build();
    }

    private static RequestBody raw(Object form) {
        StringJoiner body = new StringJoiner("&");
        forEachField(form, (name, value) -> {
            if (value.contains("&")) {
                throw new IllegalArgumentException(name + " must not have an ampersand (&), which would end the field");
            }
            body.add(name + "=" + value);
        });
        return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), FORM);
    }

    /** Writes a list as one field for each item. Gson escapes an ampersand inside JSON. */
    private static void forEachField(Object form, BiConsumer<String, String> field) {
        GsonAdapters.GSON.toJsonTree(form).getAsJsonObject().asMap().forEach((name, value) -> {
            List<JsonElement> items =
                    value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
            items.forEach(item ->
                    field.accept(name, item.isJsonPrimitive() ? item.getAsString() : GsonAdapters.GSON.toJson(item)));
        });
    }
}

package org.brokersdk.broker.api;

import com.google.gson.Gson;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Type;
import java.util.Map;
import okhttp3.RequestBody;
import org.brokersdk.broker.internal.Form;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Tells Retrofit how a body is written that is a form. */
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

    private final Gson gson;

    Forms(Gson gson) {
        this.gson = gson;
    }

    @Override
    public @Nullable Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] annotations, Annotation[] ofMethod, Retrofit retrofit) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof Encoded) {
                return form -> Form.encoded(gson.toJson(form));
            }
            if (annotation instanceof Raw raw) {
                return form -> Form.raw(gson.toJson(raw.value().isEmpty() ? form : Map.of(raw.value(), form)));
            }
        }
        return null;
    }
}

package org.brokersdk.core.internal;

import com.google.gson.JsonElement;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Headers;

/**
 * Converter of parameters and plain text. It writes parameters in paths, queries and headers as JSON writes them, and
 * reads responses in plain text.
 */
final class TextConverterFactory extends Converter.Factory {

    @Override
    public @Nullable Converter<?, String> stringConverter(Type type, Annotation[] annotations, Retrofit retrofit) {
        return type == String.class ? null : TextConverterFactory::format;
    }

    /** Converts a parameter. Retrofit passes a list only for a path parameter, where commas separate the items. */
    private static String format(Object value) {
        JsonElement json = GsonAdapters.GSON.toJsonTree(value);
        if (!json.isJsonArray()) {
            return json.getAsString();
        }
        List<String> items = json.getAsJsonArray().asList().stream()
                .map(item -> item.isJsonNull() ? "" : item.getAsString())
                .toList();
        if (items.isEmpty() || items.stream().anyMatch(text -> text.isEmpty() || text.contains(","))) {
            throw new IllegalArgumentException(
                    "a list in a path must have at least one item, and no empty item and no comma");
        }
        return String.join(",", items);
    }

    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
            Type type, Annotation[] annotations, Retrofit retrofit) {
        boolean text = Stream.of(annotations)
                .anyMatch(annotation -> annotation instanceof Headers headers
                        && List.of(headers.value()).contains("Accept: text/plain"));
        return text ? ResponseBody::string : null;
    }
}

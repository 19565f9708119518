package org.brokersdk.broker.api;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Headers;

/**
 * Reads and writes what Java spells in another way than the wire: decimals, dates and times, and answers in plain text.
 */
final class Texts extends Converter.Factory {

    /** Writes decimals without an exponent, and times with their seconds. */
    static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(BigDecimal.class, (JsonSerializer<BigDecimal>)
                    (value, type, context) -> new JsonPrimitive(value.scale() < 0 ? value.setScale(0) : value))
            .registerTypeAdapter(LocalDate.class, adapter(LocalDate::parse, LocalDate::toString))
            .registerTypeAdapter(
                    OffsetDateTime.class,
                    adapter(OffsetDateTime::parse, DateTimeFormatter.ISO_OFFSET_DATE_TIME::format))
            .create();

    @Override
    public @Nullable Converter<?, String> stringConverter(Type type, Annotation[] annotations, Retrofit retrofit) {
        return type == String.class ? null : Texts::of;
    }

    /** A list, which comes here from a path alone, has commas between its values. */
    static String of(Object value) {
        if (value instanceof String string) {
            return string;
        }
        JsonElement json = JsonParser.parseString(GSON.toJson(value));
        if (!json.isJsonArray()) {
            return json.getAsString();
        }
        List<String> values = json.getAsJsonArray().asList().stream()
                .map(each -> each.isJsonNull() ? "" : each.getAsString())
                .toList();
        if (values.isEmpty() || values.stream().anyMatch(text -> text.isEmpty() || text.contains(","))) {
            throw new IllegalArgumentException("a list in a path must hold something, and no empty text and no comma");
        }
        return String.join(",", values);
    }

    @Override
    public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
            Type type, Annotation[] annotations, Retrofit retrofit) {
        boolean text = Stream.of(annotations)
                .anyMatch(annotation -> annotation instanceof Headers headers
                        && List.of(headers.value()).contains("Accept: text/plain"));
        return text ? ResponseBody::string : null;
    }

    private static <T> TypeAdapter<T> adapter(Function<String, T> parse, Function<T, String> format) {
        return new TypeAdapter<T>() {
            @Override
            public T read(JsonReader in) throws IOException {
                String text = in.nextString();
                try {
                    return parse.apply(text);
                } catch (DateTimeException e) {
                    // Its message quotes the answer.
                    throw new JsonParseException("It is no date or time as RFC 3339 has them");
                }
            }

            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(format.apply(value));
            }
        }.nullSafe();
    }
}

package org.brokersdk.core.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/** Holds the Gson of all SDKs. It writes decimals without an exponent, and dates and times as RFC 3339 has them. */
public final class GsonAdapters {

    /** The Gson that reads and writes all models. */
    public static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(BigDecimal.class, (JsonSerializer<BigDecimal>)
                    (value, type, context) -> new JsonPrimitive(value.scale() < 0 ? value.setScale(0) : value))
            .registerTypeAdapter(LocalDate.class, adapter(LocalDate::parse, LocalDate::toString))
            .registerTypeAdapter(
                    OffsetDateTime.class,
                    adapter(OffsetDateTime::parse, DateTimeFormatter.ISO_OFFSET_DATE_TIME::format))
            .create();

    private GsonAdapters() {}

    private static <T> TypeAdapter<T> adapter(Function<String, T> parse, Function<T, String> format) {
        return new TypeAdapter<T>() {
            @Override
            public T read(JsonReader in) throws IOException {
                String text = in.nextString();
                try {
                    return parse.apply(text);
                } catch (DateTimeException e) {
                    // The message of the cause quotes the response.
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

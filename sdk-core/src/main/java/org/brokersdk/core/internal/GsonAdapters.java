package org.brokersdk.core.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.ToNumberPolicy;
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

/**
 * Holder of the Gson of all SDKs. It writes integers of up to 100 digits without an exponent, and dates and times in
 * the format of RFC 3339.
 */
public final class GsonAdapters {

    /** Maximum length of a number. A longer text is no integer of 64 bits, and could take long to parse. */
    private static final int MAX_INTEGER_LENGTH = 100;

    /** The Gson that reads what an SDK wrote. A value that does not fit its type is an error. */
    static final Gson STRICT = new GsonBuilder()
            // Keeps every digit. A Double would round, and the class of a lazily parsed number is internal to Gson.
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .registerTypeAdapter(Boolean.class, deserializer(GsonAdapters::parseBoolean))
            // Gson would round numbers that it reads from a JsonElement.
            .registerTypeAdapter(
                    Integer.class, deserializer(text -> parseInteger(text).intValueExact()))
            .registerTypeAdapter(
                    Long.class, deserializer(text -> parseInteger(text).longValueExact()))
            .registerTypeAdapter(BigDecimal.class, (JsonSerializer<BigDecimal>)
                    (value, type, context) -> new JsonPrimitive(
                            value.scale() < 0 && value.scale() > -MAX_INTEGER_LENGTH ? value.setScale(0) : value))
            .registerTypeAdapter(LocalDate.class, adapter(LocalDate::parse, LocalDate::toString))
            .registerTypeAdapter(
                    OffsetDateTime.class,
                    adapter(OffsetDateTime::parse, DateTimeFormatter.ISO_OFFSET_DATE_TIME::format))
            .create();

    /** The Gson that reads responses and writes all models. A field whose value does not fit its type is null. */
    public static final Gson GSON = STRICT.newBuilder()
            .registerTypeAdapterFactory(new LenientTypeAdapterFactory(STRICT))
            .create();

    private GsonAdapters() {}

    private static boolean parseBoolean(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("no boolean");
    }

    private static BigDecimal parseInteger(String text) {
        if (text.length() > MAX_INTEGER_LENGTH) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(text);
    }

    private static <T> JsonDeserializer<T> deserializer(Function<String, T> parse) {
        return (json, type, context) -> {
            try {
                return parse.apply(json.getAsJsonPrimitive().getAsString());
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
                // The message of the cause quotes the response.
                throw new JsonParseException("It is no " + type.getTypeName());
            }
        };
    }

    private static <T> TypeAdapter<T> adapter(Function<String, T> parse, Function<T, String> format) {
        return new TypeAdapter<T>() {
            @Override
            public T read(JsonReader in) throws IOException {
                String text = in.nextString();
                try {
                    return parse.apply(text);
                } catch (DateTimeException e) {
                    // The message of the cause quotes the response.
                    throw new JsonParseException("It is no date or time in the format of RFC 3339");
                }
            }

            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(format.apply(value));
            }
        }.nullSafe();
    }
}

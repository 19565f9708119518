package org.brokersdk.broker.api;

import com.google.gson.Gson;
import com.google.gson.JsonIOException;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Tells Retrofit how JSON is read and written. Its own converter has no module name, and takes 8 KiB for each body. */
final class Json extends Converter.Factory {

    private static final MediaType TYPE = MediaType.get("application/json; charset=UTF-8");

    private final Gson gson;

    Json(Gson gson) {
        this.gson = gson;
    }

    static RequestBody body(String json) {
        return RequestBody.create(json.getBytes(StandardCharsets.UTF_8), TYPE);
    }

    @Override
    public Converter<?, RequestBody> requestBodyConverter(
            Type type, Annotation[] annotations, Annotation[] ofMethod, Retrofit retrofit) {
        return model -> body(gson.toJson(model, type));
    }

    @Override
    public Converter<ResponseBody, ?> responseBodyConverter(Type type, Annotation[] annotations, Retrofit retrofit) {
        TypeAdapter<?> adapter = gson.getAdapter(TypeToken.get(type));
        return body -> {
            try (body) {
                JsonReader reader = gson.newJsonReader(body.charStream());
                Object read = adapter.read(reader);
                if (reader.peek() != JsonToken.END_DOCUMENT) {
                    throw new JsonIOException("Something follows the JSON of the answer");
                }
                return read;
            }
        };
    }
}

package org.brokersdk.noren.api;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import okhttp3.FormBody;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Writes form bodies as Noren reads them: a value is JSON, and nothing is percent-encoded.
 *
 * <p>Retrofit always encodes its form fields, so the body is written anew from their decoded values: by a network
 * interceptor, the last to see it, when its length stands in a header already.
 */
final class RawForms extends Converter.Factory implements Interceptor {

    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private final Gson gson;

    /** Needs a Gson that writes HTML-safe JSON: an ampersand in a value would end the field. */
    RawForms(Gson gson) {
        this.gson = gson;
    }

    @Override
    public Converter<?, String> stringConverter(Type type, Annotation[] annotations, Retrofit retrofit) {
        return type == String.class ? null : value -> gson.toJson(value, type);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!(request.body() instanceof FormBody form)) {
            return chain.proceed(request);
        }
        RequestBody raw = raw(form);
        return chain.proceed(request.newBuilder()
                .post(raw)
                .header("Content-Length", String.valueOf(raw.contentLength()))
                .build());
    }

    private static RequestBody raw(FormBody form) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < form.size(); i++) {
            text.append(i == 0 ? "" : "&").append(form.name(i)).append('=').append(form.value(i));
        }
        return RequestBody.create(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), FORM);
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.util.List;
import okhttp3.Request;
import okio.Buffer;
import org.brokersdk.core.internal.FormConverterFactory.Encoded;
import org.brokersdk.core.internal.FormConverterFactory.Raw;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Tests how a model becomes a form. */
class FormConverterFactoryTest {

    private final Api api = new Retrofit.Builder()
            .baseUrl("https://broker.example/")
            .addConverterFactory(new FormConverterFactory())
            .addConverterFactory(GsonConverterFactory.create(GsonAdapters.GSON))
            .build()
            .create(Api.class);

    private interface Api {

        @POST("a")
        Call<Void> encoded(@Body @Encoded Form form);

        @POST("b")
        Call<Void> raw(@Body @Raw Form form);

        @POST("c")
        Call<Void> data(@Body @Raw("jData") Form form);

        @POST("d")
        Call<Void> json(@Body Form form);
    }

    private record Form(@SerializedName("user id") String user, Integer number, List<String> items, Inner inner) {}

    private record Inner(String text) {}

    @Test
    void encodesAForm() throws IOException {
        assertForm(
                api.encoded(new Form("a b&ü", 5, List.of("x", "y=z"), new Inner("q&"))),
                "user+id=a+b%26%C3%BC&number=5&items=x&items=y%3Dz&inner=%7B%22text%22%3A%22q%5Cu0026%22%7D");
        assertForm(api.encoded(new Form(null, null, List.of(), null)), "");
    }

    @Test
    void writesARawForm() throws IOException {
        assertForm(
                api.raw(new Form("a b%ü", 5, List.of("x", "y=z"), new Inner("q&"))),
                "user id=a b%ü&number=5&items=x&items=y=z&inner={\"text\":\"q\\u0026\"}");
        assertForm(api.raw(new Form(null, null, List.of(), null)), "");
    }

    @Test
    void writesAModelAsJsonInARawForm() throws IOException {
        assertForm(
                api.data(new Form("a&b", null, List.of("x&y"), null)),
                "jData={\"user id\":\"a\\u0026b\",\"items\":[\"x\\u0026y\"]}");
    }

    @Test
    void rejectsAnAmpersandInARawForm() {
        assertThatThrownBy(() -> api.raw(new Form("s3cret&", 5, null, null)).request())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user id must not have an ampersand (&), which would end the field");
    }

    @Test
    void leavesOtherBodiesToOtherConverters() throws IOException {
        Request request = api.json(new Form("a", 5, null, null)).request();

        assertThat(text(request)).isEqualTo("{\"user id\":\"a\",\"number\":5}");
        assertThat(request.body().contentType()).hasToString("application/json; charset=UTF-8");
    }

    private static void assertForm(Call<Void> call, String form) throws IOException {
        Request request = call.request();

        assertThat(text(request)).isEqualTo(form);
        assertThat(request.body().contentType()).hasToString("application/x-www-form-urlencoded");
    }

    private static String text(Request request) throws IOException {
        Buffer body = new Buffer();
        request.body().writeTo(body);
        return body.readUtf8();
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.annotations.JsonAdapter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** Tests the text of parameters, and responses in plain text. */
class TextConverterFactoryTest {

    private final FakeServer broker = new FakeServer();

    private final Api api = new Retrofit.Builder()
            .baseUrl("https://broker.example/")
            .client(broker.client())
            .addConverterFactory(new TextConverterFactory())
            .addConverterFactory(GsonConverterFactory.create(GsonAdapters.GSON))
            .build()
            .create(Api.class);

    private interface Api {

        @GET("a/{item}")
        Call<Void> parameters(
                @Path("item") BigDecimal item,
                @Query("date") LocalDate date,
                @Query("exchanges") List<Exchange> exchanges,
                @Header("Text") String text);

        @GET("b/{items}")
        Call<Void> list(@Path("items") List<Object> items);

        @Headers({"X-A: b", "Accept: text/plain"})
        @GET("c")
        Call<String> text();

        @Headers("Accept: application/json")
        @GET("d")
        Call<String> json();
    }

    @JsonAdapter(OpenEnum.class)
    private record Exchange(String value) {

        @Override
        public String toString() {
            return value;
        }
    }

    @Test
    void writesParametersAsInJson() {
        Request request = api.parameters(
                        new BigDecimal("1E+3"),
                        LocalDate.of(2026, 11, 21),
                        List.of(new Exchange("NSE"), new Exchange("B&E")),
                        "a \"b\"")
                .request();

        assertThat(request.url())
                .hasToString("https://broker.example/a/1000?date=2026-11-21&exchanges=NSE&exchanges=B%26E");
        assertThat(request.header("Text")).isEqualTo("a \"b\"");
    }

    @Test
    void separatesTheItemsOfAPathWithCommas() {
        assertThat(api.list(List.of("a/b", 5, new Exchange("NSE"))).request().url())
                .hasToString("https://broker.example/b/a%2Fb,5,NSE");
    }

    static List<List<Object>> listsThatNoPathCanHave() {
        return List.of(
                List.of(), List.of(""), List.of("s3cret", ""), List.of("s3cret,"), Arrays.asList("s3cret", null));
    }

    @ParameterizedTest
    @MethodSource("listsThatNoPathCanHave")
    void rejectsListsThatNoPathCanHave(List<Object> items) {
        assertThatThrownBy(() -> api.list(items).request())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a list in a path must have at least one item, and no empty item and no comma");
    }

    @Test
    void readsPlainText() throws IOException {
        broker.enqueue(200, "not JSON: \"").enqueue(200, "\"JSON\"");

        assertThat(api.text().execute().body()).isEqualTo("not JSON: \"");
        assertThat(api.json().execute().body()).isEqualTo("JSON");
    }
}

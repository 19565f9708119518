package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.core.internal.Fixtures.client;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.core.internal.FakeServer.RecordedRequest;
import org.brokersdk.core.internal.FormConverterFactory.Raw;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** Tests that a call without a required argument is rejected before it exists. */
class RequiredArgumentsTest {

    private final FakeServer broker = new FakeServer();

    private final Api api = client("https://broker.example", broker.client()).api(Api.class);

    /** Interface as the generator writes it. Retrofit calls default methods of public interfaces only. */
    public interface Api {

        @GET("a/{item-id}/{prices}")
        Call<Void> required(
                @Path("item-id") String item,
                @Path("prices") List<BigDecimal> prices,
                @Query("user.id") String user,
                @Query("tags") List<String> tags,
                @Header("X-Sid") String sid,
                @Header("X-Sides") List<String> sides);

        @GET("b")
        Call<Void> optional(
                @Query("count") @Nullable Integer count,
                @Query("tags") @Nullable List<String> tags,
                @Header("X-Sid") @Nullable String sid,
                @Header("X-Sides") @Nullable List<String> sides);

        default Call<Void> optional(@Nullable Integer count) {
            return optional(count, null, null, null);
        }

        default Call<Void> required(String item, String sid) {
            return required(item, List.of(BigDecimal.ONE), "u", List.of(), sid, List.of());
        }

        @POST("c")
        Call<Void> body(@Body Map<String, String> body);

        @POST("d")
        Call<Void> list(@Body List<Map<String, String>> body);

        @POST("e")
        Call<Void> form(@Header("X-Sid") String sid, @Body @Raw("jData") Map<String, String> form);
    }

    /** Call of the interface. */
    private interface Calling {
        Call<Void> of(Api api);
    }

    private static Arguments rejected(String message, Calling call) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> callsWithoutAnArgument() {
        List<BigDecimal> prices = List.of(BigDecimal.ONE);
        List<String> one = List.of("s3cret");
        List<String> hole = Arrays.asList("s3cret", null);
        return Stream.of(
                rejected("item-id is required", api -> api.required(null, prices, "s3cret", one, "s3cret", one)),
                rejected("prices is required", api -> api.required("s3cret", null, "s3cret", one, "s3cret", one)),
                rejected("user.id is required", api -> api.required("s3cret", prices, null, one, "s3cret", one)),
                rejected("tags is required", api -> api.required("s3cret", prices, "s3cret", null, "s3cret", one)),
                rejected("X-Sid is required", api -> api.required("s3cret", prices, "s3cret", one, null, one)),
                rejected("X-Sides is required", api -> api.required("s3cret", prices, "s3cret", one, "s3cret", null)),
                rejected(
                        "prices must not hold null",
                        api -> api.required(
                                "s3cret", Arrays.asList(BigDecimal.ONE, null), "s3cret", one, "s3cret", one)),
                rejected(
                        "tags must not hold null",
                        api -> api.required("s3cret", prices, "s3cret", hole, "s3cret", one)),
                rejected(
                        "X-Sides must not hold null",
                        api -> api.required("s3cret", prices, "s3cret", one, "s3cret", hole)),
                rejected("tags must not hold null", api -> api.optional(1, hole, null, null)),
                rejected("X-Sides must not hold null", api -> api.optional(1, null, null, hole)),
                rejected("item-id is required", api -> api.required(null, "s3cret")),
                rejected("X-Sid is required", api -> api.required("s3cret", null)),
                rejected("body is required", api -> api.body(null)),
                rejected("body is required", api -> api.list(null)),
                rejected("body must not hold null", api -> api.list(Arrays.asList(Map.of("a", "s3cret"), null))),
                rejected("body is required", api -> api.form("s3cret", null)),
                rejected("X-Sid is required", api -> api.form(null, Map.of("a", "s3cret"))));
    }

    @ParameterizedTest
    @MethodSource("callsWithoutAnArgument")
    void rejectsACallWithoutAnArgument(String message, Calling call) {
        assertThatThrownBy(() -> call.of(api))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void sendsAllArguments() throws Exception {
        broker.enqueue(200, "");

        api.required("a", List.of(BigDecimal.ONE, BigDecimal.TEN), "u", List.of("x", "y"), "s", List.of("l", "m"))
                .execute();

        RecordedRequest request = broker.takeRequest();
        assertThat(request.url()).hasToString("https://broker.example/a/a/1,10?user.id=u&tags=x&tags=y");
        assertThat(request.headers().get("X-Sid")).isEqualTo("s");
        assertThat(request.headers().get("X-Sides")).isEqualTo("l,m");
    }

    @Test
    void leavesOptionalArgumentsOut() throws Exception {
        broker.enqueue(200, "").enqueue(200, "").enqueue(200, "");

        api.optional(null, null, null, null).execute();
        api.optional(5).execute();
        api.required("a", "s").execute();

        RecordedRequest request = broker.takeRequest();
        assertThat(request.url()).hasToString("https://broker.example/b");
        assertThat(request.headers().names()).doesNotContain("X-Sid", "X-Sides");
        assertThat(broker.takeRequest().url()).hasToString("https://broker.example/b?count=5");
        request = broker.takeRequest();
        assertThat(request.url()).hasToString("https://broker.example/a/a/1?user.id=u");
        assertThat(request.headers().get("X-Sid")).isEqualTo("s");
    }

    @Test
    void keepsTheMethodsOfObject() {
        assertThat(api.toString()).isNotEmpty();
        assertThat(api.hashCode()).isEqualTo(api.hashCode());
        assertThat(api.equals(null)).isFalse();
    }
}

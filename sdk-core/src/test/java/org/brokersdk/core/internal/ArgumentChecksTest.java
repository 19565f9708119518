package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.core.internal.Fixtures.client;

import com.google.gson.annotations.JsonAdapter;
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

/** Tests that a call whose arguments break a rule is rejected before it exists. */
class ArgumentChecksTest {

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

        @GET("f/{item}")
        Call<Void> rules(
                @ParameterRule(minLength = 2, maxLength = 3, pattern = "[a-z]+") @Path("item") String item,
                @ParameterRule(minimum = "0.5", maximum = "5") @Query("count") @Nullable BigDecimal count,
                @ParameterRule(minItems = 1, maxItems = 2, values = Side.class) @Query("sides") @Nullable
                        List<Side> sides,
                @ParameterRule(values = Side.class) @Header("X-Side") @Nullable Side side);

        @POST("c")
        Call<Void> body(@Body Map<String, String> body);

        @POST("d")
        Call<Void> list(@Body List<Map<String, String>> body);

        @POST("e")
        Call<Void> form(@Header("X-Sid") String sid, @Body @Raw("jData") Map<String, String> form);
    }

    /** Open enum as the generator writes it. */
    @JsonAdapter(OpenEnum.class)
    public record Side(String value) {

        static final Side BUY = new Side("BUY");

        public static List<Side> values() {
            return List.of(BUY);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** Call of the interface. */
    private interface Calling {
        Call<Void> of(Api api);
    }

    private static Arguments rejected(String message, Calling call) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> callsThatBreakARule() {
        List<BigDecimal> prices = List.of(BigDecimal.ONE);
        List<String> list = List.of("s3cret");
        List<String> listWithNull = Arrays.asList("s3cret", null);
        return Stream.of(
                rejected("item-id is required", api -> api.required(null, prices, "s3cret", list, "s3cret", list)),
                rejected("prices is required", api -> api.required("s3cret", null, "s3cret", list, "s3cret", list)),
                rejected("user.id is required", api -> api.required("s3cret", prices, null, list, "s3cret", list)),
                rejected("tags is required", api -> api.required("s3cret", prices, "s3cret", null, "s3cret", list)),
                rejected("X-Sid is required", api -> api.required("s3cret", prices, "s3cret", list, null, list)),
                rejected("X-Sides is required", api -> api.required("s3cret", prices, "s3cret", list, "s3cret", null)),
                rejected(
                        "prices must not contain null",
                        api -> api.required(
                                "s3cret", Arrays.asList(BigDecimal.ONE, null), "s3cret", list, "s3cret", list)),
                rejected(
                        "tags must not contain null",
                        api -> api.required("s3cret", prices, "s3cret", listWithNull, "s3cret", list)),
                rejected(
                        "X-Sides must not contain null",
                        api -> api.required("s3cret", prices, "s3cret", list, "s3cret", listWithNull)),
                rejected("tags must not contain null", api -> api.optional(1, listWithNull, null, null)),
                rejected("X-Sides must not contain null", api -> api.optional(1, null, null, listWithNull)),
                rejected("item-id is required", api -> api.required(null, "s3cret")),
                rejected("X-Sid is required", api -> api.required("s3cret", null)),
                rejected("body is required", api -> api.body(null)),
                rejected("body is required", api -> api.list(null)),
                rejected("body must not contain null", api -> api.list(Arrays.asList(Map.of("a", "s3cret"), null))),
                rejected("body is required", api -> api.form("s3cret", null)),
                rejected("X-Sid is required", api -> api.form(null, Map.of("a", "s3cret"))),
                rejected("item is required", api -> api.rules(null, null, null, null)),
                rejected("item must not be blank", api -> api.rules("  ", null, null, null)),
                rejected("item must have 2 to 3 characters, but has 6", api -> api.rules("s3cret", null, null, null)),
                rejected(
                        "item must be in the format that its documentation shows",
                        api -> api.rules("s3", null, null, null)),
                rejected("count must be at least 0.5", api -> api.rules("ab", new BigDecimal("0.4"), null, null)),
                rejected("count must be at most 5", api -> api.rules("ab", BigDecimal.TEN, null, null)),
                rejected("sides must have 1 to 2 items, but has 0", api -> api.rules("ab", null, List.of(), null)),
                rejected(
                        "sides must be one of [BUY]",
                        api -> api.rules("ab", null, List.of(Side.BUY, new Side("s3cret")), null)),
                rejected("X-Side must be one of [BUY]", api -> api.rules("ab", null, null, new Side("s3cret"))));
    }

    @Test
    void emptyPartOfAPathIsRejected() {
        assertThatThrownBy(() -> api.required("", "sid"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("item-id must not be empty in a path");
    }

    @ParameterizedTest
    @MethodSource("callsThatBreakARule")
    void rejectsACallThatBreaksARule(String message, Calling call) {
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
    void sendsArgumentsWithinTheirRules() throws Exception {
        broker.enqueue(200, "").enqueue(200, "");

        api.rules("abc", new BigDecimal("0.5"), List.of(Side.BUY), Side.BUY).execute();
        api.rules("ab", null, null, null).execute();

        assertThat(broker.takeRequest().url()).hasToString("https://broker.example/f/abc?count=0.5&sides=BUY");
        assertThat(broker.takeRequest().url()).hasToString("https://broker.example/f/ab");
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

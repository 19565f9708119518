package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonStreamParser;
import com.google.gson.annotations.SerializedName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.BrokerMetadata;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.core.internal.HttpClients;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.Transport;
import org.brokersdk.testing.FakeBroker;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;

/** Inspects the Java of {@code features.yaml}, compiles it, and calls each operation. */
class FeaturesTest {

    @TempDir
    static Path folder;

    private static Generated generated;

    private final FakeBroker broker = new FakeBroker();

    @BeforeAll
    static void generate() throws Exception {
        generated = new Generated(folder).write(Generated.resource("features.yaml"));
        // An SDK names its logins by hand.
        String logins = "package org.brokersdk.test; enum TestLogin { CODE; String client; }";
        Files.writeString(generated.source("TestLogin"), logins);
        generated.compile();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api/ParametersApi       | @Path("count") Integer count, @Path("total") Long total, @Path("amount") BigDecimal amount
            api/ParametersApi       | @Path("active") Boolean active, @Path("day") LocalDate day, @Path("moment") OffsetDateTime moment
            api/ParametersApi       | @ParameterRule(values = Side.class) @Path("side") Side side)
            api/ParametersApi       | @Query("text") String text, @Query("count") @Nullable Integer count
            api/ParametersApi       | @Query("order-type") @Nullable QueryScalarsOrderType orderType
            api/ParametersApi       | @Query("default") @Nullable String _default
            api/ParametersApi       | @Query("moments") @Nullable List<OffsetDateTime> moments
            api/ParametersApi       | @ParameterRule(minLength = 2, maxLength = 4, pattern = "^[a-z\\"]+$") @Path("word") String word
            api/ParametersApi       | @ParameterRule(minimum = "1", maximum = "5") @Query("count") @Nullable Integer count
            api/ParametersApi       | @ParameterRule(minItems = 1, maxItems = 2, values = Side.class) @Header("X-Sides") @Nullable
            api/ParametersApi       | default Call<Void> defaults(String xUser, Note note) {
            api/BodiesApi           | Call<Void> jsonList(@Body List<Leg> leg);
            api/BodiesApi           | Call<Void> rawObject(@Body @FormConverterFactory.Raw("jData") Leg leg);
            api/ResponsesApi        | String BASE_URL = "https://features.example/v1/";
            api/ResponsesApi        | Call<List<ListResponseResponse>> listResponse();
            api/ResponsesApi        | Call<Map<String, List<Long>>> mapResponse();
            api/ResponsesApi        | Call<String> text();
            api/OrderRequest        | @SerializedName("count") Integer count, @SerializedName("total") @Nullable Long total
            api/OrderRequest        | @SerializedName("validity") Validity validity, @SerializedName("sides") @Nullable List<Side> sides
            api/OrderRequest        | @SerializedName("grid") @Nullable List<List<BigDecimal>> grid
            api/OrderRequest        | @SerializedName("class") @Nullable String propertyClass
            api/OrderRequest        | legs = legs == null ? null : List.copyOf(legs);
            api/OrderRequest        | labels == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            api/OrderResponse       | @SerializedName(value = "text", alternate = "Text") @Nullable String text
            api/OrderResponse       | @SerializedName("count") @Nullable Integer count, @SerializedName("total") @Nullable Long total
            api/OrderResponse       | @SerializedName("amount") @Nullable BigDecimal amount
            api/OrderResponse       | @SerializedName("day") @Nullable LocalDate day, @SerializedName("moment") @Nullable OffsetDateTime
            api/OrderResponse       | @SerializedName("sides") List<@Nullable Side> sides
            api/OrderResponse       | @SerializedName("books") Map<String, @Nullable List<Place>> books
            api/OrderResponse       | sides = sides == null ? List.of() : Collections.unmodifiableList(sides);
            api/Side                | /** To owe. */ public static final Side SELL_SHORT = new Side("sellShort");
            TestBroker              | new Endpoint(TestLogin.CODE, "https://features.example/v1", "https://login.example/?v=1"
            api/CredentialsApi      | String LOGIN_PAGE = "https://login.example/page";
            SpecValues              | Set.of("code", "message"), Set.of("token", "codes", "tokens")
            SpecValues              | List.of("\\"locked\\"", "C:\\\\locked")
            """)
    void javaReadsAsIfWrittenByHand(String file, String line) throws Exception {
        assertThat(generated.java(file).replaceAll("\\s+", " ").replace("( ", "("))
                .contains(line);
    }

    static Stream<String> calls() throws Exception {
        return Stream.of(Generated.resource("calls.txt")
                        .replaceAll("\\\\\n +", "")
                        .split("\n(?! )"))
                .filter(call -> !call.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callIsSentOrRefused(String call) throws Exception {
        String[] lines = call.strip().split("\n +");
        String[] operationAndArguments = lines[0].split(" ", 2);
        JsonStreamParser arguments = new JsonStreamParser(operationAndArguments[1]);
        broker.enqueue(204, "");

        List<String> sent;
        try {
            JsonArray array = arguments.next().getAsJsonArray();
            ApiClient client = client(arguments.hasNext() ? arguments.next().getAsJsonObject() : new JsonObject());
            call(client, operationAndArguments[0], array).execute();
            sent = lines(broker.takeRequest());
        } catch (InvocationTargetException e) {
            sent = List.of("! " + e.getCause().getMessage());
        } catch (IllegalArgumentException e) {
            sent = List.of("! " + e.getMessage());
        }

        assertThat(sent).containsExactly(Arrays.copyOfRange(lines, 1, lines.length));
    }

    private static List<String> lines(RecordedRequest request) {
        HttpUrl url = request.url();
        String query = url.encodedQuery() == null ? "" : "?" + url.encodedQuery();
        // The text of all headers would have no credentials.
        Stream<String> headers = IntStream.range(0, request.headers().size())
                .mapToObj(i ->
                        request.headers().name(i) + ": " + request.headers().value(i))
                .filter(header -> !header.matches("(User-Agent|Connection): .*"));
        Stream<String> head = Stream.concat(Stream.of(request.method() + " " + url.encodedPath() + query), headers);
        return Stream.concat(head, Stream.of(request.body()).filter(body -> !body.isEmpty()))
                .toList();
    }

    @Test
    void eachOperationIsCalled() throws Exception {
        List<String> called =
                calls().map(call -> call.substring(0, call.indexOf(' '))).toList();

        assertThat(called)
                .containsAll(methods().map(Method::getName).filter(name -> !name.endsWith("esponse"))::iterator);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"text":null}                    | text is required
            {"text":"a"}                     | text must have 2 to 4 characters, but has 1
            {"text":"abcde"}                 | text must have 2 to 4 characters, but has 5
            {"text":"ab"}                    |
            {"text":"a₹😀b"}                 |
            {"pin":"12345"}                  | pin must be in the format that its documentation shows
            {"pin":"1234\\n"}                | pin must not begin or end with a blank or a line break. Remove it, for example with strip()
            {"count":0}                      | count must be at least 1
            {"count":11}                     | count must be at most 10
            {"count":10}                     |
            {"total":-1}                     | total must be at least 0
            {"price":null}                   | price is required
            {"price":0.049}                  | price must be at least 0.05
            {"price":100000.01}              | price must be at most 100000
            {"price":0.050}                  |
            {"price":1E+5}                   |
            {"side":null}                    | side is required
            {"side":"hold"}                  | side must be one of [BUY, SELL, sellShort]
            {"validity":"GTC"}               | validity must be one of [DAY, IOC]
            {"sides":[""]}                   | sides must be one of [BUY, SELL, sellShort]
            {"sides":["BUY",null]}           | sides must not contain null
            {"legs":null}                    | legs is required
            {"legs":[]}                      | legs must have 1 to 2 items, but has 0
            {"tags":["a","b","c"]}           | tags must have 0 to 2 items, but has 3
            """)
    void builderChecksEachRule(String change, String message) throws Exception {
        JsonObject order = JsonParser.parseString("""
                {"text":"abc","pin":"1234","price":100,"side":"BUY","legs":[{"symbol":"NIFTY"}]}""").getAsJsonObject();
        order.asMap().putAll(JsonParser.parseString(change).getAsJsonObject().asMap());

        try {
            assertThat(build(generated.type("api.OrderRequest"), order))
                    .asString()
                    .contains("pin=***");
            assertThat(message).isNull();
        } catch (InvocationTargetException e) {
            assertThat(e.getCause())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    /** The result of a row has the fields that are there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            listResponse | [{"text":"abc"}] | [ListResponseResponse[text=abc]]
            mapResponse  | {"NIFTY":[1,2]}  | {NIFTY=[1, 2]}
            text         | Hello, "world"   | Hello, "world"
            text         | [1               | [1
            text         | ``               | ``
            noContent    | ``               | null
            response     | {}               | ``
            response     | {"text":null,"sides":null,"prices":null,"side":null,"next":null} | ``
            response     | {"Text":"other name","new":{"a":[1]}} | text=other name
            response     | {"side":"hold","sides":["BUY","",7,true,null]} | side=hold, sides=[BUY, , 7, true, null]
            response     | {"count":"1","total":"9007199254740993","amount":"0.10"} | count=1, total=9007199254740993, amount=0.10
            response     | {"text":5,"count":1,"active":true} | text=5, count=1, active=true
            response     | {"total":-9223372036854775808} | total=-9223372036854775808
            response     | {"amount":12345678901234567890.123456789} | amount=12345678901234567890.123456789
            response     | {"day":"2026-02-28","moment":"2026-02-28T09:15:00+05:30"} | day=2026-02-28, moment=2026-02-28T09:15+05:30
            response     | {"moment":"2026-02-28t09:15:00z"} | moment=2026-02-28T09:15Z
            response     | {"moment":"2026-02-28T09:15:00.5-00:30"} | moment=2026-02-28T09:15:00.500-00:30
            response     | {"place":{"city":"Mumbai"},"grid":[[1,2],[3]]} | place=Place[city=Mumbai], grid=[[1, 2], [3]]
            response     | {"prices":{"a":1.50,"b":""},"books":{"a":[{}]}} | prices={a=1.50, b=null}, books={a=[Place[city=null]]}
            response     | {"anything":{"a":9007199254740993}} | anything={a=9007199254740993}
            response     | {"token":"a","codes":["b"],"tokens":{"c":"d"}} | token=***, codes=***, tokens=***
            response     | {"day":"2026-02-28T00:00:00Z","moment":"2026-02-28 09:15:00Z","count":1.5,"total":9300000000000000000} | ``
            response     | {"amount":"0,10","active":"Y","side":["BUY"],"sides":"BUY","place":"Mumbai","prices":[1]} | ``
            response     | {"text":"abc","day":20260228,"count":""} | text=abc
            """)
    void responseIsRead(String operation, String body, String result) throws Exception {
        broker.enqueue(operation.equals("noContent") ? 204 : 200, body);

        Object response = call(client(new JsonObject()), operation, new JsonArray())
                .execute()
                .body();

        assertThat(operation.equals("response") ? fields(response) : String.valueOf(response))
                .isEqualTo(result);
    }

    /** Returns the fields that are neither null nor empty, as the response prints them. */
    private static String fields(Object response) throws Exception {
        StringBuilder empty = new StringBuilder();
        for (RecordComponent field : response.getClass().getRecordComponents()) {
            Object value = field.getAccessor().invoke(response);
            if (value == null || value.equals(List.of()) || value.equals(Map.of())) {
                empty.append("|").append(field.getName());
            }
        }
        String fields = response.toString().replaceFirst("^\\w+\\[(.*)]$", "$1");
        return Stream.of(fields.split(", (?=\\w+=)"))
                .filter(field -> !field.matches("(" + empty.substring(1) + ")=.*"))
                .collect(Collectors.joining(", "));
    }

    private ApiClient client(JsonObject credentials) throws Exception {
        var metadata = generated.type("SpecValues").getDeclaredField("METADATA");
        metadata.setAccessible(true);
        ApiClient client = ApiClient.of(
                new Transport(
                        (BrokerMetadata) metadata.get(null),
                        HttpClients.isolated(broker.client()).build(),
                        Duration.ofSeconds(30),
                        line -> {},
                        null,
                        null,
                        null,
                        executor -> executor),
                "https://features.example/v1");
        for (String scheme : credentials.keySet()) {
            Object[] values = GsonAdapters.GSON.fromJson(credentials.get(scheme), String[].class);
            Method method =
                    named(Stream.of(generated.type("SecuritySchemes").getDeclaredMethods()), scheme, values.length);
            method.setAccessible(true);
            client = client.with((RequestAuthenticator) method.invoke(null, values));
        }
        return client;
    }

    private static Call<?> call(ApiClient client, String operation, JsonArray arguments) throws Exception {
        Method method = named(methods(), operation, arguments.size());
        Type[] types = method.getGenericParameterTypes();
        Object[] values = new Object[types.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(types[i], arguments.get(i));
        }
        return (Call<?>) method.invoke(client.api(method.getDeclaringClass()), values);
    }

    private static Stream<Method> methods() throws Exception {
        return Stream.of("Parameters", "Bodies", "Responses", "Credentials")
                .flatMap(api -> Stream.of(generated.type("api." + api + "Api").getMethods()));
    }

    private static Method named(Stream<Method> methods, String name, int parameters) {
        return methods.filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .findFirst()
                .orElseThrow();
    }

    private static Object argument(Type type, JsonElement json) throws Exception {
        return json.isJsonObject()
                ? build((Class<?>) type, json.getAsJsonObject())
                : GsonAdapters.GSON.fromJson(json, type);
    }

    /** Returns a request that has what the JSON says, also null. */
    private static Object build(Class<?> type, JsonObject json) throws Exception {
        Object builder = type.getMethod("builder").invoke(null);
        for (RecordComponent field : type.getRecordComponents()) {
            String name = Objects.requireNonNull(field.getAccessor().getAnnotation(SerializedName.class))
                    .value();
            if (json.has(name)) {
                builder.getClass()
                        .getMethod(field.getName(), field.getType())
                        .invoke(builder, GsonAdapters.GSON.<Object>fromJson(json.get(name), field.getGenericType()));
            }
        }
        return builder.getClass().getMethod("build").invoke(builder);
    }
}

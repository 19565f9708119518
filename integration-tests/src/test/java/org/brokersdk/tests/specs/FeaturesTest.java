package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.features.api.AnswersApi;
import org.brokersdk.features.api.BodiesApi;
import org.brokersdk.features.api.CredentialsApi;
import org.brokersdk.features.api.EncodedFormForm;
import org.brokersdk.features.api.JsonInlineRequest;
import org.brokersdk.features.api.JsonInlineRequestPlace;
import org.brokersdk.features.api.JsonInlineRequestPlaceCity;
import org.brokersdk.features.api.Leg;
import org.brokersdk.features.api.ListAnswerResponse;
import org.brokersdk.features.api.Note;
import org.brokersdk.features.api.OrderRequest;
import org.brokersdk.features.api.OrderResponse;
import org.brokersdk.features.api.ParametersApi;
import org.brokersdk.features.api.Place;
import org.brokersdk.features.api.QueryScalarsOrderType;
import org.brokersdk.features.api.RawFormForm;
import org.brokersdk.features.api.Side;
import org.brokersdk.features.api.Validity;
import org.brokersdk.mocks.Prism;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Response;

/**
 * All that a spec may say, as it crosses the wire. Each request goes to a mock, which has to accept it, and to a bare
 * socket, which keeps its bytes.
 */
class FeaturesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 2, 28);
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2026-02-28T09:15:00+05:30");

    /** More than a double can hold. */
    private static final long LARGE = 9_007_199_254_740_993L;

    /** The most that Prism takes for an int64. */
    private static final long LARGEST_OF_PRISM = 9_007_199_254_740_991L;

    private static Prism mock;

    @BeforeAll
    static void start() throws IOException {
        mock = Prism.start(Path.of(System.getProperty("features")));
    }

    @AfterAll
    static void stop() {
        mock.close();
    }

    @Test
    void scalarsInThePath() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.pathScalars(
                                "a b/c?d%e",
                                -1, LARGEST_OF_PRISM, new BigDecimal("0.10"), true, DAY, MOMENT, Side.SELL_SHORT)))
                .isEqualTo("""
                        GET /v1/path/a%20b%2Fc%3Fd%25e/-1/9007199254740991/0.10/true/2026-02-28/2026-02-28T09:15:00+05:30/sellShort
                        Accept: application/json
                        """);
    }

    @Test
    void nothingInThePathIsRefused() {
        ParametersApi api = client("http://localhost").api(ParametersApi.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.pathScalars(null, 1, 1L, BigDecimal.ONE, true, DAY, MOMENT, Side.BUY))
                .withMessage("text is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.pathScalars("a", 1, 1L, null, true, DAY, MOMENT, Side.BUY))
                .withMessage("amount is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.pathArrays(null, List.of(Side.BUY)))
                .withMessage("texts is required");
    }

    @Test
    void requiredParameterIsNotLeftOut() {
        ParametersApi api = client("http://localhost").api(ParametersApi.class);
        Note note = Note.builder().text("abc").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.queryScalars(null, 1, null, null, null, null, null, null, null))
                .withMessage("text is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.headers(null, null, null, null))
                .withMessage("X-Text is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.queryArrays(null, null, null, null))
                .withMessage("texts is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.defaults(null, note))
                .withMessage("X-User is required");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.defaults("me", null))
                .withMessage("body is required");
    }

    @Test
    void scalarsInTheQuery() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.queryScalars(
                                "a b&c=d+é%",
                                -1,
                                LARGEST_OF_PRISM,
                                new BigDecimal("1E+3"),
                                false,
                                DAY,
                                MOMENT,
                                QueryScalarsOrderType._9_TO_5,
                                "")))
                .isEqualTo("""
                        GET /v1/query?text=a%20b%26c%3Dd%2B%C3%A9%25&count=-1&total=9007199254740991&amount=1000&active=false&day=2026-02-28&moment=2026-02-28T09%3A15%3A00%2B05%3A30&order-type=9%20to%205&default=
                        Accept: application/json
                        """);
    }

    @Test
    void nothingInTheQueryIsLeftOut() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.queryScalars("a", null, null, null, null, null, null, null, null)))
                .isEqualTo("""
                        GET /v1/query?text=a
                        Accept: application/json
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T09:15:00Z, 2026-02-28T09%3A15%3A00Z",
        "2026-02-28T09:15:30.123456789+05:30, 2026-02-28T09%3A15%3A30.123456789%2B05%3A30",
        "2026-02-28T00:00:00-00:30, 2026-02-28T00%3A00%3A00-00%3A30",
    })
    void momentInTheQuery(OffsetDateTime moment, String sent) throws IOException {
        assertThat(sent(ParametersApi.class, api -> api.queryArrays(List.of("a"), null, List.of(moment), null)))
                .startsWith("GET /v1/query/arrays?texts=a&moments=" + sent + "\n");
    }

    @Test
    void arraysInTheQuery() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.queryArrays(
                                List.of("a,b", "c&d"),
                                List.of(1, -2),
                                List.of(MOMENT),
                                List.of(Side.BUY, Side.SELL_SHORT))))
                .isEqualTo("""
                        GET /v1/query/arrays?texts=a%2Cb&texts=c%26d&counts=1&counts=-2&moments=2026-02-28T09%3A15%3A00%2B05%3A30&sides=BUY&sides=sellShort
                        Accept: application/json
                        """);
    }

    @Test
    void arraysInThePath() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.pathArrays(List.of("a b", "c/d"), List.of(Side.BUY, Side.SELL_SHORT))))
                .isEqualTo("""
                        GET /v1/path/a%20b,c%2Fd/BUY,sellShort
                        Accept: application/json
                        """);
        ParametersApi api = client("http://localhost").api(ParametersApi.class);
        for (List<String> texts : List.of(List.<String>of(), List.of("a", ""), List.of("a,b"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> api.pathArrays(texts, List.of(Side.BUY)).request())
                    .withMessageContaining("a list in a path must hold something, and no empty text and no comma");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.pathArrays(Arrays.asList("a", null), List.of(Side.BUY)))
                .withMessage("texts must not hold null");
    }

    @Test
    void arraysInHeaders() throws IOException {
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.headerArrays(List.of("a b", "c"), List.of(Side.BUY, Side.SELL_SHORT))))
                .isEqualTo("""
                        GET /v1/headers/arrays
                        Accept: application/json
                        X-Sides: BUY,sellShort
                        X-Texts: a b,c
                        """);
        assertThat(sent(ParametersApi.class, api -> api.headerArrays(List.of("a,b"), List.of())))
                .isEqualTo("""
                        GET /v1/headers/arrays
                        Accept: application/json
                        X-Texts: a,b
                        """);
        assertThat(sent(ParametersApi.class, api -> api.headerArrays(null, null)))
                .isEqualTo("GET /v1/headers/arrays\nAccept: application/json\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent(ParametersApi.class, api -> api.headerArrays(List.of("a,b", "c"), null)))
                .withMessage("X-Texts must not hold a comma in a value of a list");
    }

    @Test
    void emptyArrayInTheQueryIsNone() throws IOException {
        assertThat(sent(ParametersApi.class, api -> api.queryArrays(List.of("a"), List.of(), List.of(), null)))
                .isEqualTo("""
                        GET /v1/query/arrays?texts=a
                        Accept: application/json
                        """);
        ParametersApi api = client("http://localhost").api(ParametersApi.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.queryArrays(List.of("a"), null, Arrays.asList(MOMENT, null), null))
                .withMessage("moments must not hold null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> api.headerArrays(Arrays.asList("a", null), null))
                .withMessage("X-Texts must not hold null");
    }

    @Test
    void scalarsInHeaders() throws IOException {
        assertThat(sent(ParametersApi.class, api -> api.headers("a b", new BigDecimal("-0.10"), MOMENT, Side.BUY)))
                .isEqualTo("""
                        GET /v1/headers
                        Accept: application/json
                        X-Text: a b
                        X-Amount: -0.10
                        X-Moment: 2026-02-28T09:15:00+05:30
                        X-Side: BUY
                        """);
    }

    @Test
    void nothingInHeadersIsLeftOut() throws IOException {
        assertThat(sent(ParametersApi.class, api -> api.headers("a", null, null, null)))
                .isEqualTo("""
                        GET /v1/headers
                        Accept: application/json
                        X-Text: a
                        """);
    }

    @Test
    void defaultsAreSentByAMethodOfTheirOwn() throws IOException {
        Note note = Note.builder().text("abc").build();

        assertThat(sent(ParametersApi.class, api -> api.defaults("me", note))).isEqualTo("""
                        POST /v1/defaults?text=quote%20%22%20and%20backslash%20%5C&count=10&total=30&amount=0.05&active=true&day=2026-02-28&moment=2026-02-28T00%3A00%3A00Z
                        Accept: application/json
                        X-User: me
                        X-Validity: DAY
                        Content-Type: application/json; charset=UTF-8

                        {"text":"abc"}""");
        assertThat(sent(
                        ParametersApi.class,
                        api -> api.defaults(null, "me", 1, null, null, null, null, null, Validity.IOC, note)))
                .isEqualTo("""
                        POST /v1/defaults?count=1
                        Accept: application/json
                        X-User: me
                        X-Validity: IOC
                        Content-Type: application/json; charset=UTF-8

                        {"text":"abc"}""");
    }

    @Test
    void constantsAreNoParameters() throws IOException {
        assertThat(sent(ParametersApi.class, api -> api.constants("e"))).isEqualTo("""
                        GET /v1/constants?kind=a%20b%26c%3Dd%2B%C3%A9&text=e
                        X-Client: say "features"
                        Accept: application/json
                        """);
    }

    @Test
    void json() throws IOException {
        OrderRequest order = order().count(10)
                .total(LARGEST_OF_PRISM)
                .price(new BigDecimal("0.10"))
                .active(true)
                .day(DAY)
                .moment(MOMENT)
                .validity(Validity.IOC)
                .sides(List.of(Side.SELL, Side.SELL_SHORT))
                .leg(new Leg("A\"&é", 5))
                .tags(List.of())
                .grid(List.of(List.of(new BigDecimal("1.50"), new BigDecimal("1E+2")), List.of()))
                .labels(Map.of("a b", "c"))
                .propertyClass("d")
                .build();

        assertThat(sent(BodiesApi.class, api -> api.json(order))).isEqualTo("""
                        POST /v1/json
                        Accept: application/json
                        Content-Type: application/json; charset=UTF-8

                        {"text":"abc","pin":"1234","count":10,"total":9007199254740991,"price":0.10,"active":true,\
                        "day":"2026-02-28","moment":"2026-02-28T09:15:00+05:30","side":"BUY","validity":"IOC",\
                        "sides":["SELL","sellShort"],"legs":[{"symbol":"NIFTY"}],\
                        "leg":{"symbol":"A\\"\\u0026é","quantity":5},"tags":[],"grid":[[1.50,100],[]],\
                        "labels":{"a b":"c"},"class":"d"}""");
    }

    @Test
    void jsonLeavesOutWhatIsNotSetAndHasNoDefault() throws IOException {
        assertThat(sent(BodiesApi.class, api -> api.json(order().build()))).endsWith("""

                        {"text":"abc","pin":"1234","count":1,"price":100,"active":false,"side":"BUY",\
                        "validity":"DAY","legs":[{"symbol":"NIFTY"}]}""");
    }

    @Test
    void listOfJsonByPut() throws IOException {
        assertThat(sent(BodiesApi.class, api -> api.jsonList(List.of(new Leg("A", 1), new Leg("B", null)))))
                .isEqualTo("""
                        PUT /v1/json
                        Accept: application/json
                        Content-Type: application/json; charset=UTF-8

                        [{"symbol":"A","quantity":1},{"symbol":"B"}]""");
    }

    @Test
    void jsonOfAnInlineSchemaByPatch() throws IOException {
        JsonInlineRequestPlace place = JsonInlineRequestPlace.builder()
                .city(JsonInlineRequestPlaceCity.DELHI)
                .build();

        assertThat(sent(
                        BodiesApi.class,
                        api -> api.jsonInline(
                                JsonInlineRequest.builder().place(place).build())))
                .isEqualTo("""
                        PATCH /v1/json
                        Accept: application/json
                        Content-Type: application/json; charset=UTF-8

                        {"place":{"city":"Delhi"}}""");
    }

    @Test
    void encodedForm() throws IOException {
        EncodedFormForm form = EncodedFormForm.builder()
                .text("a b&c=d+é%")
                .pin("1234")
                .amount(new BigDecimal("1E+2"))
                .moment(MOMENT)
                .sides(List.of(Side.BUY, Side.SELL))
                .build();

        assertThat(sent(BodiesApi.class, api -> api.encodedForm(form))).isEqualTo("""
                        POST /v1/form/encoded
                        Accept: application/json
                        Content-Type: application/x-www-form-urlencoded

                        grant_type=password&text=a+b%26c%3Dd%2B%C3%A9%25&pin=1234&amount=100\
                        &moment=2026-02-28T09%3A15%3A00%2B05%3A30&sides=BUY&sides=SELL""");
    }

    @Test
    void encodedFormOfItsConstantAlone() throws IOException {
        assertThat(sent(
                        BodiesApi.class,
                        api -> api.encodedForm(EncodedFormForm.builder().build())))
                .endsWith("\n\ngrant_type=password");
    }

    @Test
    void rawForm() throws IOException {
        RawFormForm form = RawFormForm.builder()
                .jData(new Leg("M&M%é", 1))
                .jKey("a%+b=c d")
                .build();

        assertThat(sent(BodiesApi.class, api -> api.rawForm(form))).isEqualTo("""
                        POST /v1/form/raw
                        Accept: application/json
                        Content-Type: application/x-www-form-urlencoded

                        jData={"symbol":"M\\u0026M%é","quantity":1}&jKey=a%+b=c d""");
    }

    @Test
    void rawFormOfOneObjectIsThatObject() throws IOException {
        assertThat(sent(BodiesApi.class, api -> api.rawObject(new Leg("M&M%é", 1))))
                .isEqualTo("""
                        POST /v1/form/object
                        Accept: application/json
                        Content-Type: application/x-www-form-urlencoded

                        jData={"symbol":"M\\u0026M%é","quantity":1}""");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent(BodiesApi.class, api -> api.rawObject(null)))
                .withMessage("body is required");
    }

    @Test
    void rawFormRefusesWhatWouldEndAField() {
        RawFormForm form =
                RawFormForm.builder().jData(new Leg("A", 1)).jKey("s3cret&x=y").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client("http://localhost")
                        .api(BodiesApi.class)
                        .rawForm(form)
                        .execute())
                .withMessage("jKey must not hold an ampersand, which would end it");
    }

    @Test
    void answers() throws IOException {
        OrderResponse answer = accepted(AnswersApi.class, AnswersApi::answer).body();

        assertThat(answer)
                .isEqualTo(new OrderResponse(
                        "abc",
                        "s3cr3t",
                        1,
                        LARGEST_OF_PRISM,
                        new BigDecimal("0.1"),
                        true,
                        DAY,
                        MOMENT,
                        Side.BUY,
                        new Place("Mumbai"),
                        List.of(Side.BUY, Side.SELL),
                        List.of(List.of(1, 2), List.of(3)),
                        Map.of("NIFTY", new BigDecimal("100.5")),
                        Map.of("NIFTY", List.of(new Place("Delhi"))),
                        Map.of("a", BigDecimal.ONE),
                        answered("{\"text\":\"def\"}")));
        assertThat(answer.toString()).contains("text=abc, token=***, count=1").doesNotContain("s3cr3t");
        assertThat(accepted(AnswersApi.class, AnswersApi::listAnswer).body())
                .isEqualTo(List.of(new ListAnswerResponse("abc")));
        assertThat(accepted(AnswersApi.class, AnswersApi::mapAnswer).body())
                .isEqualTo(Map.of("NIFTY", List.of(1L, 2L)));
        assertThat(accepted(AnswersApi.class, AnswersApi::text).body()).isEqualTo("Hello, \"world\"");
        assertThat(accepted(AnswersApi.class, AnswersApi::noContent).body()).isNull();
    }

    @Test
    void asksForWhatItReads() throws IOException {
        assertThat(sent(AnswersApi.class, AnswersApi::text)).isEqualTo("GET /v1/answer/text\nAccept: text/plain\n");
        assertThat(sent(AnswersApi.class, AnswersApi::noContent))
                .isEqualTo("DELETE /v1/answer\nAccept: application/json\n");
    }

    @Test
    void answerMayLackEverything() throws IOException {
        OrderResponse empty = answered("{}");

        assertThat(answered("{\"text\":null,\"sides\":null,\"prices\":null,\"side\":null,\"next\":null}"))
                .isEqualTo(empty);
        assertThat(empty.text()).isNull();
        assertThat(empty.sides()).isEmpty();
        assertThat(empty.prices()).isEmpty();
    }

    @Test
    void answerMayHoldWhatTheSpecDoesNotKnow() throws IOException {
        OrderResponse answer = answered("""
                {"Text": "other name", "new": {"a": [1]}, "side": "hold", "sides": ["BUY", "", 7, true, null]}""");

        assertThat(answer.text()).isEqualTo("other name");
        assertThat(answer.side()).isEqualTo(new Side("hold")).isNotIn(Side.values());
        assertThat(answer.sides()).extracting(String::valueOf).containsExactly("BUY", "", "7", "true", "null");
        assertThat(GsonAdapters.GSON.toJson(answer)).contains("\"side\":\"hold\"");
    }

    @Test
    void answerMayQuoteItsNumbers() throws IOException {
        OrderResponse answer = answered("{\"count\":\"1\",\"total\":\"" + LARGE + "\",\"amount\":\"0.10\",\"text\":5}");

        assertThat(answer.count()).isEqualTo(1);
        assertThat(answer.total()).isEqualTo(LARGE);
        assertThat(answer.amount()).isEqualTo(new BigDecimal("0.10"));
        assertThat(answer.text()).isEqualTo("5");
    }

    @Test
    void numbersLoseNothing() throws IOException {
        OrderResponse answer = answered("{\"total\":" + Long.MIN_VALUE + ",\"amount\":12345678901234567890.123456789}");

        assertThat(answer.total()).isEqualTo(Long.MIN_VALUE);
        assertThat(answer.amount()).isEqualTo(new BigDecimal("12345678901234567890.123456789"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T09:15:00Z, 2026-02-28T09:15Z",
        "2026-02-28t09:15:00z, 2026-02-28T09:15Z",
        "2026-02-28T09:15:00.5-00:30, 2026-02-28T09:15:00.500-00:30",
    })
    void momentOfAnAnswer(String text, OffsetDateTime moment) throws IOException {
        assertThat(answered("{\"moment\":\"" + text + "\"}").moment()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"day\": \"2026-02-30\"}",
                "{\"day\": \"28.02.2026\"}",
                "{\"day\": \"2026-02-28T00:00:00Z\"}",
                "{\"day\": \"\"}",
                "{\"day\": 20260228}",
                "{\"day\": {}}",
                "{\"moment\": \"2026-02-28T09:15:00\"}",
                "{\"moment\": \"2026-02-28 09:15:00Z\"}",
                "{\"moment\": 1772250300}",
                "{\"count\": 2147483648}",
                "{\"count\": 1.5}",
                "{\"count\": \"\"}",
                "{\"total\": 9300000000000000000}",
                "{\"amount\": \"0,10\"}",
                "{\"active\": \"Y\"}",
                "{\"side\": {}}",
                "{\"side\": [\"BUY\"]}",
                "{\"sides\": \"BUY\"}",
                "{\"place\": \"Mumbai\"}",
                "{\"prices\": [1]}",
            })
    void fieldThatDoesNotFitIsNull(String json) throws IOException {
        assertThat(answered(json)).isEqualTo(answered("{}"));
        assertThat(answered("{\"text\": \"abc\"," + json.substring(1))).isEqualTo(answered("{\"text\": \"abc\"}"));
    }

    @Test
    void itemThatDoesNotFitIsNull() throws IOException {
        OrderResponse response =
                answered("{\"sides\": [\"BUY\", {}, \"SELL\"], \"prices\": {\"a\": \"\", \"b\": 1.50}}");

        assertThat(response.sides()).containsExactly(Side.BUY, null, Side.SELL);
        assertThat(response.prices()).hasSize(2).containsEntry("a", null).containsEntry("b", new BigDecimal("1.50"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"abc\"", "{\"text\": \"abc"})
    void malformedAnswerIsNoModel(String json) {
        assertThatThrownBy(() -> GsonAdapters.GSON.fromJson(json, OrderResponse.class))
                .isInstanceOf(JsonParseException.class);
    }

    @Test
    void emptyTextIsAText() throws IOException {
        assertThat(answered("", AnswersApi::text).body()).isEmpty();
        assertThat(answered("[1", AnswersApi::text).body()).isEqualTo("[1");
    }

    @Test
    void credentials() throws IOException {
        assertThat(sent(
                        client -> client.with(credential("login", "me", "p ss")),
                        CredentialsApi.class,
                        CredentialsApi::basic))
                .isEqualTo("""
                        GET /v1/credentials/basic
                        Accept: application/json
                        Authorization: Basic bWU6cCBzcw==
                        """);
        assertThat(sent(
                        client -> client.with(credential("accessToken", "abc")),
                        CredentialsApi.class,
                        CredentialsApi::bearer))
                .isEqualTo("""
                        GET /v1/credentials/bearer
                        Accept: application/json
                        Authorization: Bearer abc
                        """);
        assertThat(sent(
                        client -> client.with(credential("sessionToken", "abc")),
                        CredentialsApi.class,
                        CredentialsApi::prefix))
                .isEqualTo("""
                        GET /v1/credentials/prefix
                        Accept: application/json
                        Authorization: token abc
                        """);
    }

    @Test
    void severalCredentials() throws IOException {
        assertThat(sent(
                        client -> client.with(credential("accessToken", "abc"))
                                .with(credential("headerKey", "d"))
                                .with(credential("queryKey", "e&f+g")),
                        CredentialsApi.class,
                        api -> api.several("h")))
                .isEqualTo("""
                        GET /v1/credentials/several?text=h&api_key=e%26f%2Bg
                        Accept: application/json
                        Authorization: Bearer abc
                        X-Key: d
                        """);
    }

    @Test
    void credentialThatIsNoneIsNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wire.credential("features", "queryKey", "s3 cr3t"))
                .withMessage("queryKey must be visible ASCII characters without spaces, for example AB1234");
    }

    @Test
    void builderChecksEachRule() {
        refused(order -> order.text(null), "text is required");
        refused(order -> order.text("a"), "text must have 2 to 4 characters, but has 1");
        refused(order -> order.text("abcde"), "text must have 2 to 4 characters, but has 5");
        refused(order -> order.pin("12345"), "pin must be four digits, such as 1234");
        refused(
                order -> order.pin("1234\n"),
                "pin must not begin or end with a blank or a line break. Remove it, for example with strip()");
        refused(order -> order.count(0), "count must be at least 1");
        refused(order -> order.count(11), "count must be at most 10");
        refused(order -> order.total(-1L), "total must be at least 0");
        refused(order -> order.price(null), "price is required");
        refused(order -> order.price(new BigDecimal("0.049")), "price must be at least 0.05");
        refused(order -> order.price(new BigDecimal("100000.01")), "price must be at most 100000");
        refused(order -> order.side(null), "side is required");
        refused(order -> order.side(new Side("hold")), "side must be one of [BUY, SELL, sellShort]");
        refused(order -> order.validity(new Validity("GTC")), "validity must be one of [DAY, IOC]");
        refused(order -> order.sides(List.of(new Side(""))), "sides must be one of [BUY, SELL, sellShort]");
        refused(order -> order.sides(Arrays.asList(Side.BUY, null)), "sides must not hold null");
        refused(order -> order.legs(null), "legs is required");
        refused(order -> order.legs(List.of()), "legs must have 1 to 2 items, but has 0");
        refused(order -> order.tags(List.of("a", "b", "c")), "tags must have 0 to 2 items, but has 3");
    }

    @Test
    void builderOfAFormChecksAsThatOfJson() {
        EncodedFormForm.Builder form = EncodedFormForm.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.grantType("code").build())
                .withMessage("grant_type must be password");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.grantType(null).pin("s3cr3t").build())
                .withMessage("pin must be of the form that its documentation shows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawFormForm.builder().build())
                .withMessage("jData is required");
    }

    @Test
    void rulesTakeWhatIsJustWithinThem() {
        order().text("ab").count(1).price(new BigDecimal("0.050")).build();
        OrderRequest order =
                order().text("a₹😀b").count(10).price(new BigDecimal("1E+5")).build();

        assertThat(order.text()).isEqualTo("a₹😀b");
        assertThat(order.toString()).contains("pin=***").doesNotContain("1234");
    }

    @Test
    void requestIsNotChangedByItsMaker() {
        List<Leg> legs = new ArrayList<>(List.of(new Leg("A", 1)));
        OrderRequest order = order().legs(legs).build();
        legs.clear();

        assertThat(order.legs()).containsExactly(new Leg("A", 1));
    }

    private static OrderRequest.Builder order() {
        return OrderRequest.builder()
                .text("abc")
                .pin("1234")
                .price(new BigDecimal(100))
                .side(Side.BUY)
                .legs(List.of(new Leg("NIFTY", null)));
    }

    private static void refused(Consumer<OrderRequest.Builder> change, String message) {
        OrderRequest.Builder order = order();
        change.accept(order);
        assertThatIllegalArgumentException().isThrownBy(order::build).withMessage(message);
    }

    private static RequestAuthenticator credential(String scheme, String... values) {
        return Wire.credential("features", scheme, values);
    }

    private static ApiClient client(String url) {
        return Wire.client("features", url);
    }

    /** The mock's answer to a call that it accepts. */
    private static <A, T> Response<T> accepted(Class<A> api, Function<A, Call<T>> call) throws IOException {
        return accepted(UnaryOperator.identity(), api, call);
    }

    private static <A, T> Response<T> accepted(
            UnaryOperator<ApiClient> credentials, Class<A> api, Function<A, Call<T>> call) throws IOException {
        Response<T> response =
                call.apply(credentials.apply(client(mock.url())).api(api)).execute();
        assertThat(response.headers().get("sl-violations")).isNull();
        assertThat(response.isSuccessful()).isTrue();
        return response;
    }

    /** What crosses the wire, without what OkHttp adds to all that it sends. */
    private static <A, T> String sent(Class<A> api, Function<A, Call<T>> call) throws IOException {
        return sent(UnaryOperator.identity(), api, call);
    }

    private static <A, T> String sent(UnaryOperator<ApiClient> credentials, Class<A> api, Function<A, Call<T>> call)
            throws IOException {
        accepted(credentials, api, call);
        try (Server server = Server.replying(request -> Server.answer(204, "text/plain", ""))) {
            call.apply(credentials.apply(client(server.url() + "/v1")).api(api)).execute();
            return written(server.requests.get(0));
        }
    }

    private static String written(Server.Request request) {
        String head = request.head()
                .replaceFirst(" HTTP/1.1", "")
                .lines()
                .filter(line -> !line.matches("(Host|Connection|Accept-Encoding|User-Agent|Content-Length): .*"))
                .collect(Collectors.joining("\n"));
        return head + "\n" + (request.body().isEmpty() ? "" : "\n" + request.body());
    }

    private static OrderResponse answered(String json) throws IOException {
        return answered(json, AnswersApi::answer).body();
    }

    private static <T> Response<T> answered(String body, Function<AnswersApi, Call<T>> call) throws IOException {
        try (Server server = Server.replying(body)) {
            return call.apply(client(server.url()).api(AnswersApi.class)).execute();
        }
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the JSON of numbers, booleans, dates and times. */
class GsonAdaptersTest {

    private record Model(
            BigDecimal amount, LocalDate date, OffsetDateTime time, Integer count, Long total, Boolean active) {}

    @ParameterizedTest
    @CsvSource({"1E+3, 1000", "1000, 1000", "1.50, 1.50", "0, 0", "-2E1, -20"})
    void writesDecimalsWithoutAnExponent(BigDecimal amount, String json) {
        assertThat(GsonAdapters.GSON.toJson(new Model(amount, null, null, null, null, null)))
                .isEqualTo("{\"amount\":" + json + "}");
    }

    @Test
    void writesTheExponentOfADecimalWithVeryManyDigits() {
        BigDecimal amount = new BigDecimal("1E+1000000");

        assertThat(GsonAdapters.GSON.toJson(Map.of("amount", amount))).isEqualTo("{\"amount\":1E+1000000}");
        assertThat(GsonAdapters.GSON.toJson(new BigDecimal("1E+99"))).hasSize(100);
    }

    @Test
    void readsAndWritesRfc3339() {
        String json = "{\"amount\":1,\"date\":\"2026-11-21\",\"time\":\"2026-11-21T03:04:00+05:30\"}";
        Model model = new Model(
                BigDecimal.ONE,
                LocalDate.of(2026, 11, 21),
                OffsetDateTime.parse("2026-11-21T03:04:00+05:30"),
                null,
                null,
                null);

        assertThat(GsonAdapters.GSON.fromJson(json, Model.class)).isEqualTo(model);
        assertThat(GsonAdapters.GSON.toJson(model)).isEqualTo(json);
    }

    @Test
    void readsAndWritesNull() {
        Model model = new Model(null, null, null, null, null, null);

        assertThat(GsonAdapters.GSON.fromJson("{\"date\":null,\"time\":null}", Model.class))
                .isEqualTo(model);
        assertThat(GsonAdapters.GSON.toJson(model)).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"date":"s3cret"}              | It is no date or time in the format of RFC 3339
            {"date":"2026-02-30"}          | It is no date or time in the format of RFC 3339
            {"time":"s3cret"}              | It is no date or time in the format of RFC 3339
            {"time":"2026-11-21T03:04:05"} | It is no date or time in the format of RFC 3339
            {"count":"s3cret"}             | It is no java.lang.Integer
            {"count":1.5}                  | It is no java.lang.Integer
            {"count":2147483648}           | It is no java.lang.Integer
            {"total":9223372036854775808}  | It is no java.lang.Long
            {"active":"s3cret"}            | It is no java.lang.Boolean
            {"active":1}                   | It is no java.lang.Boolean
            {"active":[true]}              | It is no java.lang.Boolean
            """)
    void strictGsonRejectsWhatDoesNotFitWithoutQuotingIt(String json, String message) {
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> GsonAdapters.STRICT.fromJson(json, Model.class),
                () -> GsonAdapters.STRICT.fromJson(JsonParser.parseString(json), Model.class))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(JsonParseException.class)
                    .hasMessage(message)
                    .hasNoCause();
        }
    }

    @Test
    void gsonReadsWhatDoesNotFitAsNull() {
        assertThat(GsonAdapters.GSON.fromJson("{\"date\":\"\",\"total\":1}", Model.class))
                .isEqualTo(new Model(null, null, null, null, 1L, null));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-2147483648, -2147483648",
        "2147483647, 2147483647",
        "1.0, 1",
        "1e2, 100",
        "'\"5\"', 5",
        "'\"-5.00\"', -5"
    })
    void readsIntegers(String json, Integer integer) {
        Model model = GsonAdapters.GSON.fromJson("{\"count\":" + json + ",\"total\":" + json + "}", Model.class);

        assertThat(model).isEqualTo(new Model(null, null, null, integer, integer.longValue(), null));
    }

    @Test
    void readsEveryLong() {
        String json = "{\"total\":" + Long.MIN_VALUE + "}";

        assertThat(GsonAdapters.GSON.fromJson(json, Model.class).total()).isEqualTo(Long.MIN_VALUE);
        assertThat(GsonAdapters.GSON
                        .fromJson(JsonParser.parseString(json), Model.class)
                        .total())
                .isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "false, false",
        "'\"true\"', true",
        "'\"false\"', false",
        "'\"TRUE\"', true",
        "'\"False\"', false"
    })
    void readsBooleans(String json, Boolean value) {
        assertThat(GsonAdapters.GSON.fromJson("{\"active\":" + json + "}", Model.class))
                .isEqualTo(new Model(null, null, null, null, null, value));
    }

    @Test
    void writesNumbersAndBooleansWithoutQuotes() {
        assertThat(GsonAdapters.GSON.toJson(new Model(null, null, null, 1, 2L, true)))
                .isEqualTo("{\"count\":1,\"total\":2,\"active\":true}");
    }

    /** A map of a spec's {@code additionalProperties: true}. */
    @Test
    void keepsEveryDigitOfANumberWithoutAType() {
        String json = "{\"a\":9007199254740993,\"b\":[12345678901234567890.123456789],\"c\":{\"d\":1.50},\"e\":null}";
        Map<String, Object> map = GsonAdapters.GSON.fromJson(json, new TypeToken<Map<String, Object>>() {});

        assertThat(map)
                .containsEntry("a", new BigDecimal("9007199254740993"))
                .containsEntry("b", List.of(new BigDecimal("12345678901234567890.123456789")))
                .containsEntry("c", Map.of("d", new BigDecimal("1.50")))
                .containsEntry("e", null);
        assertThat(GsonAdapters.GSON.toJson(map)).isEqualTo(json.replace(",\"e\":null", ""));
    }
}

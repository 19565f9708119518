package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the JSON of decimals, dates and times. */
class GsonAdaptersTest {

    private record Model(BigDecimal amount, LocalDate date, OffsetDateTime time) {}

    @ParameterizedTest
    @CsvSource({"1E+3, 1000", "1000, 1000", "1.50, 1.50", "0, 0", "-2E1, -20"})
    void writesDecimalsWithoutAnExponent(BigDecimal amount, String json) {
        assertThat(GsonAdapters.GSON.toJson(new Model(amount, null, null))).isEqualTo("{\"amount\":" + json + "}");
    }

    @Test
    void readsAndWritesRfc3339() {
        String json = "{\"amount\":1,\"date\":\"2026-11-21\",\"time\":\"2026-11-21T03:04:00+05:30\"}";
        Model model = new Model(
                BigDecimal.ONE, LocalDate.of(2026, 11, 21), OffsetDateTime.parse("2026-11-21T03:04:00+05:30"));

        assertThat(GsonAdapters.GSON.fromJson(json, Model.class)).isEqualTo(model);
        assertThat(GsonAdapters.GSON.toJson(model)).isEqualTo(json);
    }

    @Test
    void readsAndWritesNull() {
        Model model = new Model(null, null, null);

        assertThat(GsonAdapters.GSON.fromJson("{\"date\":null,\"time\":null}", Model.class))
                .isEqualTo(model);
        assertThat(GsonAdapters.GSON.toJson(model)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"date\":\"s3cret\"}",
                "{\"date\":\"2026-02-30\"}",
                "{\"time\":\"s3cret\"}",
                "{\"time\":\"2026-11-21T03:04:05\"}"
            })
    void rejectsOtherTextWithoutQuotingIt(String json) {
        assertThatThrownBy(() -> GsonAdapters.GSON.fromJson(json, Model.class))
                .isInstanceOf(JsonParseException.class)
                .hasMessage("It is no date or time as RFC 3339 has them")
                .hasNoCause();
    }
}

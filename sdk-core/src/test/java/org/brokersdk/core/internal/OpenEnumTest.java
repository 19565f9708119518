package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import com.google.gson.annotations.JsonAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an open enum keeps every text, of which a spec knows some. */
class OpenEnumTest {

    /** Open enum as the generator writes it. */
    @JsonAdapter(OpenEnum.class)
    public record Exchange(String value) {

        @Override
        public String toString() {
            return value;
        }
    }

    @JsonAdapter(OpenEnum.class)
    private record Wrong(Integer value) {}

    private record Model(Exchange exchange) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"exchange":"NSE"} | NSE
            {"exchange":""}    | ''
            {"exchange":5}     | 5
            {"exchange":true}  | true
            """)
    void readsEveryText(String json, String value) {
        assertThat(GsonAdapters.GSON.fromJson(json, Model.class)).isEqualTo(new Model(new Exchange(value)));
    }

    @Test
    void keepsNull() {
        assertThat(GsonAdapters.GSON.fromJson("{\"exchange\":null}", Model.class))
                .isEqualTo(new Model(null));
        assertThat(GsonAdapters.GSON.toJson(new Model(null))).isEqualTo("{}");
    }

    @Test
    void writesTheText() {
        assertThat(GsonAdapters.GSON.toJson(new Model(new Exchange("N\"SE")))).isEqualTo("{\"exchange\":\"N\\\"SE\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[\"s3cret\"]"})
    void rejectsOtherJson(String json) {
        assertThatThrownBy(() -> GsonAdapters.GSON.fromJson(json, Exchange.class))
                .isInstanceOf(JsonParseException.class)
                .hasMessage("An enum is a text");
    }

    @Test
    void rejectsARecordThatTakesNoText() {
        assertThatThrownBy(() -> GsonAdapters.GSON.fromJson("\"a\"", Wrong.class))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(NoSuchMethodException.class)
                .hasMessageEndingWith("OpenEnumTest$Wrong takes no text");
    }
}

package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.GeneratedCall;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Response;

/**
 * Every example of a response reaches the caller with all its values.
 *
 * <p>The test reads the examples from the specs, so a new operation or example needs no change here.
 */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class EveryExampleTest {

    /** Writes dates as the SDKs read them. */
    private static final Gson GSON =
            GsonAdapters.GSON.newBuilder().serializeNulls().create();

    @TestFactory
    Stream<DynamicContainer> everyExample(Mocks mocks) {
        return GeneratedCall.all().map(call -> examples(mocks, call));
    }

    private static DynamicContainer examples(Mocks mocks, GeneratedCall call) {
        Map<String, String> names = names(call.operation().spec());
        return dynamicContainer(
                call.toString(),
                call.operation().examples().stream()
                        .map(example -> dynamicTest(
                                example.status() + " " + example.name(), () -> check(mocks, call, example, names))));
    }

    private static void check(Mocks mocks, GeneratedCall call, Example example, Map<String, String> names)
            throws IOException {
        Gateway gateway = mocks.of(call.operation().spec().broker());
        Response<?> response =
                call.at(gateway.url(example.status(), example.name())).execute();

        assertThat(response.code()).isEqualTo(example.status());
        assertThat(response.headers().get("sl-violations")).isNull();
        if (response.isSuccessful()) {
            assertThat(normalize(GSON.toJsonTree(response.body()), names))
                    .isEqualTo(normalize(GSON.toJsonTree(example.value()), names));
        } else if (example.mediaType().equals("application/json")) {
            assertThat(JsonParser.parseString(response.errorBody().string()))
                    .isEqualTo(GSON.toJsonTree(example.value()));
        } else {
            assertThat(response.errorBody().string()).isEqualTo(example.value());
        }
    }

    /** Returns the second name of each field with two names. */
    private static Map<String, String> names(Spec spec) {
        Map<String, String> names = new HashMap<>();
        Map<String, Object> components = Spec.map(spec.get("components"));
        for (Object schema : Spec.map(components.get("schemas")).values()) {
            Spec.map(Spec.map(schema).get("properties")).forEach((name, field) -> {
                Object secondName = spec.resolve(field).get("x-also-named");
                if (secondName != null && !names.containsKey(name)) {
                    names.put((String) secondName, name);
                }
            });
        }
        return names;
    }

    /**
     * Returns JSON in one form. It has no null and no empty list or object. Numbers and times have one format, and a
     * field with two names has the first one.
     */
    private static JsonElement normalize(JsonElement json, Map<String, String> names) {
        if (json instanceof JsonObject object) {
            JsonObject normalized = new JsonObject();
            object.asMap().forEach((name, value) -> {
                JsonElement fieldValue = normalize(value, names);
                if (!isEmpty(fieldValue)) {
                    normalized.add(names.getOrDefault(name, name), fieldValue);
                }
            });
            return normalized;
        }
        if (json instanceof JsonArray array) {
            JsonArray normalized = new JsonArray();
            array.forEach(item -> normalized.add(normalize(item, names)));
            return normalized;
        }
        if (json instanceof JsonPrimitive primitive && primitive.isNumber()) {
            // A code that may have quotes is a text in Java.
            return new JsonPrimitive(json.getAsBigDecimal().stripTrailingZeros().toPlainString());
        }
        return json instanceof JsonPrimitive primitive && primitive.isString() ? normalizeTime(primitive) : json;
    }

    /** Normalizes a time, whose fraction of a second is optional. */
    private static JsonPrimitive normalizeTime(JsonPrimitive text) {
        try {
            return new JsonPrimitive(OffsetDateTime.parse(text.getAsString()).toString());
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private static boolean isEmpty(JsonElement json) {
        return json.isJsonNull()
                || json instanceof JsonArray array && array.isEmpty()
                || json instanceof JsonObject object && object.isEmpty();
    }
}

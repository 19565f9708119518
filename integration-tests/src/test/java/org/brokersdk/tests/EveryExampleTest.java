package org.brokersdk.tests;

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
import java.util.stream.Stream;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Response;

/**
 * Every answer that a spec shows, of every operation, reaches the caller through the SDK with every one of its values.
 *
 * <p>The examples are read from the specs, so an operation or an example that is added there is tested at once.
 */
@ExtendWith(PrismExtension.class)
class EveryExampleTest {

    private static final Gson GSON = new Gson();

    @TestFactory
    Stream<DynamicContainer> everyExample(Mocks mocks) {
        return WireCall.all().map(call -> examples(mocks, call));
    }

    private static DynamicContainer examples(Mocks mocks, WireCall call) {
        return dynamicContainer(
                call.toString(),
                call.operation().examples().stream()
                        .map(example -> dynamicTest(
                                example.status() + " " + example.name(), () -> check(mocks, call, example))));
    }

    private static void check(Mocks mocks, WireCall call, Example example) throws IOException {
        Gateway gateway = mocks.of(call.operation().spec().broker());
        Response<?> response =
                call.on(gateway.url(example.status(), example.name())).execute();

        assertThat(response.code()).isEqualTo(example.status());
        assertThat(response.headers().get("sl-violations")).isNull();
        if (response.isSuccessful()) {
            assertThat(essence(GSON.toJsonTree(response.body()))).isEqualTo(essence(GSON.toJsonTree(example.value())));
        } else if (example.mediaType().equals("application/json")) {
            assertThat(JsonParser.parseString(response.errorBody().string()))
                    .isEqualTo(GSON.toJsonTree(example.value()));
        } else {
            assertThat(response.errorBody().string()).isEqualTo(example.value());
        }
    }

    /**
     * Without what JSON may as well leave out, nulls and empty lists and objects, and with one way to write a number.
     */
    private static JsonElement essence(JsonElement json) {
        if (json instanceof JsonObject object) {
            JsonObject essence = new JsonObject();
            object.asMap().forEach((name, value) -> {
                JsonElement part = essence(value);
                if (!isEmpty(part)) {
                    essence.add(name, part);
                }
            });
            return essence;
        }
        if (json instanceof JsonArray array) {
            JsonArray essence = new JsonArray();
            array.forEach(item -> essence.add(essence(item)));
            return essence;
        }
        boolean number = json instanceof JsonPrimitive primitive && primitive.isNumber();
        return number ? new JsonPrimitive(json.getAsBigDecimal().stripTrailingZeros()) : json;
    }

    private static boolean isEmpty(JsonElement json) {
        return json.isJsonNull()
                || json instanceof JsonArray array && array.isEmpty()
                || json instanceof JsonObject object && object.isEmpty();
    }
}

package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.WireCall;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Response;

/**
 * Breaks each rule of each field and of each parameter once, and leaves each credential out. The mock refuses the
 * fields and the credentials, and the reason reaches the caller. The SDK itself rejects the parameters.
 */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class RefusalTest {

    /** A call that breaks a rule, and what the refusal must name. */
    private record Broken(String how, WireCall call, String field, String rule) {

        @Override
        public String toString() {
            return call + ": " + how;
        }
    }

    /** A value that breaks a rule, or null for none, and how Prism says so. */
    private record Breach(String how, JsonElement value, String rule) {}

    @TestFactory
    Stream<DynamicTest> everyRule(Mocks mocks) {
        return WireCall.all()
                .flatMap(RefusalTest::body)
                .map(broken -> dynamicTest(broken.toString(), () -> {
                    Response<?> response = send(mocks, broken.call());

                    // Where the spec has an answer of its own Prism gives that, and its reason in a header.
                    assertThat(response.code()).isIn(400, 422);
                    String violations = response.headers().get("sl-violations");
                    String reason = violations == null ? response.errorBody().string() : violations;
                    assertThat(reason).as(broken.toString()).contains(broken.field(), broken.rule());
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCredential(Mocks mocks) {
        return WireCall.all()
                .flatMap(call -> call.credentials().stream()
                        .map(credential -> dynamicTest(call + ": " + credential + " missing", () -> {
                            Response<?> response = send(mocks, call.without(credential));

                            assertThat(response.code()).isEqualTo(401);
                            String reason = response.headers().get("sl-violations");
                            assertThat(reason == null ? response.errorBody().string() : reason)
                                    .contains("Invalid security scheme");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleOfAParameter() {
        return WireCall.all()
                .flatMap(call -> call.operation().parameters().stream()
                        .filter(parameter -> call.takes((String) parameter.get("name")))
                        .flatMap(parameter -> parameterRules(call, parameter)));
    }

    private static Stream<DynamicTest> parameterRules(WireCall call, Map<String, Object> parameter) {
        String name = (String) parameter.get("name");
        boolean required = Boolean.TRUE.equals(parameter.get("required"));
        return breaches(required, call.operation().spec().resolve(parameter.get("schema"))).stream()
                .map(breach -> dynamicTest(
                        call + ": " + name + " " + breach.how(),
                        () -> assertThatIllegalArgumentException()
                                .isThrownBy(
                                        () -> call.with(name, breach.value()).on("http://localhost"))
                                .withMessageStartingWith(name + (breach.value() == null ? " is required" : " must "))));
    }

    private static Response<?> send(Mocks mocks, WireCall call) throws IOException {
        return call.on(mocks.of(call.operation().spec().broker()).url()).execute();
    }

    private static Stream<Broken> body(WireCall call) {
        return call.operation().requestSchema().stream()
                .flatMap(schema -> fields(call.operation().spec(), schema, call.body()).stream())
                // A method that takes the one field of a form takes no null.
                .filter(broken -> !broken.body().isEmpty() || call.takes(""))
                .map(broken -> new Broken(
                        broken.how(),
                        call.with(broken.body()),
                        // A form of no fields is no body.
                        broken.body().isEmpty() && call.operation().form().isPresent() ? "Body" : broken.field(),
                        broken.rule()));
    }

    /** A body with a field that breaks a rule. */
    private record BrokenBody(String how, JsonObject body, String field, String rule) {}

    private static List<BrokenBody> fields(Spec spec, Map<String, Object> schema, JsonObject valid) {
        List<BrokenBody> all = new ArrayList<>();
        List<?> required = (List<?>) schema.getOrDefault("required", List.of());
        Spec.map(schema.get("properties")).forEach((field, node) -> {
            Map<String, Object> rules = spec.resolve(node);
            for (Breach breach : breaches(required.contains(field), rules)) {
                all.add(new BrokenBody(
                        field + " " + breach.how(), with(valid, field, breach.value()), field, breach.rule()));
            }
            if (valid.get(field) instanceof JsonObject nested) {
                for (BrokenBody inner : fields(spec, rules, nested)) {
                    all.add(new BrokenBody(
                            field + "." + inner.how(), with(valid, field, inner.body()), inner.field(), inner.rule()));
                }
            }
        });
        return all;
    }

    private static List<Breach> breaches(boolean required, Map<String, Object> schema) {
        List<Breach> all = new ArrayList<>();
        if (required) {
            all.add(new Breach("missing", null, "required"));
        }
        schema.forEach((rule, limit) -> {
            switch (rule) {
                case "minLength" -> all.add(new Breach("empty", new JsonPrimitive(""), "fewer than"));
                case "maxLength" -> {
                    int most = (Integer) limit;
                    all.add(new Breach("too long", new JsonPrimitive("x".repeat(most + 1)), "more than " + most));
                }
                case "pattern" -> all.add(new Breach("misshapen", new JsonPrimitive("?"), "pattern"));
                case "enum" -> all.add(new Breach("unknown", new JsonPrimitive("?"), "allowed values"));
                case "minimum" -> all.add(new Breach("too small", new JsonPrimitive(number(limit) - 1), ">= "));
                case "maximum" -> all.add(new Breach("too large", new JsonPrimitive(number(limit) + 1), "<= "));
                case "minItems" -> all.add(new Breach("without items", new JsonArray(), "fewer than"));
                default -> {
                    // Says what a value is, and forbids none that the SDK could send.
                }
            }
        });
        return all;
    }

    private static long number(Object limit) {
        return ((Number) limit).longValue();
    }

    private static JsonObject with(JsonObject valid, String field, JsonElement value) {
        JsonObject changed = valid.deepCopy();
        changed.remove(field);
        if (value != null) {
            changed.add(field, value);
        }
        return changed;
    }
}

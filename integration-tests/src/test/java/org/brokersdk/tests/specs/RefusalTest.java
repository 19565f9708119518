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
import org.brokersdk.tests.GeneratedCall;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Response;

/**
 * Breaks each rule of each field and parameter once, and omits each credential once. The mock server refuses the fields
 * and credentials, and the reason reaches the caller. The SDK refuses the parameters.
 */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class RefusalTest {

    /** Call that breaks a rule, with the field and rule that the response must name. */
    private record InvalidCall(String description, GeneratedCall call, String field, String rule) {

        @Override
        public String toString() {
            return call + ": " + description;
        }
    }

    /** Value that breaks a rule, or null for none, with the words of Prism for the rule. */
    private record Violation(String description, JsonElement value, String rule) {}

    @TestFactory
    Stream<DynamicTest> everyRule(Mocks mocks) {
        return GeneratedCall.all()
                .flatMap(RefusalTest::body)
                .map(invalid -> dynamicTest(invalid.toString(), () -> {
                    Response<?> response = send(mocks, invalid.call());

                    // If the spec has a response for this status, Prism sends it, and the reason in a header.
                    assertThat(response.code()).isIn(400, 422);
                    String violations = response.headers().get("sl-violations");
                    String reason = violations == null ? response.errorBody().string() : violations;
                    assertThat(reason).as(invalid.toString()).contains(invalid.field(), invalid.rule());
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCredential(Mocks mocks) {
        return GeneratedCall.all()
                .flatMap(call -> call.credentials().stream()
                        .map(credential -> dynamicTest(call + ": " + credential + " missing", () -> {
                            Response<?> response = send(mocks, call.withoutCredential(credential));

                            assertThat(response.code()).isEqualTo(401);
                            String reason = response.headers().get("sl-violations");
                            assertThat(reason == null ? response.errorBody().string() : reason)
                                    .contains("Invalid security scheme");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleOfAParameter() {
        return GeneratedCall.all()
                .flatMap(call -> call.operation().parameters().stream()
                        .filter(parameter -> call.hasParameter((String) parameter.get("name")))
                        .flatMap(parameter -> parameterRules(call, parameter)));
    }

    private static Stream<DynamicTest> parameterRules(GeneratedCall call, Map<String, Object> parameter) {
        String name = (String) parameter.get("name");
        boolean required = Boolean.TRUE.equals(parameter.get("required"));
        return violations(required, call.operation().spec().resolve(parameter.get("schema"))).stream()
                .map(violation -> dynamicTest(
                        call + ": " + name + " " + violation.description(),
                        () -> assertThatIllegalArgumentException()
                                .isThrownBy(
                                        () -> call.with(name, violation.value()).at("http://localhost"))
                                .withMessageStartingWith(
                                        name + (violation.value() == null ? " is required" : " must "))));
    }

    private static Response<?> send(Mocks mocks, GeneratedCall call) throws IOException {
        return call.at(mocks.of(call.operation().spec().broker()).url()).execute();
    }

    private static Stream<InvalidCall> body(GeneratedCall call) {
        return call.operation().requestSchema().stream()
                .flatMap(schema -> fields(call.operation().spec(), schema, call.body()).stream())
                // A method whose only parameter is the field of a form accepts no null.
                .filter(invalid -> !invalid.body().isEmpty() || call.hasParameter(""))
                .map(invalid -> new InvalidCall(
                        invalid.description(),
                        call.with(invalid.body()),
                        // A form without fields is no body.
                        invalid.body().isEmpty() && call.operation().form().isPresent() ? "Body" : invalid.field(),
                        invalid.rule()));
    }

    /** Body with a field that breaks a rule. */
    private record InvalidBody(String description, JsonObject body, String field, String rule) {}

    private static List<InvalidBody> fields(Spec spec, Map<String, Object> schema, JsonObject valid) {
        List<InvalidBody> result = new ArrayList<>();
        List<?> required = (List<?>) schema.getOrDefault("required", List.of());
        Spec.map(schema.get("properties")).forEach((field, node) -> {
            Map<String, Object> rules = spec.resolve(node);
            for (Violation violation : violations(required.contains(field), rules)) {
                result.add(new InvalidBody(
                        field + " " + violation.description(),
                        with(valid, field, violation.value()),
                        field,
                        violation.rule()));
            }
            if (valid.get(field) instanceof JsonObject nested) {
                for (InvalidBody inner : fields(spec, rules, nested)) {
                    result.add(new InvalidBody(
                            field + "." + inner.description(),
                            with(valid, field, inner.body()),
                            inner.field(),
                            inner.rule()));
                }
            }
        });
        return result;
    }

    private static List<Violation> violations(boolean required, Map<String, Object> schema) {
        List<Violation> result = new ArrayList<>();
        if (required) {
            result.add(new Violation("missing", null, "required"));
        }
        schema.forEach((rule, limit) -> {
            switch (rule) {
                case "minLength" -> result.add(new Violation("empty", new JsonPrimitive(""), "fewer than"));
                case "maxLength" -> {
                    int maxLength = (Integer) limit;
                    result.add(new Violation(
                            "too long", new JsonPrimitive("x".repeat(maxLength + 1)), "more than " + maxLength));
                }
                case "pattern" -> result.add(new Violation("misshapen", new JsonPrimitive("?"), "pattern"));
                case "enum" -> result.add(new Violation("unknown", new JsonPrimitive("?"), "allowed values"));
                case "minimum" -> result.add(new Violation("too small", new JsonPrimitive(number(limit) - 1), ">= "));
                case "maximum" -> result.add(new Violation("too large", new JsonPrimitive(number(limit) + 1), "<= "));
                case "minItems" -> result.add(new Violation("without items", new JsonArray(), "fewer than"));
                default -> {
                    // This keyword forbids no value that the SDK could send.
                }
            }
        });
        return result;
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

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import retrofit2.Response;

/** Requests that break the spec are refused by the mock, and the reason reaches the caller. */
@ExtendWith(PrismExtension.class)
class RefusalTest {

    /** A way to break a request, and what the refusal must say. */
    private record Broken(String name, JsonObject request, String field, String rule) {}

    @TestFactory
    Stream<DynamicTest> everyRuleOfEveryRequest(Mocks mocks) {
        return Wire.all().stream().filter(wire -> wire.request() != null).flatMap(wire -> {
            Operation operation = Spec.of(wire.broker()).operations().stream()
                    .filter(candidate -> candidate.id().equals(wire.operationId()))
                    .findFirst()
                    .orElseThrow();
            return broken(operation.spec(), operation.requestSchema().orElseThrow(), wire.json()).stream()
                    .map(broken -> dynamicTest(wire + ": " + broken.name(), () -> {
                        Wire.Target target =
                                new Wire.Target(mocks.of(wire.broker()).url(), Prefer.NOTHING);
                        assertRefused(wire.on(target, broken.request()).execute(), broken.field(), broken.rule());
                    }));
        });
    }

    @Test
    void missingConsumerKey(Mocks mocks) throws IOException {
        Response<?> response = new org.brokersdk.kotak.api.ApiClient(
                        Prefer.NOTHING, mocks.of("kotak").url())
                .accessToken("access-token")
                .create(org.brokersdk.kotak.api.KotakApi.class)
                .initSession("AB1234", "127.0.0.1", "brokersdk")
                .execute();

        assertThat(response.code()).isEqualTo(401);
        assertThat(response.headers().get("sl-violations")).contains("Invalid security scheme");
    }

    @Test
    void missingSubscriptionKey(Mocks mocks) throws IOException {
        Wire login = Wire.byOperation("iifl").get("partnerLogin");

        Response<?> response = new org.brokersdk.iifl.api.ApiClient(
                        Prefer.NOTHING, mocks.of("iifl").url())
                .create(org.brokersdk.iifl.api.IiflApi.class)
                .partnerLogin((org.brokersdk.iifl.api.PartnerLoginRequest) login.request())
                .execute();

        assertThat(response.code()).isEqualTo(401);
        assertThat(response.headers().get("sl-violations")).contains("Invalid security scheme");
    }

    @Test
    void emptyOneTimeToken(Mocks mocks) throws IOException {
        Wire.Target target = new Wire.Target(mocks.of("kotak").url(), Prefer.NOTHING);

        assertRefused(
                target.kotak()
                        .generateAccessCode("", "127.0.0.1", "brokersdk", "AB1234")
                        .execute(),
                "onetimetoken",
                // Prism takes an empty header for a missing one.
                "required");
    }

    @Test
    void missingSessionToken(Mocks mocks) throws IOException {
        Wire.Target target = new Wire.Target(mocks.of("kotak").url(), Prefer.NOTHING);

        assertRefused(
                target.kotak().logout(null, "127.0.0.1", "brokersdk", "AB1234").execute(), "sessiontoken", "required");
    }

    @Test
    void missingSessionKey(Mocks mocks) throws IOException {
        Wire logout = Wire.byOperation("noren").get("logout");
        Wire.Target target = new Wire.Target(mocks.of("noren").url(), Prefer.NOTHING);

        assertRefused(
                target.noren()
                        .logout((org.brokersdk.noren.api.LogoutRequest) logout.request(), null)
                        .execute(),
                "jKey",
                "required");
    }

    private static void assertRefused(Response<?> response, String field, String rule) throws IOException {
        // Where the spec has a 400 of its own Prism answers that, and gives its reason in a header.
        assertThat(response.code()).isIn(400, 422);
        String reason = response.code() == 422
                ? response.errorBody().string()
                : response.headers().get("sl-violations");
        assertThat(reason).contains(field).contains(rule);
    }

    private static List<Broken> broken(Spec spec, Map<String, Object> schema, JsonObject valid) {
        List<Broken> all = new ArrayList<>();
        List<?> required = (List<?>) schema.getOrDefault("required", List.of());
        properties(schema).forEach((field, node) -> {
            Map<String, Object> rules = spec.resolve(node);
            if (required.contains(field)) {
                JsonObject missing = valid.deepCopy();
                missing.remove(field);
                all.add(new Broken(field + " missing", missing, field, "required"));
            }
            if (rules.containsKey("minLength")) {
                all.add(new Broken(field + " empty", with(valid, field, ""), field, "fewer than"));
            }
            if (rules.get("maxLength") instanceof Integer most) {
                all.add(new Broken(
                        field + " too long", with(valid, field, "x".repeat(most + 1)), field, "more than " + most));
            }
            if (rules.containsKey("pattern")) {
                all.add(new Broken(field + " misshapen", with(valid, field, "?"), field, "pattern"));
            }
            if (valid.get(field) instanceof JsonObject nested) {
                for (Broken inner : broken(spec, rules, nested)) {
                    JsonObject outer = valid.deepCopy();
                    outer.add(field, inner.request());
                    all.add(new Broken(field + "." + inner.name(), outer, inner.field(), inner.rule()));
                }
            }
        });
        return all;
    }

    private static JsonObject with(JsonObject valid, String field, String value) {
        JsonObject changed = valid.deepCopy();
        changed.addProperty(field, value);
        return changed;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) schema.get("properties");
    }
}

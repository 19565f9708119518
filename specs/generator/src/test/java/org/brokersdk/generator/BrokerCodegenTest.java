package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.core.internal.ParameterRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.http.Headers;

/** Generates small specs, compiles the Java and inspects it. */
class BrokerCodegenTest {

    @TempDir
    private Path folder;

    private Generated generated;

    @BeforeEach
    void create() {
        generated = new Generated(folder);
    }

    /** A spec with one operation, which has a list of parameters, a body or nothing, and responses. */
    private static String operation(String request, String responses) {
        return Generated.HEAD
                + """
                paths:
                  /orders/{id}:
                    post:
                      operationId: order
                      tags: [Test]
                      summary: Order.
                      description: Orders.
                      parameters:
                        - {name: id, in: path, required: true, description: Id., schema: {type: string}}
                """
                + request.indent(6)
                + "      responses:\n"
                + responses.indent(8)
                + "components:\n"
                + Generated.SECURITY;
    }

    private static final String OK = success("message: {type: string, description: Message.}");

    /** Returns a response of success with these fields. */
    private static String success(String fields) {
        return """
                '200':
                  description: Success.
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                """ + fields.indent(10);
    }

    @Test
    void inlineSchemaBecomesAClass() throws Exception {
        generated.write(operation("", OK));

        assertThat(generated.load("api.OrderResponse").getRecordComponents())
                .singleElement()
                .hasToString("java.lang.String message");
    }

    @Test
    void specWithoutComponentsIsWritten() throws Exception {
        String spec = operation("", OK);

        generated.write(spec.substring(0, spec.indexOf("components:")).replace("security: [{accessToken: []}]\n", ""));

        assertThat(generated.load("api.OrderResponse").isRecord()).isTrue();
    }

    @Test
    void secretsInListsAndMapsAreNotPrinted() throws Exception {
        generated.write(operation("", success("""
                codes: {type: array, description: Codes., items: {type: string, format: password}}
                tokens:
                  type: object
                  description: Tokens.
                  additionalProperties: {type: string, format: password}
                name: {type: string, description: Name.}
                """)));

        Object response = GsonAdapters.GSON.fromJson(
                "{\"codes\": [\"s3cret\"], \"tokens\": {\"a\": \"s3cret\"}, \"name\": \"visible\"}",
                generated.load("api.OrderResponse"));

        assertThat(response).hasToString("OrderResponse[codes=***, tokens=***, name=visible]");
        assertThat(generated.java("SpecValues")).contains("Set.of(\"codes\", \"tokens\")");
    }

    @Test
    void callAsksForTheMediaTypeOfTheSuccess() throws Exception {
        generated.write(operation("", """
                '403': {description: Refused., content: {text/plain: {schema: {type: string}}}}
                """ + OK));

        Method order = method("order");

        assertThat(order.getAnnotation(Headers.class).value()).containsExactly("Accept: application/json");
    }

    @Test
    void rulesOfParametersAreAnnotations() throws Exception {
        generated.write(operation("""
                  - name: X-Sid
                    in: header
                    required: true
                    description: Session.
                    schema: {type: string, minLength: 1, maxLength: 9, pattern: '^[a-z"]+$'}
                  - {name: count, in: query, description: Count., schema: {type: integer, minimum: 1, maximum: 5}}
                  - {name: side, in: query, description: Side., schema: {type: string, enum: [BUY, SELL]}}
                """, OK));

        ParameterRule sid = rule(1);
        assertThat(List.of(sid.minLength(), sid.maxLength(), sid.pattern())).containsExactly(1, 9, "^[a-z\"]+$");
        assertThat(List.of(rule(2).minimum(), rule(2).maximum())).containsExactly("1", "5");
        assertThat(rule(3).values().getSimpleName()).isEqualTo("OrderSide");
    }

    private ParameterRule rule(int parameter) throws Exception {
        return (ParameterRule) method("order").getParameterAnnotations()[parameter][0];
    }

    private Method method(String name) throws Exception {
        return List.of(generated.load("api.TestApi").getMethods()).stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void limitOfAnApplicationPacesBatchesAndLimitOfAnAccountDoesNot() throws Exception {
        generated.write(operation("", OK) + "x-logins-per-second: {application: 5}\n");
        assertThat(generated.java("SpecValues")).containsPattern("\"1.0.0\",\\s+5,");
        assertThat(generated.java("package-info")).contains("5 for an application");

        generated.write(operation("", OK) + "x-logins-per-second: {account: 1}\n");
        assertThat(generated.java("SpecValues")).containsPattern("\"1.0.0\",\\s+0,");
        assertThat(generated.java("package-info")).contains("1 for each account");
    }

    @Test
    void onlyChangedFilesAreWritten() throws Exception {
        generated.write(operation("", OK));
        for (Path source : generated.sources()) {
            Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        }

        generated.write(operation("", OK.replace("Message.", "Words.")));

        for (Path source : generated.sources()) {
            assertThat(Files.getLastModifiedTime(source).toMillis() > 0)
                    .as(source.toString())
                    .isEqualTo(source.equals(generated.source("api/OrderResponse")));
        }
    }

    @Test
    void schemaThatIsGoneLeavesNoClass() throws Exception {
        String components =
                "  schemas:\n    Old: {type: object, description: Old., properties: {a: {type: string, description: A.}}}\n";
        generated.write(operation("", OK) + components);
        assertThat(generated.source("api/Old")).exists();

        generated.write(operation("", OK));

        assertThat(generated.source("api/Old")).doesNotExist();
    }

    @Test
    void specThatIsRefusedWritesNothing() {
        assertThatThrownBy(() -> generated.write(operation("", OK).replace("operationId: order", "")))
                .hasMessageStartingWith("the spec is refused\nspecs/test.yaml:8: `operationId` is missing")
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void textThatIsNoYamlIsRefused() {
        assertThatThrownBy(() -> generated.write("openapi: 3.0.3\ninfo: {title: Half"))
                .hasMessageStartingWith("the spec is refused\nspecs/test.yaml:2: the file is not YAML");
    }
}

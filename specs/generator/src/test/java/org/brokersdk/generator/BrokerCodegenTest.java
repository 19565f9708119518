package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which files the generator writes for a spec, and when it writes none. */
class BrokerCodegenTest {

    @TempDir
    private Path folder;

    private Generated generated;

    private String spec;

    @BeforeEach
    void create() throws IOException {
        generated = new Generated(folder);
        spec = Generated.resource("features.yaml");
    }

    @Test
    void specWithoutComponentsIsWritten() throws Exception {
        generated.write("""
                openapi: 3.0.3
                info: {title: Test, version: 1.0.0}
                servers: [{url: 'https://broker.example'}]
                tags: [{name: Test, description: Test API.}]
                paths:
                  /orders:
                    post:
                      operationId: order
                      tags: [Test]
                      summary: Order.
                      description: Orders.
                      responses: {'204': {description: Success.}}
                """).compile();

        assertThat(generated.type("api.TestApi").getMethods()).hasSize(1);
    }

    /**
     * An inline response becomes a class of each operation. An inline parameter has the class of the first operation.
     */
    @Test
    void componentsWithInlineSchemasCanBeShared() throws Exception {
        generated.write("""
                openapi: 3.0.3
                info: {title: Test, version: 1.0.0}
                servers: [{url: 'https://broker.example'}]
                tags: [{name: TestHQ, description: Test API.}]
                x-reasons: {TestHQ: [{BLOCKED: {code: E1}}]}
                paths:
                  /orders:
                    post:
                      operationId: order
                      tags: [TestHQ]
                      summary: Order.
                      description: Orders.
                      parameters: [{$ref: '#/components/parameters/Sides'}]
                      requestBody: {$ref: '#/components/requestBodies/Order'}
                      responses: {'200': {$ref: '#/components/responses/Orders'}}
                    put:
                      operationId: change
                      x-raw-form-bodies: true
                      tags: [TestHQ]
                      summary: Change.
                      description: Changes.
                      parameters: [{$ref: '#/components/parameters/Sides'}]
                      requestBody: {$ref: '#/components/requestBodies/Order'}
                      responses: {'200': {$ref: '#/components/responses/Orders'}}
                components:
                  parameters:
                    Sides:
                      name: sides
                      in: query
                      description: Sides.
                      schema: {type: array, items: {type: string, enum: [BUY, SELL]}}
                  requestBodies:
                    Order:
                      required: true
                      content:
                        application/x-www-form-urlencoded:
                          schema:
                            type: object
                            additionalProperties: false
                            properties: {text: {type: string, description: A text.}}
                  responses:
                    Orders:
                      description: Orders.
                      content:
                        application/json:
                          schema:
                            type: object
                            properties:
                              side: {type: string, description: A side., enum: [BUY, SELL]}
                              token: {type: string, description: A token., format: password, x-also-named: Token}
                """).compile();

        assertThat(generated.java("api/TestHQApi").replaceAll("\\s+", ""))
                .contains(
                        "Call<OrderResponse>order(@ParameterRule(values=ChangeSides.class)@Query(\"sides\")@NullableList<ChangeSides>sides,@Body@FormConverterFactory.EncodedOrderorder);",
                        "Call<ChangeResponse>change(@ParameterRule(values=ChangeSides.class)@Query(\"sides\")@NullableList<ChangeSides>sides,@Body@FormConverterFactory.RawOrderorder);");
        assertThat(generated.java("SpecValues")).contains("\"TestHQApi\"", "Set.of(\"token\", \"Token\")");
    }

    @Test
    void brokersOfTheServersBecomeAnEnum() throws Exception {
        generated.write(spec);

        assertThat(generated.java("TestBroker")).contains("FEATURES(\n").contains("LocalTime.parse(\"05:00\")");
    }

    @Test
    void limitOfAnApplicationPacesBatchesAndLimitOfAnAccountDoesNot() throws Exception {
        generated.write(spec);
        assertThat(generated.java("SpecValues")).containsPattern("\"1.0.0\",\\s+5,");
        assertThat(generated.java("package-info")).contains("5 for an application");

        generated.write(spec.replace("{application: 5}", "{account: 1}"));
        assertThat(generated.java("SpecValues")).containsPattern("\"1.0.0\",\\s+0,");
        assertThat(generated.java("package-info")).contains("1 for each account");
    }

    @Test
    void onlyChangedFilesAreWritten() throws Exception {
        generated.write(spec);
        for (Path source : generated.sources()) {
            Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        }

        generated.write(spec.replace("description: The city.}", "description: The town.}"));

        assertThat(generated.sources())
                .filteredOn(source -> source.toFile().lastModified() > 0)
                .containsExactly(generated.source("api/Place"));
    }

    @Test
    void schemaThatIsGoneLeavesNoClass() throws Exception {
        generated.write(spec);
        assertThat(generated.source("api/JsonInlineRequestPlaceCity")).exists();

        generated.write(spec.replace("enum: [Mumbai, Delhi]", "maxLength: 6"));

        assertThat(generated.source("api/JsonInlineRequestPlaceCity")).doesNotExist();
    }

    @Test
    void refusedSpecWritesNoFile() {
        assertThatThrownBy(() -> generated.write(spec.replace("operationId: credentials", "")))
                .hasMessageStartingWith("the spec is refused\nspecs/test.yaml:363: `operationId` is missing")
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

package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.Sdk;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every example of a response has the reason that the spec states, or is no rejection if the spec states none. */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class ReasonsTest {

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyExampleHasItsReason(Mocks mocks) {
        return OperationSample.all().stream()
                .flatMap(sample -> sample.operation().examples().stream()
                        .map(example -> dynamicTest(
                                sample + ": " + example.status() + " " + example.name(),
                                () -> assertReason(mocks, sample, example))));
    }

    private static void assertReason(Mocks mocks, OperationSample sample, Example example) {
        try (Gateway gateway = sample.openGateway(mocks, example)) {
            Throwable failure = catchThrowable(() -> sample.run(gateway.http()));
            boolean rejected = failure != null && Sdk.kind(failure).equals("Rejected");

            assertThat(rejected ? Sdk.call(failure, "reason").toString() : null)
                    .as("x-reason. The exception of the SDK is: %s", failure)
                    .isEqualTo(example.reason());
            if (rejected) {
                List<String> texts =
                        texts(new Gson().toJsonTree(example.value())).toList();
                assertThat(Sdk.call(failure, "status")).isEqualTo(example.status());
                assertThat(failure)
                        .hasMessageEndingWith(
                                Sdk.call(failure, "suggestedAction").toString());
                // A name precedes the number if the broker gives one number two meanings.
                code(failure)
                        .ifPresent(
                                code -> assertThat(texts).anyMatch(text -> code.matches("(\\w+ )?\\Q" + text + "\\E")));
                // Null if the status alone is a rejection.
                Object message = Sdk.call(failure, "brokerMessage");
                if (message != null) {
                    assertThat(texts).as("a text at the end of: %s", message).anyMatch(message.toString()::endsWith);
                }
            }
        }
    }

    private static Optional<String> code(Throwable failure) {
        return ((Optional<?>) Sdk.call(failure, "code")).map(Object::toString);
    }

    /** Returns all values of a response. */
    private static Stream<String> texts(JsonElement json) {
        if (json.isJsonObject()) {
            return json.getAsJsonObject().asMap().values().stream().flatMap(ReasonsTest::texts);
        }
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream().flatMap(ReasonsTest::texts);
        }
        return json.isJsonNull() ? Stream.of() : Stream.of(json.getAsString());
    }
}

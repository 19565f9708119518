package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.samples.OperationSample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every answer that a spec shows is a refusal with the reason that the spec gives for it, or none if it gives none: so
 * a message of a broker is added to its spec, and nowhere else.
 */
@ExtendWith(PrismExtension.class)
class ReasonsTest {

    @TestFactory
    Stream<DynamicTest> everyExampleHasItsReason(Mocks mocks) {
        return OperationSample.all().stream()
                .flatMap(sample -> sample.operation().examples().stream()
                        .map(example -> dynamicTest(
                                sample + ": " + example.status() + " " + example.name(),
                                () -> assertReason(mocks, sample, example))));
    }

    private static void assertReason(Mocks mocks, OperationSample sample, Example example) {
        try (Gateway gateway = sample.against(mocks, example)) {
            Throwable failure = catchThrowable(() -> sample.run(gateway.http()));
            boolean rejected = failure != null && Sdk.kind(failure).equals("Rejected");

            assertThat(rejected ? Sdk.call(failure, "reason").toString() : null)
                    .as("x-reason, where the SDK made of it: %s", failure)
                    .isEqualTo(example.reason());
        }
    }
}

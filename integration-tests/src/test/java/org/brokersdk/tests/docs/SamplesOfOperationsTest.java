package org.brokersdk.tests.docs;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks that each operation has a sample, and that the sample works. */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class SamplesOfOperationsTest {

    @TestFactory
    Stream<DynamicTest> everySampleWorks(Mocks mocks) {
        return OperationSample.all().stream()
                .map(sample -> dynamicTest(sample.toString(), () -> {
                    try (Gateway gateway = sample.openGateway(mocks, null)) {
                        sample.run(gateway.http());
                    }
                }));
    }
}

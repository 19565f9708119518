package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.samples.Recording;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the requests and responses of the docs are those that are sent. */
@Tag("spec")
@ExtendWith(PrismExtension.class)
class RecordingTest {

    static List<OperationSample> samples() {
        return OperationSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void hasTheOperationAndTheLinesOfItsCalls(OperationSample sample, Mocks mocks) {
        Operation operation = sample.operation();
        List<Recording.Step> steps = Recording.of(mocks, sample).steps();
        assertThat(steps)
                .filteredOn(step -> step.operation().equals(operation.id()))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.request().start()).startsWith(operation.method() + " https://");
                    assertThat(step.response().start()).startsWith("HTTP/1.1 2");
                });
        assertThat(steps)
                .allSatisfy(step -> assertThat(step.line())
                        .contains(step.method().substring(step.method().indexOf('.')) + "("));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sessionHasTheCredentialsOfLaterCalls(OperationSample sample, Mocks mocks) {
        Recording recording = Recording.of(mocks, sample);
        Set<String> apis =
                Spec.map(sample.operation().spec().get("x-later-calls")).keySet();
        if (sample.opensSession()) {
            assertThat(apis).contains(sample.operation().api());
            assertThat(recording.laterCalls())
                    .isNotEmpty()
                    .allSatisfy(calls -> assertThat(calls.values().values()).doesNotContainNull());
        }
    }

    static Set<String> brokers() {
        return samples().stream().map(OperationSample::broker).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("brokers")
    void onlyLoginsHaveLaterCalls(String broker) {
        Set<String> logins = OperationSample.of(broker).stream()
                .filter(OperationSample::opensSession)
                .map(login -> login.operation().api())
                .collect(Collectors.toSet());

        assertThat(Spec.map(Spec.of(broker).get("x-later-calls")).keySet())
                .as("the APIs of x-later-calls in %s", Spec.of(broker))
                .isEqualTo(logins);
    }
}

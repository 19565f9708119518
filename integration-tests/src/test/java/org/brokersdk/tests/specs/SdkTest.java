package org.brokersdk.tests.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Sdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks that the tests of all clients omit none. */
class SdkTest {

    private static final List<String> BROKERS = Spec.BROKERS;

    @ParameterizedTest
    @FieldSource("BROKERS")
    void everyClientIsAnSdk(String broker) throws IOException {
        String sources = broker + "-sdk/src/main/java/org/brokersdk/" + broker;
        try (Stream<Path> files = Files.list(Spec.DIRECTORY.resolveSibling(sources))) {
            List<String> clients = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Client.java"))
                    .map(file -> file.replace("Client.java", ""))
                    .toList();

            assertThat(clients)
                    .as(Spec.of(broker) + " has no client. Write one in " + sources)
                    .isNotEmpty();
            assertThat(clients)
                    .allSatisfy(client -> assertThat(Sdk.all())
                            .as(client + "Client has no Sdk. Write " + client + "Sdk.java beside the others in"
                                    + " integration-tests/src/test/java/org/brokersdk/tests/sdks")
                            .anyMatch(sdk -> sdk.isOf(broker, client + "Client")));
        }
    }

    /** Checks that the tests of one client of each SDK skip no broker. */
    @Test
    void everyBrokerHasOneEntryInOnePerBroker() {
        assertThat(Sdk.onePerBroker()).extracting(Sdk::broker).containsExactlyInAnyOrderElementsOf(BROKERS);
    }
}

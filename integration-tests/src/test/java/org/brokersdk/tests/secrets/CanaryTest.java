package org.brokersdk.tests.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.brokersdk.tests.Canaries;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Searches everything that was printed and thrown for the secrets of all tests. Runs last. */
@Order(Integer.MAX_VALUE)
@Isolated("all other tests must have run before")
class CanaryTest {

    private static final String PLANTED = "planted-canary";

    @TempDir
    private Path directory;

    @Test
    void noSecretWasPrintedOrThrown() throws Exception {
        assertThat(Canaries.engines())
                .as("engines that are still running; they must precede the engine of this test in the class path")
                .containsExactly("[engine:junit-jupiter]");
        plant();
        List<String> thrown = Canaries.thrown(directory.resolve("thrown.jfr"));
        String printed = Canaries.printed();
        assertPlantedIsFound(thrown, printed);
        String output = (String.join("\n", thrown) + "\n" + printed).toLowerCase(Locale.ROOT);

        for (String canary : Canaries.ALL) {
            for (String encoding : Canaries.encodings(canary)) {
                assertThat(lineOf(output, encoding))
                        .as(canary + " as " + encoding)
                        .isEmpty();
            }
        }
    }

    private static void plant() throws Exception {
        for (String encoding : Canaries.encodings(PLANTED)) {
            System.out.println("planted: " + encoding);
        }
        for (Sdk sdk : Sdk.all()) {
            try (Server server = Server.responding(sdk.rejection("There is a " + PLANTED + " of " + sdk))) {
                catchThrowable(sdk.login(Settings.of(server.url())).blocking()::get);
            }
        }
    }

    /** Checks that the search finds a secret that was printed on purpose. */
    private static void assertPlantedIsFound(List<String> thrown, String printed) {
        assertThat(Canaries.encodings(PLANTED)).allMatch(printed::contains);
        for (Sdk sdk : Sdk.all()) {
            assertThat(thrown).anyMatch(message -> message.contains(PLANTED + " of " + sdk));
        }
    }

    private static String lineOf(String output, String word) {
        int index = output.indexOf(word);
        return index < 0
                ? ""
                : output.substring(output.lastIndexOf('\n', index) + 1, Math.min(output.length(), index + 200));
    }
}

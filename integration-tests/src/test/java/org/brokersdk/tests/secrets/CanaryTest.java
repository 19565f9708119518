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

/** Runs last, and looks for the secrets of all tests in all that was printed and thrown. */
@Order(Integer.MAX_VALUE)
@Isolated("everything else has to be over")
class CanaryTest {

    private static final String PLANTED = "planted-canary";

    @TempDir
    private Path directory;

    @Test
    void noSecretHasGotOut() throws Exception {
        assertThat(Canaries.engines())
                .as("engines that are not over: in the class path they come before that of this test")
                .containsExactly("[engine:junit-jupiter]");
        plant();
        List<String> thrown = Canaries.thrown(directory.resolve("thrown.jfr"));
        String printed = Canaries.printed();
        assertPlantedIsFound(thrown, printed);
        String all = (String.join("\n", thrown) + "\n" + printed).toLowerCase(Locale.ROOT);

        for (String canary : Canaries.ALL) {
            for (String spelling : Canaries.spellings(canary)) {
                assertThat(lineOf(all, spelling)).as(canary + " as " + spelling).isEmpty();
            }
        }
    }

    private static void plant() throws Exception {
        for (String spelling : Canaries.spellings(PLANTED)) {
            System.out.println("planted: " + spelling);
        }
        for (Sdk sdk : Sdk.all()) {
            try (Server server = Server.replying(sdk.refusal("There is a " + PLANTED + " of " + sdk))) {
                catchThrowable(sdk.login(Settings.of(server.url())).now()::get);
            }
        }
    }

    /** A search that finds nothing must be one that would. */
    private static void assertPlantedIsFound(List<String> thrown, String printed) {
        assertThat(Canaries.spellings(PLANTED)).allMatch(printed::contains);
        for (Sdk sdk : Sdk.all()) {
            assertThat(thrown).anyMatch(message -> message.contains(PLANTED + " of " + sdk));
        }
    }

    private static String lineOf(String all, String word) {
        int at = all.indexOf(word);
        return at < 0 ? "" : all.substring(all.lastIndexOf('\n', at) + 1, Math.min(all.length(), at + 200));
    }
}

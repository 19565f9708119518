package org.brokersdk.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Login of several accounts at several brokers. */
@Tag("full")
@ExtendWith(PrismExtension.class)
@Isolated("runs Maven, which takes all processors")
class SeveralBrokersTest {

    @TempDir
    private static Path home;

    private static Program program;

    private Map<String, String> settings;

    @BeforeAll
    static void build() throws Exception {
        program = Program.build("several-brokers", home);
    }

    @BeforeEach
    void useMocks(Mocks mocks) throws Exception {
        settings = program.settings();
        settings.put("ASHA_BASE_URL", mocks.of("kotak").url());
        settings.put("BALA_BASE_URL", mocks.of("iifl").url());
        settings.put("CHITRA_BASE_URL", mocks.of("noren").url());
    }

    @Test
    void everyAccountLogsIn() throws Exception {
        assertThat(program.run(settings, 0)).isEqualTo(program.output());
    }

    @Test
    void rejectedAccountIsForAPerson(Mocks mocks) throws Exception {
        settings.put("BALA_BASE_URL", "http://127.0.0.1:1");
        settings.put("CHITRA_BASE_URL", mocks.of("noren").url(200, "blocked"));

        assertThat(program.run(settings, 77))
                .contains(
                        "asha: logged in as AB123\n",
                        "bala: The broker could not be reached",
                        "chitra: The broker said")
                .doesNotContain("demo-", "JBSWY3DPEHPK3PXP", "123456");
    }

    @Test
    void brokerThatIsAwayIsTriedLater() throws Exception {
        settings.put("BALA_BASE_URL", "http://127.0.0.1:1");

        assertThat(program.run(settings, 75)).contains("bala: The broker could not be reached");
    }

    @Test
    void missingSettingIsNamed() throws Exception {
        settings.remove("CHITRA_API_KEY");

        assertThat(program.run(settings, 77)).contains("chitra: API_KEY is not set");
    }
}

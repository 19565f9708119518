package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.noren.Reason;
import org.brokersdk.samples.GuideSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the guides works. */
@ExtendWith(PrismExtension.class)
class SamplesOfGuidesTest {

    private static final String SECRET = "GEZDGNBVGY3TQOJQ";

    private final GuideSamples samples = new GuideSamples(Prefer.NOTHING);

    @Test
    void oneTimePasswordsComeFromAnAppOrAPerson(Mocks mocks) {
        assertThat(samples.totp(noren(mocks), "secret", SECRET).userId()).isEqualTo("VIDYA");
        assertThat(samples.ask(noren(mocks), "secret", () -> "123456").userId()).isEqualTo("VIDYA");
        assertThat(samples.clock(SECRET, Duration.ofSeconds(2)).get()).hasSize(6);
    }

    @Test
    void sessionIsTakenUpAgain(Mocks mocks, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("session");

        NorenSession first = samples.resume(noren(mocks), "secret", () -> "123456", file);
        NorenSession second = samples.resume(
                noren(mocks),
                "secret",
                () -> {
                    throw new AssertionError("no login is needed");
                },
                file);

        assertThat(second.save()).isEqualTo(first.save());
    }

    @Test
    void mockFailsAsItIsAskedTo(Mocks mocks) {
        assertThat(samples.mock(mocks.of("noren").url(), "secret")).isEqualTo(Reason.BLOCKED);
    }

    @Test
    void proxyOfTheCallerIsTaken() {
        samples.ownHttp("https://broker.example/NorenWClientTP", "vc", "key").close();
    }

    private static NorenClient noren(Mocks mocks) {
        return NorenClient.builder()
                .baseUrl(mocks.of("noren").url())
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("test")
                .httpClient(Prefer.NOTHING)
                .build();
    }
}

package org.brokersdk.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Login in a coroutine of Kotlin. */
@Tag("full")
@ExtendWith(PrismExtension.class)
@Isolated("runs Maven, which takes all processors")
class KotlinTest {

    @TempDir
    private static Path home;

    private static Program program;

    private Gateway kotak;
    private Map<String, String> settings;

    @BeforeAll
    static void build() throws Exception {
        program = Program.build("kotlin", home);
    }

    @BeforeEach
    void open(Mocks mocks) throws Exception {
        kotak = mocks.open("kotak");
        settings = program.settings();
        settings.put("KOTAK_BASE_URL", kotak.url());
    }

    @AfterEach
    void close() {
        kotak.close();
    }

    @Test
    void coroutineLogsIn() throws Exception {
        assertThat(program.run(settings, 0)).isEqualTo(program.output());
    }

    @Test
    void rejectedLoginIsForAPerson() throws Exception {
        kotak.prefer("neoLogin", 200, "invalidTotp");

        assertThat(program.run(settings, 77))
                .startsWith("The broker said: Invalid TOTP")
                .doesNotContain("demo-token", "JBSWY3DPEHPK3PXP", "123456");
    }

    @Test
    void canceledCoroutineCancelsTheCall() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        kotak.handle(
                "neoLogin",
                (request, client) -> closed.complete(client.getInputStream().read() < 0));
        settings.put("LOGIN_TIMEOUT", "2s");

        assertThat(program.run(settings, 75)).contains("canceled");
        assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    }
}

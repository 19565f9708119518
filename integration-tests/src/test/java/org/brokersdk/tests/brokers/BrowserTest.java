package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.BrowserSdk;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Login in a real browser, with a redirect to this machine. */
@Tag("browser")
@ExtendWith(PrismExtension.class)
@ResourceLock("redirect-listener")
class BrowserTest {

    @Test
    void browserIsRedirectedWithACode(Mocks mocks, @TempDir Path profile) throws Exception {
        try (IiflMarketsClient markets = IiflMarketsClient.builder()
                        .baseUrl(mocks.of("iifl").url())
                        .appKey("demo-key")
                        .appSecret("demo-secret")
                        .redirectUrl(BrowserSdk.localRedirect())
                        .build();
                RedirectListener listener = markets.openListener()) {
            Process browser = browse(markets.loginUrl(listener.state()), profile);

            String redirect = listener.await(Duration.ofMinutes(1));
            IiflMarketsSession session = markets.login(redirect, listener.state());

            assertThat(session.userId()).isEqualTo("TESTCLIENT1");
            assertThat(new String(browser.getInputStream().readAllBytes())).contains("You may close this window");
            assertThat(browser.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static Process browse(String url, Path profile) throws IOException {
        return new ProcessBuilder(
                        chromium(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile,
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String chromium() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome");
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Install Chromium, such as by: apt-get install chromium"))
                .toString();
    }
}

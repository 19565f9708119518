package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.iifl.RedirectListener;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The login in a real browser: from the broker's page, by way of this machine, to a session. */
@Tag("browser")
@ExtendWith(PrismExtension.class)
class BrowserTest {

    @StartStop
    private final MockWebServer loginPage = new MockWebServer();

    @Test
    void browserComesBackWithACode(Mocks mocks, @TempDir Path profile) throws Exception {
        loginPage.setDispatcher(new LoginPage());
        try (RedirectListener listener = RedirectListener.open(0);
                IiflMarketsClient markets = IiflMarketsClient.builder()
                        .baseUrl(mocks.of("iifl").url())
                        .loginPage(loginPage.url("/").toString())
                        .appKey("demo-key")
                        .appSecret("demo-secret")
                        .redirectUrl(listener.url())
                        .build()) {
            Process browser = browse(markets.loginUrl(listener.state()), profile);

            String redirect = listener.await(Duration.ofMinutes(1));
            IiflMarketsSession session = markets.login(redirect, listener.state());

            assertThat(session.userId()).isEqualTo("TESTCLIENT1");
            assertThat(new String(browser.getInputStream().readAllBytes())).contains("You may close this window");
            assertThat(browser.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** Stands in for the page on which a person logs in; it sends the browser back as the broker's does. */
    private static final class LoginPage extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String back = request.getUrl().queryParameter("redirecturl");
            if (back == null) {
                return new MockResponse.Builder().code(404).build();
            }
            HttpUrl url = HttpUrl.get(back)
                    .newBuilder()
                    .addQueryParameter("authCode", "ABC123DEF456")
                    .addQueryParameter("clientId", "TESTCLIENT1")
                    .build();
            return new MockResponse.Builder()
                    .setHeader("Content-Type", "text/html")
                    .body("<a id=\"login\" href=\"" + url.toString().replace("&", "&amp;") + "\">Log in</a>"
                            + "<script>document.getElementById('login').click()</script>")
                    .build();
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

package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.tests.BrowserSdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A listener of IIFL Markets receives the browser, and the client logs in with the redirect. */
@ResourceLock("redirect-listener")
class IiflMarketsListenerTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final HttpClient browser = HttpClient.newHttpClient();

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void redirectLogsTheUserIn() throws Exception {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"status\":\"Ok\",\"userSession\":\"jwt\"}")
                .build());
        try (IiflMarketsClient iifl = IiflMarketsClient.builder()
                        .baseUrl(broker.url("/").toString())
                        .appKey("app-key")
                        .appSecret("s3cr3t-app")
                        .redirectUrl(BrowserSdk.localRedirect())
                        .build();
                RedirectListener listener = iifl.openListener()) {
            HttpUrl page = HttpUrl.get(iifl.loginUrl(listener.state()));

            HttpResponse<String> response =
                    get(page.queryParameter("redirecturl") + "&authCode=ABC123DEF456&clientId=TESTCLIENT1");
            IiflMarketsSession session = iifl.login(listener.await(LONG), listener.state());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(response.body())
                    .contains("You may close this window")
                    .doesNotContain("ABC123", listener.state());
            assertThat(session.userId()).isEqualTo("TESTCLIENT1");
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}

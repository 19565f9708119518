package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits for the browser over real sockets. The code is a template, so that what holds here holds for every SDK. */
@ResourceLock("redirect-listener")
class IiflMarketsListenerTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final HttpClient browser = HttpClient.newHttpClient();

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    private RedirectListener listener;

    @BeforeEach
    void open() throws IOException {
        listener = IiflMarketsClient.openListener(0);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void browserComesBackAndTheUserIsLoggedIn() throws Exception {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"status\":\"Ok\",\"userSession\":\"jwt\"}")
                .build());
        try (IiflMarketsClient iifl = IiflMarketsClient.builder()
                .baseUrl(broker.url("/").toString())
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .redirectUrl(listener.url())
                .build()) {
            HttpUrl page = HttpUrl.get(iifl.loginUrl(listener.state()));

            HttpResponse<String> answer =
                    get(page.queryParameter("redirecturl") + "&authCode=ABC123DEF456&clientId=TESTCLIENT1");
            IiflMarketsSession session = iifl.login(listener.await(LONG), listener.state());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.body()).contains("You may close this window").doesNotContain("ABC123", listener.state());
            assertThat(session.userId()).isEqualTo("TESTCLIENT1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?authCode=s3cret", "?authCode=s3cret&state=", "?authCode=s3cret&state=wrong"})
    void refusesAnotherStateAndGoesOnWaiting(String query) throws Exception {
        HttpResponse<String> answer = get(listener.url() + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("not the login that was started here")
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> listener.await(SHORT)).isInstanceOf(TimeoutException.class);

        String right = listener.url() + "?authCode=right&state=" + listener.state();
        assertThat(get(right).statusCode()).isEqualTo(200);
        assertThat(listener.await(LONG)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/favicon.ico", "/", "/login/", "/loginx"})
    void hasNothingElse(String path) throws Exception {
        HttpUrl elsewhere = HttpUrl.get(listener.url())
                .newBuilder()
                .encodedPath(path)
                .addQueryParameter("state", listener.state())
                .build();

        assertThat(get(elsewhere.toString()).statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> listener.await(SHORT)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void takesARedirectWithoutStateWhereTheCallerSaysSo() throws Exception {
        try (RedirectListener lenient = IiflMarketsClient.openListenerWithoutState(0)) {
            assertThat(get(lenient.url() + "?code=1&state=wrong").statusCode()).isEqualTo(400);
            assertThat(get(lenient.url() + "?authCode=2").statusCode()).isEqualTo(200);

            assertThat(lenient.await(LONG)).endsWith("?authCode=2");
        }
    }

    @Test
    void refusesTwoStates() throws Exception {
        assertThat(get(listener.url() + "?authCode=1&state=" + listener.state() + "&state=wrong")
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(() -> listener.await(SHORT)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void stalledConnectionKeepsNobodyOut() throws Exception {
        try (Socket stalled = new Socket("127.0.0.1", URI.create(listener.url()).getPort())) {
            stalled.getOutputStream().write("GET /log".getBytes());
            stalled.getOutputStream().flush();

            assertThat(get(listener.url() + "?authCode=1&state=" + listener.state())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void keepsTheFirstRedirect() throws Exception {
        String first = listener.url() + "?authCode=first&state=" + listener.state();
        get(first);
        get(listener.url() + "?authCode=second&state=" + listener.state());

        assertThat(listener.await(LONG)).isEqualTo(first);
    }

    @Test
    void givesUpInTime() {
        assertThatThrownBy(() -> listener.await(SHORT)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void statesAreNeverTheSame() throws IOException {
        try (RedirectListener other = IiflMarketsClient.openListener(0)) {
            assertThat(listener.state()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(other.state());
        }
    }

    @Test
    void listensOnThisMachineAlone() throws IOException {
        int port = URI.create(listener.url()).getPort();
        assertThat(URI.create(listener.url()).getHost()).isEqualTo("127.0.0.1");

        for (InetAddress address : otherAddresses()) {
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(address, port), 1000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<InetAddress> otherAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}

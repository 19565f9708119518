package org.brokersdk.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Login on the page of the broker, with the redirect in a controller of Spring Boot. */
@Tag("full")
@ExtendWith(PrismExtension.class)
@Isolated("runs Maven, which takes all processors")
class SpringBootTest {

    @TempDir
    private static Path home;

    private static Program program;
    private static Gateway iifl;
    private static Process server;
    private static URI url;

    private final HttpClient.Builder cookies = HttpClient.newBuilder().cookieHandler(new CookieManager());
    private final HttpClient browser =
            cookies.followRedirects(HttpClient.Redirect.NORMAL).build();

    @BeforeAll
    static void start(Mocks mocks) throws Exception {
        program = Program.build("spring-boot", home);
        iifl = mocks.open("iifl");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        url = URI.create("http://localhost:" + port);
        Map<String, String> settings = program.settings();
        settings.put("SERVER_PORT", String.valueOf(port));
        settings.put("IIFL_REDIRECT_URL", url.resolve("/callback").toString());
        settings.put("IIFL_BASE_URL", iifl.url());
        server = program.start(settings);
        BufferedReader output = server.inputReader();
        StringBuilder log = new StringBuilder();
        for (String line = output.readLine(); ; line = output.readLine()) {
            assertThat(line).as("%s", log).isNotNull();
            log.append(line).append('\n');
            if (line.contains("Started SpringBootLogin")) {
                break;
            }
        }
        assertThat(log.toString()).doesNotContain("demo-secret");
    }

    @BeforeEach
    void accept() {
        iifl.prefer("getUserSession", 200, "success");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
        }
        iifl.close();
    }

    @Test
    void userLogsInOnThePageOfTheBroker() throws Exception {
        HttpResponse<String> loggedIn = get("/login");

        assertThat(loggedIn.body() + "\n").isEqualTo(program.output());
        assertThat(loggedIn.uri().getPath()).isEqualTo("/callback");
        assertThat(get("/profile").body()).contains("Demo Client");
    }

    @Test
    void rejectedLoginIsForbidden() throws Exception {
        iifl.prefer("getUserSession", 200, "userBlocked");

        HttpResponse<String> rejected = get("/login");

        assertThat(rejected.statusCode()).isEqualTo(403);
        assertThat(rejected.body()).contains("The broker said");
        assertThat(get("/profile").statusCode()).isEqualTo(400);
    }

    @Test
    void redirectOfAnotherLoginIsRefused() throws Exception {
        int logins = iifl.arrivals("getUserSession");
        get("/login", cookies.followRedirects(HttpClient.Redirect.NEVER).build());

        HttpResponse<String> refused = get("/callback?state=another&authCode=ABC123DEF456&clientId=TESTCLIENT1");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("redirect must contain the state").doesNotContain("ABC123DEF456");
        assertThat(iifl.arrivals("getUserSession")).isEqualTo(logins);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, browser);
    }

    private static HttpResponse<String> get(String path, HttpClient browser) throws Exception {
        return browser.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString());
    }
}

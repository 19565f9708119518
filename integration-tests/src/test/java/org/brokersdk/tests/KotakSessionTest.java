package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kotak's sessions and the host that they live on, with the broker's own host names and TLS. */
class KotakSessionTest {

    private static final String TRADE = "tradeapi.kotaksecurities.com";
    private static final String HOME = "ctradeapi.kotaksecurities.com";

    @StartStop
    private final MockWebServer first = new MockWebServer();

    @StartStop
    private final MockWebServer second = new MockWebServer();

    private final OkHttpClient http = Impostors.of(List.of("*.kotaksecurities.com", "evil.example"), first, second);

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void goesOnAtTheHostWhereTheUserIsAtHome() throws Exception {
        first.enqueue(login(HOME, second.getPort()));
        second.enqueue(verified());
        second.enqueue(loggedOut());

        KotakSession session = client().login("s3cret").verify("1234");
        session.logout();

        assertThat(first.getRequestCount()).isEqualTo(1);
        RecordedRequest verify = second.takeRequest();
        assertThat(verify.getTarget()).isEqualTo("/apim/session/1.0/session/2FA/accesscode");
        assertThat(verify.getHeaders().get("oneTimeToken")).isEqualTo("one-time");
        assertThat(second.takeRequest().getMethod()).isEqualTo("DELETE");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void movesOnceOnly() {
        first.enqueue(new MockResponse.Builder()
                .body("{\"Success\":{\"redirect\":{\"host\":\"" + HOME + "\",\"port\":" + second.getPort() + "}}}")
                .build());
        second.enqueue(login(TRADE, first.getPort()));
        second.enqueue(verified());

        client().initSession().login("s3cret").verify("1234");

        assertThat(first.getRequestCount()).isEqualTo(1);
        assertThat(second.getRequestCount()).isEqualTo(2);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "http://" + HOME,
                "evilkotaksecurities.com",
                HOME + "@evil.example",
                "evil.example/" + HOME,
                "kotaksecurities.com.evil.example"
            })
    void staysWhereItIsWhenToldToLeaveTheBroker(String host) {
        first.enqueue(login(host, second.getPort()));
        first.enqueue(verified());

        client().login("s3cret").verify("1234");

        assertThat(first.getRequestCount()).isEqualTo(2);
        assertThat(second.getRequestCount()).isZero();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 80, 65536})
    void takesNoPortThatIsNone(int port) {
        first.enqueue(login(HOME + ":" + second.getPort(), port));
        second.enqueue(verified());

        client().login("s3cret").verify("1234");

        assertThat(second.getRequestCount()).isEqualTo(1);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void canBeSavedAndTakenUpAgainInAnotherClient() throws Exception {
        first.enqueue(login(HOME, second.getPort()));
        second.enqueue(verified());
        second.enqueue(loggedOut());
        KotakSession session = client().login("s3cret").verify("1234");

        KotakSession restored = client().restore(session.save());
        restored.logout();

        assertThat(restored.userId()).isEqualTo("AB1234");
        assertThat(restored.createdAt())
                .isEqualTo(session.createdAt())
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(restored.headers()).isEqualTo(session.headers());
        assertThat(restored.response()).isEqualTo(session.response());
        second.takeRequest();
        assertThat(second.takeRequest().getHeaders().get("sessionToken")).isEqualTo("session");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{}", "[1]", "{\"session\":\"KotakSession 1\",\"userId\":\"s3cret\"}"})
    void refusesTextThatIsNoSession(String saved) {
        assertThatThrownBy(() -> client().restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KotakSession.save()")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void refusesNoText() {
        assertThatThrownBy(() -> client().restore(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void clientPutsItsHeadersOnLaterCalls() throws Exception {
        first.enqueue(login(TRADE, first.getPort()));
        first.enqueue(verified());
        first.enqueue(new MockResponse.Builder().build());
        KotakSession session = client().login("s3cret").verify("1234");

        session.httpClient(http)
                .newCall(new Request.Builder()
                        .url("https://" + TRADE + ":" + first.getPort() + "/orders")
                        .build())
                .execute()
                .close();

        first.takeRequest();
        first.takeRequest();
        RecordedRequest order = first.takeRequest();
        session.headers()
                .forEach((name, value) ->
                        assertThat(order.getHeaders().get(name)).isEqualTo(value));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void printsNoSecret() {
        first.enqueue(login(TRADE, first.getPort()));
        first.enqueue(verified());

        var login = client().login("s3cret");
        KotakSession session = login.verify("1234");

        assertThat(login.toString()).contains("AB1234").doesNotContain("one-time");
        assertThat(session.toString()).contains("AB1234").doesNotContain("=session");
    }

    private KotakClient client() {
        return KotakClient.builder()
                .baseUrl("https://" + TRADE + ":" + first.getPort() + "/apim")
                .httpClient(http)
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234")
                .build();
    }

    private static MockResponse login(String host, int port) {
        return new MockResponse.Builder()
                .body("{\"Success\":{\"oneTimeToken\":\"one-time\",\"redirect\":{\"host\":\"" + host + "\",\"port\":"
                        + port + "}}}")
                .build();
    }

    private static MockResponse verified() {
        return new MockResponse.Builder()
                .body(
                        "{\"success\":{\"sessionToken\":\"session\",\"clientName\":\"DEMO\",\"enabledSegments\":[\"C\"]}}")
                .build();
    }

    private static MockResponse loggedOut() {
        return new MockResponse.Builder()
                .body("{\"Success\":{\"message\":\"bye\"}}")
                .build();
    }
}

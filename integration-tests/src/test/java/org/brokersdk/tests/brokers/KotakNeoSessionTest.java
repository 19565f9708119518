package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.tests.FakeServers;
import org.junit.jupiter.api.Test;

/** Later calls to the data centre of a user, with the broker's own host names and TLS. */
class KotakNeoSessionTest {

    @StartStop
    private final MockWebServer login = new MockWebServer();

    @StartStop
    private final MockWebServer dataCentre = new MockWebServer();

    private final OkHttpClient http =
            FakeServers.of(List.of("*.kotaksecurities.com", "evil.example"), login, dataCentre);

    @Test
    void addsItsHeadersToCallsToTheDataCentreAlone() throws Exception {
        enqueue(login, "{\"data\":{\"token\":\"view-token\",\"sid\":\"view-sid\"}}");
        enqueue(
                login,
                "{\"data\":{\"token\":\"trade-token\",\"sid\":\"trade-sid\",\"baseUrl\":\"https://e00.kotaksecurities.com:"
                        + dataCentre.getPort() + "\"}}");
        KotakNeoSession session = KotakNeoClient.builder()
                .baseUrl("https://mis.kotaksecurities.com:" + login.getPort())
                .httpClient(http)
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build()
                .login("123456")
                .validate("654321");

        OkHttpClient later = session.httpClient(http);
        for (String url : new String[] {session.baseUrl(), "https://evil.example:" + dataCentre.getPort() + "/"}) {
            enqueue(dataCentre, "");
            later.newCall(new Request.Builder().url(url + "orders").build())
                    .execute()
                    .close();
        }

        RecordedRequest order = dataCentre.takeRequest();
        RecordedRequest foreign = dataCentre.takeRequest();
        assertThat(session.headers()).hasSize(4).allSatisfy((name, value) -> {
            assertThat(order.getHeaders().get(name)).isEqualTo(value);
            assertThat(foreign.getHeaders().get(name)).isNull();
        });
    }

    private static void enqueue(MockWebServer server, String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());
    }
}

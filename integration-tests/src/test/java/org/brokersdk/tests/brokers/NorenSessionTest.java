package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.Test;

/** A body that a network interceptor made longer crosses the network completely. */
class NorenSessionTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void sendsALongerBodyAndLeavesAGetUnchanged() throws Exception {
        OkHttpClient http = http();
        Request.Builder order = new Request.Builder().url(broker.url("/PlaceOrder"));
        RequestBody body = RequestBody.create("jData={}", MediaType.get("text/plain"));

        RecordedRequest post = send(http, order.post(body).build());
        RecordedRequest get = send(http, order.get().build());

        assertThat(post.getBody().utf8()).isEqualTo("jData={}&jKey=a1b2+%");
        assertThat(post.getHeaders().get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(post.getHeaders().get("Content-Length")).isEqualTo("20");
        assertThat(get.getMethod()).isEqualTo("GET");
        assertThat(get.getTarget()).doesNotContain("jKey");
    }

    private RecordedRequest send(OkHttpClient http, Request request) throws IOException, InterruptedException {
        broker.enqueue(new MockResponse.Builder().build());
        http.newCall(request).execute().close();
        return broker.takeRequest();
    }

    private OkHttpClient http() throws InterruptedException {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"stat\":\"Ok\",\"susertoken\":\"a1b2+%\"}")
                .build());
        NorenSession session = NorenClient.builder()
                .baseUrl(broker.url("/NorenWClientTP").toString())
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build()
                .login("VIDYA", "s3cur3Id", "123456");
        broker.takeRequest();
        return session.httpClient(TestHttpClient.INSTANCE);
    }
}

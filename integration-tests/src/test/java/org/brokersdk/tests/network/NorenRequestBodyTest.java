package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.noren.api.LogoutForm;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthRequest;
import org.brokersdk.tests.ApiClients;
import org.junit.jupiter.api.Test;

/** Bytes of request bodies for Noren, which does not decode them. */
class NorenRequestBodyTest {

    private static final String HASH = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void bodyOfALoginIsRawJson() throws Exception {
        RecordedRequest request = record(api -> api.quickAuth(QuickAuthRequest.builder()
                        .uid("VIDYA")
                        .pwd(HASH)
                        .factor2("123456")
                        .vc("V&C+100%\"é₹\\")
                        .appkey(HASH)
                        .imei("a=b c/d?")
                        .build())
                .execute());

        assertThat(request.getBody().utf8())
                .isEqualTo("jData={\"apkversion\":\"1.0.0\",\"uid\":\"VIDYA\",\"pwd\":\"" + HASH
                        + "\",\"factor2\":\"123456\",\"vc\":\"V\\u0026C+100%\\\"é₹\\\\\",\"appkey\":\"" + HASH
                        + "\",\"imei\":\"a\\u003db c/d?\",\"source\":\"API\"}");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getTarget()).isEqualTo("/NorenWClientTP/QuickAuth");
    }

    @Test
    void bodyOfALogoutEndsInTheSessionKey() throws Exception {
        RecordedRequest request = record(api -> api.logout(
                        new LogoutForm(LogoutRequest.builder().uid("VIDYA").build(), "a1b2+%"))
                .execute());

        assertThat(request.getBody().utf8()).isEqualTo("jData={\"uid\":\"VIDYA\"}&jKey=a1b2+%");
    }

    private interface Operation {
        void call(NorenApi api) throws IOException;
    }

    private RecordedRequest record(Operation operation) throws Exception {
        server.enqueue(new MockResponse.Builder().body("{\"stat\":\"Ok\"}").build());
        operation.call(ApiClients.client("noren", server.url("/NorenWClientTP").toString())
                .api(NorenApi.class));
        return server.takeRequest();
    }
}

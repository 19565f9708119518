package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.noren.NorenClient;
import org.junit.jupiter.api.Test;

/** What the client makes of passwords and keys, by the published vectors, and how it crosses the wire. */
class NorenHashTest {

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void loginHashesPasswordAndApiKey() throws Exception {
        String body = body(noren -> noren.login("VIDYA", "s3cur3Id", "123456"));

        assertThat(body)
                .isEqualTo("jData={\"apkversion\":\"1.0.0\",\"uid\":\"VIDYA\","
                        + "\"pwd\":\"a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9\","
                        + "\"factor2\":\"123456\",\"vc\":\"DEMO_VC\","
                        + "\"appkey\":\"c25c1d1cd63946617a8e46f3e66eb981682902a0fa6c14847de05e275778ea73\","
                        + "\"imei\":\"134243434\",\"source\":\"API\"}");
    }

    @Test
    void passwordIsHashedAsUtf8() throws Exception {
        assertThat(body(noren -> noren.login("VIDYA", "Pässw0rd&+%", "123456")))
                .contains("\"pwd\":\"fc26d8b91f0ef806f9c29c6d6591c1468cc46a60716d6dbb287379114145d1bb\"");
    }

    @Test
    void changeOfPasswordHashesTheOldAndSendsTheNewAsItIs() throws Exception {
        assertThat(body(noren -> noren.changePassword("VIDYA", "s3cur3Id", "n&w+%\"ü")))
                .isEqualTo("jData={\"uid\":\"VIDYA\","
                        + "\"oldpwd\":\"a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9\","
                        + "\"pwd\":\"n\\u0026w+%\\\"ü\"}");
    }

    @Test
    void resetSendsTheNewPasswordAsItIs() throws Exception {
        assertThat(body(noren -> noren.resetPassword("VIDYA", "n3wS3cur3Id", "123456")))
                .isEqualTo("jData={\"uid\":\"VIDYA\",\"pwd\":\"n3wS3cur3Id\",\"otp\":\"123456\"}");
    }

    @Test
    void oneTimePasswordIsAskedForOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        String body = body(noren -> noren.login("VIDYA", "s3cur3Id", () -> "00000" + asked.incrementAndGet()));

        assertThat(body).contains("\"factor2\":\"000001\"");
        assertThat(asked).hasValue(1);
    }

    @Test
    void optionalSettingsAreSent() throws Exception {
        String body = body(
                NorenClient.builder()
                        .appVersion("2.1")
                        .deviceInfo("Moto G - 9 PKQ1.181203.01")
                        .ipAddress("192.0.2.1"),
                noren -> noren.login("VIDYA", "s3cur3Id", "123456"));

        assertThat(body)
                .contains("\"apkversion\":\"2.1\"")
                .contains("\"addldivinf\":\"Moto G - 9 PKQ1.181203.01\"")
                .contains("\"ipaddr\":\"192.0.2.1\"");
    }

    private String body(Consumer<NorenClient> call) throws Exception {
        return body(NorenClient.builder(), call);
    }

    private String body(NorenClient.Builder builder, Consumer<NorenClient> call) throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("{\"stat\":\"Ok\",\"susertoken\":\"a1b2\",\"ReqStatus\":\"done\"}")
                .build());
        try (NorenClient noren = builder.baseUrl(server.url("/NorenWClientTP").toString())
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build()) {
            call.accept(noren);
        }
        return server.takeRequest().getBody().utf8();
    }
}

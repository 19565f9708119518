package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflCustomerSession;
import org.brokersdk.iifl.IiflPartnerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IIFL's sessions: the cookie, the token, and how they are kept. */
class IiflSessionTest {

    private static final String ENCRYPTED_DEMO123 = "KhbQ9NhE1PBrMsGWPZglwQ==";

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void takesTheCookieFromSeveralLines() {
        assertThat(partner(
                                null,
                                "ASP.NET_SessionId=abc; path=/; HttpOnly",
                                "IIFLMarcookie=a=b==; path=/; Secure",
                                "Gone=; expires=Thu, 01 Jan 1970 00:00:00 GMT",
                                "nonsense")
                        .cookie())
                .isEqualTo("ASP.NET_SessionId=abc; IIFLMarcookie=a=b==");
    }

    @Test
    void takesTheLastValueOfACookie() {
        assertThat(partner(null, "IIFLMarcookie=old", "IIFLMarcookie=new;path=/")
                        .cookie())
                .isEqualTo("IIFLMarcookie=new");
    }

    @Test
    void clientPutsItsHeadersOnLaterCalls() throws Exception {
        IiflPartnerSession session = partner(null, "IIFLMarcookie=a=b=");
        broker.takeRequest();
        broker.enqueue(new MockResponse.Builder().build());

        session.httpClient(Prefer.NOTHING)
                .newCall(new Request.Builder().url(broker.url("/orders")).build())
                .execute()
                .close();

        assertThat(session.headers())
                .isEqualTo(Map.of("Cookie", "IIFLMarcookie=a=b=", "Ocp-Apim-Subscription-Key", "subscription-key"));
        RecordedRequest orders = broker.takeRequest();
        session.headers()
                .forEach((name, value) ->
                        assertThat(orders.getHeaders().get(name)).isEqualTo(value));
    }

    @Test
    void registersTheTokenWithTheCookieAndThePlainClientCode() throws Exception {
        IiflCustomerSession session = customer(ENCRYPTED_DEMO123, "{\"Token\":\"jwt\"}");
        broker.takeRequest();
        broker.enqueue(new MockResponse.Builder()
                .body("{\"body\":{\"Status\":0,\"Message\":\"Success\"}}")
                .build());

        session.registerToken();

        RecordedRequest registration = broker.takeRequest();
        assertThat(session.userId()).isEqualTo("Demo123");
        assertThat(registration.getTarget()).isEqualTo("/JWTOpenApiValidation");
        assertThat(registration.getHeaders().values("Cookie")).containsExactly("IIFLMarcookie=c");
        assertThat(registration.getHeaders().values("Ocp-Apim-Subscription-Key"))
                .containsExactly("subscription-key");
        assertThat(registration.getBody().utf8()).isEqualTo("{\"ClientCode\":\"Demo123\",\"JwtCode\":\"jwt\"}");
    }

    @Test
    void registersNoTokenWhereThereIsNone() {
        IiflCustomerSession session = customer("DEMO01", "{\"Msg\":\"\"}");

        assertThatThrownBy(session::registerToken)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no token");
        assertThatThrownBy(session::registerTokenAsync).isInstanceOf(IllegalStateException.class);
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    @Test
    void cookieJarOfASharedClientMixesNoSessions() throws Exception {
        OkHttpClient shared = Prefer.NOTHING
                .newBuilder()
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of(Cookie.parse(url, "IIFLMarcookie=other"));
                    }
                })
                .build();
        enqueue("{\"Token\":\"jwt\"}", "IIFLMarcookie=c");
        broker.enqueue(
                new MockResponse.Builder().body("{\"body\":{\"Status\":0}}").build());

        builder()
                .httpClient(shared)
                .build()
                .customerLogin("DEMO01", "s3cret", LocalDate.EPOCH)
                .registerToken();

        assertThat(broker.takeRequest().getHeaders().get("Cookie")).isNull();
        assertThat(broker.takeRequest().getHeaders().get("Cookie")).isEqualTo("IIFLMarcookie=c");
    }

    @Test
    void partnerCanBeSavedAndTakenUpAgainInAnotherClient() {
        IiflPartnerSession session = partner("8/20/2021 10:15:23 AM", "IIFLMarcookie=a=b=");

        IiflPartnerSession restored = builder().build().restorePartner(session.save());

        assertThat(session.save()).doesNotContain("\n");
        assertThat(restored.userId()).isEqualTo("demo@example.com");
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.validUntil()).isEqualTo(session.validUntil());
        assertThat(restored.headers()).isEqualTo(session.headers());
        assertThat(restored.response()).isEqualTo(session.response());
    }

    @Test
    void customerCanBeSavedAndTakenUpAgainInAnotherClient() throws Exception {
        IiflCustomerSession session = customer("DEMO01", "{\"Token\":\"jwt\"}");
        broker.enqueue(
                new MockResponse.Builder().body("{\"body\":{\"Status\":0}}").build());

        IiflCustomerSession restored = builder().build().restoreCustomer(session.save());
        restored.registerToken();

        assertThat(restored.userId()).isEqualTo("DEMO01");
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.token()).contains("jwt");
        assertThat(restored.headers()).isEqualTo(session.headers());
        broker.takeRequest();
        assertThat(broker.takeRequest().getHeaders().get("Cookie")).isEqualTo("IIFLMarcookie=c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                "{\"session\":\"%s 1\",\"userId\":\"s3cret\"}",
                "{\"session\":\"%s 1\",\"userId\":\"a\",\"since\":\"s3cret\","
                        + "\"state\":{\"cookie\":\"IIFLMarcookie=c\",\"partner\":{},\"customer\":{}}}",
                "{\"session\":\"%s 1\",\"userId\":\"a\",\"since\":\"2021-08-20T00:00:00Z\","
                        + "\"state\":{\"cookie\":\"s3cret=c\",\"partner\":{},\"customer\":{}}}"
            })
    void refusesTextThatIsNoSession(String saved) {
        assertThatThrownBy(() -> builder().build().restorePartner(saved.replace("%s", "IiflPartnerSession")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IiflPartnerSession.save()")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
        assertThatThrownBy(() -> builder().build().restoreCustomer(saved.replace("%s", "IiflCustomerSession")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IiflCustomerSession.save()")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void refusesTheOtherKindOfSessionAndNone() {
        String partner = partner(null, "IIFLMarcookie=c").save();
        String customer = customer("DEMO01", "{\"Token\":\"jwt\"}").save();
        IiflClient iifl = builder().build();

        assertThatThrownBy(() -> iifl.restoreCustomer(partner)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> iifl.restorePartner(customer)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> iifl.restorePartner(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "8/20/2021 10:15:23 AM, 2021-08-20T04:45:23Z",
        "12/31/2021 12:00:00 pm, 2021-12-31T06:30:00Z",
        "08/02/2021 12:00:00 AM, 2021-08-01T18:30:00Z",
        "2/30/2021 10:15:23 AM,",
        "20/8/2021 10:15:23 AM,",
        "2021-08-20,",
        "'',",
        ","
    })
    void readsUntilWhenThePartnerMayUseTheApi(String validUpto, Instant validUntil) {
        IiflPartnerSession session = partner(validUpto, "IIFLMarcookie=c");

        assertThat(session.validUpto()).isEqualTo(validUpto);
        assertThat(session.validUntil().orElse(null)).isEqualTo(validUntil);
    }

    @Test
    void printsNoSecret() {
        assertThat(partner(null, "IIFLMarcookie=s3cret").toString())
                .contains("demo@example.com", "token=***")
                .doesNotContain("s3cret");
        assertThat(customer("DEMO01", "{\"Token\":\"jwt-s3cret\"}").toString())
                .contains("DEMO01", "token=***")
                .doesNotContain("s3cret", "=c");
    }

    private IiflPartnerSession partner(String validUpto, String... cookies) {
        enqueue("{\"Status\":0" + (validUpto == null ? "" : ",\"ValidUpto\":\"" + validUpto + "\"") + "}", cookies);
        return builder().build().partnerLogin("demo@example.com", "1234567890");
    }

    private IiflCustomerSession customer(String clientCode, String body) {
        enqueue(body, "IIFLMarcookie=c");
        return builder().build().customerLogin(clientCode, "s3cret", LocalDate.EPOCH);
    }

    private void enqueue(String body, String... cookies) {
        MockResponse.Builder answer =
                new MockResponse.Builder().body("{\"head\":{\"status\":\"0\"},\"body\":" + body + "}");
        for (String cookie : cookies) {
            answer.addHeader("Set-Cookie", cookie);
        }
        broker.enqueue(answer.build());
    }

    private IiflClient.Builder builder() {
        return IiflClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(Prefer.NOTHING)
                .subscriptionKey("subscription-key")
                .encryptionKey("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
                .app(new IiflApp("IIFLMarDEMO", "1.0", "user-key", "WEB", "app-us3r", "app-s3cret"));
    }
}

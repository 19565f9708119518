package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenLogin;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the OAuth exchange sends, byte for byte, and how its session differs from one of QuickAuth. */
class NorenOauthSessionTest {

    private static final String OK = "{\"stat\":\"Ok\"}";
    private static final String LOGGED_IN =
            "{\"stat\":\"Ok\",\"access_token\":\"acc3ss\",\"refresh_token\":\"r3fresh\","
                    + "\"expires_in\":\"4102444800\",\"uid\":\"VIDYA\",\"actid\":\"ACT1\"}";

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void exchangeSendsTheRawChecksumOfClientIdSecretAndCode() throws Exception {
        server.enqueue(answer(LOGGED_IN));

        client().login("http://127.0.0.1:8080/login?code=z3");

        RecordedRequest request = server.takeRequest();
        assertThat(request.getTarget()).isEqualTo("/NorenWClientAPI/GenAcsTok");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(request.getBody().utf8())
                .isEqualTo("jData={\"code\":\"z3\","
                        + "\"checksum\":\"7b482d7b380a3067eaba4c9c909b19253c4fa0edb5833e246401b8497c99a9c3\","
                        + "\"uid\":\"VIDYA\"}");
    }

    @Test
    void codeIsDecodedOnceAndSentAsItIs() throws Exception {
        server.enqueue(answer(LOGGED_IN));

        client().login("http://127.0.0.1:8080/login?code=a%2Bb%26c");

        assertThat(server.takeRequest().getBody().utf8()).startsWith("jData={\"code\":\"a+b\\u0026c\",");
    }

    @Test
    void laterCallsCarryABearerTokenAndNoKey() throws Exception {
        NorenSession session = login(LOGGED_IN);
        server.enqueue(answer(OK));
        server.enqueue(answer(OK));

        session.details();
        session.logoutAsync().join();

        RecordedRequest details = server.takeRequest();
        assertThat(details.getTarget()).isEqualTo("/NorenWClientAPI/UserDetails");
        assertThat(details.getHeaders().get("Authorization")).isEqualTo("Bearer acc3ss");
        assertThat(details.getBody().utf8()).isEqualTo("jData={\"uid\":\"VIDYA\"}");
        RecordedRequest logout = server.takeRequest();
        assertThat(logout.getTarget()).isEqualTo("/NorenWClientAPI/Logout");
        assertThat(logout.getHeaders().get("Authorization")).isEqualTo("Bearer acc3ss");
        assertThat(logout.getBody().utf8()).isEqualTo("jData={\"uid\":\"VIDYA\"}");
    }

    @Test
    void clientAddsTheHeaderAndLeavesTheBodyAlone() throws Exception {
        NorenSession session = login(LOGGED_IN);
        server.enqueue(answer(OK));

        try (Response response = session.httpClient(Prefer.NOTHING)
                .newCall(new Request.Builder()
                        .url(server.url("/PlaceOrder"))
                        .post(RequestBody.create("jData={}", MediaType.get("text/plain")))
                        .build())
                .execute()) {
            assertThat(response.isSuccessful()).isTrue();
        }

        RecordedRequest order = server.takeRequest();
        assertThat(order.getHeaders().get("Authorization")).isEqualTo("Bearer acc3ss");
        assertThat(order.getBody().utf8()).isEqualTo("jData={}");
    }

    @Test
    void tellsWhatLaterCallsNeed() throws Exception {
        NorenSession session = login(LOGGED_IN);

        assertThat(session.login()).isEqualTo(NorenLogin.OAUTH);
        assertThat(session.headers()).hasSize(1).containsEntry("Authorization", "Bearer acc3ss");
        assertThat(session.form()).isEmpty();
        assertThat(session.key()).isEqualTo("acc3ss");
        assertThat(session.refreshToken()).contains("r3fresh");
        assertThat(session.expiresAt()).contains(Instant.ofEpochSecond(4102444800L));
        assertThat(session.accountId()).isEqualTo("ACT1");
        assertThat(session.webSocket())
                .hasSize(5)
                .containsEntry("t", "a")
                .containsEntry("accesstoken", "acc3ss")
                .containsEntry("uid", "VIDYA");
    }

    @Test
    void sessionOfQuickAuthWantsAKeyAndKnowsNoEnd() throws Exception {
        server.enqueue(answer("{\"stat\":\"Ok\",\"susertoken\":\"k3y\"}"));
        NorenSession session = quickAuth().login("VIDYA", "s3cur3Id", "123456");

        assertThat(session.login()).isEqualTo(NorenLogin.QUICK_AUTH);
        assertThat(session.headers()).isEmpty();
        assertThat(session.form()).containsOnlyKeys("jKey");
        assertThat(session.refreshToken()).isEmpty();
        assertThat(session.expiresAt()).isEmpty();
    }

    @Test
    void restoredItIsTheSameAndStillBears() throws Exception {
        NorenSession session = login(LOGGED_IN);

        // Any client of the same host will do: the session itself knows how it shows its token.
        NorenSession restored = quickAuth().restore(session.save());

        assertThat(session.save()).doesNotContain("\n");
        assertThat(restored.toString()).isEqualTo(session.toString());
        assertThat(restored.expiresAt()).isEqualTo(session.expiresAt());
        assertThat(restored.refreshToken()).contains("r3fresh");
        assertThat(restored.headers()).isEqualTo(session.headers());
        server.enqueue(answer(OK));
        restored.logout();
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer acc3ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"login\":\"OTHER\",\"key\":\"s3cret\"",
                "\"login\":\"OAUTH\"",
                "\"login\":\"OAUTH\",\"key\":\"s3 cret\""
            })
    void whatWasNotSavedIsNotRestored(String token) {
        String saved = "{\"session\":\"NorenSession 1\",\"userId\":\"VIDYA\",\"since\":\"2026-01-01T00:00:00Z\","
                + "\"host\":\"" + server.getHostName() + "\",\"state\":{" + token
                + ",\"answer\":{\"susertoken\":\"s3cret\"}}}";

        assertThatThrownBy(() -> client().restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("saved must be what NorenSession.save() returned")
                .hasMessageNotContaining("s3c");
    }

    @Test
    void printsItselfMasked() throws Exception {
        assertThat(login(LOGGED_IN).toString())
                .contains("userId=VIDYA", "token=***")
                .doesNotContain("acc3ss")
                .doesNotContain("r3fresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"expires_in\":\"\"",
                ",\"expires_in\":\"soon\"",
                ",\"expires_in\":\"-1\"",
                ",\"expires_in\":\"9999999999999999999\""
            })
    void endThatIsNoMomentAfterTheLoginIsLeftOut(String end) throws Exception {
        assertThat(login("{\"stat\":\"Ok\",\"access_token\":\"acc3ss\"" + end + "}")
                        .expiresAt())
                .isEmpty();
    }

    @Test
    void endIsToldInSecondsOrAsAMoment() throws Exception {
        NorenSession seconds = login("{\"access_token\":\"acc3ss\",\"expires_in\":\"3600\"}");
        NorenSession moment = login("{\"access_token\":\"acc3ss\",\"expires_in\":\"4102444800\"}");

        assertThat(seconds.expiresAt()).contains(seconds.createdAt().plusSeconds(3600));
        assertThat(moment.expiresAt()).contains(Instant.ofEpochSecond(4102444800L));
    }

    @Test
    void refreshTakesNoLoginAndNoToken() throws Exception {
        NorenSession session = login(LOGGED_IN);
        server.enqueue(answer("{\"stat\":\"Ok\",\"access_token\":\"n3w\",\"refresh_token\":\"n3xt\"}"));

        NorenSession refreshed = session.refresh();

        RecordedRequest request = server.takeRequest();
        assertThat(request.getTarget()).isEqualTo("/NorenWClientAPI/RefreshToken");
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(request.getBody().utf8()).isEqualTo("jData={\"refresh_token\":\"r3fresh\"}");
        assertThat(refreshed.key()).isEqualTo("n3w");
        assertThat(refreshed.refreshToken()).contains("n3xt");
        assertThat(refreshed.userId()).isEqualTo(session.userId());
        assertThat(session.key()).isEqualTo("acc3ss");
        assertThatThrownBy(() -> login("{\"access_token\":\"acc3ss\"}").refresh())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no refresh token");
    }

    @Test
    void chartsWantTheKeyInPlaceOfTheBearerToken() throws Exception {
        NorenSession session = login(LOGGED_IN);
        for (String call : new String[] {"TPSeries", "EODChartData", "Limits"}) {
            server.enqueue(answer("{}"));
            session.httpClient(Prefer.NOTHING)
                    .newCall(new Request.Builder()
                            .url(server.url("/NorenWClientAPI/" + call))
                            .post(RequestBody.create("jData={}".getBytes()))
                            .build())
                    .execute()
                    .close();

            RecordedRequest request = server.takeRequest();
            boolean chart = !call.equals("Limits");
            assertThat(request.getBody().utf8()).isEqualTo(chart ? "jData={}&jKey=acc3ss" : "jData={}");
            assertThat(request.getHeaders().get("Authorization")).isEqualTo(chart ? null : "Bearer acc3ss");
        }
        assertThat(session.jKey()).containsEntry("jKey", "acc3ss");
        assertThat(session.bearer()).isEqualTo(session.headers());
    }

    @Test
    void userIsWhomTheBrokerNamesOrElseTheSetting() throws Exception {
        assertThat(login("{\"access_token\":\"acc3ss\",\"USERID\":\"Vidya\"}").userId())
                .isEqualTo("Vidya");
        assertThat(login("{\"access_token\":\"acc3ss\"}").userId()).isEqualTo("VIDYA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                OK,
                "{\"stat\":\"Ok\",\"access_token\":\"\"}",
                "{\"stat\":\"Ok\",\"access_token\":\"s3 cret\"}",
                "{\"stat\":\"Maybe\",\"access_token\":\"s3cret\"}",
                "{\"stat\":\"Ok\",\"susertoken\":\"s3cret\"}"
            })
    void whatBringsNoUsableTokenIsNoSession(String answer) {
        assertThat(catchThrowableOfType(Unexpected.class, () -> login(answer))).hasMessageNotContaining("s3c");
    }

    @Test
    void refusalAlsoBesideAToken() {
        Rejected refusal = catchThrowableOfType(
                Rejected.class,
                () -> login("{\"stat\":\"Not_Ok\",\"access_token\":\"s3cret\",\"emsg\":\"Invalid Input : Blocked\"}"));

        assertThat(refusal.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(refusal).hasMessageNotContaining("s3cret");
    }

    private NorenSession login(String answer) throws InterruptedException {
        server.enqueue(answer(answer));
        NorenSession session = client().loginWithCode("z3");
        server.takeRequest();
        return session;
    }

    private static MockResponse answer(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private NorenOauthClient client() {
        return NorenOauthClient.builder()
                .baseUrl(server.url("/NorenWClientAPI").toString())
                .loginPage("https://broker.example/authorize")
                .httpClient(Prefer.NOTHING)
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl("http://127.0.0.1:8080/login")
                .build();
    }

    private NorenClient quickAuth() {
        return NorenClient.builder()
                .baseUrl(server.url("/NorenWClientTP").toString())
                .httpClient(Prefer.NOTHING)
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build();
    }
}

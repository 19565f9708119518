package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.noren.api.LogoutForm;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is kept, restored and used for later calls; and what is no session does not become one. */
class NorenSessionTest {

    private static final String OK = "{\"stat\":\"Ok\"}";
    private static final MediaType TEXT = MediaType.get("text/plain");

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void restoredInAnotherClientItIsTheSameWithoutARequest() throws Exception {
        NorenSession session = login("{\"stat\":\"Ok\",\"susertoken\":\"a1b2+%\",\"actid\":\"ACT1\","
                + "\"lastaccesstime\":\"1589899727\",\"exarr\":[\"NSE\"]}");

        NorenSession restored = client().restore(session.save());

        assertThat(session.save()).doesNotContain("\n");
        assertThat(restored.userId()).isEqualTo("VIDYA");
        assertThat(restored.accountId()).isEqualTo("ACT1");
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.lastAccess()).contains(Instant.ofEpochSecond(1589899727));
        assertThat(restored.key()).isEqualTo("a1b2+%");
        assertThat(restored.response().exarr()).containsExactly("NSE");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "s3cret",
                "[\"s3cret\"]",
                "{\"susertoken\":\"s3cret\"}",
                "{\"session\":\"NorenSession 1\",\"userId\":\"VIDYA\",\"since\":\"s3cret\","
                        + "\"state\":{\"login\":\"QUICK_AUTH\",\"key\":\"s3cret\",\"answer\":{}}}",
                "{\"session\":\"NorenSession 1\",\"userId\":\"VIDYA\",\"since\":\"2026-01-01T00:00:00Z\","
                        + "\"state\":{\"login\":\"QUICK_AUTH\",\"answer\":{}}}",
                "{\"session\":\"NorenSession 1\",\"userId\":\" \",\"since\":\"2026-01-01T00:00:00Z\","
                        + "\"state\":{\"login\":\"QUICK_AUTH\",\"key\":\"s3cret\",\"answer\":{}}}",
                "{\"session\":\"NorenSession 2\",\"userId\":\"VIDYA\",\"since\":\"2026-01-01T00:00:00Z\","
                        + "\"state\":{\"login\":\"QUICK_AUTH\",\"key\":\"s3cret\",\"answer\":{}}}"
            })
    void whatWasNotSavedIsNotRestored(String saved) {
        assertThatThrownBy(() -> client().restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("saved must be what NorenSession.save() returned")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void tokenIsNotTakenToAnotherBroker() throws Exception {
        String saved = login("{\"stat\":\"Ok\",\"susertoken\":\"s3cret\"}").save();
        NorenClient other = NorenClient.builder()
                .baseUrl("https://other.example/NorenWClientTP")
                .httpClient(Prefer.NOTHING)
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build();

        assertThatThrownBy(() -> other.restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host and port of baseUrl")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void printsItselfMasked() throws Exception {
        NorenSession session = login("{\"stat\":\"Ok\",\"susertoken\":\"s3cret\"}");

        assertThat(session.toString())
                .contains("userId=VIDYA", "createdAt=", server.getHostName(), "token=***")
                .doesNotContain("s3cret");
        assertThat(session.response().toString()).doesNotContain("s3cret");
    }

    @Test
    void tellsTheFieldsOfLaterCalls() throws Exception {
        NorenSession session = login("{\"stat\":\"Ok\",\"susertoken\":\"a1b2+%\",\"actid\":\"ACT1\"}");

        assertThat(session.form()).containsOnlyKeys("jKey").containsEntry("jKey", "a1b2+%");
        assertThat(session.webSocket())
                .hasSize(5)
                .containsEntry("t", "c")
                .containsEntry("uid", "VIDYA")
                .containsEntry("actid", "ACT1")
                .containsEntry("susertoken", "a1b2+%")
                .containsEntry("source", "API");
    }

    @Test
    void detailsAndLogoutSendTheKey() throws Exception {
        NorenSession session = login("{\"stat\":\"Ok\",\"susertoken\":\"a1b2+%\"}");
        server.enqueue(answer(OK));
        server.enqueue(answer(OK));

        session.details();
        session.logoutAsync().join();

        RecordedRequest details = server.takeRequest();
        assertThat(details.getTarget()).isEqualTo("/NorenWClientTP/UserDetails");
        assertThat(details.getBody().utf8()).isEqualTo("jData={\"uid\":\"VIDYA\"}&jKey=a1b2+%");
        RecordedRequest logout = server.takeRequest();
        assertThat(logout.getTarget()).isEqualTo("/NorenWClientTP/Logout");
        assertThat(logout.getBody().utf8()).isEqualTo("jData={\"uid\":\"VIDYA\"}&jKey=a1b2+%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jData={\"a\":\"+%é\"}|jData={\"a\":\"+%é\"}&jKey=a1b2+%",
                "jData={\"a\":\"jKey=\"}|jData={\"a\":\"jKey=\"}&jKey=a1b2+%",
                "jData={}&jKey=mine|jData={}&jKey=mine",
                "jKey=mine&jData={}|jKey=mine&jData={}",
                "''|jKey=a1b2+%"
            })
    void clientEndsABodyWithTheKeyByteForByte(String body, String sent) throws Exception {
        assertThat(sentWithKey(new Request.Builder().post(RequestBody.create(body, TEXT)))
                        .getBody()
                        .utf8())
                .isEqualTo(sent);
    }

    @Test
    void interceptorKeepsTheContentTypeAndLeavesAGetAlone() throws Exception {
        RecordedRequest post = sentWithKey(new Request.Builder().post(RequestBody.create("jData={}", TEXT)));
        RecordedRequest get = sentWithKey(new Request.Builder().get());

        assertThat(post.getHeaders().get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(post.getHeaders().get("Content-Length")).isEqualTo("20");
        assertThat(get.getMethod()).isEqualTo("GET");
        assertThat(get.getTarget()).doesNotContain("jKey");
    }

    @Test
    void interceptorLeavesAFormWithAKeyAlone() throws Exception {
        assertThat(sentWithKey(new Request.Builder()
                                .post(new FormBody.Builder()
                                        .add("jData", "{}")
                                        .add("jKey", "mine")
                                        .build()))
                        .getBody()
                        .utf8())
                .isEqualTo("jData=%7B%7D&jKey=mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"s3cret&x\"", "\"s3 cret\"", "\"s3crét\"", "\"s3cret\\n\""})
    void tokenThatCannotBeSentBackIsNoSession(String token) {
        String answer = token.isEmpty() ? OK : "{\"stat\":\"Ok\",\"susertoken\":" + token + "}";

        Unexpected failure = catchThrowableOfType(Unexpected.class, () -> login(answer));

        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure).hasMessageNotContaining("s3c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[]", "null", "{\"stat\":\"Maybe\"}", "{\"stat\":\"Ok\""})
    void whatIsNeitherOkNorNotOkIsUnexpected(String answer) {
        assertThat(catchThrowableOfType(Unexpected.class, () -> login(answer)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "' INVALID  input:\tInvalid   VENDOR Code ',APPLICATION_REFUSED",
        "Session Expired :  Invalid Session Key,SESSION_EXPIRED",
        "Invalid Input : Brand new,UNKNOWN"
    })
    void messageIsComparedWithWhiteSpaceFoldedAndKeptUnchanged(String message, Reason reason) {
        Rejected refusal = catchThrowableOfType(
                Rejected.class, () -> login("{\"stat\":\"Not_Ok\",\"emsg\":\"" + message.replace("\t", "\\t") + "\"}"));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.brokerMessage()).isEqualTo(message.replace('\t', ' '));
    }

    @Test
    void refusalWithoutWordsIsStillARefusal() {
        Rejected refusal = catchThrowableOfType(Rejected.class, () -> login("{\"stat\":\"Not_Ok\"}"));

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(refusal.brokerMessage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "99999999999999999999", "9223372036854775807"})
    void lastAccessThatCannotBeReadIsLeftOut(String time) throws Exception {
        assertThat(login("{\"stat\":\"Ok\",\"susertoken\":\"a\",\"lastaccesstime\":\"" + time + "\"}")
                        .lastAccess())
                .isEmpty();
    }

    private RecordedRequest sentWithKey(Request.Builder request) throws Exception {
        NorenSession session = login("{\"stat\":\"Ok\",\"susertoken\":\"a1b2+%\"}");
        server.enqueue(answer(OK));
        try (Response response = with(session)
                .newCall(request.url(server.url("/PlaceOrder")).build())
                .execute()) {
            assertThat(response.isSuccessful()).isTrue();
        }
        return server.takeRequest();
    }

    private static OkHttpClient with(NorenSession session) {
        return session.httpClient(Prefer.NOTHING);
    }

    private NorenSession login(String answer) throws InterruptedException {
        server.enqueue(answer(answer));
        NorenSession session = client().login("VIDYA", "s3cur3Id", "123456");
        server.takeRequest();
        return session;
    }

    private static MockResponse answer(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private NorenClient client() {
        return NorenClient.builder()
                .baseUrl(server.url("/NorenWClientTP").toString())
                .httpClient(Prefer.NOTHING)
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434")
                .build();
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Request;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of IIFL's Markets API on the wire, how they are kept, and answers that no example of the spec shows. */
class IiflMarketsSessionTest {

    private static final String REDIRECT = "https://app.example/back?authCode=ABC123DEF456&clientId=TESTCLIENT1";

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void sendsTheHashAndNothingElse() throws Exception {
        login("s3cret-jwt");

        RecordedRequest login = broker.takeRequest();
        assertThat(login.getTarget()).isEqualTo("/v1/getusersession");
        assertThat(login.getHeaders().get("Authorization")).isNull();
        assertThat(login.getHeaders().get("Ocp-Apim-Subscription-Key")).isNull();
        assertThat(login.getBody().utf8())
                .isEqualTo("{\"checkSum\":\"69641f06654064a829b8daa1138e4156f7f6a35ae998cf3169385ac43123b2d9\"}");
    }

    @Test
    void laterCallsCarryTheToken() throws Exception {
        IiflMarketsSession session = login("jwt");
        enqueue(200, "{'status':'Ok','result':{'clientName':'Demo'}}");
        enqueue(200, "{'status':'Ok'}");
        enqueue(200, "");

        assertThat(session.profile().clientName()).isEqualTo("Demo");
        session.logout();
        session.httpClient(Prefer.NOTHING)
                .newCall(new Request.Builder().url(broker.url("/v1/orders")).build())
                .execute()
                .close();

        broker.takeRequest();
        for (String call : new String[] {"GET /v1/profile", "POST /v1/profile/logout", "GET /v1/orders"}) {
            RecordedRequest request = broker.takeRequest();
            assertThat(request.getMethod() + " " + request.getTarget()).isEqualTo(call);
            assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer jwt");
        }
    }

    @Test
    void canBeSavedAndTakenUpAgainInAnotherClient() throws Exception {
        IiflMarketsSession session = login("jwt");
        enqueue(200, "{'status':'Ok'}");

        IiflMarketsSession restored = client().restore(session.save());
        restored.logout();

        assertThat(session.save()).doesNotContain("\n", "s3cr3t-app");
        assertThat(restored.userId()).isEqualTo("TESTCLIENT1");
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.response()).isEqualTo(session.response());
        broker.takeRequest();
        assertThat(broker.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer jwt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                "{'session':'IiflMarketsSession 1','userId':'s3cret','since':'2026-01-01T00:00:00Z'}",
                "{'session':'IiflMarketsSession 2','userId':'a','since':'2026-01-01T00:00:00Z'"
                        + ",'state':{'userSession':'t'}}",
                "{'session':'IiflMarketsSession 1','userId':'','since':'2026-01-01T00:00:00Z'"
                        + ",'state':{'userSession':'t'}}",
                "{'session':'IiflMarketsSession 1','userId':'a','since':'s3cret'" + ",'state':{'userSession':'t'}}",
                "{'session':'IiflMarketsSession 1','userId':'a'" + ",'state':{'userSession':'t'}}",
                "{'session':'IiflMarketsSession 1','userId':'a','since':'2026-01-01T00:00:00Z'"
                        + ",'state':{'userSession':'s3 cret'}}"
            })
    void refusesTextThatIsNoSession(String saved) {
        assertThatThrownBy(() -> client().restore(saved.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IiflMarketsSession.save()")
                .hasMessageNotContaining("s3")
                .hasNoCause();
        assertThatThrownBy(() -> client().restore(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"exp":1800000000}       | 2027-01-15T08:00:00Z
                    {"exp":"1800000000"}     | 2027-01-15T08:00:00Z
                    {"exp":1e18}             |
                    {"exp":"soon"}           |
                    {"sub":"DEMO"}           |
                    null                     |
                    nonsense                 |
                    """)
    void readsTheEndThatTheTokenNames(String claims, Instant until) {
        String token = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes()) + ".s";

        assertThat(login(token).expiresAt().orElse(null)).isEqualTo(until);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.*.c", "..."})
    void knowsNoEndOfATokenThatIsNoJwt(String token) {
        assertThat(login(token).expiresAt()).isEmpty();
    }

    @Test
    void printsNoSecret() {
        IiflMarketsSession session = login("s3cret-jwt");

        assertThat(session.toString()).contains("TESTCLIENT1", "token=***").doesNotContain("s3cret");
        assertThat(session.response().toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'status':'NOT_OK','message':'EC016: no'}        | WRONG_CREDENTIALS       | EC016 | EC016: no
                    200 | {'status':'Not_Ok','message':'no','result':[]}   | UNKNOWN                 |       | no
                    200 | {'status':'Not_Ok'}                              | UNKNOWN                 |       |
                    200 | {'status':'EC777','message':'no'}                | UNKNOWN                 | EC777 | no
                    400 | {'status':'Not_Ok','message':'no'}               | BAD_REQUEST             |       | no
                    400 | {'status':'EC054','message':'no'}                | APPLICATION_REFUSED     | EC054 | no
                    401 | {'message':'no'}                                 | CODE_REFUSED            |       | no
                    403 | {'message':'no'}                                 | NOT_ENTITLED            |       | no
                    404 | {'status':404,'error':'no'}                      | UNKNOWN                 |       | no
                    429 | {'status':'EC003','message':'no'}                | QUOTA_EXCEEDED          | EC003 | no
                    500 | {'status':'EC777','message':'no'}                | BROKER_FAILED           | EC777 | no
                    500 | {'status':'EC003','message':'no'}                | BROKER_FAILED           | EC003 | no
                    503 | {'message':'no'}                                 | BROKER_FAILED           |       | no
                    """)
    void refusedLoginGoesByCodeThenByStatus(int status, String body, Reason reason, String code, String message) {
        enqueue(status, body);

        assertThatThrownBy(() -> client().login(REDIRECT))
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code().orElse(null)).isEqualTo(code);
                    assertThat(rejected.brokerMessage()).isEqualTo(message);
                    assertThat(rejected.status()).isEqualTo(status);
                    assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(7));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {'message':'no'}                                              | SESSION_EXPIRED |
                    200 | {'status':'Ok','result':{'status':'EC044','message':'no'}}    | SESSION_EXPIRED | EC044
                    200 | {'status':'Ok','result':{'status':'Not_Ok','message':'no'}}   | UNKNOWN         |
                    """)
    void refusedLogoutMeansALostSession(int status, String body, Reason reason, String code) {
        IiflMarketsSession session = login("jwt");
        enqueue(status, body);

        assertThatThrownBy(session::logout).asInstanceOf(type(Rejected.class)).satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.code().orElse(null)).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | ''
                    200 | null
                    200 | []
                    200 | {}
                    200 | {'status':'Ok'}
                    200 | {'status':'Ok','userSession':''}
                    200 | {'status':'Ok','userSession':'two words'}
                    200 | {'userSession':'s3cret'}
                    200 | {'message':'Success','userSession':'s3cret'}
                    200 | {'status':'Ok','userSession':'s3cr
                    302 | {'status':'Ok','userSession':'s3cret'}
                    500 | {'status':'Ok','userSession':'s3cret'}
                    401 | {}
                    429 | <html>69641f06654064a829b8daa1138e4156f7f6a35ae998cf3169385ac43123b2d9</html>
                    502 | <html>Bad Gateway</html>
                    """)
    void otherShapesAreNotExpected(int status, String body) {
        enqueue(status, body);

        assertThatThrownBy(() -> client().login(REDIRECT))
                .isInstanceOf(Unexpected.class)
                .hasMessageNotContaining("s3cr")
                .hasMessageNotContaining("69641f06");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'status':'Ok'}", "{'status':'Ok','result':null}", "{'result':{'clientName':'Demo'}}"})
    void profileOfAnotherShapeIsNotExpected(String body) {
        IiflMarketsSession session = login("jwt");
        enqueue(200, body);

        assertThatThrownBy(session::profile).isInstanceOf(Unexpected.class);
    }

    @Test
    void closedClientSendsNothing() {
        IiflMarketsClient iifl = client();
        IiflMarketsSession session = login("jwt");
        IiflMarketsSession ofClosed = iifl.restore(session.save());
        iifl.close();

        assertThatThrownBy(() -> iifl.login(REDIRECT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ofClosed::logoutAsync).isInstanceOf(IllegalStateException.class);
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    private IiflMarketsSession login(String token) {
        enqueue(200, "{'status':'Ok','userSession':'" + token + "'}");
        return client().login(REDIRECT);
    }

    private void enqueue(int status, String body) {
        broker.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Retry-After", "7")
                .body(body.replace('\'', '"'))
                .build());
    }

    private IiflMarketsClient client() {
        return IiflMarketsClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(Prefer.NOTHING)
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .redirectUrl("https://app.example/back")
                .build();
    }
}

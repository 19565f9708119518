package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.kotak.KotakNeoSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neo's sessions and the data centre that they live at, with the broker's own host names and TLS. */
class KotakNeoSessionTest {

    private static final String LOGIN = "mis.kotaksecurities.com";
    private static final String HOME = "e00.kotaksecurities.com";

    @StartStop
    private final MockWebServer first = new MockWebServer();

    @StartStop
    private final MockWebServer second = new MockWebServer();

    private final OkHttpClient http =
            Impostors.of(List.of("*.kotaksecurities.com", "evil.example", "gateway.example"), first, second);

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void goesOnAtTheDataCentreOfTheUser() throws Exception {
        second.enqueue(answer("{'stat':'Ok'}"));

        KotakNeoSession session = session(home());
        session.logout();

        RecordedRequest login = first.takeRequest();
        assertThat(login.getTarget()).isEqualTo("/login/1.0/tradeApiLogin");
        assertThat(login.getHeaders().get("Authorization")).isEqualTo("access-token");
        assertThat(login.getHeaders().get("neo-fin-key")).isEqualTo("neotradeapi");
        assertThat(login.getBody().utf8())
                .isEqualTo("{\"mobileNumber\":\"+910000000000\",\"ucc\":\"AB123\",\"totp\":\"123456\"}");
        RecordedRequest validate = first.takeRequest();
        assertThat(validate.getTarget()).isEqualTo("/login/1.0/tradeApiValidate");
        assertThat(validate.getHeaders().get("Authorization")).isEqualTo("access-token");
        assertThat(validate.getHeaders().get("neo-fin-key")).isEqualTo("neotradeapi");
        assertThat(validate.getHeaders().get("sid")).isEqualTo("view-sid");
        assertThat(validate.getHeaders().get("Auth")).isEqualTo("view-token");
        assertThat(validate.getBody().utf8()).isEqualTo("{\"mpin\":\"654321\"}");
        RecordedRequest logout = second.takeRequest();
        assertThat(logout.getMethod()).isEqualTo("POST");
        assertThat(logout.getTarget()).isEqualTo("/apim/login/2.0/logout");
        assertThat(logout.getUrl().host()).isEqualTo(HOME);
        assertThat(logout.getHeaders().get("Authorization")).isEqualTo("Bearer access-token");
        assertThat(logout.getHeaders().get("Sid")).isEqualTo("trade-sid");
        assertThat(logout.getHeaders().get("Auth")).isEqualTo("trade-token");
        assertThat(session.baseUrl()).isEqualTo(home() + "/");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void keepsThePathOfTheDataCentre() throws Exception {
        second.enqueue(answer(""));

        KotakNeoSession session = session(home() + "/dc?x=y#z");
        session.logout();

        assertThat(session.baseUrl()).isEqualTo(home() + "/dc/");
        assertThat(second.takeRequest().getTarget()).isEqualTo("/dc/apim/login/2.0/logout");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void staysAtTheLoginWhenNoDataCentreIsNamed(String baseUrl) throws Exception {
        first.enqueue(login());
        first.enqueue(validated(baseUrl));
        first.enqueue(answer("{}"));

        KotakNeoSession session = client().login("123456").validate("654321");
        session.logout();

        assertThat(session.baseUrl()).isEqualTo("https://" + LOGIN + ":" + first.getPort() + "/");
        assertThat(first.getRequestCount()).isEqualTo(3);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "https://evil.example",
                "http://" + HOME,
                "http://" + LOGIN,
                "evilkotaksecurities.com",
                "https://" + HOME + "@evil.example",
                "https://evil.example/" + HOME,
                "https://evil.example#." + HOME,
                "kotaksecurities.com.evil.example",
                "http://127.0.0.1",
                "://",
                "ftp://" + HOME
            })
    void refusesABaseUrlThatIsNotTheBroker(String baseUrl) {
        first.enqueue(login());
        first.enqueue(validated(baseUrl));
        KotakNeoLogin login = client().login("123456");

        assertThatThrownBy(() -> login.validate("654321"))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("away from the broker")
                .hasMessageNotContaining("trade-token")
                .hasMessageNotContaining("trade-sid");
        assertThat(second.getRequestCount()).isZero();
    }

    /** Such as a mock: nothing that this client or its sessions send leaves for the broker. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void logsOutWhereAClientOfAnotherBaseUrlTalksTo() throws Exception {
        first.enqueue(login());
        first.enqueue(validated(home()));
        first.enqueue(answer("{}"));
        KotakNeoClient kotak = client("https://gateway.example:" + first.getPort() + "/kotak");

        KotakNeoSession session = kotak.login("123456").validate("654321");
        session.logout();

        assertThat(session.baseUrl()).isEqualTo("https://gateway.example:" + first.getPort() + "/kotak/");
        first.takeRequest();
        first.takeRequest();
        assertThat(first.takeRequest().getTarget()).isEqualTo("/kotak/apim/login/2.0/logout");
        assertThat(second.getRequestCount()).isZero();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void clientOfAnotherBaseUrlKeepsToItWhateverIsAnswered() {
        String gateway = "https://gateway.example:" + first.getPort();
        for (String named : List.of(gateway, home(), "https://evil.example")) {
            first.enqueue(login());
            first.enqueue(validated(named));

            assertThat(client(gateway).login("123456").validate("654321").baseUrl())
                    .isEqualTo(gateway + "/");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void canBeSavedAndTakenUpAgainInAnotherClient() throws Exception {
        second.enqueue(answer("{}"));
        KotakNeoSession session = session(home());

        KotakNeoSession restored = client().restore(session.save());
        restored.logout();

        assertThat(restored.userId()).isEqualTo("AB123");
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.baseUrl()).isEqualTo(session.baseUrl());
        assertThat(restored.headers()).isEqualTo(session.headers());
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(restored.greetingName()).contains("DEMO");
        assertThat(second.takeRequest().getHeaders().get("Auth")).isEqualTo("trade-token");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                "{'session':'KotakNeoSession 1','userId':'s3cret'}",
                "{'session':'KotakNeoSession 1','userId':'s3cret','since':'s3cret','state':{'token':'s3cret','sid':'s'}}",
                "{'session':'KotakNeoSession 1','userId':'s3cret','state':{'token':'s3cret','sid':'s'}}",
                "{'session':'KotakNeoSession 1','userId':'s3cret','since':'2026-01-01T00:00:00Z',"
                        + "'state':{'token':'s3 cret','sid':'s'}}",
                "{'session':'KotakNeoSession 1','userId':'s3cret','since':'2026-01-01T00:00:00Z',"
                        + "'state':{'token':'s3cret','sid':'s','baseUrl':'https://evil.example'}}"
            })
    void refusesTextThatIsNoSession(String saved) {
        assertThatThrownBy(() -> client().restore(saved.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("saved must be")
                .hasMessageNotContaining("s3")
                .hasNoCause();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void refusesNoText() {
        assertThatThrownBy(() -> client().restore(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void clientPutsItsHeadersOnCallsToTheDataCentreAlone() throws Exception {
        KotakNeoSession session = session(home());
        OkHttpClient later = session.httpClient(http);
        for (String url : new String[] {session.baseUrl(), "https://evil.example:" + second.getPort() + "/"}) {
            second.enqueue(new MockResponse.Builder().build());
            later.newCall(new Request.Builder().url(url + "orders").build())
                    .execute()
                    .close();
        }

        RecordedRequest order = second.takeRequest();
        RecordedRequest foreign = second.takeRequest();
        session.headers().forEach((name, value) -> {
            assertThat(order.getHeaders().get(name)).isEqualTo(value);
            assertThat(foreign.getHeaders().get(name)).isNull();
        });
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void printsNoSecret() {
        first.enqueue(login());
        first.enqueue(validated(home()));

        KotakNeoLogin login = client().login("123456");
        KotakNeoSession session = login.validate("654321");

        assertThat(login.toString()).isEqualTo("KotakNeoLogin[ucc=AB123, token=***, sid=***]");
        assertThat(session.toString())
                .contains("userId=AB123", "host=" + HOME, "token=***")
                .doesNotContain("trade");
        assertThat(session.response().toString()).doesNotContain("trade");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'error':[{'code':10512,'message':'Something new'}]}                  | UNKNOWN | 10512 | Something new
                    200 | {'error':[null,{'code':'7','message':'Something new'}],'stat':'Ok'}   | UNKNOWN | 7 | Something new
                    200 | {'stat':'error in neo-login-check-api','stCode':100022,'errMsg':'no'} | SESSION_EXPIRED | 100022 | no
                    200 | {'stCode':401,'errMsg':'Invalid MPIN','status':'failure'}             | WRONG_CREDENTIALS | 401 | Invalid MPIN
                    200 | {'stat':'Not_Ok','stCode':1}                                          | UNKNOWN | 1 | Not_Ok
                    200 | {'stat':'Not_Ok','data':{'token':'t','sid':'s'}}                      | UNKNOWN | | Not_Ok
                    201 | {'status':'error','errorCode':'422'}                                  | BAD_REQUEST | 422 | error
                    200 | {'status':'error','message':'TOTP has expired'}                       | WRONG_ONE_TIME_PASSWORD | | TOTP has expired
                    200 | {'errorCode':'1','message':'User is locked'}                          | BLOCKED | 1 | User is locked
                    200 | {'errorCode':'1','message':'Password expired'}                        | PASSWORD_EXPIRED | 1 | Password expired
                    400 | {'status':'error','message':'Invalid TOTP'}                           | WRONG_ONE_TIME_PASSWORD | | Invalid TOTP
                    400 | {'stat':'Not_Ok','errMsg':'No'}                                       | BAD_REQUEST | | No
                    401 | {'message':'Unauthorised'}                                            | APPLICATION_REFUSED | | Unauthorised
                    403 | {'message':'No'}                                                      | NOT_ENTITLED | | No
                    429 | {'message':'Too many invalid TOTPs'}                                  | QUOTA_EXCEEDED | | Too many invalid TOTPs
                    502 | {'stat':'Not_Ok','errMsg':'invalid mpin service'}                     | BROKER_FAILED | | invalid mpin service
                    404 | {'status':'fail','message':'No such path','errorCode':'404'}          | UNKNOWN | 404 | No such path
                    """)
    void failureOfAnyShapeKeepsItsCodeAndWords(int status, String body, Reason reason, String code, String message) {
        first.enqueue(answer(body).newBuilder().code(status).build());

        assertThatThrownBy(() -> client().login("123456"))
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.status()).isEqualTo(status);
                    assertThat(rejected.code().orElse(null)).isEqualTo(code);
                    assertThat(rejected.brokerMessage()).isEqualTo(message);
                });
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | ''
                    200 | null
                    200 | []
                    200 | {}
                    200 | <html>
                    200 | {'data':null}
                    200 | {'data':{}}
                    200 | {'data':{'token':'s3cret'}}
                    200 | {'data':{'sid':'s3cret'}}
                    200 | {'data':{'token':'','sid':'s3cret'}}
                    200 | {'data':{'token':'s3 cret','sid':'s'}}
                    200 | {'data':{'token':'s3cret','sid':'s','status':'failed'}}
                    200 | {'error':'anything'}
                    200 | {'error':[],'stat':'Ok','stCode':200,'status':'success','message':'anything'}
                    302 | {'data':{'token':'s3cret','sid':'s'}}
                    404 | {'data':{'token':'s3cret','sid':'s'}}
                    500 | <html>
                    503 | {}
                    """)
    void otherAnswersAreNotExpected(int status, String body) {
        first.enqueue(answer(body).newBuilder().code(status).build());

        assertThatThrownBy(() -> client().login("123456"))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("HTTP " + status);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | ''
                    404 | {}
                    200 | <html>
                    """)
    void otherAnswersToALogoutAreNotExpected(int status, String body) {
        second.enqueue(answer(body).newBuilder().code(status).build());
        KotakNeoSession session = session(home());

        assertThatThrownBy(session::logout).isInstanceOf(Unexpected.class);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'stat':'ok','stCode':200}", "{'status':'success','message':'Bye'}"})
    void anythingThatIsNoFailureEndsTheSession(String body) {
        second.enqueue(answer(body));
        KotakNeoSession session = session(home());

        assertThatCode(session::logout).doesNotThrowAnyException();
    }

    private KotakNeoSession session(String baseUrl) {
        first.enqueue(login());
        first.enqueue(validated(baseUrl));
        return client().login("123456").validate("654321");
    }

    private String home() {
        return "https://" + HOME + ":" + second.getPort();
    }

    private KotakNeoClient client() {
        return client("https://" + LOGIN + ":" + first.getPort());
    }

    private KotakNeoClient client(String baseUrl) {
        return KotakNeoClient.builder()
                .baseUrl(baseUrl)
                .httpClient(http)
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build();
    }

    private static MockResponse login() {
        return answer("{'data':{'token':'view-token','sid':'view-sid','kType':'View'}}");
    }

    private static MockResponse validated(String baseUrl) {
        return answer("{'data':{'token':'trade-token','sid':'trade-sid','ucc':'AB***','greetingName':'DEMO',"
                + "'baseUrl':'" + baseUrl + "'}}");
    }

    private static MockResponse answer(String json) {
        return new MockResponse.Builder().body(json.replace('\'', '"')).build();
    }
}

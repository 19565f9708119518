package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where Neo reports failures, and the reason of each code, status and message. */
class KotakNeoServiceTest extends KotakFixture {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {'error':[{'code':'1','message':'m'}]}                  | BAD_REQUEST 1
                    422 | {'error':[{'code':'1','message':'m'}]}                  | BAD_REQUEST 1
                    401 | {'error':[{'code':'1','message':'m'}]}                  | WRONG_CREDENTIALS 1
                    403 | {'error':[{'code':'1','message':'m'}]}                  | NOT_ENTITLED 1
                    429 | {'error':[{'code':'1','message':'Invalid mpin'}]}       | QUOTA_EXCEEDED 1
                    500 | {'error':[{'code':'1','message':'Invalid mpin'}]}       | BROKER_FAILED 1
                    502 | {'error':[{'code':'1','message':'m'}]}                  | BROKER_FAILED 1
                    503 | {'error':[{'code':'1','message':'m'}]}                  | BROKER_FAILED 1
                    504 | {'error':[{'code':'1','message':'m'}]}                  | BROKER_FAILED 1
                    418 | {'error':[{'code':'1','message':'m'}]}                  | UNKNOWN 1
                    200 | {'error':[{'code':'429','message':'m'}]}                | QUOTA_EXCEEDED 429
                    200 | {'error':[{'code':'100022','message':'Invalid mpin'}]}  | SESSION_EXPIRED 100022
                    500 | {'error':[{'code':'100022','message':'m'}]}             | SESSION_EXPIRED 100022
                    200 | {'error':[{'message':'Missing field'}]}                 | BAD_REQUEST
                    200 | {'error':[{'message':'required header'}]}               | BAD_REQUEST
                    200 | {'error':[{'message':'Your account is LOCKED'}]}        | BLOCKED
                    200 | {'error':[{'message':'Wrong mpin, it will be locked'}]} | WRONG_CREDENTIALS
                    200 | {'error':[{'message':'Password has expired'}]}          | PASSWORD_EXPIRED
                    200 | {'error':[{'message':'Password is wrong'}]}             | UNKNOWN
                    200 | {'error':[{'message':'It has expired'}]}                | UNKNOWN
                    200 | {'error':[{'message':'Unauthorised'}]}                  | APPLICATION_REFUSED
                    200 | {'error':[{'message':'Session is over'}]}               | SESSION_EXPIRED
                    200 | {'error':[{'message':'Invalid credentials or TOTP'}]}   | WRONG_CREDENTIALS
                    200 | {'error':[{'message':'Invalid TOTP'}]}                  | WRONG_ONE_TIME_PASSWORD
                    200 | {'error':[null,{'code':'7'}]}                           | UNKNOWN 7
                    200 | {'error':[{'code':'7','message':'m'},{'code':'8','message':'n'},{'code':'9','message':'o'}]} | UNKNOWN 7 n (8); o (9)
                    200 | {'errMsg':'Invalid otp','stCode':5}                     | WRONG_ONE_TIME_PASSWORD 5
                    200 | {'stat':'Invalid otp'}                                  | WRONG_ONE_TIME_PASSWORD
                    200 | {'stat':'Not_Ok'}                                       | UNKNOWN
                    200 | {'stat':'Ok','data':{'token':'t','sid':'s'}}            | -
                    200 | {'errorCode':'429'}                                     | QUOTA_EXCEEDED 429
                    200 | {'status':'Invalid otp'}                                | WRONG_ONE_TIME_PASSWORD
                    200 | {'status':'error','message':'Invalid otp'}              | WRONG_ONE_TIME_PASSWORD
                    200 | {'status':'SUCCESS','message':'Invalid otp','data':{'token':'t','sid':'s'}} | -
                    401 | {'message':'Invalid otp'}                               | WRONG_ONE_TIME_PASSWORD
                    401 | {'x':'y'}                                               | WRONG_CREDENTIALS
                    401 | {'data':{'token':'t','sid':'s'}}                        | WRONG_CREDENTIALS
                    200 | {'data':{'token':'t'}}                                  | Unexpected
                    200 | {'data':{'sid':'s'}}                                    | Unexpected
                    200 | {'data':{'token':'t t','sid':'s'}}                      | Unexpected
                    200 | {'data':{'token':'t','sid':'s\\n'}}                     | Unexpected
                    200 | {'data':{'token':'t','sid':'s','status':'FAILED'}}      | UNKNOWN
                    200 | {'data':{'token':'t','sid':'s','status':'success'}}     | -
                    200 | {'data':{'token':'t','sid':'s','ucc':'BC1234'}}         | Unexpected
                    200 | {'data':{'token':'t','sid':'s','ucc':'AB1234'}}         | -
                    200 | {'data':{'token':'t','sid':'s','mfAccess':''}}          | -
                    200 | {'data':{'token':'t','sid':'s','isNRI':'N','rcFlag':1.5}} | -
                    200 | {'data':{'token':'t','sid':'s','dataCenterMap':'x'}}    | -
                    200 | {'stCode':'','data':{'token':'t','sid':'s'}}            | -
                    200 | {'error':'s3cret'}                                      | Unexpected
                    200 | {'data':{'token':{},'sid':'s'}}                         | Unexpected
                    200 | {'data':'s3cret'}                                       | Unexpected
                    200 | {'data':null}                                           | Unexpected
                    200 | {'error':[]}                                            | Unexpected
                    401 | {'code':'900901','message':'Invalid Credentials','description':'d'} | APPLICATION_REFUSED 900901 d
                    200 | {'code':900901,'message':'Invalid Credentials'}         | APPLICATION_REFUSED 900901
                    401 | {'data':{'Code':401,'Message':'Error occurred to initialise the session'}} | SESSION_EXPIRED 401
                    200 | {'data':{'code':'900901','message':'Invalid Credentials'}} | APPLICATION_REFUSED 900901
                    200 | {'data':[{'stat':'Not_Ok','stCode':100008,'errMsg':'unauthorized'}]} | ADDRESS_REFUSED 100008
                    200 | [{'stat':'Not_Ok','stCode':1003,'emsg':'Invalid session'}] | SESSION_EXPIRED 1003
                    200 | {'status':'ERROR','fault':{'code':400,'message':'Invalid value'}} | UNKNOWN
                    200 | {'error':{'code':'10522','message':'Issues while generating OTP!'}} | BROKER_FAILED 10522
                    200 | {'error':[{'code':'10522','message':'Issues while generating OTP!'}]} | BROKER_FAILED 10522
                    200 | {'stat':'Not_Ok','emsg':'Invalid session','stCode':1003} | SESSION_EXPIRED 1003
                    200 | {'code':'900803','message':'Application level throttle out'} | QUOTA_EXCEEDED 900803
                    403 | {'code':'900908','message':'Resource forbidden'}        | NOT_ENTITLED 900908
                    503 | {'code':'900907','message':'The API is temporarily blocked'} | BROKER_FAILED 900907
                    200 | {'code':'900907','message':'The API is temporarily blocked'} | BROKER_FAILED 900907
                    401 | {'message':'Unauthorized: Invalid or missing API token'} | APPLICATION_REFUSED
                    200 | {'stat':'Not_Ok','stCode':'E7','errMsg':'m'}            | UNKNOWN E7
                    200 | {'stat':'Not_Ok','stCode':'','errMsg':'m'}              | UNKNOWN
                    200 | {'stat':'Not_Ok','stCode':12345678901,'errMsg':'m'}     | UNKNOWN 12345678901
                    200 | {'stat':'Not_Ok','stCode':7.5,'errMsg':'m'}             | UNKNOWN 7.5
                    200 | {'status':'error','errorCode':7.5,'message':'m'}        | UNKNOWN 7.5
                    200 | {'stCode':'E7','data':{'token':'t','sid':'s'}}          | -
                    200 | [{'data':{'token':'t','sid':'s'}}]                      | Unexpected
                    429 | <h1>Wait</h1>                                           | QUOTA_EXCEEDED
                    429 | ''                                                      | QUOTA_EXCEEDED
                    503 | ''                                                      | BROKER_FAILED
                    403 | <h1>No</h1>                                             | Unexpected
                    """)
    void checksTheResponseToALogin(int status, String json, String outcome) throws Exception {
        respond(status, json);
        KotakNeoClient neo = neo().ucc("AB1234").build();

        assertThat(Outcome.of(() -> neo.login("482913"))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {}                                           | -
                    200 | ''                                           | -
                    200 | '  '                                         | -
                    204 | ''                                           | -
                    299 | {'stat':'Ok'}                                | -
                    200 | {'error':'s3cret'}                           | Unexpected
                    200 | {'error':['s3cret']}                         | Unexpected
                    200 | {'stat':{'s3cret':1}}                        | Unexpected
                    200 | {'stCode':'','errMsg':'Invalid session'}     | SESSION_EXPIRED
                    200 | {'stat':'Not_Ok','errMsg':'Invalid session'} | SESSION_EXPIRED
                    401 | ''                                           | SESSION_EXPIRED
                    401 | {}                                           | SESSION_EXPIRED
                    403 | {'code':'900908','message':'Resource forbidden'} | NOT_ENTITLED 900908
                    403 | {'stat':'Not_Ok','stCode':100008,'errMsg':'unauthorized'} | ADDRESS_REFUSED 100008
                    200 | {'stat':'Not_Ok','errMsg':'Your session has expired'} | SESSION_EXPIRED
                    200 | {'stat':'Not_Ok','errMsg':'Market orders are not allowed in the pre-open session'} | UNKNOWN
                    401 | {'message':'m'}                              | SESSION_EXPIRED
                    403 | {'message':'m'}                              | SESSION_EXPIRED
                    200 | {'status':'success'}                         | -
                    200 | {'status':'error'}                           | UNKNOWN
                    200 | {'stat':'Not_Ok','emsg':'Invalid session','stCode':1003} | SESSION_EXPIRED 1003
                    300 | {}                                           | Unexpected
                    """)
    void checksTheResponseToALogout(int status, String json, String outcome) throws Exception {
        KotakNeoSession session = neoSession();
        respond(status, json);

        assertThat(Outcome.ofVoid(session::logout)).isEqualTo(outcome);
    }

    /** The rest of the body, which is not read, may report a failure. */
    @Test
    void rejectsABlankBodyThatIsNotComplete() throws Exception {
        KotakNeoSession session = neoSession();
        respond(" ".repeat((1 << 20) + 1));

        assertThat(Outcome.ofVoid(session::logout)).isEqualTo("Unexpected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'data':[{'ip':'192.0.2.1'}]}                | -
                    200 | {'ip':'192.0.2.1'}                           | Unexpected
                    200 | {'data':[]}                                  | Unexpected
                    200 | {'data':[null]}                              | Unexpected
                    200 | {'data':[{'ip':' '}]}                        | Unexpected
                    200 | {}                                           | Unexpected
                    500 | {'data':[{'ip':'192.0.2.1'}]}                | BROKER_FAILED
                    401 | ''                                           | SESSION_EXPIRED
                    403 | {'stat':'Not_Ok','errMsg':'m'}               | SESSION_EXPIRED
                    200 | {'stat':'Not_Ok','emsg':'Invalid session','stCode':1003} | SESSION_EXPIRED 1003
                    200 | {'stat':'Not_Ok','errMsg':'Invalid session'} | SESSION_EXPIRED
                    """)
    void checksTheResponseWithTheIpAddress(int status, String json, String outcome) throws Exception {
        KotakNeoSession session = neoSession();
        respond(status, json);

        assertThat(Outcome.of(() -> assertThat(session.clientIp()).isEqualTo("192.0.2.1")))
                .isEqualTo(outcome);
    }

    @Test
    void suggestsTheActionThatTheSpecStates() {
        Rejected rejected = rejected(100008);

        assertThat(rejected.suggestedAction()).contains("Kotak Neo under More, Trade API, Add IP");
        assertThat(rejected).hasMessageEndingWith("(100008). " + rejected.suggestedAction());
    }

    @Test
    void suggestsALoginAfterASession() {
        KotakNeoSession session = neoSession();
        respond("{'stat':'Not_Ok','emsg':'Invalid session','stCode':1003}");

        assertThat(catchThrowableOfType(Rejected.class, session::clientIp).suggestedAction())
                .isEqualTo("Log in again, with TOTP and MPIN.");
    }

    /** A login has no session, so "log in again" would send people in a circle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stat':'Not_Ok','stCode':100022,'errMsg':'invalid session token'}",
                "{'stat':'Not_Ok','stCode':1003,'emsg':'Invalid session'}",
                "{'status':'error','message':'Session expired'}"
            })
    void suggestsNoLoginAfterALogin(String json) {
        respond(json);

        assertThat(catchThrowableOfType(Rejected.class, () -> neo().build().login("482913"))
                        .suggestedAction())
                .startsWith("Copy the access token");
    }

    /** A login to Neo has no password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid MPIN.",
                "Invalid credentials or TOTP.",
                "Invalid TOTP",
                "Your password has expired",
                "locked"
            })
    void speaksOfNoPassword(String message) {
        respond("{'status':'error','message':'" + message + "'}");
        respond(401, "{'status':'error','message':'m'}");

        Stream.of(1, 2)
                .forEach(i -> assertThat(catchThrowableOfType(
                                        Rejected.class, () -> neo().build().login("482913"))
                                .suggestedAction())
                        .doesNotContain("the password", "the new one"));
    }

    @Test
    void redactsTheSecretsOfALogin() {
        respond("{'errMsg':'No 482913, access-token, +910000000000, AB123, t0ken-1','data':{'sid':'t0ken-1'}}");

        assertThatThrownBy(() -> neo().build().login("482913")).hasMessageContaining("No ***, ***, ***, ***, ***. ");
    }

    private Rejected rejected(int code) {
        respond("{'stat':'Not_Ok','stCode':" + code + ",'errMsg':'unauthorized'}");
        return catchThrowableOfType(Rejected.class, () -> neo().build().login("482913"));
    }

    private KotakNeoSession neoSession() {
        return neoSession(neoLogin(neo().build()), "");
    }
}

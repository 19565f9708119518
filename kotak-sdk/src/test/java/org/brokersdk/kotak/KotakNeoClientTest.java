package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the login with a one-time password, and its failures. */
class KotakNeoClientTest extends KotakFixture {

    @Test
    void rejectsMissingSettings() {
        assertInvalid("accessToken is required", () -> neo().accessToken(null).build());
        assertInvalid(
                "accessToken must not be blank", () -> neo().accessToken(" ").build());
        assertInvalid("mobileNumber is required", () -> neo().mobileNumber(null).build());
        assertInvalid("ucc is required", () -> neo().ucc(null).build());
        assertInvalid("ucc must ", () -> neo().ucc(" ").build());
        assertInvalid("totp is required", () -> neo().build().login((Supplier<String>) null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\n", "s3 cret", "s3crét"})
    void rejectsAnAccessTokenThatNoHeaderCanHold(String secret) {
        assertInvalid("accessToken must ", () -> neo().accessToken(secret).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000", "910000000000", "+91 0000000000", "+91", "s3cret"})
    void rejectsAMobileNumberWithoutCountryCode(String number) {
        assertInvalid(
                "mobileNumber must be the country code and the number without spaces, such as +910000000000",
                () -> neo().mobileNumber(number).build());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "12345", "1234567", "12345a", " 12345", "s3cret"})
    void rejectsAOneTimePasswordThatIsNotSixDigits(String totp) {
        assertInvalid("totp ", () -> neo().build().login(totp));
        assertInvalid("totp ", () -> neo().build().loginAsync(totp));
    }

    @Test
    void sendsNothingAfterClose() {
        KotakNeoClient neo = neo().build();
        neo.close();

        assertThatThrownBy(() -> neo.login("123456")).isInstanceOf(IllegalStateException.class);
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void sendsMobileNumberClientCodeAndOneTimePassword() {
        respond("{'data':{'token':'view-token','sid':'view-sid','kType':'View'}}");

        assertThat(neo().build().login("123456").response().kType()).isEqualTo("View");

        RecordedRequest login = takeRequest("POST " + NEO_URL + "login/1.0/tradeApiLogin");
        assertThat(login.headers().get("Authorization")).isEqualTo("access-token");
        assertThat(login.headers().get("neo-fin-key")).isEqualTo("neotradeapi");
        assertThat(login.body()).isEqualTo(json("{'mobileNumber':'+910000000000','ucc':'AB123','totp':'123456'}"));
    }

    @Test
    void logsInAsynchronously() {
        respond("{'data':{'token':'view-token','sid':'view-sid'}}");
        respond("{'data':{'token':'trade-token','sid':'trade-sid'}}");
        respond("{'stat':'Ok'}");

        KotakNeoSession session = neo().build()
                .loginAsync("123456")
                .thenCompose(login -> login.validateAsync("654321"))
                .join();

        session.logoutAsync().join();
        assertThat(session.userId()).isEqualTo("AB123");
    }

    @Test
    void keepsEveryMessageOfTheBroker() {
        broker.enqueue(400, """
                {"error":[{"code":"400","message":"Missing required field 'Ucc'"},
                          {"code":"400","message":"Missing required field 'Totp'"}]}""");

        BrokerException.Rejected rejected = assertRejected(
                400,
                Reason.BAD_REQUEST,
                "400",
                "Missing required field 'Ucc'",
                () -> neo().build().login("123456"));

        assertThat(rejected.detail()).contains("Missing required field 'Totp' (400)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {'error':[{'code':10512,'message':'Something new'}]}                  | UNKNOWN | 10512 | Something new
            200 | {'error':[null,{'code':'7','message':'Something new'}],'stat':'Ok'}   | UNKNOWN | 7 | Something new
            200 | {'stat':'error in neo-login-check-api','stCode':100022,'errMsg':'no'} | SESSION_EXPIRED | 100022 | no
            200 | {'stCode':401,'errMsg':'Invalid MPIN','status':'failure'}             | WRONG_CREDENTIALS | 401 | Invalid MPIN
            200 | {'stat':'Not_Ok','stCode':1}                                          | UNKNOWN | 1 |
            200 | {'stat':'Not_Ok','data':{'token':'t','sid':'s'}}                      | UNKNOWN | |
            201 | {'status':'error','errorCode':'422'}                                  | BAD_REQUEST | 422 |
            200 | {'status':'error','message':'TOTP has expired'}                       | WRONG_ONE_TIME_PASSWORD | | TOTP has expired
            200 | {'data':{'token':'t','sid':'s','status':'failed'}}                    | UNKNOWN | |
            503 | {}                                                                    | BROKER_FAILED | |
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
    void reportsARejectionOfAnyShape(int status, String body, Reason reason, String code, String message) {
        respond(status, body);

        assertRejected(status, reason, code, message, () -> neo().build().login("123456"));
    }

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
            200 | {'error':'anything'}
            200 | {'error':[],'stat':'Ok','stCode':200,'status':'success','message':'anything'}
            302 | {'data':{'token':'s3cret','sid':'s'}}
            404 | {'data':{'token':'s3cret','sid':'s'}}
            500 | <html>
            503 | <html>
            """)
    void reportsAResponseOfAnotherShape(int status, String body) {
        respond(status, body);

        assertUnexpected(status, () -> neo().build().login("123456"));
    }
}

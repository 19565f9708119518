package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.Reason;
import org.brokersdk.noren.api.QuickAuthResponse;
import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests where Noren reports failures, and the reason of each message. */
class NorenResponseCheckerTest extends NorenFixture {

    private final NorenClient noren = quickAuth().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Your account is blocked                        | BLOCKED
                    User DEACTIVATED                               | BLOCKED
                    Invalid OTP                                    | WRONG_ONE_TIME_PASSWORD
                    Password Expired                               | PASSWORD_EXPIRED
                    Change  Password                               | PASSWORD_EXPIRED
                    Invalid App Key                                | APPLICATION_REFUSED
                    Invalid Vendor code                            | APPLICATION_REFUSED
                    INVALID_VERIFIER                               | APPLICATION_REFUSED
                    Invalid Access Type                            | NOT_ENTITLED
                    User not enabled                               | NOT_ENTITLED
                    Session Expired :  Invalid Session Key         | SESSION_EXPIRED
                    Invalid Session Key                            | SESSION_EXPIRED
                    Wrong Password                                 | WRONG_CREDENTIALS
                    Invalid  Input : INVALID USER                  | WRONG_CREDENTIALS
                    wrong user id or password                      | WRONG_CREDENTIALS
                    wrong pan/dob                                  | WRONG_CREDENTIALS
                    Invalid pan                                    | WRONG_CREDENTIALS
                    jData is not valid json object                 | BAD_REQUEST
                    not in string format                           | BAD_REQUEST
                    Server Timeout                                 | BROKER_FAILED
                    Error Occurred : 1 "unknown request"           | BROKER_FAILED
                    Invalid Input : uid or pwd is Missing.         | BAD_REQUEST
                    Version blocked: Please download latest version | APPLICATION_REFUSED
                    Order Recieved 11 in a current second exceeds Limit 10 for user | QUOTA_EXCEEDED
                    Invalid Input : INVALID_IP                     | ADDRESS_REFUSED
                    IP address not registered                      | ADDRESS_REFUSED
                    Something else                                 | UNKNOWN
                    """)
    void findsTheReasonOfAMessage(String message, Reason reason) throws Exception {
        String text = message.replace("\"", "\\\"");
        assertThat(login(200, "{'stat':'Not_Ok','emsg':'" + text + "'}")).isEqualTo(reason.name());
        assertThat(login(400, "{'emsg':'" + text + "'}")).isEqualTo(reason.name());
        assertThat(login(200, "[{'stat':'Not_Ok','emsg':'" + text + "'}]")).isEqualTo(reason.name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {}                                    | BAD_REQUEST
                    400 | {'stat':'Not_Ok','emsg':'Huh'}        | UNKNOWN
                    404 | {}                                    | BAD_REQUEST
                    429 | {'stat':'Not_Ok','emsg':'Huh'}        | QUOTA_EXCEEDED
                    429 | <h1>Wait</h1>                         | QUOTA_EXCEEDED
                    429 | ''                                    | QUOTA_EXCEEDED
                    502 | ''                                    | BROKER_FAILED
                    502 | {'emsg':'Huh'}                        | BROKER_FAILED
                    502 | <h1>Down</h1>                         | Unexpected
                    403 | <h1>No</h1>                           | Unexpected
                    503 | {}                                    | BROKER_FAILED
                    500 | {'stat':'Ok'}                         | BROKER_FAILED
                    """)
    void findsTheReasonOfAStatus(int status, String body, String outcome) throws Exception {
        assertThat(login(status, body)).isEqualTo(outcome);
    }

    /** Shoonya's document says of 403 that the session has ended. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    403 | ''                                    | SESSION_EXPIRED
                    401 | {}                                    | SESSION_EXPIRED
                    403 | {'stat':'Not_Ok','emsg':'Huh'}        | SESSION_EXPIRED
                    403 | {'stat':'Not_Ok','emsg':'INVALID_IP'} | ADDRESS_REFUSED
                    403 | {'stat':'Not_Ok','emsg':'User Not enabled on : API'} | NOT_ENTITLED
                    403 | <h1>No</h1>                           | Unexpected
                    """)
    void findsTheReasonOfAStatusOfASession(int status, String body, String outcome) throws Exception {
        NorenSession session = oauthLogin("{'access_token':'t','refresh_token':'r'}");
        respond(status, body);
        respond(status, body);
        respond(status, body);

        assertThat(Outcome.of(session::details)).isEqualTo(outcome);
        assertThat(Outcome.ofVoid(session::logout)).isEqualTo(outcome);
        assertThat(Outcome.of(session::refresh)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'stat':'Ok','susertoken':'t'}                 | -
                    299 | {'stat':'Ok','susertoken':'t','emsg':'x'}      | -
                    300 | {'stat':'Ok','susertoken':'t'}                 | Unexpected
                    200 | {'stat':'ok','susertoken':'t'}                 | Unexpected
                    200 | {'susertoken':'t'}                             | Unexpected
                    200 | {'emsg':' ','susertoken':'t'}                  | Unexpected
                    200 | {'stat':'Ok'}                                  | Unexpected
                    200 | {'stat':'Ok','susertoken':'t&t'}               | Unexpected
                    200 | {'stat':'Ok','susertoken':'&t'}                | Unexpected
                    200 | {'stat':'Ok','susertoken':'t t'}               | Unexpected
                    200 | {'stat':'Not_Ok'}                              | UNKNOWN
                    """)
    void requiresStatAndTokenOfALogin(int status, String json, String outcome) throws Exception {
        assertThat(login(status, json)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'access_token':'t'}                           | -
                    299 | {'stat':'Ok','access_token':'t','emsg':'x'}    | -
                    200 | {'emsg':' ','access_token':'t'}                | -
                    200 | {'emsg':'Code expired','access_token':'t'}     | CODE_REFUSED
                    200 | {'stat':'Not_Ok','access_token':'t'}           | UNKNOWN
                    200 | {'stat':'ok','access_token':'t'}               | Unexpected
                    300 | {'stat':'Ok','access_token':'t'}               | Unexpected
                    500 | {'access_token':'t'}                           | BROKER_FAILED
                    200 | {'stat':'Ok'}                                  | Unexpected
                    200 | {'access_token':'t&t'}                         | Unexpected
                    200 | {'access_token':'t t'}                         | Unexpected
                    """)
    void requiresATokenOfAnExchange(int status, String json, String outcome) throws Exception {
        respond(status, json);
        NorenOauthClient oauth = oauth().build();

        assertThat(Outcome.of(() -> oauth.loginWithCode("z3"))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'ReqStatus':'OTP generation success'}                 | -
                    200 | {'ReqStatus':' otp generation Success '}               | -
                    200 | {'ReqStatus':'OTP generation success','stat':'Ok'}     | -
                    200 | {'ReqStatus':'OTP sent'}                               | UNKNOWN
                    200 | {'ReqStatus':'Password Reset Success'}                 | UNKNOWN
                    200 | {'ReqStatus':'Invalid pan'}                            | WRONG_CREDENTIALS
                    200 | {'ReqStatus':'Request failed'}                         | UNKNOWN
                    500 | {'ReqStatus':'OTP generation success'}                 | BROKER_FAILED
                    200 | {'ReqStatus':' '}                                      | Unexpected
                    200 | {'stat':'Ok'}                                          | Unexpected
                    200 | {'stat':'Not_Ok','ReqStatus':'OTP generation success'} | UNKNOWN
                    200 | {'errmsg':'Error Occurred: Wrong user Id or details'}  | WRONG_CREDENTIALS
                    """)
    void readsTheStatusOfARequest(int status, String json, String outcome) throws Exception {
        respond(status, json);

        assertThat(Outcome.of(() -> noren.requestOtp("VIDYA", "ABCDE1234F"))).isEqualTo(outcome);
    }

    /**
     * The documents of Profitmart, ProStocks and Infinn list the values of {@code ReqStatus}. Only the first is a
     * success.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Password Reset Success | -
                    Otp expired            | WRONG_ONE_TIME_PASSWORD
                    Invalid OTP            | WRONG_ONE_TIME_PASSWORD
                    Please enter an alphanumeric password of minimum 8 characters. Refer password criteria for more details | BAD_REQUEST
                    Password couldn't be changed as it is among the previous 3 passwords | BAD_REQUEST
                    OTP generation success | UNKNOWN
                    """)
    void resetsThePasswordOnlyIfTheBrokerSaysSo(String reqStatus, String outcome) throws Exception {
        respond(200, "{'ReqStatus':\"" + reqStatus.replace("'", "\\u0027") + "\"}");

        assertThat(Outcome.of(() -> noren.resetPassword("VIDYA", "n3w", "482913")))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'stat':'Ok'}                             | -
                    500 | {'stat':'Ok'}                             | BROKER_FAILED
                    200 | {}                                        | Unexpected
                    200 | {'stat':'Not_Ok','emsg':'Wrong Password'} | WRONG_CREDENTIALS
                    """)
    void requiresStatOfOtherCalls(int status, String json, String outcome) throws Exception {
        respond(status, json);
        respond(status, json);

        assertThat(Outcome.ofVoid(() -> noren.forgotPassword("VIDYA", "ABCDE1234F", "01011990")))
                .isEqualTo(outcome);
        assertThat(Outcome.of(() -> noren.changePassword("VIDYA", "s3cret", "s3cr3t")))
                .isEqualTo(outcome);
    }

    @Test
    void readsResponsesThatDifferFromTheSpec() {
        QuickAuthResponse response = quickAuthLogin(
                        "{'stat':'Ok','susertoken':'s3cret','brandNew':{'a':[1]},'uname':null,'exarr':null,"
                                + "'mws':null,'lastaccesstime':1589899727,'totp_set':true,'orarr':['MKT']}")
                .response();

        assertThat(response.uname()).isNull();
        assertThat(response.exarr()).isEmpty();
        assertThat(response.prarr()).isEmpty();
        assertThat(response.mws()).isEmpty();
        assertThat(response.lastaccesstime()).isEqualTo("1589899727");
        assertThat(response.totpSet()).isEqualTo("true");
        assertThatThrownBy(() -> response.orarr().add("LMT")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(response.toString()).contains("susertoken=***").doesNotContain("s3cret");
    }

    /** Checks messages of secrets of which only a hash was sent. */
    @Test
    void redactsTheSecretsOfEachLogin() {
        assertRedacted("VIDYA, s3cret, 482913, 12be8cef3b1758f5", () -> noren.login("VIDYA", "s3cret", "482913"));
        assertRedacted("VIDYA, s3cret, n3w-s3cret", () -> noren.changePassword("VIDYA", "s3cret", "n3w-s3cret"));
        assertRedacted(
                "oauth-s3cret, c0de",
                () -> oauth().secret("oauth-s3cret").build().loginWithCode("c0de"));
        assertRedacted(
                "api-s3cret, c0de",
                () -> flattrade().apiSecret("api-s3cret").build().loginWithCode("c0de"));
    }

    private void assertRedacted(String secrets, ThrowingCallable call) {
        respond("{'stat':'Not_Ok','susertoken':'t0ken-1','emsg':'No " + secrets + ", t0ken-1'}");

        assertThatThrownBy(call).hasMessageContaining("No " + secrets.replaceAll("[^, ]+", "***") + ", ***. ");
    }

    private String login(int status, String json) throws Exception {
        respond(status, json);
        return Outcome.of(() -> noren.login("VIDYA", "s3cret", "482913"));
    }
}

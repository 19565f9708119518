package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where the Open API reports failures, and the reason of each message, number and status. */
class IiflResponseCheckerTest extends IiflFixture {

    private final IiflClient iifl = iifl().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {'message':'m'}                                                   | APPLICATION_REFUSED
                    402 | {'statusCode':402,'message':'m'}                                  | UNKNOWN 402
                    502 | {'message':'m'}                                                   | BROKER_FAILED
                    504 | {'message':'m'}                                                   | BROKER_FAILED
                    403 | {'message':'Out of QUOTA'}                                        | QUOTA_EXCEEDED
                    400 | {'statusCode':400,'message':'No.'}                                | BAD_REQUEST 400
                    403 | {'statusCode':403,'message':'No.'}                                | NOT_ENTITLED 403
                    429 | {'statusCode':429,'message':'No.'}                                | QUOTA_EXCEEDED 429
                    500 | {'statusCode':500,'message':'No.'}                                | BROKER_FAILED 500
                    503 | {'statusCode':503,'message':'No.'}                                | BROKER_FAILED 503
                    404 | {'statusCode':404,'message':'No.'}                                | UNKNOWN 404
                    200 | {'head':{'status':'2','statusDescription':'Invalid Session'}}     | APPLICATION_REFUSED head 2
                    200 | {'head':{'status':'1','statusDescription':' Invalid  Session '}}  | SESSION_EXPIRED head 1
                    200 | {'head':{'status':'1','statusDescription':'invalid head parameters.'}} | APPLICATION_REFUSED head 1
                    200 | {'head':{'status':'1'}}                                           | UNKNOWN head 1
                    200 | {'head':{'status':'0'},'body':{'Status':1}}                       | WRONG_CREDENTIALS 1
                    200 | {'head':{'status':'0'},'body':{'Status':2}}                       | WRONG_CREDENTIALS 2
                    200 | {'head':{'status':'0'},'body':{'Status':3}}                       | WRONG_CREDENTIALS 3
                    200 | {'head':{'status':0},'body':{'Status':'3'}}                       | WRONG_CREDENTIALS 3
                    200 | {'head':{'status':'0'},'body':{'Status':4}}                       | VALIDITY_EXPIRED 4
                    200 | {'head':{'status':'0'},'body':{'Status':5}}                       | WRONG_CREDENTIALS 5
                    200 | {'head':{'status':'0'},'body':{'Status':6}}                       | UNKNOWN 6
                    500 | {'head':{'status':'0'},'body':{'Status':9}}                       | SESSION_EXPIRED 9
                    200 | {'head':{'status':'0'},'body':{'Message':'Invalid Session'}}      | SESSION_EXPIRED
                    200 | {'head':{'status':'0'},'body':{'Status':0,'Message':'Invalid Session'}} | SESSION_EXPIRED 0
                    200 | {'head':{'status':0},'body':{'Status':'0','Message':'Success'}}   | -
                    200 | {'head':{'status':0},'body':{'Status':'0','Message':'Successfully LoggedIn'}} | -
                    200 | {'head':{'status':0},'body':{'Status':'0','Message':''}}          | -
                    200 | {'head':{'status':0},'body':{'Status':'0','Message':'anything'}}  | -
                    299 | {'head':{'status':'0'},'body':{'Status':0}}                       | -
                    300 | {'head':{'status':'0'},'body':{'Status':0}}                       | Unexpected
                    500 | {'head':{'status':'0'},'body':{'Status':0}}                       | BROKER_FAILED
                    200 | {'head':{'status':'0'},'body':{'Status':'E7','Message':'m'}}       | UNKNOWN E7
                    200 | {'head':{'status':'0'},'body':{'Status':7.5,'Message':'m'}}        | UNKNOWN 7.5
                    200 | {'head':{'status':'0'},'body':{'Status':98765432101}}              | UNKNOWN 98765432101
                    200 | {'head':{'status':'0'},'body':{'Status':'','Message':'m'}}         | Unexpected
                    200 | [{'head':{'status':'0'},'body':{'Status':9}}]                      | SESSION_EXPIRED 9
                    200 | [{'head':{'status':'0'},'body':{'Status':0}}]                      | Unexpected
                    200 | {'head':{},'body':{'Status':0}}                                   | Unexpected
                    200 | {'body':{'Status':0}}                                             | Unexpected
                    """)
    void checksTheResponseToALoginOfAPartner(int status, String json, String outcome) throws Exception {
        assertThat(partner(status, json)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2, Invalid Body Parameters., BAD_REQUEST",
        "2, invalid  INPUT parameters., BAD_REQUEST",
        "2, Invalid Contact Number, WRONG_CREDENTIALS",
        "7, Error while processing your  request., BROKER_FAILED",
        "9, Invalid Session, SESSION_EXPIRED",
        "9, anything, SESSION_EXPIRED",
        "1, INVALID SESSION, SESSION_EXPIRED",
        "7, Something new, UNKNOWN"
    })
    void rejectsAPartnerByMessageAndNumber(int number, String message, Reason reason) {
        Rejected rejected = catchThrowableOfType(
                Rejected.class, () -> partnerLogin("{'Status':" + number + ",'Message':'" + message + "'}"));

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.code()).contains(String.valueOf(number));
        assertThat(rejected.brokerMessage()).isEqualTo(message);
        assertThat(rejected.status()).isEqualTo(200);
    }

    @Test
    void returnsTheWordsOfARejectedHead() {
        respond("{'head':{'status':'7','statusDescription':'Something new'},'body':null}");
        Rejected rejected =
                catchThrowableOfType(Rejected.class, () -> iifl.partnerLogin("demo@example.com", "1234567890"));

        assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(rejected.code()).contains("head 7");
        assertThat(rejected.brokerMessage()).isEqualTo("Something new");
    }

    @Test
    void returnsTheTimeToWaitForASpentQuota() {
        respond(403, "{'statusCode':403,'message':'Out of call volume quota.'}", "Retry-After: 7");
        Rejected rejected =
                catchThrowableOfType(Rejected.class, () -> iifl.partnerLogin("demo@example.com", "1234567890"));

        assertThat(rejected.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(rejected.status()).isEqualTo(403);
        assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'head':{'status':'0'},'body':{'Msg':'','Token':' '}}       | -
                    {'head':{'status':'0'},'body':{'Msg':'','Token':''}}        | -
                    {'head':{'status':'0'},'body':{'Msg':'Hello','Token':'t'}}  | -
                    {'head':{'status':'0'},'body':{'Token':'t'}}                | -
                    {'head':{'status':'0'},'body':{'Token':' '}}                | Unexpected
                    {'head':{'status':'0'},'body':{}}                           | Unexpected
                    {'head':{},'body':{'Token':'t'}}                            | Unexpected
                    {'head':{'status':'0'}}                                     | Unexpected
                    """)
    void checksTheResponseToALoginOfACustomer(String json, String outcome) throws Exception {
        assertThat(customer(json)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Password: change it                                          | PASSWORD_EXPIRED
                    Password expired                                             | PASSWORD_EXPIRED
                    Your password has expired.                                   | PASSWORD_EXPIRED
                    Please change your password                                  | PASSWORD_EXPIRED
                    Login expired                                                | UNKNOWN
                    Password                                                     | UNKNOWN
                    Your account is BLOCKED                                      | BLOCKED
                    User is suspended                                            | BLOCKED
                    User locked due to invalid attempts                          | BLOCKED
                    Invalid password. The account will be locked after 2 tries.  | WRONG_CREDENTIALS
                    Client code or date of birth is wrong                        | WRONG_CREDENTIALS
                    Wrong user                                                   | WRONG_CREDENTIALS
                    Invalid Session                                              | SESSION_EXPIRED
                    Error while processing your request.                         | BROKER_FAILED
                    Invalid checksum                                             | UNKNOWN
                    Come back tomorrow                                           | UNKNOWN
                    """)
    void rejectsACustomerByTheMessage(String message, Reason reason) {
        Rejected rejected = catchThrowableOfType(
                Rejected.class, () -> customerLogin("DEMO01", "{'Success':0,'Msg':'" + message + "'}"));

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.code()).isEmpty();
        assertThat(rejected.brokerMessage()).isEqualTo(message);
        // A login has no session, so "log in again" would send people in a circle.
        assertThat(rejected.suggestedAction()).isNotEqualTo(Reason.SESSION_EXPIRED.suggestedAction());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{'head':{'status':'0'}}",
                "{'head':{'status':'0'},'body':null}",
                "{'head':{'status':'0'},'body':{}}",
                "{'head':{},'body':{'Status':0,'Msg':''}}",
                "{'body':{'Status':0,'Msg':''}}",
                "{'head':{'status':'0'},'body':{'Status':''}}",
                "{'head':{'status':'0'},'body':{'Status':0,"
            })
    void reportsAResponseOfAnotherShape(String json) throws Exception {
        assertThat(partner(200, json)).isEqualTo("Unexpected");
        assertThat(customer(json)).isEqualTo("Unexpected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'head':{'status':'0'},'body':{'Status':0}} | -
                    200 | {'head':{'status':'0'},'body':{'Status':1}} | UNKNOWN 1
                    200 | {'head':{'status':'0'},'body':{}}           | Unexpected
                    200 | {'head':{'status':'0'}}                     | Unexpected
                    500 | {'head':{'status':'0'},'body':{'Status':0}} | BROKER_FAILED
                    """)
    void checksTheResponseToARegistration(int status, String json, String outcome) throws Exception {
        IiflCustomerSession session = customerLogin("DEMO01", "{'Token':'t'}");
        respond(status, json);

        assertThat(Outcome.ofVoid(session::registerToken)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    A=1; path=/      | IIFLMarcookie=c; path=/ | A=1; IIFLMarcookie=c
                    A=               | IIFLMarcookie=c         | IIFLMarcookie=c
                    =1               | IIFLMarcookie=c         | IIFLMarcookie=c
                    A                | IIFLMarcookie=c         | IIFLMarcookie=c
                    A=1 ~            | IIFLMarcookie = c       | A=1 ~; IIFLMarcookie=c
                    A= ;             | IIFLMarcookie=c=        | IIFLMarcookie=c=
                    IIFLMarcookie=a  | IIFLMarcookie=b         | IIFLMarcookie=b
                    A=1; Max-Age=0   | IIFLMarcookie=c         | IIFLMarcookie=c
                    A=1; Max-Age=9   | IIFLMarcookie=c         | A=1; IIFLMarcookie=c
                    IIFLMarcookie=c; Domain=iifl.in; Expires=Thu, 01 Jan 2099 00:00:00 GMT | A=1; Domain=.in | IIFLMarcookie=c; A=1
                    IIFLMarcookie=c; Path=/ | IIFLMarcookie=; Max-Age=0; Path=/old | IIFLMarcookie=c
                    """)
    void takesTheCookiesOfASession(String first, String second, String cookie) {
        assertThat(partnerLogin("{'Status':0}", "Set-Cookie: " + first, "Set-Cookie: " + second)
                        .cookie())
                .isEqualTo(cookie);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=IIFLMarcookie=",
                "Other=c",
                "IIFLMarcookie=",
                "IIFLMarcookie",
                "IIFLMarcookie=c\u00e9",
                "IIFLMarcookie=c\u007f",
                "IIFLMarcookie=c\u001fc",
                "IIFLMarcookie=c; Max-Age=0",
                "IIFLMarcookie=c; max-age=-1; Expires=Thu, 01 Jan 2099 00:00:00 GMT",
                "IIFLMarcookie=c; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "IIFLMarcookie=c; Path=/; Expires=Thu, 01-Jan-2026 00:00:00 GMT"
            })
    void requiresTheCookieOfASession(String cookie) {
        Headers headers =
                new Headers.Builder().addUnsafeNonAscii("Set-Cookie", cookie).build();
        for (String body : new String[] {"{'Status':0}", "{'Token':'t'}"}) {
            broker.enqueue(new Response.Builder()
                    .code(200)
                    .headers(headers)
                    .body(ResponseBody.create(json("{'head':{'status':'0'},'body':" + body + "}"), null)));
        }

        assertThatThrownBy(() -> iifl.partnerLogin("demo@example.com", "1234567890"))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("IIFLMarcookie");
        assertThatThrownBy(() -> iifl.customerLogin("DEMO01", "s3cret", BIRTH))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("IIFLMarcookie");
    }

    /** The cookie and the subscription key are added when the request is sent. */
    @Test
    void redactsTheCredentialsOfASession() {
        IiflCustomerSession session = customerLogin("DEMO01", "{'Token':'t0k-9f8e'}");
        respond("{'head':{'status':'7','statusDescription':'No IIFLMarcookie=c, no t0k-9f8e, no s3-subscription'}}");

        assertThatThrownBy(session::registerToken).hasMessageContaining("No ***, no ***, no ***");
    }

    /** The broker decrypts what it receives. */
    @Test
    void redactsTheSecretsOfEachLogin() {
        assertRedacted(
                "s3-user, s3-password, s3-subscription, s3-key, demo@example.com, 1234567890",
                () -> iifl.partnerLogin("demo@example.com", "1234567890"));
        assertRedacted(
                "DEMO01, s3cret, 19900101, 1990-01-01, s3-user, s3-password, s3-subscription",
                () -> iifl.customerLogin("DEMO01", "s3cret", BIRTH));
    }

    private void assertRedacted(String secrets, ThrowingCallable call) {
        respond(
                "{'head':{'status':'7','statusDescription':'No " + secrets + ", t0ken-1, c00kie'},"
                        + "'body':{'Token':'t0ken-1'}}",
                "Set-Cookie: a=c00kie; path=/");

        assertThatThrownBy(call)
                .hasMessageContaining("No " + secrets.replaceAll("[^, ]+", "***") + ", ***, *** (head 7). ");
    }

    private String partner(int status, String json) throws Exception {
        respond(status, json, COOKIE);
        return Outcome.of(() -> iifl.partnerLogin("demo@example.com", "1234567890"));
    }

    private String customer(String json) throws Exception {
        respond(json, COOKIE);
        return Outcome.of(() -> iifl.customerLogin("DEMO01", "s3cret", BIRTH));
    }
}

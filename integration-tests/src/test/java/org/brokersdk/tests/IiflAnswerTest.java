package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.LocalDate;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflCustomerSession;
import org.brokersdk.iifl.IiflPartnerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an IIFL login comes to, on answers that no example of the spec shows. */
class IiflAnswerTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @ParameterizedTest
    @ValueSource(strings = {"Success", "Successfully LoggedIn", "", "anything"})
    void partnerSuccessGoesByTheNumberWhateverTheMessage(String message) {
        assertThat(partner(200, "{'head':{'status':0},'body':{'Status':'0','Message':'" + message + "'}}")
                        .cookie())
                .isEqualTo("IIFLMarcookie=c");
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
    void partnerRefusalGoesByMessageAndNumber(int status, String message, Reason reason) {
        rejected(() -> partner(
                        200, "{'head':{'status':'0'},'body':{'Status':" + status + ",'Message':'" + message + "'}}"))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code()).contains(String.valueOf(status));
                    assertThat(rejected.brokerMessage()).isEqualTo(message);
                });
    }

    @Test
    void refusedHeadWithAnUnknownNumberKeepsItsWords() {
        rejected(() -> partner(200, "{'head':{'status':'7','statusDescription':'Something new'},'body':null}"))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN);
                    assertThat(rejected.code()).contains("head 7");
                    assertThat(rejected.brokerMessage()).isEqualTo("Something new");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Your password has expired.                                   | PASSWORD_EXPIRED
                    Please change your password                                  | PASSWORD_EXPIRED
                    Your account is BLOCKED                                      | BLOCKED
                    User locked due to invalid attempts                          | BLOCKED
                    Invalid password. The account will be locked after 2 tries.  | WRONG_CREDENTIALS
                    Client code or date of birth is wrong                        | WRONG_CREDENTIALS
                    Invalid Session                                              | SESSION_EXPIRED
                    Error while processing your request.                         | BROKER_FAILED
                    Invalid checksum                                             | UNKNOWN
                    Come back tomorrow                                           | UNKNOWN
                    """)
    void customerRefusalGoesByItsWords(String message, Reason reason) {
        rejected(() -> customer("{'head':{'status':'0'},'body':{'Success':0,'Msg':'" + message + "'}}"))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code()).isEmpty();
                    assertThat(rejected.brokerMessage()).isEqualTo(message);
                });
    }

    @Test
    void customerSuccessIsATokenOrAnEmptyMessage() {
        assertThat(customer("{'head':{'status':'0'},'body':{'Msg':'Welcome','Token':'t'}}")
                        .token())
                .contains("t");
        assertThat(customer("{'head':{'status':'0'},'body':{'Msg':'','Token':''}}")
                        .token())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST",
        "403, NOT_ENTITLED",
        "429, QUOTA_EXCEEDED",
        "500, BROKER_FAILED",
        "503, BROKER_FAILED",
        "404, UNKNOWN"
    })
    void refusalOfTheGatewayGoesByTheStatus(int status, Reason reason) {
        rejected(() -> partner(status, "{'statusCode':" + status + ",'message':'No.'}"))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code()).contains(String.valueOf(status));
                    assertThat(rejected.status()).isEqualTo(status);
                });
    }

    @Test
    void spentQuotaSaysHowLongToWait() {
        rejected(() -> partner(403, "{'statusCode':403,'message':'Out of call volume quota.'}"))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
                    assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(7));
                });
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
                "{'head':{'status':'0'},'body':{'Status':'zero'}}",
                "{'head':{'status':'0'},'body':{'Status':0,"
            })
    void otherShapesAreNotExpected(String body) {
        assertThatThrownBy(() -> partner(200, body)).isInstanceOf(Unexpected.class);
        assertThatThrownBy(() -> customer(body)).isInstanceOf(Unexpected.class);
    }

    @Test
    void successAtAnotherStatusIsNotExpected() {
        assertThatThrownBy(() -> partner(500, "{'head':{'status':'0'},'body':{'Status':0}}"))
                .isInstanceOf(Unexpected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Other=c", "IIFLMarcookie=", "IIFLMarcookie", "IIFLMarcookie=c\u00e9"})
    void loginWithoutTheCookieIsNotExpected(String cookie) {
        for (String body : new String[] {"{'Status':0}", "{'Token':'t'}"}) {
            broker.enqueue(new MockResponse.Builder()
                    .addHeaderLenient("Set-Cookie", cookie)
                    .body(("{'head':{'status':'0'},'body':" + body + "}").replace('\'', '"'))
                    .build());
        }

        assertThatThrownBy(() -> client().partnerLogin("demo@example.com", "1234567890"))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("IIFLMarcookie");
        assertThatThrownBy(() -> client().customerLogin("DEMO01", "s3cret", LocalDate.EPOCH))
                .isInstanceOf(Unexpected.class)
                .hasMessageContaining("IIFLMarcookie");
    }

    private static ObjectAssert<Rejected> rejected(ThrowingCallable call) {
        return assertThatThrownBy(call).asInstanceOf(type(Rejected.class));
    }

    private IiflPartnerSession partner(int status, String body) {
        enqueue(status, body);
        return client().partnerLogin("demo@example.com", "1234567890");
    }

    private IiflCustomerSession customer(String body) {
        enqueue(200, body);
        return client().customerLogin("DEMO01", "s3cret", LocalDate.EPOCH);
    }

    private void enqueue(int status, String body) {
        broker.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Retry-After", "7")
                .addHeader("Set-Cookie", "IIFLMarcookie=c; path=/")
                .body(body.replace('\'', '"'))
                .build());
    }

    private IiflClient client() {
        return IiflClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(Prefer.NOTHING)
                .subscriptionKey("subscription-key")
                .encryptionKey("encryption-key")
                .app(new IiflApp("IIFLMarDEMO", "1.0", "user-key", "WEB", "app-us3r", "app-s3cret"))
                .build();
    }
}

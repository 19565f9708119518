package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.brokersdk.core.BrokerException;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where the Trade API reports failures, and the reason of each code and status. */
class KotakServiceTest extends KotakFixture {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'code':900901,'message':'m'}               | APPLICATION_REFUSED 900901
                    500 | {'code':50001,'message':'m'}                | WRONG_ONE_TIME_PASSWORD 50001
                    200 | {'code':900807,'message':'m'}               | QUOTA_EXCEEDED 900807
                    200 | {'code':999024,'message':'m'}               | WRONG_HOST 999024
                    200 | {'code':70009,'message':'m'}                | BLOCKED 70009
                    200 | {'code':-7,'message':'m','description':'d'} | UNKNOWN -7 d
                    200 | {'message':'m'}                             | UNKNOWN
                    400 | {'code':1,'message':'m'}                    | BAD_REQUEST 1
                    401 | {'message':'m'}                             | APPLICATION_REFUSED
                    403 | {'message':'Account is LOCKED'}             | BLOCKED
                    403 | {'message':'m','description':'locked'}      | BLOCKED locked
                    403 | {'message':'m'}                             | NOT_ENTITLED
                    429 | {'message':'m'}                             | QUOTA_EXCEEDED
                    500 | {'message':'m'}                             | BROKER_FAILED
                    503 | {'message':'m'}                             | BROKER_FAILED
                    504 | {'message':'m'}                             | BROKER_FAILED
                    418 | {'message':'m'}                             | UNKNOWN
                    424 | {'message':'m'}                             | BROKER_FAILED
                    502 | {'message':'m'}                             | BROKER_FAILED
                    200 | {'code':'E7','message':'m'}                 | UNKNOWN E7
                    200 | {'code':'','message':'m'}                   | UNKNOWN
                    200 | {'code':12345678901,'message':'m'}          | UNKNOWN 12345678901
                    200 | {'code':7.5,'message':'m'}                  | UNKNOWN 7.5
                    """)
    void findsTheReasonOfAFault(int status, String fault, String outcome) throws Exception {
        assertThat(login(status, "{'fault':" + fault + "}", "AB1234")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {'code':900901,'message':'Invalid Credentials','description':'d'} | APPLICATION_REFUSED 900901 d
                    200 | {'code':'900901','message':'Invalid Credentials'}  | APPLICATION_REFUSED 900901
                    200 | [{'fault':{'code':70009,'message':'m'}}]           | BLOCKED 70009
                    401 | {'error':'invalid_client'}                         | APPLICATION_REFUSED invalid_client
                    500 | {'message':'m'}                                    | BROKER_FAILED
                    429 | <h1>Wait</h1>                                      | QUOTA_EXCEEDED
                    502 | ''                                                 | BROKER_FAILED
                    403 | <h1>No</h1>                                        | Unexpected
                    """)
    void findsAFailureWithoutAFault(int status, String body, String outcome) throws Exception {
        assertThat(login(status, body, "AB1234")).isEqualTo(outcome);
    }

    /** A message beside a success reports no failure. */
    @Test
    void readsNoFailureFromTheMessageOfASuccess() throws Exception {
        assertThat(login(200, "{'Success':{'oneTimeToken':'t'},'message':'m'}", "AB1234"))
                .isEqualTo("-");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500, 503, 504})
    void readsAFaultAtEachStatus(int status) throws Exception {
        assertThat(login(status, "{'fault':{'code':900901,'message':'Invalid Credentials'}}", "AB1234"))
                .isEqualTo("APPLICATION_REFUSED 900901");
    }

    /** Checks a code that 32 bits would turn into 900901, which means another reason. */
    @ParameterizedTest
    @ValueSource(strings = {"4295868197", "'4295868197'"})
    void keepsALongCode(String code) throws Exception {
        assertThat(login(401, "{'fault':{'code':" + code + ",'message':'Down'}}", "AB1234"))
                .isEqualTo("APPLICATION_REFUSED 4295868197");
        assertThat(login(200, "{'fault':{'code':" + code + ",'message':'Down'}}", "AB1234"))
                .isEqualTo("UNKNOWN 4295868197");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'success':{'oneTimeToken':'t'}}                         | -
                    200 | {'Success':{'oneTimeToken':'t'}}                         | -
                    299 | {'success':{'oneTimeToken':'t'}}                         | -
                    300 | {'success':{'oneTimeToken':'t'}}                         | Unexpected
                    500 | {'success':{'oneTimeToken':'t'}}                         | BROKER_FAILED
                    200 | {'success':{'oneTimeToken':'t\\n'}}                      | Unexpected
                    200 | {'success':{'oneTimeToken':''}}                          | Unexpected
                    200 | {'success':{}}                                           | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'ab1234'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':'A***4'}}        | -
                    200 | {'success':{'oneTimeToken':'t','userid':'xxxx34'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':'AB****'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':''}}             | -
                    200 | {'success':{'oneTimeToken':'t','userid':{}}}             | -
                    200 | {'success':{'oneTimeToken':'t','redirect':'x'}}          | -
                    200 | {'success':{'oneTimeToken':{},'userid':'AB1234'}}        | Unexpected
                    200 | {'success':'t'}                                          | Unexpected
                    200 | {'fault':'s3cret'}                                       | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'B***4'}}        | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'A***5'}}        | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'XX1234'}}       | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'AB12345'}}      | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'AB123'}}        | Unexpected
                    """)
    void requiresTokenAndUserOfALogin(int status, String json, String outcome) throws Exception {
        assertThat(login(status, json, "AB1234")).isEqualTo(outcome);
    }

    @Test
    void acceptsAUserIdThatLooksMasked() throws Exception {
        assertThat(login(200, "{'success':{'oneTimeToken':'t','userid':'AXXB'}}", "axxb"))
                .isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Success':{'sessionToken':'s'}}   | -
                    {'success':{'sessionToken':'s'}}   | -
                    {'success':{'sessionToken':'s s'}} | Unexpected
                    {'success':{}}                     | Unexpected
                    {}                                 | Unexpected
                    """)
    void requiresATokenOfASession(String json, String outcome) throws Exception {
        KotakLogin login = kotakLogin(kotak().build(), "{}");
        respond(json);

        assertThat(Outcome.of(login::verifyWithoutCode)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {}                   | -
                    200 | {'fault':{'code':7}} | UNKNOWN 7
                    200 | {'fault':{'code':''}} | UNKNOWN
                    200 | {'fault':'s3cret'}   | Unexpected
                    200 | {'Success':'s3cret'} | -
                    300 | {}                   | Unexpected
                    200 | ''                   | Unexpected
                    """)
    void acceptsEveryResponseWithoutAFaultIfThereIsNoResult(int status, String json, String outcome) throws Exception {
        KotakLogin login = kotakLogin(kotak().build(), "{}");
        respond(status, json);

        assertThat(Outcome.ofVoid(login::resendAccessCode)).isEqualTo(outcome);
    }

    /** The secret is sent in Base64. */
    @Test
    void redactsTheConsumerSecret() {
        respond("{'fault':{'code':1,'message':'Not horse-battery-staple'}}");
        KotakTokens tokens = kotak().tokens("horse-battery-staple");

        assertThat(catchThrowableOfType(BrokerException.Rejected.class, tokens::issue)
                        .brokerMessage())
                .isEqualTo("Not ***");
    }

    @Test
    void redactsTheSecretsOfALogin() {
        respond("{'fault':{'message':'No s3cret, access-token, consumer-key, AB1234, t0ken-1'},"
                + "'success':{'oneTimeToken':'t0ken-1'}}");

        assertThatThrownBy(() -> kotak().build().login("s3cret")).hasMessageContaining("No ***, ***, ***, ***, ***. ");
    }

    @Test
    void omitsThePasswordFromARequestAsText() {
        assertThat(LoginByUserIdRequest.builder()
                        .userid("AB1234")
                        .password("s3cret")
                        .build())
                .hasToString("LoginByUserIdRequest[userid=AB1234, password=***]");
    }

    private String login(int status, String json, String userId) throws Exception {
        respond(status, json);
        KotakClient kotak = kotak().userId(userId).build();
        return Outcome.of(() -> kotak.login("s3cret"));
    }
}

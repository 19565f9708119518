package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests where the Markets API reports failures, and the reason of each code and status. */
class IiflMarketsResponseCheckerTest extends IiflFixture {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'status':'EC004','message':'m'}                    | BLOCKED EC004
                    200 | {'status':'EC014','message':'m'}                    | BLOCKED EC014
                    200 | {'status':'EC016','message':'m'}                    | WRONG_CREDENTIALS EC016
                    200 | {'status':'EC044','message':'m'}                    | CODE_REFUSED EC044
                    200 | {'status':'Not_Ok','message':'EC054: m'}            | APPLICATION_REFUSED EC054
                    200 | {'status':'EC055','message':'m'}                    | NOT_ENTITLED EC055
                    200 | {'status':'EC069','message':'m'}                    | PASSWORD_EXPIRED EC069
                    200 | {'status':'EC075','message':'m'}                    | NOT_ENTITLED EC075
                    200 | {'status':'EC923','message':'m'}                    | BROKER_FAILED EC923
                    200 | {'status':'EC940','message':'m'}                    | BROKER_FAILED EC940
                    200 | {'status':'EC999','message':'m'}                    | UNKNOWN EC999
                    400 | {'status':'EC999','message':'m'}                    | BAD_REQUEST EC999
                    401 | {'status':'EC999','message':'m'}                    | CODE_REFUSED EC999
                    403 | {'message':'Quota is out'}                          | QUOTA_EXCEEDED
                    403 | {'message':'m'}                                     | NOT_ENTITLED
                    429 | {'status':'EC004','message':'m'}                    | QUOTA_EXCEEDED EC004
                    500 | {'message':'m'}                                     | BROKER_FAILED
                    200 | {'status':'Not_Ok'}                                 | UNKNOWN
                    200 | {'message':'m'}                                     | Unexpected
                    500 | {'status':'x'}                                      | BROKER_FAILED x
                    500 | {'status':'Ok','userSession':'t'}                   | BROKER_FAILED
                    200 | {'status':'EC500','message':'IP address not authorized for trading'} | ADDRESS_REFUSED EC500
                    200 | {'status':'Not_Ok','message':'EC500 IP address not authorized for trading'} | ADDRESS_REFUSED EC500
                    403 | {'message':'IP address not authorized for trading'} | ADDRESS_REFUSED
                    200 | [{'status':'EC004','message':'m'}]                  | BLOCKED EC004
                    200 | {'status':'EC7X','message':'m','userSession':'t'}   | UNKNOWN EC7X
                    200 | {'status':7.5,'message':'m'}                        | UNKNOWN 7.5
                    200 | {'status':12345678901,'message':'m'}                | UNKNOWN 12345678901
                    200 | {'status':'','message':'m'}                         | Unexpected
                    200 | [{'status':'Ok','userSession':'t'}]                 | Unexpected
                    429 | <h1>Wait</h1>                                       | QUOTA_EXCEEDED
                    401 | ''                                                  | CODE_REFUSED
                    403 | <h1>No</h1>                                         | Unexpected
                    200 | {'status':'Success','userSession':'t'}              | Unexpected
                    200 | {'status':'Ok'}                                     | Unexpected
                    200 | {'status':'Ok','userSession':'t t'}                 | Unexpected
                    200 | {'status':'OK','userSession':'t','message':'EC004'} | -
                    """)
    void checksTheResponseToALogin(int status, String json, String outcome) throws Exception {
        respond(status, json);
        IiflMarketsClient markets = markets().build();

        assertThat(Outcome.of(() -> markets.login(REDIRECT))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'status':'EC044','message':'m'}                                | SESSION_EXPIRED EC044 | SESSION_EXPIRED EC044
                    200 | {'status':'EC075','message':'m'}                                | SESSION_EXPIRED EC075 | SESSION_EXPIRED EC075
                    401 | {'message':'m'}                                                 | SESSION_EXPIRED       | SESSION_EXPIRED
                    200 | {'status':'Ok','result':{'status':'EC004','message':'m'}}       | BLOCKED EC004         | BLOCKED EC004
                    200 | {'status':'Ok','result':{'status':'Failed','message':'m'}}      | UNKNOWN Failed        | UNKNOWN Failed
                    200 | {'status':'Ok','result':[{'status':'EC500','message':'m'}]}     | ADDRESS_REFUSED EC500 | ADDRESS_REFUSED EC500
                    200 | {'status':'Ok','result':[{'status':'Success'},{'status':'EC044'}]} | SESSION_EXPIRED EC044 | SESSION_EXPIRED EC044
                    401 | ''                                                              | SESSION_EXPIRED       | SESSION_EXPIRED
                    200 | {'status':'Ok','result':{'status':'Not_Ok','message':'EC044'}}  | SESSION_EXPIRED EC044 | SESSION_EXPIRED EC044
                    200 | {'status':'Ok','result':{'status':'Success','message':'m'}}     | -                     | -
                    200 | {'status':'Ok','result':{'status':'ok','message':'EC004'}}      | -                     | -
                    200 | {'status':'Ok','result':{}}                                     | -                     | -
                    200 | {'status':'Ok'}                                                 | -                     | Unexpected
                    200 | {}                                                              | Unexpected            | Unexpected
                    """)
    void checksTheResponseToACallOfASession(int status, String json, String logout, String profile) throws Exception {
        IiflMarketsSession session = marketsLogin("t");
        respond(status, json);
        respond(status, json);

        assertThat(Outcome.ofVoid(session::logout)).isEqualTo(logout);
        assertThat(Outcome.of(session::profile)).isEqualTo(profile);
    }

    /** Checks a message of the secret, of which only a hash was sent. */
    @Test
    void redactsTheSecretsOfALogin() {
        respond("{'status':'Not_Ok','message':'No s3cr3t-app, ABC123DEF456, t0ken-1','userSession':'t0ken-1'}");

        assertThatThrownBy(() -> markets().build().login(REDIRECT)).hasMessageContaining("No ***, ***, ***. ");
    }
}

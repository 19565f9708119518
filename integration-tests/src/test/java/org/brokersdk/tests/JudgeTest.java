package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.brokersdk.core.BrokerException;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.sdks.IiflMarketsSdk;
import org.brokersdk.tests.sdks.IiflSdk;
import org.brokersdk.tests.sdks.KotakNeoSdk;
import org.brokersdk.tests.sdks.KotakSdk;
import org.brokersdk.tests.sdks.NorenSdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer is taken for: each code, each status and each word that a broker's judge knows. */
@Timeout(60)
class JudgeTest {

    private interface Call {
        Object on(String url) throws Exception;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'code':900901,'message':'m'}                      | APPLICATION_REFUSED 900901
                    500 | {'code':50001,'message':'m'}                       | WRONG_ONE_TIME_PASSWORD 50001
                    200 | {'code':900807,'message':'m'}                      | QUOTA_EXCEEDED 900807
                    200 | {'code':999024,'message':'m'}                      | WRONG_HOST 999024
                    200 | {'code':70009,'message':'m'}                       | BLOCKED 70009
                    200 | {'message':'m'}                                    | UNKNOWN
                    400 | {'code':1,'message':'m'}                           | BAD_REQUEST 1
                    401 | {'message':'m'}                                    | APPLICATION_REFUSED
                    403 | {'message':'Account is LOCKED'}                    | BLOCKED
                    403 | {'message':'m','description':'locked'}             | BLOCKED locked
                    403 | {'message':'m'}                                    | NOT_ENTITLED
                    429 | {'message':'m'}                                    | QUOTA_EXCEEDED
                    500 | {'message':'m'}                                    | BROKER_FAILED
                    503 | {'message':'m'}                                    | BROKER_FAILED
                    504 | {'message':'m'}                                    | BROKER_FAILED
                    418 | {'message':'m'}                                    | UNKNOWN
                    """)
    void kotak(int status, String fault, String outcome) throws Exception {
        judged(status, "{'fault':" + fault + "}", outcome, url -> kotak(url).login("s3cret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'success':{'oneTimeToken':'t'}}                         | -
                    299 | {'success':{'oneTimeToken':'t'}}                         | -
                    300 | {'success':{'oneTimeToken':'t'}}                         | Unexpected
                    500 | {'success':{'oneTimeToken':'t'}}                         | Unexpected
                    200 | {'success':{'oneTimeToken':'t\\n'}}                      | Unexpected
                    200 | {'success':{'oneTimeToken':''}}                          | Unexpected
                    200 | {'success':{}}                                           | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'ab1234'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':'A***4'}}        | -
                    200 | {'success':{'oneTimeToken':'t','userid':'xx1234'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':'AB****'}}       | -
                    200 | {'success':{'oneTimeToken':'t','userid':''}}             | -
                    200 | {'success':{'oneTimeToken':'t','userid':'B***4'}}        | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'A***5'}}        | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'AB12345'}}      | Unexpected
                    200 | {'success':{'oneTimeToken':'t','userid':'AB123'}}        | Unexpected
                    """)
    void kotakLogin(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> kotak(url).login("s3cret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'success':{'oneTimeToken':'t','userid':'AXXB'}}   | -
                    """)
    void userWhoseNameLooksMasked(int status, String json, String outcome) throws Exception {
        judged(
                status,
                json,
                outcome,
                url -> ((KotakClient) new KotakSdk().client(Settings.of(url), "axxb")).login("s3cret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {'error':[{'code':'1','message':'m'}]}                                | BAD_REQUEST 1
                    422 | {'error':[{'code':'1','message':'m'}]}                                | BAD_REQUEST 1
                    401 | {'error':[{'code':'1','message':'m'}]}                                | WRONG_CREDENTIALS 1
                    403 | {'error':[{'code':'1','message':'m'}]}                                | NOT_ENTITLED 1
                    429 | {'error':[{'code':'1','message':'Invalid mpin'}]}                     | QUOTA_EXCEEDED 1
                    500 | {'error':[{'code':'1','message':'Invalid mpin'}]}                     | BROKER_FAILED 1
                    502 | {'error':[{'code':'1','message':'m'}]}                                | BROKER_FAILED 1
                    503 | {'error':[{'code':'1','message':'m'}]}                                | BROKER_FAILED 1
                    504 | {'error':[{'code':'1','message':'m'}]}                                | BROKER_FAILED 1
                    418 | {'error':[{'code':'1','message':'m'}]}                                | UNKNOWN 1
                    200 | {'error':[{'code':'429','message':'m'}]}                              | QUOTA_EXCEEDED 429
                    200 | {'error':[{'code':'100022','message':'Invalid mpin'}]}                | SESSION_EXPIRED 100022
                    500 | {'error':[{'code':'100022','message':'m'}]}                           | SESSION_EXPIRED 100022
                    200 | {'error':[{'message':'Missing field'}]}                               | BAD_REQUEST
                    200 | {'error':[{'message':'required header'}]}                             | BAD_REQUEST
                    200 | {'error':[{'message':'Your account is LOCKED'}]}                      | BLOCKED
                    200 | {'error':[{'message':'Wrong mpin, it will be locked'}]}               | WRONG_CREDENTIALS
                    200 | {'error':[{'message':'Password has expired'}]}                        | PASSWORD_EXPIRED
                    200 | {'error':[{'message':'Password is wrong'}]}                           | UNKNOWN
                    200 | {'error':[{'message':'It has expired'}]}                              | UNKNOWN
                    200 | {'error':[{'message':'Unauthorised'}]}                                | APPLICATION_REFUSED
                    200 | {'error':[{'message':'Session is over'}]}                             | SESSION_EXPIRED
                    200 | {'error':[{'message':'Invalid credentials or TOTP'}]}                 | WRONG_CREDENTIALS
                    200 | {'error':[{'message':'Invalid TOTP'}]}                                | WRONG_ONE_TIME_PASSWORD
                    200 | {'error':[null,{'code':'7'}]}                                         | UNKNOWN 7
                    200 | {'error':[{'code':'7','message':'m'},{'code':'8','message':'n'},{'code':'9','message':'o'}]} | UNKNOWN 7 n (8); o (9)
                    200 | {'errMsg':'Invalid otp','stCode':5}                                   | WRONG_ONE_TIME_PASSWORD 5
                    200 | {'stat':'Not_Ok'}                                                     | UNKNOWN
                    200 | {'stat':'Ok','data':{'token':'t','sid':'s'}}                          | -
                    200 | {'errorCode':'429'}                                                   | QUOTA_EXCEEDED 429
                    200 | {'status':'error','message':'Invalid otp'}                            | WRONG_ONE_TIME_PASSWORD
                    200 | {'status':'SUCCESS','message':'Invalid otp','data':{'token':'t','sid':'s'}} | -
                    401 | {'message':'Invalid otp'}                                             | WRONG_ONE_TIME_PASSWORD
                    401 | {'x':'y'}                                                             | Unexpected
                    401 | {'data':{'token':'t','sid':'s'}}                                      | Unexpected
                    200 | {'data':{'token':'t'}}                                                | Unexpected
                    200 | {'data':{'sid':'s'}}                                                  | Unexpected
                    200 | {'data':{'token':'t','sid':'s','status':'FAILED'}}                    | Unexpected
                    200 | {'data':{'token':'t','sid':'s','status':'success'}}                   | -
                    200 | {'data':{'token':'t','sid':'s','ucc':'BC1234'}}                       | Unexpected
                    200 | {'data':{'token':'t','sid':'s','ucc':'AB1234'}}                       | -
                    200 | {'data':null}                                                         | Unexpected
                    200 | {'error':[]}                                                          | Unexpected
                    """)
    void neo(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> neo(url).login("482913"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {}                                       | -
                    200 | ''                                       | -
                    200 | '  '                                     | -
                    204 | ''                                       | -
                    299 | {'stat':'Ok'}                            | -
                    200 | {'stat':'Not_Ok','errMsg':'Invalid session'} | SESSION_EXPIRED
                    401 | ''                                       | Unexpected
                    401 | {}                                       | Unexpected
                    401 | {'message':'m'}                          | WRONG_CREDENTIALS
                    300 | {}                                       | Unexpected
                    """)
    void neoLogout(int status, String json, String outcome) throws Exception {
        String login = "{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}";
        judgedAfter(2, login, status, json, outcome, url -> {
            KotakNeoSession session = neoSession(url);
            return () -> {
                session.logout();
                return "";
            };
        });
    }

    @Test
    void addressIsTheOneThatIsTold() throws Exception {
        String login = "{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}";
        int[] next = new int[1];
        try (Server server = Server.replying(
                request -> Server.json(200, next[0]++ < 2 ? login : "{\"data\":[{\"ip\":\"192.0.2.1\"}]}"))) {
            assertThat(neoSession(server.url()).clientIp()).isEqualTo("192.0.2.1");
        }
    }

    /** The secret goes out in Base64, and comes back as it is. */
    @Test
    void secretOfABasicHeaderIsHidden() throws Exception {
        try (Server server = Server.replying("{\"fault\":{\"code\":1,\"message\":\"Not horse-battery-staple\"}}")) {
            assertThat(catchThrowable(() -> KotakClient.builder()
                            .baseUrl(server.url())
                            .consumerKey("key")
                            .tokens("horse-battery-staple")
                            .issue()))
                    .isInstanceOfSatisfying(
                            BrokerException.Rejected.class,
                            e -> assertThat(e.brokerMessage()).isEqualTo("Not ***"));
        }
    }

    @Test
    void adviceNamesTheBrokersOwnPlaceWhereTheSpecDoes() throws Exception {
        String json = "{\"stat\":\"Not_Ok\",\"stCode\":%s,\"errMsg\":\"unauthorized\"}";
        try (Server server = Server.replying(json.formatted(100008));
                Server general = Server.replying(json.formatted(100022))) {
            assertThat(catchThrowable(() -> neo(server.url()).login("482913")))
                    .isInstanceOfSatisfying(BrokerException.Rejected.class, e -> {
                        assertThat(e.suggestedAction()).contains("Kotak Neo under More, Trade API, Add IP");
                        assertThat(e).hasMessageEndingWith("(100008). " + e.suggestedAction());
                    });
            assertThat(catchThrowable(() -> neo(general.url()).login("482913")))
                    .isInstanceOfSatisfying(
                            BrokerException.Rejected.class,
                            e -> assertThat(e.suggestedAction()).isEqualTo(org.brokersdk.core.Reason.SESSION_EXPIRED.suggestedAction()));
        }
    }

    /** A blank that goes on is no nothing. */
    @Test
    void neoLogoutWhoseAnswerBreaksOff() throws Exception {
        int[] next = new int[1];
        try (Server server = Server.replying(request -> next[0]++ < 2
                ? Server.json(200, "{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}")
                : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n  ".getBytes(StandardCharsets.US_ASCII))) {
            KotakNeoSession session = neoSession(server.url());

            assertOutcome("Unexpected", () -> {
                session.logout();
                return "";
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'data':[{'ip':'192.0.2.1'}]}            | -
                    200 | {'ip':'192.0.2.1'}                       | Unexpected
                    200 | {'data':[]}                              | Unexpected
                    200 | {'data':[null]}                          | Unexpected
                    200 | {'data':[{'ip':' '}]}                    | Unexpected
                    200 | {}                                       | Unexpected
                    500 | {'data':[{'ip':'192.0.2.1'}]}            | Unexpected
                    200 | {'stat':'Not_Ok','errMsg':'Invalid session'} | SESSION_EXPIRED
                    """)
    void neoClientIp(int status, String json, String outcome) throws Exception {
        String login = "{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}";
        judgedAfter(2, login, status, json, outcome, url -> {
            KotakNeoSession session = neoSession(url);
            return session::clientIp;
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    401 | {'message':'m'}                                                   | APPLICATION_REFUSED
                    402 | {'statusCode':402,'message':'m'}                                  | UNKNOWN 402
                    502 | {'message':'m'}                                                   | BROKER_FAILED
                    504 | {'message':'m'}                                                   | BROKER_FAILED
                    403 | {'message':'Out of QUOTA'}                                        | QUOTA_EXCEEDED
                    200 | {'head':{'status':'2','statusDescription':'Invalid Session'}}     | APPLICATION_REFUSED head 2
                    200 | {'head':{'status':'1','statusDescription':' Invalid  Session '}}  | SESSION_EXPIRED head 1
                    200 | {'head':{'status':'1','statusDescription':'invalid head parameters.'}} | APPLICATION_REFUSED head 1
                    200 | {'head':{'status':'1'}}                                           | UNKNOWN head 1
                    200 | {'head':{'status':'0'},'body':{'Status':1}}                       | WRONG_CREDENTIALS 1
                    200 | {'head':{'status':'0'},'body':{'Status':2}}                       | WRONG_CREDENTIALS 2
                    200 | {'head':{'status':'0'},'body':{'Status':3}}                       | WRONG_CREDENTIALS 3
                    200 | {'head':{'status':'0'},'body':{'Status':4}}                       | VALIDITY_EXPIRED 4
                    200 | {'head':{'status':'0'},'body':{'Status':5}}                       | WRONG_CREDENTIALS 5
                    200 | {'head':{'status':'0'},'body':{'Status':6}}                       | UNKNOWN 6
                    500 | {'head':{'status':'0'},'body':{'Status':9}}                       | SESSION_EXPIRED 9
                    200 | {'head':{'status':'0'},'body':{'Message':'Invalid Session'}}      | SESSION_EXPIRED
                    200 | {'head':{'status':'0'},'body':{'Status':0,'Message':'Invalid Session'}} | SESSION_EXPIRED 0
                    299 | {'head':{'status':'0'},'body':{'Status':0}}                       | -
                    300 | {'head':{'status':'0'},'body':{'Status':0}}                       | Unexpected
                    200 | {'head':{},'body':{'Status':0}}                                   | Unexpected
                    200 | {'body':{'Status':0}}                                             | Unexpected
                    """)
    void partner(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> iifl(url).partnerLogin("demo@example.com", "1234567890"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'head':{'status':'0'},'body':{'Msg':'Password: change it'}}     | PASSWORD_EXPIRED
                    200 | {'head':{'status':'0'},'body':{'Msg':'Password expired'}}        | PASSWORD_EXPIRED
                    200 | {'head':{'status':'0'},'body':{'Msg':'Login expired'}}           | UNKNOWN
                    200 | {'head':{'status':'0'},'body':{'Msg':'Password'}}                | UNKNOWN
                    200 | {'head':{'status':'0'},'body':{'Msg':'Invalid checksum'}}        | UNKNOWN
                    200 | {'head':{'status':'0'},'body':{'Msg':'Wrong user'}}              | WRONG_CREDENTIALS
                    200 | {'head':{'status':'0'},'body':{'Msg':'User is suspended'}}       | BLOCKED
                    200 | {'head':{'status':'0'},'body':{'Msg':'','Token':' '}}            | -
                    200 | {'head':{'status':'0'},'body':{'Msg':'Hello','Token':'t'}}       | -
                    200 | {'head':{'status':'0'},'body':{'Token':'t'}}                     | -
                    200 | {'head':{'status':'0'},'body':{'Token':' '}}                     | Unexpected
                    200 | {'head':{'status':'0'},'body':{}}                                | Unexpected
                    200 | {'head':{},'body':{'Token':'t'}}                                 | Unexpected
                    200 | {'head':{'status':'0'}}                                          | Unexpected
                    """)
    void customer(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> iifl(url).customerLogin("DEMO01", "s3cret", LocalDate.EPOCH));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'head':{'status':'0'},'body':{'Status':0}}                     | -
                    200 | {'head':{'status':'0'},'body':{'Status':1}}                     | UNKNOWN 1
                    200 | {'head':{'status':'0'},'body':{}}                               | Unexpected
                    200 | {'head':{'status':'0'}}                                         | Unexpected
                    500 | {'head':{'status':'0'},'body':{'Status':0}}                     | Unexpected
                    """)
    void registration(int status, String json, String outcome) throws Exception {
        String login = "{\"head\":{\"status\":\"0\"},\"body\":{\"Token\":\"t\"}}";
        judgedAfter(1, login, status, json, outcome, server -> {
            var session = iifl(server).customerLogin("DEMO01", "s3cret", LocalDate.EPOCH);
            return () -> {
                session.registerToken();
                return "";
            };
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    A=1; path=/ | IIFLMarcookie=c; path=/ | A=1; IIFLMarcookie=c
                    A=          | IIFLMarcookie=c         | IIFLMarcookie=c
                    =1          | IIFLMarcookie=c         | IIFLMarcookie=c
                    A           | IIFLMarcookie=c         | IIFLMarcookie=c
                    A=1 ~       | IIFLMarcookie = c       | A=1 ~; IIFLMarcookie=c
                    IIFLMarcookie=a | IIFLMarcookie=b     | IIFLMarcookie=b
                    A=IIFLMarcookie= | B=1                | Unexpected
                    """)
    void cookies(String first, String second, String cookie) throws Exception {
        byte[] answer = Server.json(
                200,
                "{\"head\":{\"status\":\"0\"},\"body\":{\"Status\":0}}",
                "Set-Cookie: " + first,
                "Set-Cookie: " + second);
        try (Server server = Server.replying(request -> answer)) {
            Throwable[] failure = new Throwable[1];
            String[] got = new String[1];
            failure[0] = catchThrowable(() -> got[0] = iifl(server.url())
                    .partnerLogin("demo@example.com", "1234567890")
                    .cookie());

            assertThat(failure[0] == null ? got[0] : Sdk.kind(failure[0])).isEqualTo(cookie);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'status':'EC004','message':'m'}                       | BLOCKED EC004
                    200 | {'status':'EC014','message':'m'}                       | BLOCKED EC014
                    200 | {'status':'EC016','message':'m'}                       | WRONG_CREDENTIALS EC016
                    200 | {'status':'EC044','message':'m'}                       | CODE_REFUSED EC044
                    200 | {'status':'Not_Ok','message':'EC054: m'}               | APPLICATION_REFUSED EC054
                    200 | {'status':'EC055','message':'m'}                       | NOT_ENTITLED EC055
                    200 | {'status':'EC069','message':'m'}                       | PASSWORD_EXPIRED EC069
                    200 | {'status':'EC075','message':'m'}                       | NOT_ENTITLED EC075
                    200 | {'status':'EC923','message':'m'}                       | BROKER_FAILED EC923
                    200 | {'status':'EC940','message':'m'}                       | BROKER_FAILED EC940
                    200 | {'status':'EC999','message':'m'}                       | UNKNOWN EC999
                    400 | {'status':'EC999','message':'m'}                       | BAD_REQUEST EC999
                    401 | {'status':'EC999','message':'m'}                       | CODE_REFUSED EC999
                    403 | {'message':'Quota is out'}                             | QUOTA_EXCEEDED
                    403 | {'message':'m'}                                        | NOT_ENTITLED
                    429 | {'status':'EC004','message':'m'}                       | QUOTA_EXCEEDED EC004
                    500 | {'message':'m'}                                        | BROKER_FAILED
                    200 | {'status':'Not_Ok'}                                    | UNKNOWN
                    200 | {'message':'m'}                                        | Unexpected
                    500 | {'status':'x'}                                         | Unexpected
                    500 | {'status':'Ok','userSession':'t'}                      | Unexpected
                    200 | {'status':'Success','userSession':'t'}                 | Unexpected
                    200 | {'status':'Ok'}                                        | Unexpected
                    200 | {'status':'Ok','userSession':'t t'}                    | Unexpected
                    200 | {'status':'OK','userSession':'t','message':'EC004'}    | -
                    """)
    void markets(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> markets(url).login(REDIRECT));
    }

    private static final String REDIRECT =
            "https://my-server.example/login?authCode=" + Sdk.ACCESS + "&clientId=" + Sdk.USER;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'status':'EC044','message':'m'}                                   | SESSION_EXPIRED EC044
                    200 | {'status':'EC075','message':'m'}                                   | SESSION_EXPIRED EC075
                    401 | {'message':'m'}                                                    | SESSION_EXPIRED
                    200 | {'status':'Ok','result':{'status':'EC004','message':'m'}}          | BLOCKED EC004
                    200 | {'status':'Ok','result':{'status':'Not_Ok','message':'EC044'}}     | SESSION_EXPIRED EC044
                    200 | {'status':'Ok','result':{'status':'Success','message':'m'}}        | -
                    200 | {'status':'Ok','result':{}}                                        | -
                    200 | {'status':'Ok'}                                                    | no result
                    200 | {}                                                                 | Unexpected
                    """)
    void marketsSession(int status, String json, String outcome) throws Exception {
        String login = "{\"status\":\"Ok\",\"userSession\":\"t\"}";
        judgedAfter(1, login, status, json, outcome.equals("no result") ? "-" : outcome, server -> {
            IiflMarketsSession session = markets(server).login(REDIRECT);
            return () -> {
                session.logout();
                return "";
            };
        });
        judgedAfter(1, login, status, json, outcome.equals("no result") ? "Unexpected" : outcome, server -> {
            IiflMarketsSession session = markets(server).login(REDIRECT);
            return session::profile;
        });
    }

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
                    Something else                                 | UNKNOWN
                    """)
    void noren(String words, String reason) throws Exception {
        judged(
                200,
                "{'stat':'Not_Ok','emsg':'" + words + "'}",
                reason,
                url -> noren(url).login("VIDYA", "s3cret", "482913"));
        judged(500, "{'emsg':'" + words + "'}", reason, url -> noren(url).login("VIDYA", "s3cret", "482913"));
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
    void norenLogin(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> noren(url).login("VIDYA", "s3cret", "482913"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'ReqStatus':'OTP sent'}              | -
                    200 | {'ReqStatus':'Invalid pan'}           | WRONG_CREDENTIALS
                    200 | {'ReqStatus':'Request failed'}        | UNKNOWN
                    500 | {'ReqStatus':'OTP sent'}              | UNKNOWN
                    200 | {'ReqStatus':' '}                     | Unexpected
                    200 | {'stat':'Ok'}                         | Unexpected
                    200 | {'stat':'Not_Ok','ReqStatus':'OTP sent'} | UNKNOWN
                    """)
    void norenRequest(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> noren(url).requestOtp("VIDYA", "ABCDE1234F"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {'stat':'Ok'}                         | -
                    500 | {'stat':'Ok'}                         | Unexpected
                    200 | {}                                    | Unexpected
                    200 | {'stat':'Not_Ok','emsg':'Wrong Password'} | WRONG_CREDENTIALS
                    """)
    void norenNothing(int status, String json, String outcome) throws Exception {
        judged(status, json, outcome, url -> {
            noren(url).forgotPassword("VIDYA", "ABCDE1234F", "01011990");
            return "";
        });
        judged(status, json, outcome, url -> noren(url).changePassword("VIDYA", "s3cret", "s3cr3t"));
    }

    @EverySdk
    void closedClientStartsNoCall(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            org.brokersdk.core.Client client = sdk.client(Settings.of(server.url()), Sdk.USER);
            client.close();

            assertThat(catchThrowable(sdk.login(client, Sdk.USER, () -> Sdk.OTP).now()::get))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(server.connections).hasValue(0);
        }
    }

    private static void judged(int status, String json, String outcome, Call call) throws Exception {
        byte[] answer = Server.json(status, json.replace('\'', '"'), "Set-Cookie: IIFLMarcookie=c");
        try (Server server = Server.replying(request -> answer)) {
            assertOutcome(outcome, () -> call.on(server.url()));
        }
    }

    private interface Session {
        Callable<Object> at(String url) throws Exception;
    }

    private static void judgedAfter(int logins, String login, int status, String json, String outcome, Session session)
            throws Exception {
        int[] next = new int[1];
        try (Server server = Server.replying(request -> Server.json(
                next[0] < logins ? 200 : status,
                next[0]++ < logins ? login : json.replace('\'', '"'),
                "Set-Cookie: IIFLMarcookie=c"))) {
            assertOutcome(outcome, session.at(server.url()));
        }
    }

    /** A kind of failure; or reason, code and detail of a refusal; or a dash for none. */
    private static void assertOutcome(String outcome, Callable<?> call) {
        if (outcome.equals("-")) {
            Object[] result = new Object[1];
            assertThatCode(() -> result[0] = call.call()).doesNotThrowAnyException();
            assertThat(result[0]).isNotNull();
            return;
        }
        Throwable failure = catchThrowable(call::call);
        assertThat(failure).isNotNull();
        String told = Sdk.kind(failure);
        if (told.equals("Rejected")) {
            told = Sdk.call(failure, "reason") + text(Sdk.call(failure, "code")) + text(Sdk.call(failure, "detail"));
        }
        assertThat(told).as(failure.toString()).isEqualTo(outcome);
    }

    private static String text(Object optional) {
        return ((Optional<?>) optional).map(value -> " " + value).orElse("");
    }

    private static KotakClient kotak(String url) {
        return (KotakClient) new KotakSdk().client(Settings.of(url), Sdk.USER);
    }

    private static KotakNeoSession neoSession(String url) {
        return neo(url).login("482913").validate("123456");
    }

    private static KotakNeoClient neo(String url) {
        return (KotakNeoClient) new KotakNeoSdk().client(Settings.of(url), Sdk.USER);
    }

    private static IiflClient iifl(String url) {
        return (IiflClient) new IiflSdk().client(Settings.of(url), Sdk.USER);
    }

    private static IiflMarketsClient markets(String url) {
        return (IiflMarketsClient) new IiflMarketsSdk().client(Settings.of(url), Sdk.USER);
    }

    private static NorenClient noren(String url) {
        return (NorenClient) new NorenSdk().client(Settings.of(url), Sdk.USER);
    }
}

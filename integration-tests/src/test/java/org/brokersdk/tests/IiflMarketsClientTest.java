package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.IiflException.Rejected;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.iifl.Reason;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login to IIFL's Markets API comes to, on the answers that the spec shows. */
@ExtendWith(PrismExtension.class)
class IiflMarketsClientTest {

    private static final String REDIRECT = "https://app.example/back?authCode=ABC123DEF456&clientId=TESTCLIENT1";

    private static final String REFUSALS = """
            getUserSession | 200 | notOk              | UNKNOWN                 |       | The request was refused
            getUserSession | 200 | somethingWentWrong | UNKNOWN                 | EC003 | Something went wrong
            getUserSession | 200 | userBlocked        | BLOCKED                 | EC004 | The user is blocked
            getUserSession | 200 | accountBlocked     | BLOCKED                 | EC014 | The account is blocked
            getUserSession | 200 | wrongCredentials   | WRONG_CREDENTIALS       | EC016 | The user or the password is wrong
            getUserSession | 200 | wrongAppKey        | APPLICATION_REFUSED     | EC054 | The application key is wrong
            getUserSession | 200 | passwordExpired    | PASSWORD_EXPIRED        | EC069 | The password has expired
            getUserSession | 401 | invalidToken       | WRONG_ONE_TIME_PASSWORD | EC044 | The token is not valid
            getUserSession | 401 | unauthorised       | NOT_ENTITLED            | EC075 | The access is not authorised
            getUserSession | 403 | notAuthorised      | NOT_ENTITLED            | EC055 | The application is not authorised
            getUserSession | 403 | ipNotAuthorised    | NOT_ENTITLED            | EC500 | The IP address is not authorised
            getUserSession | 429 | tooManyCalls       | QUOTA_EXCEEDED          |       | Too many calls
            getProfile     | 200 | notOk              | UNKNOWN                 |       | The request was refused
            getProfile     | 200 | somethingWentWrong | UNKNOWN                 | EC003 | Something went wrong
            getProfile     | 200 | profileFailed      | BROKER_FAILED           | EC923 | The profile could not be read
            getProfile     | 401 | invalidToken       | SESSION_EXPIRED         | EC044 | The token is not valid
            getProfile     | 401 | unauthorised       | SESSION_EXPIRED         | EC075 | The access is not authorised
            getProfile     | 403 | notAuthorised      | NOT_ENTITLED            | EC055 | The application is not authorised
            getProfile     | 403 | ipNotAuthorised    | NOT_ENTITLED            | EC500 | The IP address is not authorised
            getProfile     | 429 | tooManyCalls       | QUOTA_EXCEEDED          |       | Too many calls
            logout         | 200 | notOk              | UNKNOWN                 |       | The request was refused
            logout         | 200 | somethingWentWrong | UNKNOWN                 | EC003 | Something went wrong
            logout         | 200 | logoutFailed       | BROKER_FAILED           | EC940 | The logout failed
            logout         | 401 | invalidToken       | SESSION_EXPIRED         | EC044 | The token is not valid
            logout         | 401 | unauthorised       | SESSION_EXPIRED         | EC075 | The access is not authorised
            logout         | 403 | notAuthorised      | NOT_ENTITLED            | EC055 | The application is not authorised
            logout         | 403 | ipNotAuthorised    | NOT_ENTITLED            | EC500 | The IP address is not authorised
            logout         | 429 | tooManyCalls       | QUOTA_EXCEEDED          |       | Too many calls
            """;

    private final Gateway mock;

    IiflMarketsClientTest(Mocks mocks) {
        mock = mocks.of("iifl");
    }

    private final Map<String, Consumer<IiflMarketsClient>> calls = Map.of(
            "getUserSession", iifl -> iifl.login(REDIRECT),
            "getProfile", iifl -> iifl.restore(login().save()).profile(),
            "logout", iifl -> iifl.restore(login().save()).logout());

    @Test
    void logsInLooksAndLogsOut() {
        IiflMarketsSession session = login();

        assertThat(session.userId()).isEqualTo("TESTCLIENT1");
        assertThat(session.since()).isBeforeOrEqualTo(Instant.now());
        assertThat(session.headers())
                .isEqualTo(Map.of("Authorization", "Bearer " + session.answer().userSession()));
        assertThat(session.profile().clientName()).isEqualTo("Demo Client");
        assertThat(session.profile().exchanges()).containsExactly("NSEEQ", "BSEEQ");
        assertThatCode(session::logout).doesNotThrowAnyException();
    }

    @Test
    void logsInLooksAndLogsOutWithoutWaiting() {
        IiflMarketsClient iifl = client().build();

        IiflMarketsSession session = iifl.loginAsync(REDIRECT).join();

        assertThat(iifl.loginAsync(REDIRECT + "&state=s", "s").join().userId()).isEqualTo("TESTCLIENT1");
        assertThat(session.profileAsync().join().isTotpEnabled()).isEqualTo("Y");
        assertThatCode(() -> session.logoutAsync().join()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = REFUSALS)
    void rejectsWithAReason(String operation, int status, String example, Reason reason, String code, String message) {
        IiflMarketsClient iifl = client().baseUrl(mock.url(status, example)).build();

        assertThatThrownBy(() -> calls.get(operation).accept(iifl))
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code().orElse(null)).isEqualTo(code);
                    assertThat(rejected.brokerMessage()).isEqualTo(message);
                    assertThat(rejected.status()).isEqualTo(status);
                });
    }

    @Test
    void everyRefusalOfTheSpecIsTestedHere() {
        for (Operation operation : Spec.of("iifl").operations()) {
            Stream<Example> refusals = operation.examples().stream()
                    .filter(example -> !example.name().equals("success"));
            if (calls.containsKey(operation.id())) {
                refusals.forEach(example -> assertThat(REFUSALS)
                        .containsPattern(
                                operation.id() + " *\\| " + example.status() + " \\| " + example.name() + " "));
            }
        }
    }

    @Test
    void twoApisHaveTwoHosts() {
        assertThat(IiflApi.BASE_URL).isEqualTo("https://dataservice.iifl.in/openapi/prod/");
        assertThat(IiflMarketsApi.BASE_URL).isEqualTo("https://api.iiflcapital.com/");
    }

    @Test
    void sendsTheBrowserToThePageOfTheBroker() {
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .appKey("a&b")
                .appSecret("s3cret")
                .redirectUrl("https://app.example?from=iifl")
                .build();

        assertThat(iifl.loginUrl())
                .startsWith("https://markets.iiflcapital.com/?v=1&appkey=a%26b&redirecturl=https%3A%2F%2Fapp.example")
                .doesNotContain("s3cret");
        assertThat(HttpUrl.get(iifl.loginUrl()).queryParameter("redirecturl"))
                .isEqualTo("https://app.example?from=iifl");
        assertThat(HttpUrl.get(iifl.loginUrl("s &1")).queryParameter("redirecturl"))
                .isEqualTo("https://app.example?from=iifl&state=s+%261");
        iifl.close();
    }

    @Test
    void sendsTheBrowserToAnotherPage() {
        assertThat(client().loginPage("http://127.0.0.1:1/page").build().loginUrl("s"))
                .isEqualTo("http://127.0.0.1:1/page?appkey=app-key"
                        + "&redirecturl=https%3A%2F%2Fapp.example%2Fback%3Fstate%3Ds");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void refusesSettingsThatAreMissing(String empty) {
        assertThatThrownBy(() -> client().appKey(empty).build()).hasMessageStartingWith("appKey ");
        assertThatThrownBy(() -> client().appSecret(empty).build()).hasMessageStartingWith("appSecret ");
        assertThatThrownBy(() -> client().redirectUrl(empty).build())
                .hasMessageStartingWith("redirectUrl must be a URL");
        assertThatThrownBy(() -> client().loginPage(empty).build()).hasMessageStartingWith("loginPage must be a URL");
        assertThatThrownBy(() -> client().build().loginUrl(empty)).hasMessageStartingWith("state ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "myapp://s3cret", "https://app.example/#s3cret"})
    void refusesARedirectUrlThatIsNone(String redirectUrl) {
        assertThatThrownBy(() -> client().redirectUrl(redirectUrl).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    private IiflMarketsSession login() {
        return client().build().login(REDIRECT);
    }

    private IiflMarketsClient.Builder client() {
        return IiflMarketsClient.builder()
                .baseUrl(mock.url())
                .httpClient(Prefer.NOTHING)
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .redirectUrl("https://app.example/back");
    }
}

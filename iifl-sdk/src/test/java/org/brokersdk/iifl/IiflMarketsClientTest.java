package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import okhttp3.HttpUrl;
import org.brokersdk.core.Reason;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the login page, the redirect, and the exchange of the authorization code. */
class IiflMarketsClientTest extends IiflFixture {

    private static final String LOGGED_IN = "{'status':'Ok','userSession':'jwt'}";
    private static final String QUERY = "authCode=s3cret-code&clientId=s3cret-client";

    // Settings

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsMissingSettings(String empty) {
        assertInvalid("appKey ", () -> markets().appKey(empty).build());
        assertInvalid("appSecret ", () -> markets().appSecret(empty).build());
        if (empty != null) {
            assertInvalid(
                    "redirectUrl must be a URL",
                    () -> markets().redirectUrl(empty).build());
            assertInvalid(
                    "loginPage must be a URL", () -> markets().loginPage(empty).build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "myapp://s3cret", "https://app.example/#s3cret"})
    void rejectsARedirectUrlThatNoBrowserCanReach(String redirectUrl) {
        assertInvalid(
                "redirectUrl must ", () -> markets().redirectUrl(redirectUrl).build());
    }

    @Test
    void sendsNothingAfterClose() {
        IiflMarketsClient iifl = markets().build();
        IiflMarketsSession session = iifl.restore(marketsLogin("jwt").save());
        iifl.close();

        assertThatThrownBy(() -> iifl.login(REDIRECT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::logoutAsync).isInstanceOf(IllegalStateException.class);
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void restoresNoSessionOfAnotherUser() {
        String saved = marketsLogin("jwt").save();

        assertInvalid(
                "saved must be a session of the user of this client",
                () -> markets().clientId("OTHER").build().restore(saved));
    }

    // Login page

    @Test
    void hasAnotherHostThanTheOpenApi() {
        assertThat(IiflApi.BASE_URL).isEqualTo("https://dataservice.iifl.in/openapi/prod/");
        assertThat(IiflMarketsApi.BASE_URL).isEqualTo("https://api.iiflcapital.com/");
    }

    @Test
    void returnsALoginUrlWithAppKeyRedirectUrlAndState() {
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .appKey("a&b")
                .appSecret("s3cret")
                .redirectUrl("https://app.example?from=iifl")
                .build();

        assertThat(iifl.loginUrl())
                .startsWith(
                        "https://markets.iiflcapital.com/?v=1&appkey=a%26b&redirecturl=https://app.example?from%3Diifl")
                .doesNotContain("s3cret");
        assertThat(redirectUrl(iifl.loginUrl())).isEqualTo("https://app.example?from=iifl");
        assertThat(redirectUrl(iifl.loginUrl("s &1"))).isEqualTo("https://app.example?from=iifl&state=s+%261");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/login", "https://app.example/a%2Fb+c?d=é&e=%26"})
    void sendsTheRedirectUrlAsRegistered(String registered) {
        String page = markets().redirectUrl(registered).build().loginUrl();

        assertThat(redirectUrl(page)).isEqualTo(registered);
        if (!registered.contains("?")) {
            assertThat(page).endsWith("&redirecturl=" + registered);
        }
    }

    private static String redirectUrl(String page) {
        return HttpUrl.get(page).queryParameter("redirecturl");
    }

    @Test
    void usesThePageOfIiflUnlessAnotherIsSet() {
        IiflMarketsClient.Builder settings =
                IiflMarketsClient.builder().appKey("app-key").appSecret("app-s3cret");

        assertThat(settings.build().loginUrl()).isEqualTo("https://markets.iiflcapital.com/?v=1&appkey=app-key");
        assertThat(settings.baseUrl("https://a.example/b").build().loginUrl())
                .isEqualTo("https://a.example/b/?v=1&appkey=app-key");
        assertThat(settings.loginPage("https://c.example/d").build().loginUrl())
                .isEqualTo("https://c.example/d?appkey=app-key");
        assertThat(settings.loginPage("http://127.0.0.1:1/page")
                        .redirectUrl("https://app.example/back")
                        .build()
                        .loginUrl("s"))
                .isEqualTo("http://127.0.0.1:1/page?appkey=app-key&redirecturl=https://app.example/back?state%3Ds");
    }

    // Redirect

    @ParameterizedTest
    @ValueSource(
            strings = {
                REDIRECT_URL + "?" + QUERY,
                REDIRECT_URL + "?authcode=s3cret-code&clientid=s3cret-client",
                REDIRECT_URL + "?other=1&CLIENTID=s3cret%2Dclient&AuthCode=s3cret-code#top",
                "HTTPS://APP.example:8443/back?" + QUERY
            })
    void sendsOnlyAHashOfTheRedirect(String redirect) {
        respond(LOGGED_IN);

        assertThat(markets().appSecret("s3cret-app").build().login(redirect).userId())
                .isEqualTo("s3cret-client");

        RecordedRequest login = takeRequest("POST " + URL + "v1/getusersession");
        assertThat(login.headers().get("Authorization")).isNull();
        assertThat(login.headers().get("Ocp-Apim-Subscription-Key")).isNull();
        // printf s3cret-clients3cret-codes3cret-app | sha256sum
        assertThat(login.body())
                .isEqualTo("{\"checkSum\":\"1a6790b47f3624932261387513d9433d894804bdd0c2cdb6eca17f428cb55e77\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null                                                | redirect must be the whole URL
            ''                                                  | redirect must be the whole URL
            ' '                                                 | redirect must be the whole URL
            s3cret-code                                         | redirect must be the whole URL
            /back?QUERY                                         | redirect must be the whole URL
            myapp://back?QUERY                                  | redirect must be the whole URL
            http://app.example:8443/back?QUERY                  | redirect must be to BACK
            https://evil.example:8443/back?QUERY                | redirect must be to BACK
            https://app.example:8443@evil.example/back?QUERY    | redirect must be to BACK
            https://app.example.evil.example:8443/back?QUERY    | redirect must be to BACK
            https://app.example/back?QUERY                      | redirect must be to BACK
            https://app.example:8443/back/?QUERY                | redirect must be to BACK
            https://app.example:8443/Back?QUERY                 | redirect must be to BACK
            https://app.example:8443/?QUERY                     | redirect must be to BACK
            https://app.example:8443/back/../other?QUERY        | redirect must be to BACK
            BACK?clientId=s3cret                                 | redirect has no authCode
            BACK?authCode=&clientId=s3cret                       | redirect has no authCode
            BACK?authCode&clientId=s3cret                        | redirect has no authCode
            BACK?authCode=s3cret                                 | redirect has no clientId
            BACK?authCode=s3cret&clientId=%20                    | redirect has no clientId
            BACK                                                | redirect has no authCode
            BACK?authCode=s3cret&authCode=s3cret2&clientId=s3cret | redirect must have one authCode
            BACK?authCode=s3cret&authcode=s3cret&clientId=s3cret | redirect must have one authCode
            BACK?authCode=s3cret&clientId=s3cret&CLIENTID=s3cret2 | redirect must have one clientId
            """)
    void rejectsAnotherRedirect(String template, String message) {
        IiflMarketsClient iifl = markets().build();
        String redirect =
                template == null ? null : template.replace("QUERY", QUERY).replace("BACK", REDIRECT_URL);

        assertInvalid(message.replace("BACK", REDIRECT_URL), () -> iifl.login(redirect));
        assertInvalid(message.replace("BACK", REDIRECT_URL), () -> iifl.loginAsync(redirect));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&state=", "&state=s3cret2", "&state=S3CRET-STATE", "&State=s3cret-state"})
    void rejectsAnotherState(String state) {
        assertInvalid(
                "redirect must contain the state", () -> markets().build().login(REDIRECT + state, "s3cret-state"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsAnEmptyState(String state) {
        assertInvalid("state ", () -> markets().build().loginUrl(state));
        assertInvalid("state ", () -> markets().build().login(REDIRECT, state));
        assertInvalid("state ", () -> markets().build().loginAsync(REDIRECT, state));
    }

    @Test
    void acceptsTheStateThatWasSent() {
        respond(LOGGED_IN);
        respond(LOGGED_IN);
        IiflMarketsClient iifl = markets().build();

        assertThat(iifl.login(REDIRECT + "&state=s+%261", "s &1").userId()).isEqualTo("TESTCLIENT1");
        assertThat(iifl.loginAsync(REDIRECT + "&state=s", "s").join().userId()).isEqualTo("TESTCLIENT1");
    }

    @Test
    void rejectsARedirectOfAnotherUser() {
        respond(LOGGED_IN);
        respond(LOGGED_IN);

        assertThat(markets().clientId("testclient1").build().login(REDIRECT).userId())
                .isEqualTo("TESTCLIENT1");
        assertThat(markets()
                        .clientId("TESTCLIENT1")
                        .build()
                        .login(REDIRECT_URL + "?authCode=ABC123DEF456&clientId=testclient1")
                        .userId())
                .isEqualTo("testclient1");
        assertInvalid(
                "redirect is of another clientId. Another user has logged in. Log out on the broker's page, and start the login again",
                () -> markets().clientId("TESTCLIENT2").build().login(REDIRECT));
    }

    /** IIFL's page shows the code if no redirect URL is registered, and the user types it. */
    @Test
    void logsInWithACodeThatTheUserTypes() {
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .baseUrl(URL)
                .httpClient(broker.client())
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .clientId("TESTCLIENT1")
                .build();
        respond(LOGGED_IN);

        assertThat(iifl.loginUrl()).isEqualTo(URL + "?v=1&appkey=app-key");
        assertThat(iifl.loginWithCode("ABC123DEF456").userId()).isEqualTo("TESTCLIENT1");
        assertInvalid("redirectUrl is required for login(redirect)", () -> iifl.login(REDIRECT));
        assertInvalid("redirectUrl is required", () -> iifl.loginUrl("s"));
        assertInvalid("clientId is required", () -> markets().build().loginWithCode("ABC123DEF456"));
    }

    // Responses

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {'status':'NOT_OK','message':'EC016: no'}        | WRONG_CREDENTIALS       | EC016 | EC016: no
            200 | {'status':'Not_Ok','message':'no','result':[]}   | UNKNOWN                 |       | no
            200 | {'status':'Not_Ok'}                              | UNKNOWN                 |       |
            200 | {'status':'EC777','message':'no'}                | UNKNOWN                 | EC777 | no
            400 | {'status':'Not_Ok','message':'no'}               | BAD_REQUEST             |       | no
            400 | {'status':'EC054','message':'no'}                | APPLICATION_REFUSED     | EC054 | no
            401 | {'message':'no'}                                 | CODE_REFUSED            |       | no
            403 | {'message':'no'}                                 | NOT_ENTITLED            |       | no
            404 | {'status':404,'error':'no'}                      | UNKNOWN                 | 404   | no
            429 | {'status':'EC003','message':'no'}                | QUOTA_EXCEEDED          | EC003 | no
            500 | {'status':'EC777','message':'no'}                | BROKER_FAILED           | EC777 | no
            500 | {'status':'EC003','message':'no'}                | BROKER_FAILED           | EC003 | no
            503 | {'message':'no'}                                 | BROKER_FAILED           |       | no
            """)
    void reportsARejectionByCodeThenByStatus(int status, String body, Reason reason, String code, String message) {
        respond(status, body, "Retry-After: 7");

        assertThat(assertRejected(
                                status,
                                reason,
                                code,
                                message,
                                () -> markets().build().login(REDIRECT))
                        .retryAfter())
                .contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | {'status':'Ok','userSession':'s3cret'}  | BROKER_FAILED
            401 | {}                                      | CODE_REFUSED
            429 | <html>69641f06654064a829b8daa1138</html> | QUOTA_EXCEEDED
            """)
    void reportsARejectionByStatusAlone(int status, String body, Reason reason) {
        respond(status, body, "Retry-After: 7");

        assertThat(assertRejected(
                        status, reason, null, null, () -> markets().build().login(REDIRECT)))
                .hasMessageStartingWith("The broker rejected the request with HTTP " + status
                        + " and gave no reason. Wait for 7 seconds.")
                .hasMessageNotContainingAny("69641f06", "s3cret");
    }

    /** The hash in one of the responses is that of the request. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | ''
            200 | null
            200 | []
            200 | {}
            200 | {'status':'Ok'}
            200 | {'status':'Ok','userSession':''}
            200 | {'status':'Ok','userSession':'two words'}
            200 | {'userSession':'s3cret'}
            200 | {'message':'Success','userSession':'s3cret'}
            200 | {'status':'Ok','userSession':'s3cr
            302 | {'status':'Ok','userSession':'s3cret'}
            401 | <html>69641f06654064a829b8daa1138e4156f7f6a35ae998cf3169385ac43123b2d9</html>
            502 | <html>Bad Gateway</html>
            """)
    void reportsAResponseOfAnotherShape(int status, String body) {
        respond(status, body);

        assertThat(assertUnexpected(status, () -> markets().build().login(REDIRECT)))
                .hasMessageNotContaining("69641f06");
        assertThat(broker.takeRequest().body()).contains("69641f06");
    }
}

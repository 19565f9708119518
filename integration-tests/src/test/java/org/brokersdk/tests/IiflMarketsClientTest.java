package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login to IIFL's Markets API comes to, on the answers that the spec shows. */
@ExtendWith(PrismExtension.class)
class IiflMarketsClientTest {

    private static final String REDIRECT = "https://app.example/back?authCode=ABC123DEF456&clientId=TESTCLIENT1";

    private final Gateway mock;

    IiflMarketsClientTest(Mocks mocks) {
        mock = mocks.of("iifl");
    }

    @Test
    void logsInLooksAndLogsOut() {
        IiflMarketsSession session = login();

        assertThat(session.userId()).isEqualTo("TESTCLIENT1");
        assertThat(session.createdAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(session.headers())
                .isEqualTo(Map.of("Authorization", "Bearer " + session.response().userSession()));
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
                .startsWith(
                        "https://markets.iiflcapital.com/?v=1&appkey=a%26b&redirecturl=https://app.example?from%3Diifl")
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
                .isEqualTo(
                        "http://127.0.0.1:1/page?appkey=app-key" + "&redirecturl=https://app.example/back?state%3Ds");
    }

    @Test
    void redirectUrlTravelsAsItIsRegistered() {
        for (String registered : List.of("http://127.0.0.1:8080/login", "https://app.example/a%2Fb+c?d=é&e=%26#")) {
            String url = registered.replace("#", "");
            String page = client().redirectUrl(url).build().loginUrl();

            assertThat(HttpUrl.get(page).queryParameter("redirecturl")).isEqualTo(url);
        }
        assertThat(client().redirectUrl("http://127.0.0.1:8080/login").build().loginUrl())
                .endsWith("&redirecturl=http://127.0.0.1:8080/login");
    }

    /** Where none is registered, IIFL's page shows the code, and the user types it. */
    @Test
    void codeThatTheUserTypes() {
        IiflMarketsClient iifl =
                client().redirectUrl(null).clientId("TESTCLIENT1").build();

        assertThat(iifl.loginUrl()).isEqualTo(mock.url() + "?v=1&appkey=app-key");
        assertThat(iifl.loginWithCode("ABC123DEF456").userId()).isEqualTo("TESTCLIENT1");
        assertThatThrownBy(() -> iifl.login(REDIRECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redirectUrl is required for a redirect");
        assertThatThrownBy(() -> iifl.loginUrl("s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redirectUrl is required");
        assertThatThrownBy(() -> client().build().loginWithCode("ABC123DEF456"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clientId is required");
    }

    /** With another base URL it is there. */
    @Test
    void pageIsThatOfIiflUnlessAnotherIsSet() {
        IiflMarketsClient.Builder settings =
                IiflMarketsClient.builder().appKey("app-key").appSecret("app-s3cret");

        assertThat(settings.build().loginUrl()).isEqualTo("https://markets.iiflcapital.com/?v=1&appkey=app-key");
        assertThat(settings.baseUrl("https://a.example/b").build().loginUrl())
                .isEqualTo("https://a.example/b/?v=1&appkey=app-key");
        assertThat(settings.loginPage("https://c.example/d").build().loginUrl())
                .isEqualTo("https://c.example/d?appkey=app-key");
    }

    @Test
    void redirectOfSomebodyElseIsRefused() {
        IiflMarketsClient iifl = client().clientId("testclient1").build();

        assertThat(iifl.login(REDIRECT).userId()).isEqualTo("TESTCLIENT1");
        assertThatThrownBy(() -> client().clientId("TESTCLIENT2").build().login(REDIRECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redirect is of another clientId: somebody else has logged in");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void refusesSettingsThatAreMissing(String empty) {
        assertThatThrownBy(() -> client().appKey(empty).build()).hasMessageStartingWith("appKey ");
        assertThatThrownBy(() -> client().appSecret(empty).build()).hasMessageStartingWith("appSecret ");
        if (empty != null) {
            assertThatThrownBy(() -> client().redirectUrl(empty).build())
                    .hasMessageStartingWith("redirectUrl must be a URL");
            assertThatThrownBy(() -> client().loginPage(empty).build())
                    .hasMessageStartingWith("loginPage must be a URL");
        }
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

package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.brokersdk.core.internal.SessionMonitor;
import org.brokersdk.noren.api.LogoutForm;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, calls, and saved text of the sessions that the three logins create. */
class NorenSessionTest extends NorenFixture {

    private static final String OK = "{'stat':'Ok'}";
    private static final MediaType TEXT = MediaType.get("text/plain");
    private static final String SAVED =
            "{'session':'NorenSession 1','userId':'VIDYA','since':'2026-01-01T00:00:00Z','host':'" + ORIGIN + ":443',";
    private static final String HOST_AND_STATE =
            "'host':'" + ORIGIN + ":443','state':{'login':'QUICK_AUTH','key':'s3cret','answer':{}}}";

    private NorenSession session(NorenLogin login) {
        return switch (login) {
            case QUICK_AUTH ->
                quickAuthLogin(
                        "{'stat':'Ok','susertoken':'a1b2+%','actid':'ACT1','lastaccesstime':'1589899727','exarr':['NSE']}");
            case OAUTH ->
                oauthLogin("{'stat':'Ok','access_token':'acc3ss','refresh_token':'r3fresh','expires_in':'4102444800',"
                        + "'uid':'VIDYA','actid':'ACT1'}");
            case FLATTRADE -> flattradeLogin("{'token':'t0ken','client':'FT00001','status':'Ok'}");
        };
    }

    // Values

    @Test
    void hasTheValuesOfQuickAuth() {
        NorenSession session = session(NorenLogin.QUICK_AUTH);

        assertThat(session.login()).isEqualTo(NorenLogin.QUICK_AUTH);
        assertThat(session.headers()).isEmpty();
        assertThat(session.form()).containsOnlyKeys("jKey").containsEntry("jKey", "a1b2+%");
        assertThat(session.refreshToken()).isEmpty();
        assertThat(session.expiresAt()).isEmpty();
        assertThat(session.webSocket())
                .isEqualTo(Map.of("t", "c", "uid", "VIDYA", "actid", "ACT1", "susertoken", "a1b2+%", "source", "API"));
    }

    @Test
    void hasTheValuesOfOauth() {
        NorenSession session = session(NorenLogin.OAUTH);

        assertThat(session.login()).isEqualTo(NorenLogin.OAUTH);
        assertThat(session.headers()).hasSize(1).containsEntry("Authorization", "Bearer acc3ss");
        assertThat(session.bearer()).isEqualTo(session.headers());
        assertThat(session.form()).isEmpty();
        assertThat(session.jKey()).containsEntry("jKey", "acc3ss");
        assertThat(session.key()).isEqualTo("acc3ss");
        assertThat(session.refreshToken()).contains("r3fresh");
        assertThat(session.expiresAt()).contains(Instant.ofEpochSecond(4102444800L));
        assertThat(session.accountId()).isEqualTo("ACT1");
        assertThat(session.webSocket())
                .isEqualTo(Map.of("t", "a", "uid", "VIDYA", "actid", "ACT1", "accesstoken", "acc3ss", "source", "API"));
    }

    @Test
    void hasTheValuesOfFlattrade() {
        NorenSession session = session(NorenLogin.FLATTRADE);

        assertThat(session.login()).isEqualTo(NorenLogin.FLATTRADE);
        assertThat(session.userId()).isEqualTo("FT00001");
        assertThat(session.headers()).isEmpty();
        assertThat(session.form()).hasSize(1).containsEntry("jKey", "t0ken");
        assertThat(session.webSocket()).containsEntry("t", "a").containsEntry("accesstoken", "t0ken");
        assertThat(session.refreshToken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "99999999999999999999", "9223372036854775807", "-9223372036854775808"})
    void omitsALastAccessThatIsNoTime(String time) {
        assertThat(quickAuthLogin("{'stat':'Ok','susertoken':'a','lastaccesstime':'" + time + "'}")
                        .lastAccess())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'expires_in':''",
                ",'expires_in':'soon'",
                ",'expires_in':'-1'",
                ",'expires_in':'-9223372036854775808'",
                ",'expires_in':'9999999999999999999'"
            })
    void omitsAnExpiryThatIsNotAfterTheLogin(String expiry) {
        assertThat(oauthLogin("{'stat':'Ok','access_token':'acc3ss'" + expiry + "}")
                        .expiresAt())
                .isEmpty();
    }

    @Test
    void readsAnExpiryInSecondsOrAsATime() {
        NorenSession seconds = oauthLogin("{'access_token':'acc3ss','expires_in':'3600'}");
        NorenSession time = oauthLogin("{'access_token':'acc3ss','expires_in':'4102444800'}");

        assertThat(seconds.expiresAt()).contains(seconds.createdAt().plusSeconds(3600));
        assertThat(time.expiresAt()).contains(Instant.ofEpochSecond(4102444800L));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-18T23:29:59Z,2026-05-18T23:30:00Z",
        "2026-05-18T23:30:00Z,2026-05-19T23:30:00Z",
        "2026-05-18T23:30:01Z,2026-05-19T23:30:00Z",
        "2026-05-19T12:00:00Z,2026-05-19T23:30:00Z",
        "2026-12-31T20:00:00Z,2026-12-31T23:30:00Z"
    })
    void expiresAtFiveInIndiaAtFlattrade(String createdAt, Instant expiresAt) {
        NorenSession session = session(NorenLogin.FLATTRADE);

        NorenSession restored = flattrade()
                .build()
                .restore(session.save().replace(session.createdAt().toString(), createdAt));

        assertThat(restored.expiresAt()).contains(expiresAt);
        assertThat(session.expiresAt().orElseThrow())
                .isAfter(session.createdAt())
                .isBeforeOrEqualTo(session.createdAt().plusSeconds(86400));
    }

    @ParameterizedTest
    @EnumSource
    void omitsTheTokensFromText(NorenLogin login) {
        NorenSession session = session(login);

        assertThat(session.toString())
                .contains("userId=" + session.userId(), "createdAt=", "host=broker.example", "token=***")
                .doesNotContain(session.key(), "r3fresh");
        assertThat(session.response().toString()).doesNotContain(session.key());
    }

    // Calls

    @ParameterizedTest
    @CsvSource({
        "QUICK_AUTH, /NorenWClientTP, VIDYA, &jKey=a1b2+%,",
        "OAUTH, /NorenWClientAPI, VIDYA, '', Bearer acc3ss",
        "FLATTRADE, /api, FT00001, &jKey=t0ken,"
    })
    void sendsTheTokenWithDetailsAndLogout(
            NorenLogin login, String path, String userId, String key, String authorization) {
        NorenSession session = session(login);
        for (int i = 0; i < 4; i++) {
            respond(OK);
        }

        session.details();
        session.detailsAsync().join();
        session.logout();
        session.logoutAsync().join();

        for (String call : new String[] {"/UserDetails", "/UserDetails", "/Logout", "/Logout"}) {
            RecordedRequest request = takeRequest("POST " + ORIGIN + path + call);
            assertThat(request.headers().get("Authorization")).isEqualTo(authorization);
            assertThat(request.body()).isEqualTo("jData={\"uid\":\"" + userId + "\"}" + key);
        }
    }

    @Test
    void readsTheDetailsOfTheUser() {
        NorenSession session = session(NorenLogin.QUICK_AUTH);
        broker.enqueue(
                200,
                json("{'stat':'Ok','uname':'VIDYA DEMO','uprev':'INVESTOR','m_num':'9000000000',"
                        + "'access_type':['API','WEB']}"));

        var details = session.details();

        assertThat(details.uname()).isEqualTo("VIDYA DEMO");
        assertThat(details.uprev()).isEqualTo("INVESTOR");
        assertThat(details.mNum()).isEqualTo("9000000000");
        assertThat(details.accessType()).containsExactly("API", "WEB");
    }

    @Test
    void refreshesTheTokenWithoutTheOldToken() {
        NorenSession session = session(NorenLogin.OAUTH);
        respond("{'stat':'Ok','access_token':'n3w','refresh_token':'n3xt'}");

        NorenSession refreshed = session.refreshAsync().join();

        RecordedRequest request = takeRequest("POST " + ORIGIN + "/NorenWClientAPI/RefreshToken");
        assertThat(request.headers().get("Authorization")).isNull();
        assertThat(request.body()).isEqualTo("jData={\"refresh_token\":\"r3fresh\"}");
        assertThat(refreshed.key()).isEqualTo("n3w");
        assertThat(refreshed.refreshToken()).contains("n3xt");
        assertThat(refreshed.userId()).isEqualTo(session.userId());
        assertThat(session.key()).isEqualTo("acc3ss");
        NorenSession withoutRefreshToken = oauthLogin("{'access_token':'acc3ss'}");
        assertThatThrownBy(withoutRefreshToken::refresh)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no refresh token");
    }

    /** Checks a refresh whose response has only token and expiry, as in Zebu's document. */
    @ParameterizedTest
    @ValueSource(strings = {"", "'refresh_token':'','actid':null,'prarr':[],", "'refresh_token':null,"})
    void refreshesTwiceAndKeepsWhatTheResponseOmits(String more) {
        NorenSession session =
                oauthLogin("{'stat':'Ok','access_token':'acc3ss','refresh_token':'r3fresh','expires_in':'4102444800',"
                        + "'uid':'VIDYA','actid':'ACT1','uname':'DEMO','exarr':['NSE'],'prarr':[{'prd':'C'}]}");
        respond("{'stat':'Ok','access_token':'n3w'," + more + "'expires_in':'3600'}");
        respond("{'stat':'Ok','access_token':'n3wer'," + more + "'uname':'NEW','exarr':['BSE'],'expires_in':'60'}");

        NorenSession refreshedOnce = session.refresh();
        NorenSession refreshedTwice = refreshedOnce.refresh();

        assertThat(refreshedOnce.expiresAt()).contains(refreshedOnce.createdAt().plusSeconds(3600));
        assertThat(refreshedOnce.response().uname()).isEqualTo("DEMO");
        assertThat(refreshedOnce.response().exarr()).containsExactly("NSE");
        assertThat(refreshedTwice.key()).isEqualTo("n3wer");
        assertThat(refreshedTwice.userId()).isEqualTo("VIDYA");
        assertThat(refreshedTwice.accountId()).isEqualTo("ACT1");
        assertThat(refreshedTwice.refreshToken()).contains("r3fresh");
        assertThat(refreshedTwice.expiresAt())
                .contains(refreshedTwice.createdAt().plusSeconds(60));
        assertThat(refreshedTwice.response().uname()).isEqualTo("NEW");
        assertThat(refreshedTwice.response().exarr()).containsExactly("BSE");
        assertThat(refreshedTwice.response().prarr()).hasSize(1);
    }

    // Requests that a client of httpClient(…) sends

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jData={"a":"+%é"}   | jData={"a":"+%é"}&jKey=a1b2+%
            jData={"a":"jKey="} | jData={"a":"jKey="}&jKey=a1b2+%
            jData={}&jKey=mine  | jData={}&jKey=mine
            jKey=mine&jData={}  | jKey=mine&jData={}
            ''                  | jKey=a1b2+%
            """)
    void appendsTheKeyToABodyUnencoded(String body, String expected) throws Exception {
        Request request = authenticated(NorenLogin.QUICK_AUTH, "PlaceOrder", RequestBody.create(body, TEXT));

        assertThat(text(request)).isEqualTo(expected);
        assertThat(request.body().contentType()).hasToString("text/plain; charset=utf-8");
        assertThat(request.header("Content-Length"))
                .isEqualTo(String.valueOf(request.body().contentLength()));
    }

    @Test
    void appendsNoKeyToAFormThatHasOne() throws Exception {
        FormBody form =
                new FormBody.Builder().add("jData", "{}").add("jKey", "mine").build();

        assertThat(text(authenticated(NorenLogin.QUICK_AUTH, "PlaceOrder", form)))
                .isEqualTo("jData=%7B%7D&jKey=mine");
    }

    @Test
    void appendsTheKeyToAFormOfTheGeneratedInterface() throws Exception {
        NorenSession session = session(NorenLogin.QUICK_AUTH);
        LogoutRequest logout = LogoutRequest.builder().uid("V&D").build();

        Request request = session.api().logout(new LogoutForm(logout, null)).request();

        assertThat(text(session.authenticator().authenticate(request)))
                .isEqualTo("jData={\"uid\":\"V\\u0026D\"}&jKey=a1b2+%");
    }

    @Test
    void leavesAGetUnchanged() throws Exception {
        SessionMonitor monitor = new SessionMonitor(null, null, null);
        Request get = new Request.Builder()
                .url(ORIGIN + "/PlaceOrder")
                .tag(SessionMonitor.class, monitor)
                .build();

        Request request = session(NorenLogin.QUICK_AUTH).authenticator().authenticate(get);

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.url()).isEqualTo(get.url());
        assertThat(request.headers()).isEmpty();
        // Its response says nothing about the session.
        assertThat(request.tag(SessionMonitor.class)).isNull();
        assertThat(session(NorenLogin.OAUTH).authenticator().authenticate(get).tag(SessionMonitor.class))
                .isSameAs(monitor);
    }

    /** Checks the calls that need the key instead of the header after OAuth. */
    @ParameterizedTest
    @CsvSource({
        "SHOONYA, PlaceOrder, false",
        "SHOONYA, GetQuotes, false",
        "SHOONYA, TPSeries, true",
        "SHOONYA, EODChartData, true",
        "ZEBU, TPSeries, false",
        "TRADESMART, EODChartData, false",
        "PROFITMART, TPSeries, false",
        "BNR, PlaceOrder, false",
        "BNR, GetQuotes, true",
        "BNR, TPSeries, true"
    })
    void addsTheBearerTokenExceptWhereTheBrokerWantsTheKey(NorenBroker broker, String call, boolean key)
            throws Exception {
        respond("{'stat':'Ok','access_token':'acc3ss'}");
        NorenSession session =
                oauth().baseUrl(broker.baseUrl(NorenLogin.OAUTH)).build().loginWithCode("z3");
        Request chart = new Request.Builder()
                .url(broker.baseUrl(NorenLogin.OAUTH) + "/" + call)
                .post(RequestBody.create("jData={}".getBytes()))
                .build();

        Request request = session.authenticator().authenticate(chart);

        assertThat(text(request)).isEqualTo(key ? "jData={}&jKey=acc3ss" : "jData={}");
        assertThat(request.header("Authorization")).isEqualTo(key ? null : "Bearer acc3ss");
    }

    private Request authenticated(NorenLogin login, String call, RequestBody body) throws IOException {
        Request request =
                new Request.Builder().url(ORIGIN + "/api/" + call).post(body).build();
        return session(login).authenticator().authenticate(request);
    }

    private static String text(Request request) throws IOException {
        Buffer text = new Buffer();
        request.body().writeTo(text);
        return text.readUtf8();
    }

    // Saved text

    /** A client of another login restores the session as well, as the session knows how it sends its token. */
    @ParameterizedTest
    @EnumSource
    void isTheSameAfterSaveAndRestore(NorenLogin login) {
        NorenSession session = session(login);

        NorenSession restored = quickAuth().build().restore(session.save());

        assertRestored(session, restored);
        assertThat(restored.login()).isEqualTo(login);
        assertThat(restored.accountId()).isEqualTo(session.accountId());
        assertThat(restored.expiresAt()).isEqualTo(session.expiresAt());
        assertThat(restored.lastAccess()).isEqualTo(session.lastAccess());
        assertThat(restored.key()).isEqualTo(session.key());
        assertThat(restored.refreshToken()).isEqualTo(session.refreshToken());
        assertThat(restored.form()).isEqualTo(session.form());
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(broker.requestCount()).isZero();

        respond(OK);
        restored.logout();
        RecordedRequest logout = broker.takeRequest();
        assertThat(logout.headers().get("Authorization"))
                .isEqualTo(session.headers().get("Authorization"));
        assertThat(logout.body()).endsWith(login == NorenLogin.OAUTH ? "}" : "}&jKey=" + session.key());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "s3cret",
                "['s3cret']",
                "{'susertoken':'s3cret'}",
                "{'session':'NorenSession 1','userId':'VIDYA','since':'s3cret'," + HOST_AND_STATE,
                "{'session':'NorenSession 1','userId':' ','since':'2026-01-01T00:00:00Z'," + HOST_AND_STATE,
                "{'session':'NorenSession 2','userId':'VIDYA','since':'2026-01-01T00:00:00Z'," + HOST_AND_STATE,
                SAVED + "'state':{'login':'QUICK_AUTH','answer':{}}}",
                SAVED + "'state':{'login':'QUICK_AUTH','key':'s3cret'}}",
                SAVED + "'state':{'login':'OTHER','key':'s3cret','answer':{'susertoken':'s3cret'}}}",
                SAVED + "'state':{'login':'OAUTH','answer':{'susertoken':'s3cret'}}}",
                SAVED + "'state':{'login':'OAUTH','key':'s3 cret','answer':{'susertoken':'s3cret'}}}"
            })
    void rejectsTextThatIsNoSavedSession(String saved) {
        assertInvalid("saved must be what NorenSession.save() returned", () -> restore(saved));
        assertThat(restore(SAVED + "'state':{'login':'QUICK_AUTH','key':'t','answer':{}}}")
                        .createdAt())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    private NorenSession restore(String saved) {
        return quickAuth().build().restore(saved == null ? null : json(saved));
    }

    @Test
    void rejectsASessionOfAnotherBroker() {
        String saved = quickAuthLogin("{'stat':'Ok','susertoken':'s3cret'}").save();
        NorenClient otherClient =
                quickAuth().baseUrl("https://other.example/NorenWClientTP").build();

        assertInvalid("saved must be a session with the host and port of baseUrl", () -> otherClient.restore(saved));
    }
}

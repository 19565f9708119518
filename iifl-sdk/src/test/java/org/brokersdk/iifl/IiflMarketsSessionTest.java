package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.brokersdk.core.Reason;
import org.brokersdk.iifl.api.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiry, calls, and saved text of a session of the Markets API. */
class IiflMarketsSessionTest extends IiflFixture {

    private static final String SAVED = "{'session':'IiflMarketsSession 1','since':'2026-01-01T00:00:00Z',"
            + "'host':'https://broker.example:443',";
    private static final String REST = ",'host':'https://broker.example:443','userId':'a','state':{'userSession':'t'}}";

    @Test
    void sendsTheTokenWithProfileAndLogout() {
        IiflMarketsSession session = marketsLogin("jwt");
        respond("{'status':'Ok','result':{'clientName':'Demo','exchanges':['NSEEQ','BSEEQ']}}");
        respond("{'status':'Ok','result':{'isTotpEnabled':'Y'}}");
        respond("{'status':'Ok'}");
        respond("{'status':'Ok'}");

        Profile profile = session.profile();
        assertThat(profile.clientName()).isEqualTo("Demo");
        assertThat(profile.exchanges()).containsExactly("NSEEQ", "BSEEQ");
        assertThat(session.profileAsync().join().isTotpEnabled()).isEqualTo("Y");
        session.logout();
        session.logoutAsync().join();

        assertThat(session.headers()).isEqualTo(Map.of("Authorization", "Bearer jwt"));
        for (int i = 0; i < 4; i++) {
            assertThat(takeRequest(i < 2 ? "GET " + URL + "v1/profile" : "POST " + URL + "v1/profile/logout")
                            .headers()
                            .values("Authorization"))
                    .containsExactly("Bearer jwt");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {'message':'no'}                                              | SESSION_EXPIRED |
            200 | {'status':'Ok','result':{'status':'EC044','message':'no'}}    | SESSION_EXPIRED | EC044
            200 | {'status':'Ok','result':{'status':'Not_Ok','message':'no'}}   | UNKNOWN         |
            """)
    void reportsARejectedLogoutAsAnExpiredSession(int status, String body, Reason reason, String code) {
        IiflMarketsSession session = marketsLogin("jwt");
        respond(status, body);

        assertRejected(status, reason, code, "no", session::logout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'status':'Ok'}", "{'status':'Ok','result':null}", "{'result':{'clientName':'Demo'}}"})
    void reportsAProfileOfAnotherShape(String body) {
        IiflMarketsSession session = marketsLogin("jwt");
        respond(body);

        assertUnexpected(200, session::profile);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"exp":1800000000}       | 2027-01-15T08:00:00Z
            {"exp":"1800000000"}     | 2027-01-15T08:00:00Z
            {"exp":1800000000.5}     | 2027-01-15T08:00:00.500Z
            {"exp":1e18}             |
            {"exp":"soon"}           |
            {"sub":"DEMO"}           |
            null                     |
            nonsense                 |
            """)
    void readsTheExpiryOfTheToken(String claims, Instant expiresAt) {
        String token = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes()) + ".s";

        assertThat(marketsLogin(token).expiresAt().orElse(null)).isEqualTo(expiresAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.*.c", "..."})
    void readsNoExpiryOfATokenThatIsNoJwt(String token) {
        assertThat(marketsLogin(token).expiresAt()).isEmpty();
    }

    @Test
    void isTheSameAfterSaveAndRestore() {
        IiflMarketsSession session = marketsLogin("jwt");
        respond("{'status':'Ok'}");

        IiflMarketsSession restored = markets().build().restore(session.save());
        restored.logout();

        assertRestored(session, restored);
        assertThat(session.save()).doesNotContain("s3cr3t-app");
        assertThat(restored.userId()).isEqualTo("TESTCLIENT1");
        assertThat(restored.createdAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(broker.takeRequest().headers().get("Authorization")).isEqualTo("Bearer jwt");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                SAVED + "'userId':'s3cret'}",
                SAVED + "'userId':'','state':{'userSession':'t'}}",
                SAVED + "'userId':'a','state':{'userSession':'s3 cret'}}",
                "{'session':'IiflMarketsSession 2','since':'2026-01-01T00:00:00Z'" + REST,
                "{'session':'IiflMarketsSession 1','since':'s3cret'" + REST,
                "{'session':'IiflMarketsSession 1'" + REST
            })
    void rejectsTextThatIsNoSavedSession(String saved) {
        assertInvalid("saved must be what IiflMarketsSession.save() returned", () -> restore(saved));
        assertThat(restore(SAVED + "'userId':'a','state':{'userSession':'t'}}").createdAt())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    private IiflMarketsSession restore(String saved) {
        return markets().build().restore(saved == null ? null : json(saved));
    }

    @Test
    void omitsTheTokenFromText() {
        IiflMarketsSession session = marketsLogin("s3cret-jwt");

        assertThat(session.toString()).contains("TESTCLIENT1", "token=***").doesNotContain("s3cret");
        assertThat(session.response().toString()).doesNotContain("s3cret");
    }
}

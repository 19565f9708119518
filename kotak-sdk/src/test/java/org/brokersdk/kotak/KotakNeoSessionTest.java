package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Request;
import org.brokersdk.core.internal.SessionMonitor;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, calls, and saved text of a session at a data centre. */
class KotakNeoSessionTest extends KotakFixture {

    private static final String DATA_CENTRE = "https://e00.kotaksecurities.com:8443/";
    private static final String SAVED = "{'session':'KotakNeoSession 1','userId':'AB123',"
            + "'since':'2026-01-01T00:00:00Z','host':'https://mis.kotaksecurities.com:443',";

    private final SessionMonitor monitor = new SessionMonitor(null, null, null);
    private final KotakNeoSession session = takeRequests(neoSession(neoLogin(neo().build()), DATA_CENTRE));

    @Test
    void hasTheValuesThatLaterCallsNeed() {
        assertThat(session.userId()).isEqualTo("AB123");
        assertThat(session.greetingName()).contains("DEMO");
        assertThat(session.baseUrl()).isEqualTo(DATA_CENTRE);
        assertThat(session.headers())
                .isEqualTo(Map.of(
                        "Authorization",
                        "access-token",
                        "Auth",
                        "trade-token",
                        "Sid",
                        "trade-sid",
                        "neo-fin-key",
                        "neotradeapi"));
    }

    /** Requests for quotes must not contain the token of the session. */
    @Test
    void authenticatesQuotesWithTheAccessTokenAlone() throws IOException {
        assertThat(authenticated("orders")).isEqualTo(Headers.of(session.headers()));
        for (String path : new String[] {"script-details/1.0/quotes", "market-data/1.0/historical/details"}) {
            assertThat(authenticated(path)).isEqualTo(Headers.of("Authorization", "access-token"));
        }
        assertThat(session.quoteHeaders()).isEqualTo(Map.of("Authorization", "access-token"));
    }

    @Test
    void hasTheFirstMessagesOfTheWebSockets() {
        assertThat(session.priceFeed())
                .isEqualTo(Map.of(
                        "user", "AB123", "auth", "trade-sid", "format", "native_batch", "source", "NEOTRADEAPI"));
        assertThat(session.orderFeed())
                .isEqualTo(Map.of("type", "cn", "Authorization", "trade-token", "Sid", "trade-sid", "src", "WEB"));
    }

    private Headers authenticated(String path) throws IOException {
        return authenticate(path).headers();
    }

    private Request authenticate(String path) throws IOException {
        Request request = new Request.Builder()
                .url(DATA_CENTRE + path)
                .tag(SessionMonitor.class, monitor)
                .build();
        return session.authenticator().authenticate(request);
    }

    /** A rejection of the access token says nothing about the session. */
    @Test
    void responseToQuotesDoesNotCountAsTheEndOfTheSession() throws IOException {
        assertThat(authenticate("orders").tag(SessionMonitor.class)).isSameAs(monitor);
        assertThat(authenticate("script-details/1.0/quotes").tag(SessionMonitor.class))
                .isNull();
    }

    @Test
    void isNotRestoredForAnotherUser() {
        assertInvalid(
                "saved must be a session of the user of this client",
                () -> neo().ucc("ZZ999").build().restore(session.save()));
    }

    @Test
    void readsTheClientIp() {
        respond("{'data':[{'ip':'192.0.2.1'}]}");
        respond("{'data':[{'ip':'192.0.2.2'}]}");

        assertThat(session.clientIp()).isEqualTo("192.0.2.1");
        assertThat(session.clientIpAsync().join()).isEqualTo("192.0.2.2");

        assertThat(broker.takeRequest().headers().get("Auth")).isEqualTo("trade-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{'stat':'Ok'}", "{'stat':'ok','stCode':200}", "{'status':'success','message':'Bye'}"})
    void logsOutUnlessTheResponseIsARejection(String body) {
        respond(body);

        assertThatCode(session::logout).doesNotThrowAnyException();
        assertLogout();
    }

    @ParameterizedTest
    @CsvSource({"404, ''", "404, {}", "200, <html>"})
    void reportsAResponseToLogoutOfAnotherShape(int status, String body) {
        respond(status, body);

        assertUnexpected(status, session::logout);
    }

    @Test
    void isTheSameAfterSaveAndRestore() {
        respond("{'stat':'Ok'}");

        KotakNeoSession restored = neo().build().restore(session.save());
        restored.logout();

        assertRestored(session, restored);
        assertThat(restored.baseUrl()).isEqualTo(session.baseUrl());
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(restored.greetingName()).contains("DEMO");
        assertLogout();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                "{'session':'KotakNeoSession 1','userId':'AB123'}",
                "{'session':'KotakNeoSession 1','userId':'AB123','since':'s3cret','state':{'token':'s3cret','sid':'s'}}",
                "{'session':'KotakNeoSession 1','userId':'AB123','state':{'token':'s3cret','sid':'s'}}",
                SAVED + "'state':{'token':'s3 cret','sid':'s'}}",
                SAVED + "'state':{'token':'s3cret'}}",
                SAVED + "'state':{'token':'s3cret','sid':'s','baseUrl':'https://evil.example'}}"
            })
    void rejectsTextThatIsNoSavedSession(String saved) {
        assertInvalid("saved must be what KotakNeoSession.save() returned", () -> restore(saved));
        assertThat(restore(SAVED + "'state':{'token':'t','sid':'s'}}").createdAt())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    private KotakNeoSession restore(String saved) {
        return neo().build().restore(saved == null ? null : json(saved));
    }

    @Test
    void omitsTheTokensFromText() {
        assertThat(session.toString())
                .contains("userId=AB123", "host=e00.kotaksecurities.com", "token=***")
                .doesNotContain("trade");
        assertThat(session.response().toString()).doesNotContain("trade");
    }

    private void assertLogout() {
        RecordedRequest logout = takeRequest("POST " + DATA_CENTRE + "apim/login/2.0/logout");
        assertThat(logout.headers().get("Authorization")).isEqualTo("Bearer access-token");
        assertThat(logout.headers().get("Sid")).isEqualTo("trade-sid");
        assertThat(logout.headers().get("Auth")).isEqualTo("trade-token");
    }
}

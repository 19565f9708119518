package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, logout, and saved text of a session. */
class KotakSessionTest extends KotakFixture {

    private static final String SAVED = "{'session':'KotakSession 1','userId':'AB1234',"
            + "'since':'2026-01-01T00:00:00Z','host':'https://tradeapi.kotaksecurities.com:443',";

    @Test
    void hasTheHeadersOfLaterCalls() {
        assertThat(session().headers())
                .isEqualTo(Map.of(
                        "Authorization",
                        "Bearer access-token",
                        "consumerKey",
                        "consumer-key",
                        "sessionToken",
                        "session"));
    }

    @Test
    void isTheSameAfterSaveAndRestore() {
        KotakSession session = session();
        respond("{'Success':{'message':'bye'}}");

        KotakSession restored = kotak().build().restore(session.save());
        restored.logout();

        assertRestored(session, restored);
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(restored.userId()).isEqualTo("AB1234");
        assertThat(restored.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        RecordedRequest logout =
                takeRequest("DELETE https://ctradeapi.kotaksecurities.com:8443/apim/session/1.0/session/logout");
        assertThat(logout.headers().get("sessionToken")).isEqualTo("session");
        assertThat(logout.headers().get("userid")).isEqualTo("AB1234");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[1]",
                "{'session':'KotakSession 1','userId':'AB1234'}",
                SAVED + "'state':{'answer':{}}}",
                SAVED + "'state':{'answer':{'sessionToken':'s3 cret'}}}"
            })
    void rejectsTextThatIsNoSavedSession(String saved) {
        assertInvalid("saved must be what KotakSession.save() returned", () -> restore(saved));
        assertThat(restore(SAVED + "'state':{'answer':{'sessionToken':'t'}}}").createdAt())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void omitsTheTokenFromText() {
        assertThat(session().toString()).contains("AB1234").doesNotContain("=session");
    }

    @Test
    void isNotRestoredForAnotherUser() {
        assertInvalid(
                "saved must be a session of the user of this client",
                () -> kotak().userId("ZZ9999").build().restore(session().save()));
    }

    private KotakSession restore(String saved) {
        return kotak().build().restore(saved == null ? null : json(saved));
    }

    private KotakSession session() {
        KotakLogin login = kotakLogin(kotak().build(), "{'host':'ctradeapi.kotaksecurities.com','port':8443}");
        return takeRequests(kotakSession(login));
    }
}

package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;

import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the initialization of a session, and the first factor. */
class KotakClientTest extends KotakFixture {

    @Test
    void rejectsMissingSettings() {
        assertInvalid("accessToken is required", () -> kotak().accessToken(null).build());
        assertInvalid(
                "accessToken must not be blank", () -> kotak().accessToken(" ").build());
        assertInvalid("consumerKey is required", () -> kotak().consumerKey(null).build());
        assertInvalid("userId is required", () -> kotak().userId(null));
        assertInvalid(
                "userId or nickname is required",
                () -> KotakClient.builder().accessToken("a").consumerKey("b").build());
        assertInvalid("userId must not be blank", () -> kotak().userId("").build());
        assertInvalid("ip must not be blank", () -> kotak().ip("").build());
        assertInvalid("consumerSecret is required", () -> kotak().tokens(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\n", "s3 cret", "s3crét"})
    void rejectsKeysThatNoHeaderCanHold(String key) {
        assertInvalid("accessToken must ", () -> kotak().accessToken(key).build());
        assertInvalid("consumerKey must ", () -> kotak().consumerKey(key).build());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void rejectsAnEmptyPassword(String password) {
        assertInvalid("password ", () -> kotak().build().login(password));
        assertInvalid("password ", () -> kotak().build().loginAsync(password));
    }

    @Test
    void initializesTheSessionByHeaderOrByPath() {
        KotakClient kotak = kotak().build();
        for (int i = 0; i < 4; i++) {
            respond("{'Success':{'userid':'AB1234'}}");
        }

        assertThat(kotak.initSession().response().userid()).isEqualTo("AB1234");
        assertThat(kotak.initSessionAsync().join().response().userid()).isEqualTo("AB1234");
        assertThat(kotak.initSessionByPath().response().userid()).isEqualTo("AB1234");
        assertThat(kotak.initSessionByPathAsync().join().response().userid()).isEqualTo("AB1234");

        for (int i = 0; i < 4; i++) {
            RecordedRequest request = takeRequest("GET " + KOTAK_URL + (i < 2 ? "init" : "init/userid/AB1234"));
            assertThat(request.headers().get("userid")).isEqualTo(i < 2 ? "AB1234" : null);
        }
    }

    @Test
    void sendsUserIdAndPassword() {
        respond("{'Success':{'oneTimeToken':'one-time'}}");

        kotak().ip("192.0.2.1").appId("demo").build().login("s3cret");

        RecordedRequest request = takeRequest("POST " + KOTAK_URL + "login/userid");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer access-token");
        assertThat(request.headers().get("consumerKey")).isEqualTo("consumer-key");
        assertThat(request.headers().get("ip")).isEqualTo("192.0.2.1");
        assertThat(request.headers().get("appId")).isEqualTo("demo");
        assertThat(request.body()).isEqualTo(json("{'userid':'AB1234','password':'s3cret'}"));
    }

    @Test
    void logsInAsynchronously() {
        respond("{'Success':{'userid':'AB1234'}}");
        respond("{'Success':{'oneTimeToken':'one-time'}}");
        respond("{'success':{'sessionToken':'session'}}");
        respond("{'Success':{'message':'bye'}}");

        KotakSession session = kotak().build()
                .initSessionAsync()
                .thenCompose(init -> init.loginAsync("s3cret"))
                .thenCompose(login -> login.verifyAsync("1234"))
                .join();

        session.logoutAsync().join();
        assertThat(session.userId()).isEqualTo("AB1234");
    }

    /** The second factor needs the user id, which a nickname does not contain. */
    @Test
    void logsInByNickname() {
        KotakClient kotak = KotakClient.builder()
                .httpClient(broker.client())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .nickname("demo")
                .build();
        respond("{'Success':{'userid':'AB1234'}}");
        respond("{'Success':{'oneTimeToken':'one-time','userid':'AB1234'}}");

        assertThat(kotak.initSession().response().userid()).isEqualTo("AB1234");
        assertThat(kotakSession(kotak.login("s3cret")).userId()).isEqualTo("AB1234");

        takeRequest("GET " + KOTAK_URL + "init/nickname/demo");
        assertThat(takeRequest("POST " + KOTAK_URL + "login/nickname").body())
                .isEqualTo(json("{'nickname':'demo','password':'s3cret'}"));
        assertThat(broker.takeRequest().body()).contains(json("'userid':'AB1234'"));
    }

    @Test
    void keepsMessageAndDescriptionOfTheBroker() {
        respond(
                401,
                "{'fault':{'code':900901,'message':'Invalid Credentials','description':'Access failure for API: /apim."
                        + " Make sure you have provided the correct security credentials'}}");

        BrokerException.Rejected rejected = assertRejected(
                401,
                Reason.APPLICATION_REFUSED,
                "900901",
                "Invalid Credentials",
                () -> kotak().build().login("s3cret"));

        assertThat(rejected.detail().orElseThrow()).contains("Make sure you have provided");
    }
}

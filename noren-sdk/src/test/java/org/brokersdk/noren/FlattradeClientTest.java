package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.brokersdk.core.Reason;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the login page, the redirect, and Flattrade's own exchange of the authorization code. */
class FlattradeClientTest extends NorenFixture {

    private static final String LOGGED_IN = "{'token':'t0ken','client':'FT00001','status':'Ok'}";

    @Test
    void rejectsInvalidSettings() {
        assertInvalid(
                "tokenUrl must begin with https",
                () -> flattrade().tokenUrl("http://s3cret.example/").build());
        for (String url :
                List.of("https://auth.example/?s3cret=1", "https://auth.example/#s3cret", "https://me@auth.example/")) {
            assertInvalid("tokenUrl must not have a query", () -> flattrade().tokenUrl(url));
        }
        assertInvalid(
                "loginPage must be a URL", () -> flattrade().loginPage("s3cret").build());
        assertInvalid("apiKey is required", () -> flattrade().apiKey(null).build());
        assertInvalid(
                "apiSecret must not be blank", () -> flattrade().apiSecret("").build());
        assertInvalid(
                "redirectUrl must be a URL", () -> flattrade().redirectUrl(null).build());
    }

    @Test
    void returnsALoginUrlWithApiKeyAndState() {
        FlattradeClient flattrade = FlattradeClient.builder()
                .apiKey("ABC123")
                .apiSecret("x1y2")
                .redirectUrl(REDIRECT)
                .build();

        assertThat(flattrade.loginUrl()).isEqualTo("https://auth.flattrade.in/?app_key=ABC123");
        assertThat(flattrade.loginUrl("st")).isEqualTo("https://auth.flattrade.in/?app_key=ABC123&state=st");
    }

    @Test
    void rejectsAnotherRedirect() {
        FlattradeClient flattrade = flattrade().build();

        assertInvalid("redirect must be the whole URL", () -> flattrade.login(null));
        assertInvalid("redirect must be to", () -> flattrade.login("http://evil.example/login?code=s3cret"));
        assertInvalid("redirect has no code", () -> flattrade.login(REDIRECT + "?client=FT00001"));
        assertInvalid(
                "redirect must have one of", () -> flattrade.loginAsync(REDIRECT + "?code=s3cret&request_code=s3cret"));
        assertInvalid(
                "redirect must have one client",
                () -> flattrade.login(REDIRECT + "?code=s3cret&client=FT1&client=FT2"));
        assertInvalid("redirect must contain the state", () -> flattrade.login(FLATTRADE_REDIRECT, "st"));
        assertInvalid("state must not be blank", () -> flattrade.loginAsync(FLATTRADE_REDIRECT, " "));
        assertInvalid("code is required", () -> flattrade.loginWithCode(null));
        assertInvalid("saved must be what", () -> flattrade.restore("s3cret"));
    }

    /** Flattrade's document and its own client have different names for the code. The document names no client. */
    @ParameterizedTest
    @ValueSource(strings = {FLATTRADE_REDIRECT, REDIRECT + "?request_code=z3"})
    void exchangesTheCodeAsJsonWithAHashAroundTheCode(String redirect) {
        respond(LOGGED_IN);

        NorenSession session = flattrade().build().login(redirect);

        assertThat(session.userId()).isEqualTo("FT00001");
        RecordedRequest request = takeRequest("POST https://auth.example/auth/trade/apitoken");
        assertThat(request.headers().get("Content-Type")).startsWith("application/json");
        assertThat(request.body())
                // SHA-256 of ABC123z3x1y2
                .isEqualTo(
                        json(
                                "{'api_key':'ABC123','request_code':'z3','api_secret':'ea4db0b548df1fb77dcfb9a7b6b5a0944cd91ea4c468379dadc7c642df239940'}"));
    }

    @Test
    void takesTheUserIdOfTheResponseOrElseOfTheRedirect() {
        assertThat(flattradeLogin("{'token':'t0ken','stat':'Ok'}").userId()).isEqualTo("FT00001");
        respond(LOGGED_IN);
        respond("{'token':'t0ken','client':' FT00001 ','stat':'Ok'}");
        respond("{'token':'t0ken','stat':'Ok'}");
        FlattradeClient flattrade = flattrade().build();
        assertThat(flattrade.loginWithCode("z3").userId()).isEqualTo("FT00001");
        assertThat(flattrade.loginWithCode("z3").userId()).isEqualTo("FT00001");
        assertUnexpected(200, () -> flattrade.loginWithCode("z3"));
    }

    @Test
    void reportsAResponseForAnotherUser() {
        String response = "{'token':'t0ken','client':'FT00002','stat':'Ok'}";

        assertThat(assertUnexpected(200, () -> flattradeLogin(response)))
                .hasMessageContaining("another user")
                .hasMessageNotContaining("t0ken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'stat':'Ok'}",
                "{'token':'s3cret','client':'FT00001'}",
                "{'token':'s3cret','client':'FT00001','stat':'Maybe'}",
                "{'token':'s3&cret','client':'FT00001','stat':'Ok'}"
            })
    void reportsAResponseWithoutAUsableToken(String response) {
        assertUnexpected(200, () -> flattradeLogin(response));
    }

    @Test
    void reportsARejectionThatHasOnlyAMessage() {
        String message = "Invalid Input : Blocked";

        assertRejected(200, Reason.BLOCKED, null, message, () -> flattradeLogin("{'emsg':'" + message + "'}"));
    }
}

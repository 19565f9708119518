package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;

import org.brokersdk.core.Reason;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the login page, the redirect, and the exchange of the authorization code. */
class NorenOauthClientTest extends NorenFixture {

    @Test
    void rejectsInvalidSettings() {
        assertInvalid("loginPage must be a URL", () -> oauth().loginPage(null).build());
        assertInvalid(
                "loginPage must begin with https",
                () -> oauth().loginPage("http://s3cret.a/").build());
        assertInvalid("clientId is required", () -> oauth().clientId(null).build());
        assertInvalid("secret must not be blank", () -> oauth().secret(" ").build());
        assertInvalid("userId is required", () -> oauth().userId(null).build());
        assertInvalid(
                "redirectUrl must be a URL", () -> oauth().redirectUrl("s3cret").build());
    }

    @Test
    void requiresABroker() {
        assertInvalid(
                "broker, or baseUrl and loginPage, is required",
                () -> NorenOauthClient.builder().build());
    }

    @Test
    void returnsALoginUrlWithClientIdAndState() {
        NorenOauthClient noren = oauth().clientId("A&B")
                .loginPage("https://broker.example/oauth?a=b")
                .build();

        assertThat(noren.loginUrl()).isEqualTo("https://broker.example/oauth?a=b&client_id=A%26B");
        assertThat(noren.loginUrl("s t")).isEqualTo("https://broker.example/oauth?a=b&client_id=A%26B&state=s%20t");
    }

    @Test
    void rejectsAnotherRedirect() {
        NorenOauthClient noren = oauth().build();

        assertInvalid("redirect must be the whole URL", () -> noren.login(null));
        assertInvalid("redirect must be the whole URL", () -> noren.login("s3cret"));
        assertInvalid("redirect must be to", () -> noren.login("http://evil.example:8080/login?code=s3cret"));
        assertInvalid("redirect must be to", () -> noren.login("https://127.0.0.1:8080/login?code=s3cret"));
        assertInvalid("redirect must be to", () -> noren.login("http://127.0.0.1:8081/login?code=s3cret"));
        assertInvalid("redirect must be to", () -> noren.login("http://127.0.0.1:8080/other?code=s3cret"));
        assertInvalid("redirect must be to", () -> noren.loginAsync("http://evil.example/?code=s3cret"));
        assertInvalid("redirect has no code", () -> noren.login(REDIRECT + "?code="));
        assertInvalid("redirect must have one code", () -> noren.login(REDIRECT + "?code=s3cret&code=s3cret2"));
        assertInvalid("redirect must contain the state", () -> noren.login(REDIRECT + "?code=s3cret", "st"));
        assertInvalid(
                "redirect must contain the state", () -> noren.loginAsync(REDIRECT + "?code=s3cret&state=ST", "st"));
        assertInvalid("state is required", () -> noren.login(REDIRECT + "?code=s3cret", null));
        assertInvalid("state must not be blank", () -> noren.loginUrl(" "));
        assertInvalid("code is required", () -> noren.loginWithCode(null));
        assertInvalid("code must not be blank", () -> noren.loginWithCodeAsync(" "));
        assertInvalid("saved must be what", () -> noren.restore("s3cret"));
    }

    @Test
    void exchangesTheCodeWithAChecksumOfClientIdSecretAndCode() {
        respond("{'stat':'Ok','access_token':'acc3ss'}");

        oauth().build().loginAsync(REDIRECT + "?code=z3&state=st", "st").join();

        RecordedRequest request = takeRequest("POST " + ORIGIN + "/NorenWClientAPI/GenAcsTok");
        assertThat(request.headers().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.headers().get("Authorization")).isNull();
        assertThat(request.body())
                .isEqualTo("jData="
                        + json("{'code':'z3',"
                                + "'checksum':'7b482d7b380a3067eaba4c9c909b19253c4fa0edb5833e246401b8497c99a9c3',"
                                + "'uid':'VIDYA'}"));
    }

    @Test
    void decodesTheCodeOfTheRedirectOnce() {
        respond("{'stat':'Ok','access_token':'acc3ss'}");

        oauth().build().login(REDIRECT + "?code=a%2Bb%26c");

        assertThat(broker.takeRequest().body()).startsWith("jData={\"code\":\"a+b\\u0026c\",");
    }

    @Test
    void logsInWithTheProfileOfTheUser() {
        NorenSession session = oauthLogin(
                "{'stat':'Ok','access_token':'6a5b','uid':'VIDYA','actid':'VIDYA1','lastaccesstime':'1747626167',"
                        + "'email':'demo@example.com','exarr':['NSE','BSE','NFO']}");

        assertThat(session.userId()).isEqualTo("VIDYA");
        assertThat(session.accountId()).isEqualTo("VIDYA1");
        assertThat(session.response().email()).isEqualTo("demo@example.com");
        assertThat(session.response().exarr()).containsExactly("NSE", "BSE", "NFO");
        assertThat(session.lastAccess()).isPresent();
    }

    @Test
    void takesTheUserIdOfTheResponseOrElseTheSetting() {
        assertThat(oauthLogin("{'access_token':'acc3ss','USERID':'Vidya'}").userId())
                .isEqualTo("Vidya");
        assertThat(oauthLogin("{'access_token':'acc3ss','USERID':' VIDYA '}").userId())
                .isEqualTo("VIDYA");
        assertThat(oauthLogin("{'access_token':'acc3ss','USERID':'V***A'}").userId())
                .isEqualTo("VIDYA");
        assertThat(oauthLogin("{'access_token':'acc3ss'}").userId()).isEqualTo("VIDYA");
    }

    @Test
    void restoresNoSessionOfAnotherUser() {
        String saved = oauthLogin("{'access_token':'acc3ss'}").save();

        assertInvalid(
                "saved must be a session of the user of this client",
                () -> oauth().userId("OTHER").build().restore(saved));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'stat':'Ok'}",
                "{'stat':'Ok','access_token':''}",
                "{'stat':'Ok','access_token':'s3 cret'}",
                "{'stat':'Maybe','access_token':'s3cret'}",
                "{'stat':'Ok','susertoken':'s3cret'}"
            })
    void reportsAResponseWithoutAUsableToken(String response) {
        assertUnexpected(200, () -> oauthLogin(response));
    }

    @Test
    void reportsARejectionEvenIfThereIsAToken() {
        String response = "{'stat':'Not_Ok','access_token':'s3cret','emsg':'Invalid Input : Blocked'}";

        assertRejected(200, Reason.BLOCKED, null, "Invalid Input : Blocked", () -> oauthLogin(response));
    }
}

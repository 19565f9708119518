package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.Reason;
import org.brokersdk.noren.api.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the login by QuickAuth, and the calls that change a password. */
class NorenClientTest extends NorenFixture {

    private static final String HASH = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";
    private static final Supplier<String> NEVER = () -> {
        throw new AssertionError("The one-time password was requested in vain");
    };

    @Test
    void rejectsInvalidSettings() {
        assertInvalid(
                "vendorCode is required", () -> settings().vendorCode(null).build());
        assertInvalid(
                "vendorCode must not be blank", () -> settings().vendorCode(" ").build());
        assertInvalid("apiKey is required", () -> settings().apiKey(null).build());
        assertInvalid("apiKey must not be blank", () -> settings().apiKey("").build());
        assertInvalid("deviceId is required", () -> settings().deviceId(null).build());
        assertInvalid(
                "deviceId must not be blank", () -> settings().deviceId(" ").build());
        assertInvalid(
                "appVersion must not be blank", () -> settings().appVersion(" ").build());
        assertInvalid(
                "deviceInfo must not be blank", () -> settings().deviceInfo(" ").build());
        assertInvalid(
                "ipAddress must not be blank", () -> settings().ipAddress(" ").build());
        assertInvalid("baseUrl must begin with https", () -> settings().baseUrl("http://broker.example/s3cret"));
        assertInvalid("baseUrl must be a URL", () -> settings().baseUrl("s3cret"));
    }

    @Test
    void requiresTheBaseUrlOfTheBroker() {
        NorenClient.Builder builder = NorenClient.builder()
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broker or baseUrl is required")
                .hasMessageContaining("Ask your broker");
    }

    @Test
    void rejectsInvalidInputOfALogin() {
        NorenClient noren = settings().build();

        assertInvalid("userId is required", () -> noren.login(null, "s3cret", NEVER));
        assertInvalid("userId must not be blank", () -> noren.login(" ", "s3cret", NEVER));
        assertInvalid("password is required", () -> noren.login("VIDYA", null, NEVER));
        assertInvalid("password must not be blank", () -> noren.loginAsync("VIDYA", "\t", NEVER));
        assertInvalid("password must be the password itself", () -> noren.login("VIDYA", HASH, NEVER));
        assertInvalid(
                "password must be the password itself",
                () -> noren.login("VIDYA", HASH.toUpperCase(Locale.ROOT), NEVER));
        assertInvalid("oneTimePassword is required", () -> noren.login("VIDYA", "s3cret", (String) null));
        assertInvalid("oneTimePassword is required", () -> noren.login("VIDYA", "s3cret", (Supplier<String>) null));
        assertInvalid("oneTimePassword must not be blank", () -> noren.loginAsync("VIDYA", "s3cret", ""));
        assertInvalid("saved must be what", () -> noren.restore(null));
    }

    @Test
    void rejectsInvalidInputOfACallThatChangesAPassword() {
        NorenClient noren = settings().build();

        assertInvalid("userId is required", () -> noren.changePassword(null, "s3cret", "s3cret2"));
        assertInvalid("oldPassword is required", () -> noren.changePassword("VIDYA", null, "s3cret2"));
        assertInvalid("oldPassword must be the password itself", () -> noren.changePassword("VIDYA", HASH, "s"));
        assertInvalid("newPassword must not be blank", () -> noren.changePassword("VIDYA", "s3cret", " "));
        assertInvalid(
                "newPassword must be the password itself", () -> noren.changePasswordAsync("VIDYA", "s3cret", HASH));
        assertInvalid("userId must not be blank", () -> noren.forgotPassword("", "s3cret", "s3cret"));
        assertInvalid("pan is required", () -> noren.forgotPassword("VIDYA", null, "s3cret"));
        assertInvalid("dateOfBirth must not be blank", () -> noren.forgotPasswordAsync("VIDYA", "s3cret", " "));
        assertInvalid("userId is required", () -> noren.requestOtp(null, "s3cret"));
        assertInvalid("pan must not be blank", () -> noren.requestOtpAsync("VIDYA", " "));
        assertInvalid("userId is required", () -> noren.resetPassword(null, "s3cret", "s3cret"));
        assertInvalid("newPassword is required", () -> noren.resetPassword("VIDYA", null, "s3cret"));
        assertInvalid("newPassword must be the password itself", () -> noren.resetPassword("VIDYA", HASH, "s3c"));
        assertInvalid("otp must not be blank", () -> noren.resetPasswordAsync("VIDYA", "s3cret", " "));
    }

    @Test
    void sendsNothingAfterClose() {
        NorenClient noren = settings().build();
        noren.close();

        assertThatThrownBy(() -> noren.login("VIDYA", "s3cret", NEVER)).isInstanceOf(IllegalStateException.class);
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void sendsAFormWithEachCall() {
        NorenClient noren = quickAuth().build();
        for (int i = 0; i < 4; i++) {
            respond("{'stat':'Ok','susertoken':'a1b2','ReqStatus':'OTP generation success'}");
        }
        respond("{'ReqStatus':'Password Reset Success'}");

        noren.loginAsync("VIDYA", "s3cur3Id", "123456").join();
        noren.changePasswordAsync("VIDYA", "s3cur3Id", "n3w").join();
        noren.forgotPasswordAsync("VIDYA", "ABCDE1234F", "01-01-1990").join();
        noren.requestOtpAsync("VIDYA", "ABCDE1234F").join();
        noren.resetPasswordAsync("VIDYA", "n3w", "123456").join();

        for (String path : new String[] {"QuickAuth", "Changepwd", "ForgotPassword", "FgtPwdOTP", "ValOTPStPwd"}) {
            assertThat(takeRequest("POST " + ORIGIN + "/NorenWClientTP/" + path).body())
                    .startsWith("jData={")
                    .contains(json("'uid':'VIDYA'"));
        }
    }

    /** The hashes are published test vectors. */
    @Test
    void hashesPasswordAndApiKey() {
        NorenClient noren = quickAuth().build();
        for (int i = 0; i < 4; i++) {
            respond("{'stat':'Ok','susertoken':'a1b2','ReqStatus':'Password Reset Success'}");
        }

        noren.login("VIDYA", "s3cur3Id", "123456");
        noren.login("VIDYA", "Pässw0rd&+%", "123456");
        noren.changePassword("VIDYA", "s3cur3Id", "n&w+%\"ü");
        noren.resetPassword("VIDYA", "n3wS3cur3Id", "123456");

        assertThat(broker.takeRequest().body())
                .isEqualTo(json("jData={'apkversion':'1.0.0','uid':'VIDYA','pwd':'" + HASH + "','factor2':'123456',"
                        + "'vc':'DEMO_VC','appkey':'c25c1d1cd63946617a8e46f3e66eb981682902a0fa6c14847de05e275778ea73',"
                        + "'imei':'134243434','source':'API'}"));
        assertThat(broker.takeRequest().body())
                .contains(
                        json("'uid':'VIDYA','pwd':'fc26d8b91f0ef806f9c29c6d6591c1468cc46a60716d6dbb287379114145d1bb'"));
        assertThat(broker.takeRequest().body())
                .isEqualTo(json("jData={'uid':'VIDYA','oldpwd':'" + HASH + "','pwd':'n\\u0026w+%\\\"ü'}"));
        assertThat(broker.takeRequest().body())
                .isEqualTo(json("jData={'uid':'VIDYA','pwd':'n3wS3cur3Id','otp':'123456'}"));
    }

    @Test
    void sendsOptionalSettings() {
        respond("{'stat':'Ok','susertoken':'a1b2'}");

        quickAuth()
                .appVersion("2.1")
                .deviceInfo("Moto G - 9 PKQ1.181203.01")
                .ipAddress("192.0.2.1")
                .build()
                .login("VIDYA", "s3cur3Id", "123456");

        assertThat(broker.takeRequest().body())
                .contains(json("'apkversion':'2.1'"))
                .contains(json("'addldivinf':'Moto G - 9 PKQ1.181203.01'"))
                .contains(json("'ipaddr':'192.0.2.1'"));
    }

    @Test
    void logsInWithUserKeyAndTime() {
        Instant before = Instant.now();

        NorenSession session = quickAuthLogin("{'stat':'Ok','susertoken':'3b97','lastaccesstime':'1589899727'}");

        assertThat(session.userId()).isEqualTo("VIDYA");
        assertThat(session.accountId()).isEqualTo("VIDYA");
        assertThat(session.createdAt()).isBetween(before, Instant.now());
        assertThat(session.lastAccess()).contains(Instant.parse("2020-05-19T14:48:47Z"));
        assertThat(session.key()).isEqualTo("3b97");
    }

    @Test
    void logsInWithTheProfileOfTheUser() {
        NorenSession session = quickAuthLogin(
                "{'stat':'Ok','susertoken':'7d1c','email':'demo@example.com','exarr':['NSE','BSE','NFO'],"
                        + "'prarr':[{'prd':'C','s_prdt_ali':'CNC'},{'prd':'I','s_prdt_ali':'MIS'}]}");

        assertThat(session.response().email()).isEqualTo("demo@example.com");
        assertThat(session.response().exarr()).containsExactly("NSE", "BSE", "NFO");
        assertThat(session.response().prarr()).extracting(Product::sPrdtAli).containsExactly("CNC", "MIS");
    }

    @Test
    void rejectsALoginIfThePasswordMustBeChanged() {
        assertThat(assertRejected(
                        Reason.PASSWORD_EXPIRED,
                        "spasswordreset: Y",
                        "{'stat':'Ok','susertoken':'a1b2','spasswordreset':'Y'}"))
                .hasMessageContaining("spasswordreset: Y")
                .hasMessageContaining("Change the password");
    }

    @Test
    void returnsTheMessagesOfTheBroker() {
        NorenClient noren = quickAuth().build();
        respond("{'stat':'Ok','dmsg':'Demo message of the day'}");
        respond("{'uid':'VIDYA','ReqStatus':'OTP generation success'}");
        respond("{'ReqStatus':'Password reset success'}");

        assertThat(noren.changePassword("VIDYA", "s3cur3Id", "n3wS3cur3Id").dmsg())
                .isEqualTo("Demo message of the day");
        assertThat(noren.requestOtp("VIDYA", "ABCDE1234F").reqStatus()).isEqualTo("OTP generation success");
        assertThat(noren.resetPassword("VIDYA", "n3wS3cur3Id", "123456").reqStatus())
                .isEqualTo("Password reset success");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[]",
                "null",
                "{'stat':'Maybe'}",
                "{'stat':'Ok'",
                "{'stat':'Ok'}",
                "{'stat':'Ok','susertoken':''}",
                "{'stat':'Ok','susertoken':'s3cret&x'}",
                "{'stat':'Ok','susertoken':'s3 cret'}",
                "{'stat':'Ok','susertoken':'s3crét'}",
                "{'stat':'Ok','susertoken':'s3cret\\n'}"
            })
    void reportsAResponseWithoutAUsableToken(String response) {
        assertUnexpected(200, () -> quickAuthLogin(response));
    }

    @ParameterizedTest
    @CsvSource({
        "' INVALID  input:\tInvalid   VENDOR Code ',APPLICATION_REFUSED",
        "Session Expired :  Invalid Session Key,SESSION_EXPIRED",
        "Invalid Input : Brand new,UNKNOWN"
    })
    void ignoresWhiteSpaceAndCaseOfAMessage(String message, Reason reason) {
        String response = "{'stat':'Not_Ok','emsg':'" + message.replace("\t", "\\t") + "'}";

        assertRejected(reason, message.replace('\t', ' '), response);
    }

    @Test
    void reportsARejectionWithoutAMessage() {
        assertRejected(Reason.UNKNOWN, null, "{'stat':'Not_Ok'}");
    }

    @Test
    void namesAnExpiredApiKeyAsTheUsualCause() {
        String message = "Invalid Input :  Invalid Vendor code";

        assertThat(assertRejected(Reason.APPLICATION_REFUSED, message, "{'stat':'Not_Ok','emsg':'" + message + "'}"))
                .hasMessageContaining("Invalid Vendor code")
                .hasMessageContaining("has expired");
    }

    private Rejected assertRejected(Reason reason, String message, String response) {
        return assertRejected(200, reason, null, message, () -> quickAuthLogin(response));
    }

    private NorenClient.Builder settings() {
        return quickAuth().vendorCode("s3cret-vendor").apiKey("s3cret-key");
    }
}

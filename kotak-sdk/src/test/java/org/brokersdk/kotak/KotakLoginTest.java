package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Function;
import java.util.stream.Stream;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The second factor, at the host to which the response to the first factor directs the user. */
class KotakLoginTest extends KotakFixture {

    private static final String HOST = "ctradeapi.kotaksecurities.com";

    static Stream<Arguments> secondFactors() {
        return Stream.of(
                factor("accesscode", ",'accessCode':'1234'", login -> login.verify("1234")),
                factor("oneTimeToken", "", KotakLogin::verifyWithoutCode),
                factor(
                        "oneTimeToken",
                        "",
                        login -> login.verifyWithoutCodeAsync().join()),
                factor("mpin", ",'mpin':'123456'", login -> login.verifyMpin("123456")),
                factor(
                        "mpin",
                        ",'mpin':'123456'",
                        login -> login.verifyMpinAsync("123456").join()),
                factor("biometric", ",'biometric':'bio'", login -> login.verifyBiometric("bio")),
                factor(
                        "biometric",
                        ",'biometric':'bio'",
                        login -> login.verifyBiometricAsync("bio").join()));
    }

    private static Arguments factor(String path, String field, Function<KotakLogin, KotakSession> verify) {
        return arguments(path, field, verify);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secondFactors")
    void verifiesTheSecondFactor(String path, String field, Function<KotakLogin, KotakSession> verify) {
        KotakLogin login = kotakLogin(kotak().build(), "{}");
        respond("{'success':{'sessionToken':'session'}}");

        assertThat(verify.apply(login).response().sessionToken()).isEqualTo("session");

        RecordedRequest request = takeRequest("POST " + KOTAK_URL + "2FA/" + path);
        assertThat(request.headers().get("oneTimeToken")).isEqualTo("one-time");
        assertThat(request.body()).isEqualTo(json("{'userid':'AB1234'" + field + "}"));
    }

    @Test
    void requestsAnotherAccessCode() {
        KotakLogin login = kotakLogin(kotak().build(), "{}");
        respond("{'Success':{}}");
        respond("{'Success':{}}");

        login.resendAccessCode();
        login.resendAccessCodeAsync().join();

        for (int i = 0; i < 2; i++) {
            RecordedRequest request = takeRequest("GET " + KOTAK_URL + "2FA/accesscode");
            assertThat(request.headers().get("oneTimeToken")).isEqualTo("one-time");
            assertThat(request.headers().get("userid")).isEqualTo("AB1234");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "123", "12345", "12a4", "s3cret"})
    void rejectsAnAccessCodeThatIsNotFourDigits(String code) {
        KotakLogin login = kotakLogin(kotak().build(), "{}");

        assertInvalid("accessCode ", () -> login.verify(code));
    }

    /** Some of these numbers are no port of a host with TLS. */
    @ParameterizedTest
    @CsvSource({
        HOST + ", null, " + HOST,
        HOST + ", 8443, " + HOST + ":8443",
        "https://" + HOST + "/other, 443, " + HOST,
        HOST + ":8443, -1, " + HOST + ":8443",
        HOST + ":8443, 0, " + HOST + ":8443",
        HOST + ":8443, 80, " + HOST + ":8443",
        HOST + ":8443, 65536, " + HOST + ":8443",
        // These are not the broker's.
        "evil.example, 8443, tradeapi.kotaksecurities.com",
        "http://" + HOST + ", 8443, tradeapi.kotaksecurities.com",
        "evilkotaksecurities.com, 8443, tradeapi.kotaksecurities.com",
        HOST + "@evil.example, 8443, tradeapi.kotaksecurities.com",
        "evil.example/" + HOST + ", 8443, tradeapi.kotaksecurities.com",
        "kotaksecurities.com.evil.example, 8443, tradeapi.kotaksecurities.com"
    })
    void continuesAtTheHostOfTheUserIfItIsTheBrokers(String host, String port, String expected) {
        KotakSession session = verifyAt(kotak().build(), host, port);
        respond("{'Success':{'message':'bye'}}");

        session.logout();

        takeRequest("POST https://" + expected + "/apim/session/1.0/session/2FA/accesscode");
        takeRequest("DELETE https://" + expected + "/apim/session/1.0/session/logout");
    }

    /** Checks that a client of a mock server sends nothing to the broker. */
    @Test
    void staysAtABaseUrlThatIsNotTheBrokers() {
        verifyAt(kotak().baseUrl("https://gateway.example/kotak").build(), HOST, "443");

        takeRequest("POST https://gateway.example/kotak/session/1.0/session/2FA/accesscode");
    }

    @Test
    void omitsTheTokenFromText() {
        assertThat(kotakLogin(kotak().build(), "{}").toString())
                .contains("AB1234")
                .doesNotContain("one-time");
    }

    private KotakSession verifyAt(KotakClient kotak, String host, String port) {
        return kotakSession(kotakLogin(kotak, "{'host':'" + host + "','port':" + port + "}"));
    }
}

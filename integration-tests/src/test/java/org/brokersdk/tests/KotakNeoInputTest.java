package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be right is refused before anything is sent, by the name of the field and the rule. */
class KotakNeoInputTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void settingsThatAreMissing() {
        refused(() -> builder().accessToken(null).build(), "accessToken is required");
        refused(() -> builder().accessToken(" ").build(), "accessToken must not be blank");
        refused(() -> builder().mobileNumber(null).build(), "mobileNumber is required");
        refused(() -> builder().ucc(null).build(), "ucc is required");
        refused(() -> builder().ucc(" ").build(), "ucc must not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\n", "s3 cret", "s3crét"})
    void headersThatCannotBeSent(String secret) {
        refused(() -> builder().accessToken(secret).build(), "accessToken must be visible ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000", "910000000000", "+91 0000000000", "+91", "s3cret"})
    void mobileNumberWithoutItsCountryCode(String number) {
        refused(() -> builder().mobileNumber(number).build(), "mobileNumber must match ^\\+\\d{7,15}$");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "12345", "1234567", "12345a", " 12345", "s3cret"})
    void oneTimePasswordThatIsNotSixDigits(String totp) {
        KotakNeoClient kotak = builder().build();

        refused(() -> kotak.login(totp), "totp ");
        refused(() -> kotak.login(() -> totp), "totp ");
        refused(() -> kotak.loginAsync(totp), "totp ");
        refused(
                () -> {
                    throw CallAssertions.failure(kotak.loginAsync(() -> totp));
                },
                "totp ");
    }

    @Test
    void nothingThatMakesOneTimePasswords() {
        refused(() -> builder().build().login((Supplier<String>) null), "totp is required");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void emptyMpin(String mpin) {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}")
                .build());
        KotakNeoLogin login = builder().build().login("123456");

        for (ThrowingCallable call :
                new ThrowingCallable[] {() -> login.validate(mpin), () -> login.validateAsync(mpin)}) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("mpin ");
        }
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    @Test
    void callsOfAClosedClient() {
        KotakNeoClient kotak = builder().build();
        kotak.close();

        assertThatThrownBy(() -> kotak.login("123456")).isInstanceOf(IllegalStateException.class);
        assertThat(broker.getRequestCount()).isZero();
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3");
        assertThat(broker.getRequestCount()).isZero();
    }

    private KotakNeoClient.Builder builder() {
        return KotakNeoClient.builder()
                .baseUrl("http://127.0.0.1:" + broker.getPort())
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123");
    }
}

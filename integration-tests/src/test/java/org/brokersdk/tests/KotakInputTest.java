package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakLogin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be right is refused before anything is sent, by the name of the field and the rule. */
class KotakInputTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void settingsThatAreMissing() {
        refused(() -> builder().accessToken(null).build(), "accessToken is required");
        refused(() -> builder().accessToken(" ").build(), "accessToken must not be blank");
        refused(() -> builder().consumerKey(null).build(), "consumerKey is required");
        refused(() -> builder().userId(null).build(), "userId or nickname is required");
        refused(() -> builder().userId("").build(), "userId must not be blank");
        refused(() -> builder().ip("").build(), "ip must not be blank");
        refused(() -> builder().tokens(null), "consumerSecret is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret\n", "s3 cret", "s3crét"})
    void headersThatCannotBeSent(String secret) {
        refused(() -> builder().accessToken(secret).build(), "accessToken must be visible ASCII");
        refused(() -> builder().consumerKey(secret).build(), "consumerKey must be visible ASCII");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void emptyPassword(String password) {
        refused(() -> builder().build().login(password), "password ");
        refused(() -> builder().build().loginAsync(password), "password ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "123", "12345", "12a4", "s3cret"})
    void accessCodeThatIsNotFourDigits(String code) {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"Success\":{\"oneTimeToken\":\"t\"}}")
                .build());
        KotakLogin login = builder().build().login("s3cret");

        assertThatThrownBy(() -> login.verify(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accessCode ")
                .hasMessageNotContaining("s3cret");
        assertThat(broker.getRequestCount()).isEqualTo(1);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3");
        assertThat(broker.getRequestCount()).isZero();
    }

    private KotakClient.Builder builder() {
        return KotakClient.builder()
                .baseUrl("http://127.0.0.1:" + broker.getPort())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234");
    }
}

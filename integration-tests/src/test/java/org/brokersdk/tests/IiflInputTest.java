package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be right is refused before anything is sent, by the name of the field and the rule. */
class IiflInputTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void settingsThatAreMissing(String empty) {
        refused(() -> builder().subscriptionKey(empty).build(), "subscriptionKey ");
        refused(() -> builder().encryptionKey(empty).build(), "encryptionKey ");
        refused(() -> builder().app(null).build(), "app is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void settingsThatAreBlank(String blank) {
        refused(() -> builder().customerRequestCode(blank).build(), "customerRequestCode ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void applicationThatIsIncomplete(String empty) {
        refused(() -> app().appName(empty).build(), "appName ");
        refused(() -> app().appVersion(empty).build(), "appVersion ");
        refused(() -> app().key(empty).build(), "key ");
        refused(() -> app().osName(empty).build(), "osName ");
        refused(() -> app().userId(empty).build(), "userId ");
        refused(() -> app().password(empty).build(), "password ");
    }

    @Test
    void subscriptionKeyThatCannotBeSent() {
        refused(() -> builder().subscriptionKey("s3cret\n").build(), "subscriptionKey must be visible ASCII");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void emptyPartner(String empty) {
        refused(() -> builder().build().partnerLogin(empty, "1234567890"), "Email_id ");
        refused(() -> builder().build().partnerLoginAsync("demo@example.com", empty), "ContactNumber ");
    }

    @Test
    void partnerThatIsTooLong() {
        refused(() -> builder().build().partnerLogin("s3".repeat(26), "1234567890"), "Email_id must have 1 to 50");
        refused(() -> builder().build().partnerLogin("demo@example.com", "s3".repeat(8)), "ContactNumber must have");
        refused(
                () -> builder().localIp("s3".repeat(11)).build().partnerLogin("demo@example.com", "1234567890"),
                "LocalIP must have");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void emptyCustomer(String empty) {
        refused(() -> builder().build().customerLogin(empty, "s3cret", LocalDate.EPOCH), "clientCode ");
        refused(() -> builder().build().customerLoginAsync("DEMO01", empty, LocalDate.EPOCH), "password ");
        refused(() -> builder().build().customerLogin("DEMO01", "s3cret", null), "dateOfBirth is required");
    }

    @Test
    void applicationPrintsNoSecret() {
        assertThat(app().build().toString())
                .contains("IIFLMarDEMO", "osName=WEB")
                .doesNotContain("s3");
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3");
        assertThat(broker.getRequestCount()).isZero();
    }

    private IiflClient.Builder builder() {
        return IiflClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(Prefer.NOTHING)
                .subscriptionKey("s3-subscription")
                .encryptionKey("s3-encryption")
                .app(app().build());
    }

    private static IiflApp.Builder app() {
        return IiflApp.builder()
                .appName("IIFLMarDEMO")
                .appVersion("1.0")
                .key("s3-key")
                .userId("s3-user")
                .password("s3-password");
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.noren.NorenClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad input is refused before anything is sent, by a message that names the field and the rule and shows no value. */
class NorenInputTest {

    private static final String HASH = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";
    private static final Supplier<String> NEVER = () -> {
        throw new AssertionError("The one-time password was asked for in vain");
    };

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @TestFactory
    Stream<DynamicTest> nothingIsSentWithBadInput() {
        return Stream.of(
                refused("userId is required", noren -> noren.login(null, "s3cret", NEVER)),
                refused("userId must not be blank", noren -> noren.login(" ", "s3cret", NEVER)),
                refused("password is required", noren -> noren.login("VIDYA", null, NEVER)),
                refused("password must not be blank", noren -> noren.loginAsync("VIDYA", "\t", NEVER)),
                refused("password must be the password itself", noren -> noren.login("VIDYA", HASH, NEVER)),
                refused(
                        "password must be the password itself",
                        noren -> noren.login("VIDYA", HASH.toUpperCase(java.util.Locale.ROOT), NEVER)),
                refused("oneTimePassword is required", noren -> noren.login("VIDYA", "s3cret", (String) null)),
                refused(
                        "oneTimePassword is required",
                        noren -> noren.login("VIDYA", "s3cret", (Supplier<String>) null)),
                refused("oneTimePassword is required", noren -> noren.login("VIDYA", "s3cret", () -> null)),
                refused("oneTimePassword must not be blank", noren -> noren.loginAsync("VIDYA", "s3cret", "")),
                refused("userId is required", noren -> noren.changePassword(null, "s3cret", "s3cret2")),
                refused("oldPassword is required", noren -> noren.changePassword("VIDYA", null, "s3cret2")),
                refused("oldPassword must be the password itself", noren -> noren.changePassword("VIDYA", HASH, "s")),
                refused("newPassword must not be blank", noren -> noren.changePassword("VIDYA", "s3cret", " ")),
                refused(
                        "newPassword must be the password itself",
                        noren -> noren.changePasswordAsync("VIDYA", "s3cret", HASH)),
                refused("userId must not be blank", noren -> noren.forgotPassword("", "s3cret", "s3cret")),
                refused("pan is required", noren -> noren.forgotPassword("VIDYA", null, "s3cret")),
                refused("dateOfBirth must not be blank", noren -> noren.forgotPasswordAsync("VIDYA", "s3cret", " ")),
                refused("userId is required", noren -> noren.requestOtp(null, "s3cret")),
                refused("pan must not be blank", noren -> noren.requestOtpAsync("VIDYA", " ")),
                refused("userId is required", noren -> noren.resetPassword(null, "s3cret", "s3cret")),
                refused("newPassword is required", noren -> noren.resetPassword("VIDYA", null, "s3cret")),
                refused("newPassword must be the password itself", noren -> noren.resetPassword("VIDYA", HASH, "s3c")),
                refused("otp must not be blank", noren -> noren.resetPasswordAsync("VIDYA", "s3cret", " ")),
                refused("saved must be what", noren -> noren.restore(null)));
    }

    @TestFactory
    Stream<DynamicTest> noClientIsMadeFromBadSettings() {
        return Stream.of(
                unbuilt("vendorCode is required", builder -> builder.vendorCode(null)),
                unbuilt("vendorCode must not be blank", builder -> builder.vendorCode(" ")),
                unbuilt("apiKey is required", builder -> builder.apiKey(null)),
                unbuilt("apiKey must not be blank", builder -> builder.apiKey("")),
                unbuilt("deviceId is required", builder -> builder.deviceId(null)),
                unbuilt("deviceId must not be blank", builder -> builder.deviceId(" ")),
                unbuilt("appVersion must not be blank", builder -> builder.appVersion(" ")),
                unbuilt("deviceInfo must not be blank", builder -> builder.deviceInfo(" ")),
                unbuilt("ipAddress must not be blank", builder -> builder.ipAddress(" ")),
                unbuilt("baseUrl must begin with https", builder -> builder.baseUrl("http://broker.example/s3cret")),
                unbuilt("baseUrl must be a URL", builder -> builder.baseUrl("s3cret")));
    }

    @Test
    void baseUrlOfTheBrokerIsAskedFor() {
        NorenClient.Builder builder = NorenClient.builder()
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseUrl is required")
                .hasMessageContaining("ask yours");
    }

    @Test
    void closedClientSpendsNoOneTimePassword() {
        NorenClient noren = client();
        noren.close();

        assertThatThrownBy(() -> noren.login("VIDYA", "s3cret", NEVER)).isInstanceOf(IllegalStateException.class);
        assertThat(server.getRequestCount()).isZero();
    }

    private DynamicTest refused(String rule, Consumer<NorenClient> call) {
        return dynamicTest(rule, () -> {
            try (NorenClient noren = client()) {
                assertThatThrownBy(() -> call.accept(noren))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule)
                        .hasMessageNotContaining("s3cret")
                        .hasMessageNotContaining("a6872c");
                assertThat(server.getRequestCount()).isZero();
            }
        });
    }

    private DynamicTest unbuilt(String rule, UnaryOperator<NorenClient.Builder> change) {
        return dynamicTest(
                rule,
                () -> assertThatThrownBy(() -> change.apply(settings()).build())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(rule)
                        .hasMessageNotContaining("s3cret"));
    }

    private NorenClient client() {
        return settings().build();
    }

    private NorenClient.Builder settings() {
        return NorenClient.builder()
                .baseUrl(server.url("/").toString())
                .vendorCode("s3cret-vendor")
                .apiKey("s3cret-key")
                .deviceId("134243434");
    }
}

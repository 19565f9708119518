package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.TestClient.TestBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BrowserClientTest {

    private static final String BACK = "https://app.example/back";

    private static final String REDIRECT = BACK + "?code=s3cret-code&user=CD456";

    private final TestBroker broker = new TestBroker();

    private final TestClient client = broker.builder().redirectUrl(BACK).build();

    @Test
    void loginUrlHasTheApplicationAndTheState() {
        assertThat(client.loginUrl()).isEqualTo(TestClient.PAGE + "&key=app");
        assertThat(client.loginUrl("a&b")).isEqualTo(TestClient.PAGE + "&key=app&state=a%26b");
    }

    @Test
    void redirectOpensTheSession() {
        assertThat(List.of(
                        client.login(REDIRECT),
                        client.loginAsync(REDIRECT).join(),
                        client.login(REDIRECT + "&state=sent", "sent"),
                        client.loginAsync(REDIRECT + "&state=sent", "sent").join()))
                .extracting(Session::userId)
                .containsOnly("CD456");
        assertCodesWereSent(4);
    }

    @Test
    void codeOpensTheSession() {
        assertThat(List.of(
                        client.loginWithCode("s3cret-code"),
                        client.loginWithCodeAsync("s3cret-code").join()))
                .extracting(Session::userId)
                .containsOnly("AB123");
        assertCodesWereSent(2);
    }

    @Test
    void redirectOfAnotherLoginIsRefused() {
        for (String redirect : List.of(REDIRECT, REDIRECT + "&state=other", REDIRECT + "&state=sent&state=sent")) {
            assertRefused(
                    "redirect must ", () -> client.login(redirect, "sent"), () -> client.loginAsync(redirect, "sent"));
        }
        for (String redirect : List.of("", "https://other.example/back?code=s3cret-code", REDIRECT + "&code=2")) {
            assertRefused("redirect must ", () -> client.login(redirect), () -> client.loginAsync(redirect));
        }
        assertRefused("redirect has no code", () -> client.login(BACK), () -> client.loginAsync(BACK));
    }

    @Test
    void redirectNeedsARedirectUrl() {
        TestClient without = broker.builder().build();

        assertRefused(
                "redirectUrl is required for login(redirect). If the broker's page shows a code, give the code to loginWithCode",
                () -> without.login(REDIRECT),
                () -> without.loginAsync(REDIRECT),
                () -> without.login(REDIRECT + "&state=sent", "sent"),
                () -> without.loginAsync(REDIRECT + "&state=sent", "sent"));
        assertThat(without.loginWithCode("s3cret-code").userId()).isEqualTo("AB123");
    }

    @Test
    @ResourceLock("redirect-listener")
    void listenerIsAtTheRedirectUrlAndTheClientAcceptsItsRedirect() throws Exception {
        String registered = "http://localhost:" + freePort() + "/callback";
        TestClient local = broker.builder().redirectUrl(registered).build();
        try (RedirectListener listener = local.openListener()) {
            String query = "?code=s3cret-code&user=CD456&state=" + listener.state();
            new URI(registered.replace("localhost", "127.0.0.1") + query)
                    .toURL()
                    .openStream()
                    .close();

            String redirect = listener.await(Duration.ofSeconds(10));

            assertThat(redirect).isEqualTo(registered + query);
            assertThat(local.login(redirect, listener.state()).userId()).isEqualTo("CD456");
        }
        try (RedirectListener listener = local.openListenerWithoutState()) {
            new URI(registered.replace("localhost", "127.0.0.1") + "?code=1&user=CD456")
                    .toURL()
                    .openStream()
                    .close();
            assertThat(listener.await(Duration.ofSeconds(10))).isEqualTo(registered + "?code=1&user=CD456");
        }
    }

    @Test
    void listenerNeedsARedirectUrlOfThisMachine() {
        assertRefused("redirectUrl must be an http URL of this machine", () -> client.openListener());
        assertRefused("redirectUrl is required", () -> broker.builder().build().openListenerWithoutState());
    }

    @Test
    void codeWithOtherTextIsRefused() {
        for (String code : List.of(REDIRECT, "code=s3cret", "?CODE=s3cret")) {
            assertRefused(
                    "code must be the authorization code alone",
                    () -> client.loginWithCode(code),
                    () -> client.loginWithCodeAsync(code));
        }
        assertCodesWereSent(0);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void blankInputIsRefused(String blank) {
        assertRefused(
                "state ",
                () -> client.loginUrl(blank),
                () -> client.login(REDIRECT, blank),
                () -> client.loginAsync(REDIRECT, blank));
        assertRefused("code ", () -> client.loginWithCode(blank), () -> client.loginWithCodeAsync(blank));
        assertCodesWereSent(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void assertCodesWereSent(int times) {
        assertThat(broker.bodies).hasSize(times).allMatch("{\"code\":\"s3cret-code\"}"::equals);
    }

    private static void assertRefused(String message, ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message)
                    .hasMessageNotContaining("s3cret");
        }
    }
}

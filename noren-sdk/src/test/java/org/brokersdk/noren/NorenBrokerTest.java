package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each broker of the spec has its URLs and its client. */
class NorenBrokerTest {

    private static final Path SPEC = Path.of("../specs/noren.yaml");

    /** A broker and one of the logins that the broker accepts. */
    record BrokerLogin(NorenBroker broker, NorenLogin login) {}

    static Stream<BrokerLogin> brokerLogins() {
        return Arrays.stream(NorenBroker.values())
                .flatMap(broker -> broker.logins().stream().map(login -> new BrokerLogin(broker, login)));
    }

    @Test
    void hasEachBrokerOfTheSpec() throws IOException {
        assertThat(brokerLogins().count()).isEqualTo(Files.readString(SPEC).split("x-broker:\n", -1).length - 1);
    }

    @ParameterizedTest
    @MethodSource("brokerLogins")
    void hasWhatTheSpecStates(BrokerLogin brokerLogin) throws IOException {
        String spec = Files.readString(SPEC);
        NorenBroker broker = brokerLogin.broker();
        NorenLogin login = brokerLogin.login();

        assertThat(spec)
                .contains("- url: " + broker.baseUrl(login) + "\n")
                .contains("name: " + broker.displayName() + "\n")
                .contains("asOf: " + broker.asOf(login) + "\n")
                .contains("source: " + broker.source(login) + "\n");
        broker.loginPage(login).ifPresent(page -> assertThat(spec).contains("loginPage: " + page + "\n"));
        broker.webSocket(login).ifPresent(url -> assertThat(spec).contains("webSocket: " + url + "\n"));
        broker.sessionsEnd(login).ifPresent(end -> assertThat(spec).contains("sessionsEnd: '" + end + "'\n"));
        assertThat(broker.loginPage(login).isPresent()).isEqualTo(login != NorenLogin.QUICK_AUTH);
    }

    @ParameterizedTest
    @MethodSource("brokerLogins")
    void configuresItsClient(BrokerLogin brokerLogin) {
        NorenBroker broker = brokerLogin.broker();
        String page = broker.loginPage(brokerLogin.login()).orElse(null);
        switch (brokerLogin.login()) {
            case QUICK_AUTH ->
                assertThatCode(() -> NorenClient.builder()
                                .broker(broker)
                                .vendorCode("DEMO_VC")
                                .apiKey("12be8cef3b1758f5")
                                .deviceId("134243434")
                                .build())
                        .doesNotThrowAnyException();
            case OAUTH -> {
                String loginUrl = NorenOauthClient.builder()
                        .broker(broker)
                        .clientId("ABC123")
                        .secret("x1y2")
                        .userId("VIDYA")
                        .redirectUrl(NorenFixture.REDIRECT)
                        .build()
                        .loginUrl();
                assertThat(loginUrl).isEqualTo(page + "?client_id=ABC123");
                // The page and the exchange have one host.
                assertThat(HttpUrl.get(broker.baseUrl(brokerLogin.login())).host())
                        .isEqualTo(HttpUrl.get(loginUrl).host());
            }
            case FLATTRADE ->
                assertThat(FlattradeClient.builder()
                                .apiKey("ABC123")
                                .apiSecret("x1y2")
                                .redirectUrl(NorenFixture.REDIRECT)
                                .build()
                                .loginUrl())
                        .isEqualTo(page + "?app_key=ABC123");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheClientOfABrokerWithAnotherLogin(NorenBroker broker) {
        String client = broker.logins().get(0).client;
        if (!broker.logins().contains(NorenLogin.QUICK_AUTH)) {
            assertNames("NorenClient", client, () -> NorenClient.builder().broker(broker));
        }
        if (!broker.logins().contains(NorenLogin.OAUTH)) {
            assertNames(
                    "NorenOauthClient", client, () -> NorenOauthClient.builder().broker(broker));
        }
    }

    @Test
    void namesTheClientOfEachLogin() {
        assertThat(NorenLogin.values())
                .extracting(login -> login.client)
                .containsExactly("NorenClient", "NorenOauthClient", "FlattradeClient");
    }

    private static void assertNames(String wrongClient, String client, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broker must accept the login of " + wrongClient)
                .hasMessageEndingWith("use " + client);
    }
}

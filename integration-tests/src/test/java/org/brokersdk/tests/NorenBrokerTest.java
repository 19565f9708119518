package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenLogin;
import org.brokersdk.noren.NorenOauthClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The brokers that the spec names are there with all that it says of them, and lead to the client that fits. */
class NorenBrokerTest {

    /** A broker and one of the logins that it takes. */
    record Place(NorenBroker broker, NorenLogin login) {}

    static Stream<Place> places() {
        return Arrays.stream(NorenBroker.values())
                .flatMap(broker -> broker.logins().stream().map(login -> new Place(broker, login)));
    }

    @Test
    void everyServerThatNamesABrokerIsThere() throws IOException {
        String spec = Files.readString(Spec.DIRECTORY.resolve("noren.yaml"));

        assertThat(places().count()).isEqualTo(spec.split("x-broker:\n", -1).length - 1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void saysWhatTheSpecSays(Place place) throws IOException {
        String spec = Files.readString(Spec.DIRECTORY.resolve("noren.yaml"));
        NorenBroker broker = place.broker();
        NorenLogin login = place.login();

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
    @MethodSource("places")
    void leadsToItsClient(Place place) {
        NorenBroker broker = place.broker();
        switch (place.login()) {
            case QUICK_AUTH ->
                assertThatCode(() -> quickAuth().broker(broker).build()).doesNotThrowAnyException();
            case OAUTH ->
                assertThat(oauth().broker(broker).build().loginUrl())
                        .isEqualTo(broker.loginPage(NorenLogin.OAUTH).orElseThrow() + "?client_id=ABC123");
            case FLATTRADE ->
                assertThat(FlattradeClient.builder()
                                .apiKey("ABC123")
                                .apiSecret("x1y2")
                                .redirectUrl("http://127.0.0.1:8080/login")
                                .build()
                                .loginUrl())
                        .isEqualTo(broker.loginPage(NorenLogin.FLATTRADE).orElseThrow() + "?app_key=ABC123");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesTheClientOfABrokerWithAnotherLogin(NorenBroker broker) {
        if (!broker.logins().contains(NorenLogin.QUICK_AUTH)) {
            assertThatThrownBy(() -> NorenClient.builder().broker(broker))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("broker must accept the login of NorenClient")
                    .hasMessageEndingWith("use " + client(broker));
        }
        if (!broker.logins().contains(NorenLogin.OAUTH)) {
            assertThatThrownBy(() -> NorenOauthClient.builder().broker(broker))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("broker must accept the login of NorenOauthClient")
                    .hasMessageEndingWith("use " + client(broker));
        }
    }

    private static String client(NorenBroker broker) {
        return switch (broker.logins().get(0)) {
            case QUICK_AUTH -> "NorenClient";
            case OAUTH -> "NorenOauthClient";
            case FLATTRADE -> "FlattradeClient";
        };
    }

    @ParameterizedTest
    @MethodSource("places")
    void oneHostHasThePageAndTheExchange(Place place) {
        if (place.login() == NorenLogin.OAUTH) {
            assertThat(HttpUrl.get(place.broker().baseUrl(place.login())).host())
                    .isEqualTo(
                            HttpUrl.get(place.broker().loginPage(place.login()).orElseThrow())
                                    .host());
        }
    }

    private static NorenClient.Builder quickAuth() {
        return NorenClient.builder()
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434");
    }

    private static NorenOauthClient.Builder oauth() {
        return NorenOauthClient.builder()
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl("http://127.0.0.1:8080/login");
    }
}

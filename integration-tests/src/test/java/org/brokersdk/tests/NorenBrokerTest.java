package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenBroker.Login;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenOauthClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ready settings say what the spec says, and lead to the client that fits. */
class NorenBrokerTest {

    /** The constants of the class, so that a new one is tested at once. */
    static Stream<NorenBroker> ready() {
        return Stream.of(NorenBroker.class.getFields())
                .filter(field -> field.getType() == NorenBroker.class)
                .map(field -> {
                    try {
                        return (NorenBroker) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("ready")
    void everyUrlStandsInTheSpec(NorenBroker broker) throws IOException {
        String spec = Files.readString(Spec.DIRECTORY.resolve("noren.yaml"));

        assertThat(spec).contains("- url: " + broker.baseUrl() + "\n");
        if (broker.login() == Login.QUICK_AUTH) {
            assertThat(broker.authorizeUrl()).isNull();
        } else {
            assertThat(spec).contains("`" + broker.authorizeUrl() + "?");
        }
    }

    @ParameterizedTest
    @MethodSource("ready")
    void tellsAsOfWhenAndFromWhichSource(NorenBroker broker) {
        assertThat(broker.name()).isNotBlank();
        assertThat(broker.asOf()).isNotBlank();
        assertThat(broker.source()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("ready")
    void everyClientTakesItsOwnBrokersAndNamesTheClientOfTheOthers(NorenBroker broker) {
        switch (broker.login()) {
            case QUICK_AUTH -> {
                assertThatCode(() -> quickAuth().broker(broker).build()).doesNotThrowAnyException();
                assertThatThrownBy(() -> NorenOauthClient.builder().broker(broker))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("broker must accept")
                        .hasMessageEndingWith("use NorenClient");
            }
            case OAUTH -> {
                assertThatCode(() -> oauth().broker(broker).build()).doesNotThrowAnyException();
                assertThat(oauth().broker(broker).build().authorizeUrl())
                        .isEqualTo(broker.authorizeUrl() + "?client_id=ABC123");
                assertThatThrownBy(() -> NorenClient.builder().broker(broker))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("broker must accept")
                        .hasMessageEndingWith("use NorenOauthClient");
            }
            case FLATTRADE -> {
                assertThat(FlattradeClient.builder()
                                .apiKey("ABC123")
                                .apiSecret("x1y2")
                                .redirectUrl("http://127.0.0.1:8080/login")
                                .build()
                                .authorizeUrl())
                        .isEqualTo(broker.authorizeUrl() + "?app_key=ABC123");
                assertThatThrownBy(() -> NorenClient.builder().broker(broker))
                        .hasMessageEndingWith("use FlattradeClient");
                assertThatThrownBy(() -> NorenOauthClient.builder().broker(broker))
                        .hasMessageEndingWith("use FlattradeClient");
            }
        }
    }

    @Test
    void anyOtherBrokerIsGivenByItsUrls() {
        NorenBroker one = NorenBroker.quickAuth("One", "https://one.example/NorenWClientTP");
        NorenBroker two = NorenBroker.oauth("Two", "https://two.example/api", "https://two.example/authorize");

        assertThat(List.of(one.login(), two.login())).containsExactly(Login.QUICK_AUTH, Login.OAUTH);
        assertThatCode(() -> quickAuth().broker(one).build()).doesNotThrowAnyException();
        assertThat(oauth().broker(two).build().authorizeUrl())
                .isEqualTo("https://two.example/authorize?client_id=ABC123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://s3cret.example/", "ftp://127.0.0.1/", "s3cret", ""})
    void urlsMustBeSafe(String url) {
        assertThatThrownBy(() -> NorenBroker.quickAuth("Any", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> NorenBroker.oauth("Any", "https://broker.example", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authorizeUrl must")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"SHOONYA,api.shoonya.com", "ZEBU,go.mynt.in", "TRADESMART,v2api.tradesmartonline.in"})
    void oneHostHasThePageAndTheExchange(String name, String host) throws ReflectiveOperationException {
        NorenBroker broker = (NorenBroker) NorenBroker.class.getField(name).get(null);

        assertThat(broker.baseUrl()).startsWith("https://" + host + "/");
        assertThat(broker.authorizeUrl()).startsWith("https://" + host + "/");
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

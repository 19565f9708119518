package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.iifl.IiflMarketsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which redirects of IIFL's login page are taken. The code is a template, so that much here holds for every SDK. */
class IiflMarketsRedirectTest {

    private static final String PLACE = "https://app.example:8443/back";
    private static final String GOOD = "?authCode=s3cret-code&clientId=s3cret-client";

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLACE + GOOD,
                PLACE + "?authcode=s3cret-code&clientid=s3cret-client",
                PLACE + "?other=1&CLIENTID=s3cret%2Dclient&AuthCode=s3cret-code#top",
                "HTTPS://APP.example:8443/back" + GOOD
            })
    void takesItInEitherSpelling(String redirect) throws Exception {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"status\":\"Ok\",\"userSession\":\"jwt\"}")
                .build());

        assertThat(client().login(redirect).userId()).isEqualTo("s3cret-client");

        // printf s3cret-clients3cret-codes3cret-app | sha256sum
        assertThat(broker.takeRequest().getBody().utf8())
                .isEqualTo("{\"checkSum\":\"1a6790b47f3624932261387513d9433d894804bdd0c2cdb6eca17f428cb55e77\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example:8443/back",
                "https://evil.example:8443/back",
                "https://app.example:8443@evil.example/back",
                "https://app.example.evil.example:8443/back",
                "https://app.example/back",
                "https://app.example:8443/back/",
                "https://app.example:8443/Back",
                "https://app.example:8443/",
                "https://app.example:8443/back/../other"
            })
    void refusesAForeignPlace(String place) {
        refused(place + GOOD, "redirect must come to " + PLACE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "s3cret-code", "/back" + GOOD, "myapp://back" + GOOD})
    void refusesWhatIsNoUrl(String redirect) {
        refused(redirect, "redirect must be the whole URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?clientId=s3cret                                  | redirect has no authCode
            ?authCode=&clientId=s3cret                        | redirect has no authCode
            ?authCode&clientId=s3cret                         | redirect has no authCode
            ?authCode=s3cret                                  | redirect has no clientId
            ?authCode=s3cret&clientId=%20                     | redirect has no clientId
            ''                                                | redirect has no authCode
            ?authCode=s3cret&authCode=s3cret2&clientId=s3cret | redirect must have one authCode
            ?authCode=s3cret&authcode=s3cret&clientId=s3cret  | redirect must have one authCode
            ?authCode=s3cret&clientId=s3cret&CLIENTID=s3cret2 | redirect must have one clientId
            """)
    void refusesWhatIsIncompleteOrRepeated(String query, String message) {
        refused(PLACE + query, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&state=", "&state=s3cret2", "&state=S3CRET-STATE", "&State=s3cret-state"})
    void refusesAnotherStateAndNone(String state) {
        assertThatThrownBy(() -> client().login(PLACE + GOOD + state, "s3cret-state"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redirect must bring back the state")
                .hasMessageNotContaining("3cret");
        assertThat(broker.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void refusesToForgetTheState(String state) {
        assertThatThrownBy(() -> client().login(PLACE + GOOD, state)).hasMessageStartingWith("state ");
        assertThatThrownBy(() -> client().loginAsync(PLACE + GOOD, state)).hasMessageStartingWith("state ");
        assertThat(broker.getRequestCount()).isZero();
    }

    @Test
    void takesTheStateThatWasSentOut() {
        broker.enqueue(new MockResponse.Builder()
                .body("{\"status\":\"Ok\",\"userSession\":\"jwt\"}")
                .build());

        assertThat(client().login(PLACE + GOOD + "&state=s+%261", "s &1").userId())
                .isEqualTo("s3cret-client");
    }

    private void refused(String redirect, String message) {
        assertThatThrownBy(() -> client().login(redirect))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
        assertThatThrownBy(() -> client().loginAsync(redirect)).hasMessageStartingWith(message);
        assertThat(broker.getRequestCount()).isZero();
    }

    private IiflMarketsClient client() {
        return IiflMarketsClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(Prefer.NOTHING)
                .appKey("app-key")
                .appSecret("s3cret-app")
                .redirectUrl(PLACE)
                .build();
    }
}

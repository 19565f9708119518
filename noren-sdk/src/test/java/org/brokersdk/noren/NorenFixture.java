package org.brokersdk.noren;

import org.brokersdk.testing.BrokerTest;

/** Clients and sessions of the three logins. */
abstract class NorenFixture extends BrokerTest {

    static final String ORIGIN = "https://broker.example";
    static final String REDIRECT = "http://127.0.0.1:8080/login";
    static final String FLATTRADE_REDIRECT = REDIRECT + "?code=z3&client=FT00001";

    NorenClient.Builder quickAuth() {
        return NorenClient.builder()
                .baseUrl(ORIGIN + "/NorenWClientTP")
                .httpClient(broker.client())
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434");
    }

    NorenOauthClient.Builder oauth() {
        return NorenOauthClient.builder()
                .baseUrl(ORIGIN + "/NorenWClientAPI")
                .loginPage("https://broker.example/authorize")
                .httpClient(broker.client())
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl(REDIRECT);
    }

    FlattradeClient.Builder flattrade() {
        return FlattradeClient.builder()
                .baseUrl(ORIGIN + "/api")
                .tokenUrl("https://auth.example/auth")
                .httpClient(broker.client())
                .apiKey("ABC123")
                .apiSecret("x1y2")
                .redirectUrl(REDIRECT);
    }

    NorenSession quickAuthLogin(String response) {
        respond(response);
        return takeRequests(quickAuth().build().login("VIDYA", "s3cur3Id", "123456"));
    }

    NorenSession oauthLogin(String response) {
        respond(response);
        return takeRequests(oauth().build().loginWithCode("z3"));
    }

    NorenSession flattradeLogin(String response) {
        respond(response);
        return takeRequests(flattrade().build().login(FLATTRADE_REDIRECT));
    }
}

package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.testing.FakeBroker;

/** Clients for the three logins, and the assertion for rejected input. */
final class TestClients {

    static final String ORIGIN = "https://broker.example";
    static final String QUICK_AUTH_URL = ORIGIN + "/NorenWClientTP";
    static final String OAUTH_URL = ORIGIN + "/NorenWClientAPI";
    static final String TOKEN_URL = "https://auth.example/auth";
    static final String REDIRECT = "http://127.0.0.1:8080/login";
    static final String FLATTRADE_REDIRECT = REDIRECT + "?code=z3&client=FT00001";

    private TestClients() {}

    static NorenClient.Builder quickAuth(FakeBroker broker) {
        return NorenClient.builder()
                .baseUrl(QUICK_AUTH_URL)
                .httpClient(broker.client())
                .vendorCode("DEMO_VC")
                .apiKey("12be8cef3b1758f5")
                .deviceId("134243434");
    }

    static NorenOauthClient.Builder oauth(FakeBroker broker) {
        return NorenOauthClient.builder()
                .baseUrl(OAUTH_URL)
                .loginPage("https://broker.example/authorize")
                .httpClient(broker.client())
                .clientId("ABC123")
                .secret("x1y2")
                .userId("VIDYA")
                .redirectUrl(REDIRECT);
    }

    static FlattradeClient.Builder flattrade(FakeBroker broker) {
        return FlattradeClient.builder()
                .baseUrl(ORIGIN + "/api")
                .tokenUrl(TOKEN_URL)
                .httpClient(broker.client())
                .apiKey("ABC123")
                .apiSecret("x1y2")
                .redirectUrl(REDIRECT);
    }

    /** Logs in by QuickAuth with a response in JSON that is written with single quotes. */
    static NorenSession quickAuthLogin(FakeBroker broker, String response) {
        broker.enqueue(200, json(response));
        NorenSession session = quickAuth(broker).build().login("VIDYA", "s3cur3Id", "123456");
        broker.takeRequest();
        return session;
    }

    /** Logs in by OAuth with a response in JSON that is written with single quotes. */
    static NorenSession oauthLogin(FakeBroker broker, String response) {
        broker.enqueue(200, json(response));
        NorenSession session = oauth(broker).build().loginWithCode("z3");
        broker.takeRequest();
        return session;
    }

    /** Logs in at Flattrade with a response in JSON that is written with single quotes. */
    static NorenSession flattradeLogin(FakeBroker broker, String response) {
        broker.enqueue(200, json(response));
        NorenSession session = flattrade(broker).build().login(FLATTRADE_REDIRECT);
        broker.takeRequest();
        return session;
    }

    static String json(String json) {
        return json.replace('\'', '"');
    }

    static void assertRejected(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("a6872c");
    }
}

package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.testing.FakeBroker;

/** Clients of both APIs, the logins that need no more than a response, and assertions for rejected input. */
final class TestClients {

    static final String URL = "https://broker.example/";
    static final String REDIRECT_URL = "https://app.example:8443/back";
    static final String REDIRECT = REDIRECT_URL + "?authCode=ABC123DEF456&clientId=TESTCLIENT1";
    static final LocalDate BIRTH = LocalDate.of(1990, 1, 1);
    static final String COOKIE = "Set-Cookie: IIFLMarcookie=c; path=/";

    private TestClients() {}

    static IiflApp.Builder app() {
        return IiflApp.builder()
                .appName("IIFLMarDEMO")
                .appVersion("1.0")
                .key("s3-key")
                .userId("s3-user")
                .password("s3-password");
    }

    static IiflClient.Builder iifl(FakeBroker broker) {
        return IiflClient.builder()
                .baseUrl(URL)
                .httpClient(broker.client())
                .subscriptionKey("s3-subscription")
                .encryptionKey("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
                .app(app().build());
    }

    static IiflMarketsClient.Builder markets(FakeBroker broker) {
        return IiflMarketsClient.builder()
                .baseUrl(URL)
                .httpClient(broker.client())
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .redirectUrl(REDIRECT_URL);
    }

    /** Logs in a partner with the body of a response, in JSON that is written with single quotes. */
    static IiflPartnerSession partnerLogin(FakeBroker broker, String body, String... headers) {
        broker.enqueue(200, json("{'head':{'status':'0'},'body':" + body + "}"), headers);
        IiflPartnerSession session = iifl(broker).build().partnerLogin("demo@example.com", "1234567890");
        broker.takeRequest();
        return session;
    }

    /** Logs in a customer with the body of a response, in JSON that is written with single quotes. */
    static IiflCustomerSession customerLogin(FakeBroker broker, String clientCode, String body) {
        broker.enqueue(200, json("{'head':{'status':'0'},'body':" + body + "}"), COOKIE);
        IiflCustomerSession session = iifl(broker).build().customerLogin(clientCode, "s3cret", BIRTH);
        broker.takeRequest();
        return session;
    }

    /** Logs in at the Markets API with a token. */
    static IiflMarketsSession marketsLogin(FakeBroker broker, String token) {
        broker.enqueue(200, json("{'status':'Ok','userSession':'" + token + "'}"));
        IiflMarketsSession session = markets(broker).build().login(REDIRECT);
        broker.takeRequest();
        return session;
    }

    static String json(String json) {
        return json.replace('\'', '"');
    }

    static void assertRejected(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3")
                .hasNoCause();
    }

    /** Returns a session of the Open API as it was saved, with the response of a login. */
    static String saved(String session, String response) {
        return json("{'session':'" + session + " 1','userId':'a','host':'https://broker.example:443',"
                + "'since':'2021-08-20T00:00:00Z','state':{'cookie':'IIFLMarcookie=c'," + response + "}}");
    }

    /** Returns texts that look like a session of the Open API that was saved, but are not. */
    static Stream<String> textsThatAreNoSession(String session, String response) {
        String saved = saved(session, "'" + response + "':{}");
        return Stream.of(
                null,
                "",
                "nonsense",
                "{}",
                "[1]",
                json("{'session':'" + session + " 1','userId':'s3cret'}"),
                saved.replace("2021-08-20T00:00:00Z", "s3cret"),
                saved.replace("IIFLMarcookie=c", "s3cret=c"),
                saved.replace(response, "s3cret"));
    }
}

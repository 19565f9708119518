package org.brokersdk.iifl;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.brokersdk.testing.BrokerTest;

/** Clients and sessions of both APIs. */
abstract class IiflFixture extends BrokerTest {

    static final String URL = "https://broker.example/";
    static final String REDIRECT_URL = "https://app.example:8443/back";
    static final String REDIRECT = REDIRECT_URL + "?authCode=ABC123DEF456&clientId=TESTCLIENT1";
    static final LocalDate BIRTH = LocalDate.of(1990, 1, 1);
    static final String COOKIE = "Set-Cookie: IIFLMarcookie=c; path=/";

    static IiflApp.Builder app() {
        return IiflApp.builder()
                .appName("IIFLMarDEMO")
                .appVersion("1.0")
                .key("s3-key")
                .userId("s3-user")
                .password("s3-password");
    }

    IiflClient.Builder iifl() {
        return IiflClient.builder()
                .baseUrl(URL)
                .httpClient(broker.client())
                .subscriptionKey("s3-subscription")
                .encryptionKey("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
                .app(app().build());
    }

    IiflMarketsClient.Builder markets() {
        return IiflMarketsClient.builder()
                .baseUrl(URL)
                .httpClient(broker.client())
                .appKey("app-key")
                .appSecret("s3cr3t-app")
                .redirectUrl(REDIRECT_URL);
    }

    IiflPartnerSession partnerLogin(String body, String... headers) {
        respond("{'head':{'status':'0'},'body':" + body + "}", headers);
        return takeRequests(iifl().build().partnerLogin("demo@example.com", "1234567890"));
    }

    IiflCustomerSession customerLogin(String clientCode, String body) {
        respond("{'head':{'status':'0'},'body':" + body + "}", COOKIE);
        return takeRequests(iifl().build().customerLogin(clientCode, "s3cret", BIRTH));
    }

    IiflMarketsSession marketsLogin(String token) {
        respond("{'status':'Ok','userSession':'" + token + "'}");
        return takeRequests(markets().build().login(REDIRECT));
    }

    /** Returns a session of the Open API as it was saved, with the response of a login. */
    static String saved(String session, String response) {
        return json("{'session':'" + session + " 1','userId':'a','host':'https://broker.example:443',"
                + "'since':'2021-08-20T00:00:00Z','state':{'cookie':'IIFLMarcookie=c'," + response + "}}");
    }

    /** Returns texts that are no session of the Open API, among them a session of the other kind. */
    static Stream<String> textsThatAreNoSession(String session, String response, String otherSession) {
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
                saved.replace(response, "s3cret"),
                saved.replace(session, otherSession));
    }
}

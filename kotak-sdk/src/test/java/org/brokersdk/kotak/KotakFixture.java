package org.brokersdk.kotak;

import org.brokersdk.testing.BrokerTest;

/** Clients of one user, and the responses that log the user in. */
abstract class KotakFixture extends BrokerTest {

    static final String KOTAK_URL = "https://tradeapi.kotaksecurities.com/apim/session/1.0/session/";
    static final String NEO_URL = "https://mis.kotaksecurities.com/";

    KotakClient.Builder kotak() {
        return KotakClient.builder()
                .httpClient(broker.client())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234");
    }

    KotakNeoClient.Builder neo() {
        return KotakNeoClient.builder()
                .httpClient(broker.client())
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123");
    }

    KotakLogin kotakLogin(KotakClient kotak, String redirect) {
        respond("{'Success':{'oneTimeToken':'one-time','redirect':" + redirect + "}}");
        return takeRequests(kotak.login("s3cret"));
    }

    KotakSession kotakSession(KotakLogin login) {
        respond("{'success':{'sessionToken':'session','clientName':'DEMO','enabledSegments':['C']}}");
        return login.verify("1234");
    }

    KotakNeoLogin neoLogin(KotakNeoClient neo) {
        respond("{'data':{'token':'view-token','sid':'view-sid','kType':'View'}}");
        return takeRequests(neo.login("123456"));
    }

    KotakNeoSession neoSession(KotakNeoLogin login, String baseUrl) {
        respond("{'data':{'token':'trade-token','sid':'trade-sid','ucc':'AB***','kType':'Trade','greetingName':'DEMO',"
                + "'baseUrl':'" + baseUrl + "'}}");
        return login.validate("654321");
    }
}

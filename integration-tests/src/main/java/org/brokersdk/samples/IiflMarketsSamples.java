package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.iifl.api.Profile;

/** Samples of the operations of IIFL's Markets API. Each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class IiflMarketsSamples {

    private final OkHttpClient http;
    private final String appKey = "demo-app-key";
    private final String appSecret = "demo-app-secret";
    private final String redirect = "https://my-server.example/login?authCode=ABC123DEF456&clientId=TESTCLIENT1";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public IiflMarketsSamples(OkHttpClient http) {
        this.http = http;
    }

    private IiflMarketsClient client() {
        // sample
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .appKey(appKey)
                .appSecret(appSecret)
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        String page = iifl.loginUrl(); // send the user's browser there
        // end
        return iifl;
    }

    public IiflMarketsSession getUserSession() {
        IiflMarketsClient iifl = client();
        // sample after client
        IiflMarketsSession session = iifl.login(redirect); // the whole URL at which the browser came back
        // end
        return session;
    }

    public Profile getProfile() {
        IiflMarketsClient iifl = client();
        // sample after client
        Profile profile = iifl.login(redirect).profile();
        // end
        return profile;
    }

    public void logout() {
        IiflMarketsClient iifl = client();
        // sample after client
        IiflMarketsSession session = iifl.login(redirect);
        session.logout();
        // end
    }
}

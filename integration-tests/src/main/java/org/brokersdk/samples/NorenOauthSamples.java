package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;

/** Samples of the operations of Noren's OAuth exchange. Each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class NorenOauthSamples {

    private final OkHttpClient http;
    private final String clientId = "DEMO_ID";
    private final String secret = "demo-secret";
    private final String redirect = "https://my-server.example/login?code=demo-code";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public NorenOauthSamples(OkHttpClient http) {
        this.http = http;
    }

    public NorenSession generateAccessToken() {
        // sample
        NorenOauthClient noren = NorenOauthClient.builder()
                .broker(NorenBroker.SHOONYA) // or ZEBU, TRADESMART, or any other by its URLs
                .clientId(clientId)
                .secret(secret)
                .userId("VIDYA")
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        String page = noren.loginUrl(); // send the user's browser there

        NorenSession session = noren.login(redirect); // the whole URL at which the browser came back
        // end
        return session;
    }

    public NorenSession refreshToken() {
        // sample
        NorenOauthClient noren = NorenOauthClient.builder()
                .broker(NorenBroker.ZEBU) // the only broker that documents a refresh
                .clientId(clientId)
                .secret(secret)
                .userId("VIDYA")
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        NorenSession session = noren.login(redirect);
        NorenSession refreshed = session.refresh(); // replaces the first session
        // end
        return refreshed;
    }
}

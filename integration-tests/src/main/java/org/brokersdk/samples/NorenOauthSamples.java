package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;

/** How the exchanges behind a login page are called: each method has the name of its operation. */
public final class NorenOauthSamples {

    private final OkHttpClient http;
    private final String clientId = "DEMO_ID";
    private final String apiKey = "demo-api-key";
    private final String secret = "demo-secret";
    private final String redirect = "https://my-server.example/login?code=demo-code&client=FT00001";

    /**
     * Makes the samples.
     *
     * @param http sends their calls, to wherever it likes
     */
    public NorenOauthSamples(OkHttpClient http) {
        this.http = http;
    }

    public void generateAccessToken() {
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
        page.length();
        session.since();
    }

    public void refreshToken() {
        // sample
        NorenOauthClient noren = NorenOauthClient.builder()
                .broker(NorenBroker.ZEBU) // which alone documents it
                .clientId(clientId)
                .secret(secret)
                .userId("VIDYA")
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        NorenSession session = noren.login(redirect);
        NorenSession refreshed = session.refresh(); // takes the place of the first
        // end
        refreshed.since();
    }

    public void requestToken() {
        // sample
        FlattradeClient flattrade = FlattradeClient.builder()
                .apiKey(apiKey)
                .apiSecret(secret)
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        String page = flattrade.loginUrl(); // send the user's browser there

        NorenSession session = flattrade.login(redirect); // the whole URL at which the browser came back
        // end
        page.length();
        session.since();
    }
}

package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenSession;

/** Samples of Flattrade's operations. Each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class FlattradeSamples {

    private final OkHttpClient http;
    private final String apiKey = "demo-api-key";
    private final String secret = "demo-secret";
    private final String redirect = "https://my-server.example/login?code=demo-code&client=FT00001";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public FlattradeSamples(OkHttpClient http) {
        this.http = http;
    }

    public NorenSession requestToken() {
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
        return session;
    }
}

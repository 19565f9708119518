package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.acme.AcmeClient;
import org.brokersdk.acme.AcmeSession;

/** How each operation of Acme is called: each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // They show what there is.
public final class AcmeSamples {

    private final OkHttpClient http;
    private final String appKey = "demo-key";
    private final String secret = "demo-secret";
    private final String redirect = "https://my-server.example/login?ticket=demo-ticket";

    /** Makes the samples, whose calls a client sends to wherever it likes. */
    public AcmeSamples(OkHttpClient http) {
        this.http = http;
    }

    private AcmeClient client() {
        // sample
        AcmeClient acme = AcmeClient.builder()
                .appKey(appKey)
                .secret(secret)
                .redirectUrl("https://my-server.example/login")
                .httpClient(http)
                .build();
        String page = acme.loginUrl(); // send the user's browser there
        // end
        return acme;
    }

    public AcmeSession openSession() {
        AcmeClient acme = client();
        // sample after client
        AcmeSession session = acme.login(redirect); // the whole URL at which the browser came back
        // end
        return session;
    }

    public void endSession() {
        AcmeClient acme = client();
        // sample after client
        acme.login(redirect).logout();
        // end
    }
}

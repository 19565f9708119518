package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.acmeone.AcmeOneClient;
import org.brokersdk.acmeone.AcmeOneSession;

/** Samples of Acme One's operations. Each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class AcmeOneSamples {

    private final OkHttpClient http;
    private final String apiKey = "demo-key";
    private final String password = "demo-password";
    private final String totp = "123456";

    /** Creates the samples. The client sends their calls. */
    public AcmeOneSamples(OkHttpClient http) {
        this.http = http;
    }

    private AcmeOneClient client() {
        // sample
        AcmeOneClient acmeOne = AcmeOneClient.builder()
                .apiKey(apiKey)
                .device("my-laptop")
                .httpClient(http)
                .build();
        // end
        return acmeOne;
    }

    public AcmeOneSession logIn() {
        AcmeOneClient acmeOne = client();
        // sample after client
        AcmeOneSession session = acmeOne.login("DEMO01", password, totp); // totp: a text, or a supplier such as Totp
        // end
        return session;
    }

    public void logOut() {
        AcmeOneClient acmeOne = client();
        // sample after client
        acmeOne.login("DEMO01", password, totp).logout();
        // end
    }
}

package org.brokersdk.samples;

import java.time.LocalDate;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflCustomerSession;
import org.brokersdk.iifl.IiflPartnerSession;

/** Samples of the operations of IIFL's Open API. Each method has the name of its operation. */
public final class IiflSamples {

    private final OkHttpClient http;
    private final String subscriptionKey = "subscription-key";
    private final String encryptionKey = "encryption-key";
    private final String userKey = "user-key";
    private final String appPassword = "app-Passw0rd";
    private final String password = "demo-Passw0rd";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public IiflSamples(OkHttpClient http) {
        this.http = http;
    }

    private IiflClient client() {
        // sample
        IiflApp app = IiflApp.builder()
                .appName("IIFLMarDEMO")
                .appVersion("1.0")
                .key(userKey)
                .userId("DemoUser")
                .password(appPassword)
                .build();
        IiflClient iifl = IiflClient.builder()
                .subscriptionKey(subscriptionKey)
                .app(app)
                .encryptionKey(encryptionKey)
                .httpClient(http)
                .build();
        // end
        return iifl;
    }

    public IiflPartnerSession partnerLogin() {
        IiflClient iifl = client();
        // sample after client
        IiflPartnerSession partner = iifl.partnerLogin("demo@example.com", "1234567890");
        // end
        return partner;
    }

    public IiflCustomerSession customerLogin() {
        IiflClient iifl = client();
        // sample after client
        IiflCustomerSession customer = iifl.customerLogin("DEMO01", password, LocalDate.of(1990, 1, 1));
        // end
        return customer;
    }

    public void registerJwt() {
        IiflClient iifl = client();
        // sample after client
        IiflCustomerSession customer = iifl.customerLogin("DEMO01", password, LocalDate.of(1990, 1, 1));
        customer.registerToken(); // once, before the token is used
        // end
    }
}

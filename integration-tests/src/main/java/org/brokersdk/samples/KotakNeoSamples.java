package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.kotak.KotakNeoSession;

/** Samples of Kotak Neo's operations. Each method has the name of its operation. */
public final class KotakNeoSamples {

    private final OkHttpClient http;
    private final String accessToken = "access-token";
    private final String totp = "123456";
    private final String mpin = "012345";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public KotakNeoSamples(OkHttpClient http) {
        this.http = http;
    }

    private KotakNeoClient client() {
        // sample
        KotakNeoClient kotak = KotakNeoClient.builder()
                .accessToken(accessToken) // from Kotak's dashboard
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .httpClient(http)
                .build();
        // end
        return kotak;
    }

    public KotakNeoLogin neoLogin() {
        KotakNeoClient kotak = client();
        // sample after client
        KotakNeoLogin login = kotak.login(totp); // six digits, or a supplier such as Totp
        // end
        return login;
    }

    public KotakNeoSession neoValidate() {
        KotakNeoClient kotak = client();
        // sample after client
        KotakNeoSession session = kotak.login(totp).validate(mpin);
        // end
        return session;
    }

    public String neoClientIp() {
        KotakNeoClient kotak = client();
        // sample after client
        KotakNeoSession session = kotak.login(totp).validate(mpin);
        String address = session.clientIp(); // register this one with Kotak
        // end
        return address;
    }

    public void neoLogout() {
        KotakNeoClient kotak = client();
        // sample after client
        KotakNeoSession session = kotak.login(totp).validate(mpin);
        session.logout();
        // end
    }
}

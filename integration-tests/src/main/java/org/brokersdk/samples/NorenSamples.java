package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.noren.api.ChangePasswordResponse;
import org.brokersdk.noren.api.RequestStatusResponse;
import org.brokersdk.noren.api.UserDetailsResponse;

/** Samples of the operations of Noren's QuickAuth. Each method has the name of its operation. */
public final class NorenSamples {

    private final OkHttpClient http;
    private final String url = "https://broker.example/NorenWClientTP";
    private final String vendorCode = "DEMO_VC";
    private final String apiKey = "demo-api-key";
    private final String password = "demo-Passw0rd";
    private final String newPassword = "n3wS3cur3Id";
    private final String totp = "123456";
    private final String otp = "123456";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public NorenSamples(OkHttpClient http) {
        this.http = http;
    }

    private NorenClient client() {
        // sample
        NorenClient noren = NorenClient.builder()
                .baseUrl(url) // your broker's, such as https://broker.example/NorenWClientTP
                .vendorCode(vendorCode)
                .apiKey(apiKey)
                .deviceId("my-laptop")
                .httpClient(http)
                .build();
        // end
        return noren;
    }

    public NorenSession quickAuth() {
        NorenClient noren = client();
        // sample after client
        NorenSession session = noren.login("VIDYA", password, totp); // a text, or a supplier such as Totp
        // end
        return session;
    }

    public void logout() {
        NorenClient noren = client();
        // sample after client
        NorenSession session = noren.login("VIDYA", password, totp);
        session.logout();
        // end
    }

    public ChangePasswordResponse changePassword() {
        NorenClient noren = client();
        // sample after client
        ChangePasswordResponse response = noren.changePassword("VIDYA", password, newPassword); // needs no session
        // end
        return response;
    }

    public void forgotPassword() {
        NorenClient noren = client();
        // sample after client
        noren.forgotPassword("VIDYA", "ABCDE1234F", "01-01-1990");
        // end
    }

    public RequestStatusResponse requestOtp() {
        NorenClient noren = client();
        // sample after client
        RequestStatusResponse response = noren.requestOtp("VIDYA", "ABCDE1234F");
        // end
        return response;
    }

    public RequestStatusResponse resetPassword() {
        NorenClient noren = client();
        // sample after client
        RequestStatusResponse response = noren.resetPassword("VIDYA", newPassword, otp); // the one of requestOtp
        // end
        return response;
    }

    public UserDetailsResponse userDetails() {
        NorenClient noren = client();
        // sample after client
        NorenSession session = noren.login("VIDYA", password, totp);
        UserDetailsResponse user = session.details();
        // end
        return user;
    }
}

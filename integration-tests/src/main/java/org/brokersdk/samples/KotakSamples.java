package org.brokersdk.samples;

import okhttp3.OkHttpClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakInit;
import org.brokersdk.kotak.KotakLogin;
import org.brokersdk.kotak.KotakSession;
import org.brokersdk.kotak.KotakTokens;
import org.brokersdk.kotak.api.AccessTokenResponse;

/** Samples of the operations of Kotak's Trade API. Each method has the name of its operation. */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class KotakSamples {

    private final OkHttpClient http;
    private final String accessToken = "access-token";
    private final String consumerKey = "consumer-key";
    private final String consumerSecret = "consumer-secret";
    private final String password = "demo-Passw0rd";
    private final String accessCode = "0123";
    private final String mpin = "012345";
    private final String biometric = "Y";

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public KotakSamples(OkHttpClient http) {
        this.http = http;
    }

    private KotakClient client() {
        // sample
        KotakClient kotak = KotakClient.builder()
                .accessToken(accessToken)
                .consumerKey(consumerKey)
                .userId("AB1234")
                .httpClient(http)
                .build();
        // end
        return kotak;
    }

    private KotakClient byNickname() {
        // sample
        KotakClient kotak = KotakClient.builder()
                .accessToken(accessToken)
                .consumerKey(consumerKey)
                .nickname("demonick")
                .httpClient(http)
                .build();
        // end
        return kotak;
    }

    private KotakTokens tokens() {
        // sample
        KotakTokens tokens =
                KotakClient.builder().consumerKey(consumerKey).httpClient(http).tokens(consumerSecret);
        // end
        return tokens;
    }

    public KotakLogin initSession() {
        KotakClient kotak = client();
        // sample after client
        KotakInit init = kotak.initSession(); // optional
        KotakLogin login = init.login(password); // at the host of the user
        // end
        return login;
    }

    public KotakLogin initSessionByUserId() {
        KotakClient kotak = client();
        // sample after client
        KotakInit init = kotak.initSessionByPath();
        KotakLogin login = init.login(password);
        // end
        return login;
    }

    public KotakLogin initSessionByNickname() {
        KotakClient kotak = byNickname();
        // sample after byNickname
        KotakInit init = kotak.initSession();
        KotakLogin login = init.login(password);
        // end
        return login;
    }

    public KotakLogin loginByUserId() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password); // Kotak sends an access code to the user
        // end
        return login;
    }

    public KotakLogin loginByNickname() {
        KotakClient kotak = byNickname();
        // sample after byNickname
        KotakLogin login = kotak.login(password);
        // end
        return login;
    }

    public void generateAccessCode() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password);
        login.resendAccessCode();
        // end
    }

    public KotakSession verifyAccessCode() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password);
        KotakSession session = login.verify(accessCode);
        // end
        return session;
    }

    public KotakSession verifyWithoutCode() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password);
        KotakSession session = login.verifyWithoutCode();
        // end
        return session;
    }

    public KotakSession verifyMpin() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password);
        KotakSession session = login.verifyMpin(mpin);
        // end
        return session;
    }

    public KotakSession verifyBiometric() {
        KotakClient kotak = client();
        // sample after client
        KotakLogin login = kotak.login(password);
        KotakSession session = login.verifyBiometric(biometric);
        // end
        return session;
    }

    public void logout() {
        KotakClient kotak = client();
        // sample after client
        KotakSession session = kotak.login(password).verify(accessCode);
        session.logout();
        // end
    }

    public AccessTokenResponse issueAccessToken() {
        KotakTokens tokens = tokens();
        // sample after tokens
        AccessTokenResponse token = tokens.issue();
        String accessToken = token.accessToken();
        // end
        return token;
    }

    public void revokeAccessToken() {
        KotakTokens tokens = tokens();
        // sample after tokens
        tokens.revoke(accessToken);
        // end
    }
}

package org.brokersdk.tests.sdks;

import okhttp3.HttpUrl;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.tests.BrowserSdk;

/** IIFL's Markets API. */
public final class IiflMarketsSdk extends BrowserSdk {

    public IiflMarketsSdk() {
        super("{\"status\":\"Not_Ok\",\"message\":%s}", "{\"status\":\"Ok\",\"userSession\":\"%s\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return IiflMarketsClient.builder().appKey("app-key").appSecret(PASSWORD).redirectUrl(REDIRECT);
    }

    @Override
    public HttpUrl.Builder redirect(String user, String secret) {
        return super.redirect(user, secret).addQueryParameter("clientId", user);
    }

    /** A hash is all that a login sends. */
    @Override
    public String accountText(String user) {
        return sha256(user + code(user, OTP) + PASSWORD);
    }
}

package org.brokersdk.tests.sdks;

import okhttp3.HttpUrl;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.tests.BrowserSdk;

/** Flattrade's own exchange. */
public final class FlattradeSdk extends BrowserSdk {

    public FlattradeSdk() {
        super("{\"stat\":\"Not_Ok\",\"emsg\":%s}", "{\"stat\":\"Ok\",\"token\":\"%s\",\"client\":\"FT1\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return FlattradeClient.builder().apiKey("api-key").apiSecret(PASSWORD).redirectUrl(REDIRECT);
    }

    @Override
    public HttpUrl.Builder redirect(String user, String secret) {
        return super.redirect(user, secret).addQueryParameter("client", "FT1");
    }
}

package org.brokersdk.tests.sdks;

import org.brokersdk.core.ClientBuilder;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.tests.BrowserSdk;

/** Noren's OAuth exchange. */
public final class NorenOauthSdk extends BrowserSdk {

    public NorenOauthSdk() {
        super("{\"stat\":\"Not_Ok\",\"emsg\":%s}", "{\"stat\":\"Ok\",\"access_token\":\"%s\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return NorenOauthClient.builder()
                .broker(NorenBroker.SHOONYA)
                .clientId("client-id")
                .secret(PASSWORD)
                .userId(user)
                .redirectUrl(REDIRECT);
    }

    @Override
    public boolean isOfOneAccount() {
        return true;
    }
}

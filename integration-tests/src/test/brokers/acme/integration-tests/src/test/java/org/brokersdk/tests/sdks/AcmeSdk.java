package org.brokersdk.tests.sdks;

import org.brokersdk.acme.AcmeClient;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.tests.BrowserSdk;

/** Acme. */
public final class AcmeSdk extends BrowserSdk {

    public AcmeSdk() {
        super("{\"code\":\"A0\",\"message\":%s}", "{\"status\":\"ok\",\"user\":\"AB1234\",\"token\":\"%s\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return AcmeClient.builder().appKey("app-key").secret(PASSWORD).redirectUrl(REDIRECT);
    }
}

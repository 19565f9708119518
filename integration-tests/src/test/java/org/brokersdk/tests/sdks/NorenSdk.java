package org.brokersdk.tests.sdks;

import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.tests.Sdk;

/** Noren's QuickAuth. */
public final class NorenSdk extends Sdk {

    public NorenSdk() {
        super("{\"stat\":\"Not_Ok\",\"emsg\":%s}", "{\"stat\":\"Ok\",\"susertoken\":\"%s\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return NorenClient.builder().vendorCode("vendor-code").apiKey(ACCESS).deviceId("device");
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        NorenClient noren = (NorenClient) client;
        return new Login(() -> noren.login(user, PASSWORD, secret), () -> noren.loginAsync(user, PASSWORD, secret));
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((NorenClient) client).restore(saved);
    }

    @Override
    public List<String> secrets() {
        return List.of(OTP, PASSWORD, ACCESS);
    }
}

package org.brokersdk.tests.sdks;

import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.acmeone.AcmeOneClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.tests.Sdk;

/** Acme One. */
public final class AcmeOneSdk extends Sdk {

    public AcmeOneSdk() {
        super("{\"code\":\"A0\",\"message\":%s}", "{\"status\":\"ok\",\"token\":\"%s\"}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return AcmeOneClient.builder().apiKey(ACCESS);
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        AcmeOneClient acmeOne = (AcmeOneClient) client;
        return new Login(() -> acmeOne.login(user, PASSWORD, secret), () -> acmeOne.loginAsync(user, PASSWORD, secret));
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((AcmeOneClient) client).restore(saved);
    }

    @Override
    public String sessionOperation() {
        return "logOut";
    }

    @Override
    public List<String> secrets() {
        return List.of(OTP, PASSWORD, ACCESS);
    }
}

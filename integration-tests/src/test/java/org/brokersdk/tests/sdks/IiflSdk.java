package org.brokersdk.tests.sdks;

import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.tests.Sdk;

/** IIFL's Open API, for a partner. */
public class IiflSdk extends Sdk {

    static final String ENCRYPTION_KEY = "encryption-key";

    public IiflSdk() {
        this("{\"head\":{\"status\":\"0\"},\"body\":{\"Status\":0}}");
    }

    IiflSdk(String response) {
        super("{\"head\":{\"status\":%s,\"statusDescription\":%s}}", response);
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return IiflClient.builder()
                .subscriptionKey(ACCESS)
                .encryptionKey(ENCRYPTION_KEY)
                .app(IiflApp.builder()
                        .appName("Demo")
                        .appVersion("1.0")
                        .key("user-key")
                        .userId("app-user")
                        .password(PASSWORD)
                        .build());
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        IiflClient iifl = (IiflClient) client;
        String email = user + "@example.com";
        return new Login(
                () -> iifl.partnerLogin(email, "1234567890"), () -> iifl.partnerLoginAsync(email, "1234567890"));
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((IiflClient) client).restorePartner(saved);
    }

    @Override
    public String sessionOperation() {
        return "registerJwt";
    }

    @Override
    public List<String> secrets() {
        return List.of(PASSWORD, ACCESS);
    }

    @Override
    public String[] headers(String token) {
        return new String[] {"Set-Cookie: IIFLMarcookie=" + token};
    }
}

package org.brokersdk.tests.sdks;

import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakLogin;
import org.brokersdk.tests.Sdk;

/** Kotak's Trade API, verified by an access code. */
public final class KotakSdk extends Sdk {

    public KotakSdk() {
        super(
                "{\"fault\":{\"code\":50001,\"message\":%s,\"description\":%s}}",
                "{\"Success\":{\"oneTimeToken\":\"%s\"}}", "{\"success\":{\"sessionToken\":\"%s\"}}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return KotakClient.builder()
                .accessToken(ACCESS)
                .consumerKey("consumer-key")
                .userId(user);
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        KotakClient kotak = (KotakClient) client;
        return new Login(() -> kotak.login(secret.get()), () -> kotak.loginAsync(secret.get()));
    }

    @Override
    public Session session(Object login) {
        return ((KotakLogin) login).verify("1234");
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((KotakClient) client).restore(saved);
    }

    @Override
    public List<String> secrets() {
        return List.of(OTP, ACCESS, "consumer-key");
    }

    @Override
    public boolean isOfOneAccount() {
        return true;
    }
}

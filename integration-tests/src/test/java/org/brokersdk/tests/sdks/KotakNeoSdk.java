package org.brokersdk.tests.sdks;

import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.tests.Sdk;

/** Kotak Neo, validated by the MPIN. */
public final class KotakNeoSdk extends Sdk {

    public KotakNeoSdk() {
        super(
                "{\"error\":[{\"code\":%s,\"message\":%s},{\"code\":%s,\"message\":%s}]}",
                "{\"data\":{\"token\":\"%s\",\"sid\":\"%s\"}}", "{\"data\":{\"token\":\"%s\",\"sid\":\"%s\"}}");
    }

    @Override
    public ClientBuilder<?, ?> builder(String user) {
        return KotakNeoClient.builder()
                .accessToken(ACCESS)
                .mobileNumber("+910000000000")
                .ucc(user);
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        KotakNeoClient neo = (KotakNeoClient) client;
        return new Login(() -> neo.login(secret), () -> neo.loginAsync(secret));
    }

    @Override
    public Session session(Object login) {
        return ((KotakNeoLogin) login).validate("123456");
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((KotakNeoClient) client).restore(saved);
    }

    @Override
    public String sessionOperation() {
        return "neoLogout";
    }

    @Override
    public List<String> secrets() {
        return List.of(OTP, ACCESS);
    }

    @Override
    public boolean isOfOneAccount() {
        return true;
    }
}

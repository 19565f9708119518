package org.brokersdk.tests.sdks;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.brokersdk.core.Client;
import org.brokersdk.core.Session;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflEncryption;

/** IIFL's Open API, for a customer. */
public final class IiflCustomerSdk extends IiflSdk {

    private static final IiflEncryption ENCRYPTION = new IiflEncryption(ENCRYPTION_KEY);

    public IiflCustomerSdk() {
        super("{\"head\":{\"status\":\"0\"},\"body\":{\"Token\":\"%s\"}}");
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        IiflClient iifl = (IiflClient) client;
        return new Login(
                () -> iifl.customerLogin(user, secret.get(), LocalDate.EPOCH),
                () -> iifl.customerLoginAsync(user, secret.get(), LocalDate.EPOCH));
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((IiflClient) client).restoreCustomer(saved);
    }

    @Override
    public List<String> secrets() {
        return List.of(OTP, PASSWORD, ACCESS);
    }

    /** Returns the encrypted text. Its padding may be encoded in another way. */
    @Override
    public String accountText(String user) {
        return ENCRYPTION.encrypt(user).replace("=", "");
    }
}

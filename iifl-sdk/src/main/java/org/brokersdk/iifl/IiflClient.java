package org.brokersdk.iifl;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.iifl.api.CustomerLoginBody;
import org.brokersdk.iifl.api.CustomerLoginHead;
import org.brokersdk.iifl.api.CustomerLoginRequest;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.PartnerLoginBody;
import org.brokersdk.iifl.api.PartnerLoginHead;
import org.brokersdk.iifl.api.PartnerLoginRequest;
import org.jspecify.annotations.Nullable;

/**
 * Client for IIFL's Open API. It logs in partners and customers. We do not know whether this API still responds. Most
 * integrations today use {@link IiflMarketsClient} instead.
 *
 * <pre>{@code
 * IiflApp app = IiflApp.builder().appName(n).appVersion("1.0").key(k).userId(u).password(p).build();
 * IiflClient iifl = IiflClient.builder().subscriptionKey(s).app(app).encryptionKey(e).build();
 * IiflPartnerSession partner = iifl.partnerLogin("demo@example.com", "1234567890");
 * }</pre>
 *
 * <p>Give all values plain. The client encrypts the values that a login sends encrypted. It does not encrypt a value
 * again that is already encrypted under the encryption key.
 */
public class IiflClient extends Client {

    private final IiflService service;

    IiflClient(IiflService service) {
        super(service.client());
        this.service = service;
    }

    /**
     * Starts a client.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Logs in a partner (vendor).
     *
     * @param email the e-mail address, 50 characters at most
     * @param contactNumber the phone number, 15 characters at most
     * @return the session
     * @throws IllegalArgumentException if an argument is null, blank or too long
     */
    public IiflPartnerSession partnerLogin(String email, String contactNumber) {
        return partnerCall(email, contactNumber).execute();
    }

    /**
     * {@link #partnerLogin(String, String)} without waiting.
     *
     * @param email the e-mail address, 50 characters at most
     * @param contactNumber the phone number, 15 characters at most
     * @return the future session
     * @throws IllegalArgumentException if an argument is null, blank or too long
     */
    public CompletableFuture<IiflPartnerSession> partnerLoginAsync(String email, String contactNumber) {
        return partnerCall(email, contactNumber).executeAsync();
    }

    /**
     * Logs in a customer. IIFL does not document how a response reports success. It is inferred that a token or an
     * empty message does. Wrong passwords lock the account.
     *
     * @param clientCode the client code
     * @param password the password
     * @param dateOfBirth the date of birth
     * @return the session
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public IiflCustomerSession customerLogin(String clientCode, String password, LocalDate dateOfBirth) {
        return customerCall(clientCode, password, dateOfBirth).execute();
    }

    /**
     * {@link #customerLogin(String, String, LocalDate)} without waiting.
     *
     * @param clientCode the client code
     * @param password the password
     * @param dateOfBirth the date of birth
     * @return the future session
     * @throws IllegalArgumentException if an argument is null or blank
     */
    public CompletableFuture<IiflCustomerSession> customerLoginAsync(
            String clientCode, String password, LocalDate dateOfBirth) {
        return customerCall(clientCode, password, dateOfBirth).executeAsync();
    }

    /**
     * Restores the saved session of a partner. Sends nothing.
     *
     * @param saved the text from {@link IiflPartnerSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not such a session, or was saved at another host or port
     */
    public IiflPartnerSession restorePartner(String saved) {
        return IiflPartnerSession.restore(service, saved);
    }

    /**
     * Restores the saved session of a customer. Sends nothing.
     *
     * @param saved the text from {@link IiflCustomerSession#save()}
     * @return the session
     * @throws IllegalArgumentException if the text is not such a session, or was saved at another host or port
     */
    public IiflCustomerSession restoreCustomer(String saved) {
        return IiflCustomerSession.restore(service, saved);
    }

    /**
     * Returns the generated Retrofit interface. Its calls are sent at most once, end within the timeout, and throw the
     * failures of this client. Nothing encrypts their fields (see {@link IiflEncryption}) or checks whether a response
     * reports success.
     *
     * @return the interface, with the subscription key
     */
    public IiflApi api() {
        return service.api();
    }

    private ApiCall<IiflPartnerSession> partnerCall(String email, String contactNumber) {
        Builder settings = service.settings();
        IiflApp app = settings.app;
        PartnerLoginRequest request = PartnerLoginRequest.builder()
                .head(PartnerLoginHead.builder()
                        .appName(app.appName())
                        .appVer(app.appVersion())
                        .key(app.key())
                        .osName(app.osName())
                        .userId(service.encryption().encrypt(app.userId()))
                        .password(service.encryption().encrypt(app.password()))
                        .build())
                .body(PartnerLoginBody.builder()
                        .emailId(email)
                        .contactNumber(contactNumber)
                        .localIP(settings.localIp)
                        .publicIP(settings.publicIp)
                        .build())
                .build();
        return service.client()
                .call(
                        service.api().partnerLogin(request),
                        response -> IiflPartnerSession.of(
                                service,
                                email,
                                IiflResponseChecker.partnerLogin(response),
                                IiflResponseChecker.cookie(response)))
                // The broker can decrypt these values and repeat them in the response.
                .redacting(plain(app.userId()), plain(app.password()));
    }

    private ApiCall<IiflCustomerSession> customerCall(String clientCode, String password, LocalDate dateOfBirth) {
        Preconditions.required("clientCode", clientCode);
        Preconditions.header("clientCode", plain(clientCode));
        Preconditions.required("password", password);
        Preconditions.notNull("dateOfBirth", dateOfBirth);
        Builder settings = service.settings();
        IiflApp app = settings.app;
        IiflEncryption encryption = service.encryption();
        CustomerLoginRequest request = CustomerLoginRequest.builder()
                .head(CustomerLoginHead.builder()
                        .appName(app.appName())
                        .appVer(app.appVersion())
                        .key(app.key())
                        .osName(app.osName())
                        .requestCode(settings.customerRequestCode)
                        .userId(plain(app.userId()))
                        .password(plain(app.password()))
                        .build())
                .body(CustomerLoginBody.builder()
                        .clientCode(encryption.encrypt(clientCode))
                        .password(encryption.encrypt(password))
                        .my2PIN(encryption.encrypt(dateOfBirth.format(DateTimeFormatter.BASIC_ISO_DATE)))
                        .localIP(settings.localIp)
                        .publicIP(settings.publicIp)
                        .hdSerialNumber(settings.hdSerialNumber)
                        .macAddress(settings.macAddress)
                        .machineID(settings.machineId)
                        .versionNo(settings.versionNo)
                        .build())
                .build();
        return service.client()
                .call(
                        service.api().customerLogin(request),
                        response -> IiflCustomerSession.of(
                                service,
                                plain(clientCode),
                                IiflResponseChecker.customerLogin(response),
                                IiflResponseChecker.cookie(response)))
                .redacting(
                        plain(clientCode),
                        plain(password),
                        dateOfBirth.format(DateTimeFormatter.BASIC_ISO_DATE),
                        dateOfBirth.toString());
    }

    private String plain(String value) {
        return service.encryption().plain(value);
    }

    /** Builder of an {@link IiflClient}. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder extends ClientBuilder<Builder, IiflClient> {

        String subscriptionKey;
        IiflApp app;
        String localIp;
        String publicIp;

        @Nullable
        String customerRequestCode;

        String hdSerialNumber;
        String macAddress;
        String machineId;
        String versionNo;
        private String encryptionKey;

        private Builder() {
            super(SpecValues.METADATA);
        }

        /**
         * Sets the subscription key, which every call sends. It is required.
         *
         * @param subscriptionKey as given at registration
         * @return this builder
         */
        public Builder subscriptionKey(String subscriptionKey) {
            this.subscriptionKey = Preconditions.text("subscriptionKey", subscriptionKey);
            return this;
        }

        /**
         * Sets the application that logs in. It is required.
         *
         * @param app from {@link IiflApp#builder()}
         * @return this builder
         */
        public Builder app(IiflApp app) {
            this.app = Preconditions.notNull("app", app);
            return this;
        }

        /**
         * Sets the key that encrypts the values of a login. It is required.
         *
         * @param encryptionKey as given at registration
         * @return this builder
         */
        public Builder encryptionKey(String encryptionKey) {
            this.encryptionKey = Preconditions.text("encryptionKey", encryptionKey);
            return this;
        }

        /**
         * Sets the local IP address to send.
         *
         * @param localIp the address, not sent unless set; for a partner, 20 characters at most
         * @return this builder
         */
        public Builder localIp(String localIp) {
            this.localIp = Preconditions.text("localIp", localIp);
            return this;
        }

        /**
         * Sets the public IP address to send.
         *
         * @param publicIp the address, not sent unless set; for a partner, 20 characters at most
         * @return this builder
         */
        public Builder publicIp(String publicIp) {
            this.publicIp = Preconditions.text("publicIp", publicIp);
            return this;
        }

        /**
         * Sets the request code of a customer login. IIFL's samples show several.
         *
         * @param customerRequestCode the code; the default value is {@code IIFLMarRQLoginRequestV4}
         * @return this builder
         */
        public Builder customerRequestCode(String customerRequestCode) {
            this.customerRequestCode = Preconditions.text("customerRequestCode", customerRequestCode);
            return this;
        }

        /**
         * Sets the serial number of the hard disk, which a customer login sends.
         *
         * @param hdSerialNumber the serial number; the default value is empty
         * @return this builder
         */
        public Builder hdSerialNumber(String hdSerialNumber) {
            this.hdSerialNumber = Preconditions.text("hdSerialNumber", hdSerialNumber);
            return this;
        }

        /**
         * Sets the MAC address of the device, which a customer login sends.
         *
         * @param macAddress the MAC address; the default value is empty
         * @return this builder
         */
        public Builder macAddress(String macAddress) {
            this.macAddress = Preconditions.text("macAddress", macAddress);
            return this;
        }

        /**
         * Sets the id of the device, which a customer login sends.
         *
         * @param machineId the id; the default value is empty
         * @return this builder
         */
        public Builder machineId(String machineId) {
            this.machineId = Preconditions.text("machineId", machineId);
            return this;
        }

        /**
         * Sets the version number that a customer login sends.
         *
         * @param versionNo the version number; the default value is that of IIFL's samples
         * @return this builder
         */
        public Builder versionNo(String versionNo) {
            this.versionNo = Preconditions.text("versionNo", versionNo);
            return this;
        }

        @Override
        public IiflClient build() {
            Preconditions.key("subscriptionKey", subscriptionKey);
            Preconditions.notNull("app", app);
            Preconditions.optional("customerRequestCode", customerRequestCode);
            IiflEncryption encryption = IiflEncryption.of(Preconditions.single("encryptionKey", encryptionKey));
            return new IiflClient(IiflService.of(copy(), encryption, apiClient(IiflApi.BASE_URL)));
        }
    }
}

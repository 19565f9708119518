package org.brokersdk.mocks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificate authority of the tests. Each run has a new one. */
public final class Authority {

    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(ROOT.certificate())
            .build();
    private static final Map<String, HandshakeCertificates> HOSTS = new ConcurrentHashMap<>();

    private Authority() {}

    /**
     * Makes a client trust only this authority.
     *
     * @param client the settings of the client
     * @return the same settings
     */
    public static OkHttpClient.Builder trustedBy(OkHttpClient.Builder client) {
        return client.sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager());
    }

    /**
     * Writes a trust store for another JVM.
     *
     * @param file the file to write
     * @param password the password of the trust store
     * @return the file
     * @throws IOException if the file cannot be written
     * @throws GeneralSecurityException if this JVM has no such trust store
     */
    public static Path trustStore(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("mocks", ROOT.certificate());
        try (OutputStream output = Files.newOutputStream(file)) {
            store.store(output, password.toCharArray());
        }
        return file;
    }

    /**
     * Signs a certificate.
     *
     * @param certificate the settings of the certificate
     * @return the certificate with its key, for a server
     */
    public static HandshakeCertificates sign(HeldCertificate.Builder certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.signedBy(ROOT).build())
                .build();
    }

    /**
     * Starts TLS with a certificate for a host.
     *
     * @param client the connection
     * @param host the host that the client calls
     * @return the connection inside TLS; closing it closes the given one
     * @throws IOException if the handshake fails
     */
    public static SSLSocket impersonate(Socket client, String host) throws IOException {
        return secure(
                client,
                HOSTS.computeIfAbsent(
                        host, name -> sign(new HeldCertificate.Builder().addSubjectAlternativeName(name))));
    }

    /**
     * Starts TLS.
     *
     * @param client the connection
     * @param certificate the certificate of the server
     * @param protocols the protocols to accept, such as {@code h2}; empty for no negotiation
     * @return the connection inside TLS; closing it closes the given one
     * @throws IOException if the handshake fails
     */
    public static SSLSocket secure(Socket client, HandshakeCertificates certificate, String... protocols)
            throws IOException {
        SSLSocket secured = (SSLSocket) certificate
                .sslSocketFactory()
                .createSocket(client, client.getInetAddress().getHostAddress(), client.getPort(), true);
        secured.setUseClientMode(false);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}

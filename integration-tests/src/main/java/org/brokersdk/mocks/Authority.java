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

/** Vouches for every host, before those who trust it. Made anew for each run. */
public final class Authority {

    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HandshakeCertificates TRUST = new HandshakeCertificates.Builder()
            .addTrustedCertificate(ROOT.certificate())
            .build();
    private static final Map<String, HandshakeCertificates> HOSTS = new ConcurrentHashMap<>();

    private Authority() {}

    /**
     * Has a client trust this authority, and no other.
     *
     * @param client its settings
     * @return the same
     */
    public static OkHttpClient.Builder trustedBy(OkHttpClient.Builder client) {
        return client.sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager());
    }

    /**
     * Writes down whom to trust, for a JVM of its own.
     *
     * @param file where to
     * @param password what it is kept with
     * @return the file
     * @throws IOException if it cannot be written
     * @throws GeneralSecurityException if this JVM keeps no certificates
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
     * @param certificate what it says
     * @return what a server needs to show it
     */
    public static HandshakeCertificates sign(HeldCertificate.Builder certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.signedBy(ROOT).build())
                .build();
    }

    /**
     * Goes on by TLS as a host.
     *
     * @param client who has come
     * @param host whom it wants to talk to
     * @return the connection inside TLS; closing it closes the given one
     * @throws IOException if the client does not agree
     */
    public static SSLSocket impersonate(Socket client, String host) throws IOException {
        return secure(
                client,
                HOSTS.computeIfAbsent(
                        host, name -> sign(new HeldCertificate.Builder().addSubjectAlternativeName(name))));
    }

    /**
     * Goes on by TLS.
     *
     * @param client who has come
     * @param certificate the certificate to show
     * @param protocols what to insist on inside, such as {@code h2}; nothing unless given
     * @return the connection inside TLS; closing it closes the given one
     * @throws IOException if the client does not agree
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

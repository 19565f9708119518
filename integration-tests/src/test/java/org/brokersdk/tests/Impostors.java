package org.brokersdk.tests;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Servers on this machine that have the names and, for those who trust them, the certificates of others. */
public final class Impostors {

    /** Made once for the same names, as a key costs more than a test. */
    private static final Map<List<String>, HeldCertificate> CERTIFICATES = new ConcurrentHashMap<>();

    private Impostors() {}

    /** Gives servers these names, and answers a client that finds and trusts them. */
    public static OkHttpClient of(List<String> names, MockWebServer... servers) {
        HeldCertificate certificate = CERTIFICATES.computeIfAbsent(names, these -> {
            HeldCertificate.Builder named = new HeldCertificate.Builder();
            these.forEach(named::addSubjectAlternativeName);
            return named.build();
        });
        HandshakeCertificates server =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        for (MockWebServer impostor : servers) {
            impostor.useHttps(server.sslSocketFactory());
        }
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        return new OkHttpClient.Builder()
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .sslSocketFactory(client.sslSocketFactory(), client.trustManager())
                .build();
    }
}

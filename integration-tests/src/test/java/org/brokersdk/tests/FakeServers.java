package org.brokersdk.tests;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Servers on this machine with the host names of other servers, and with certificates that a test client trusts. */
public final class FakeServers {

    /** Certificates by their names. A key takes longer to generate than a test runs. */
    private static final Map<List<String>, HeldCertificate> CERTIFICATES = new ConcurrentHashMap<>();

    private FakeServers() {}

    /** Gives servers these names, and returns a client that resolves the names to the servers and trusts them. */
    public static OkHttpClient of(List<String> names, MockWebServer... servers) {
        HeldCertificate certificate = CERTIFICATES.computeIfAbsent(names, hosts -> {
            HeldCertificate.Builder builder = new HeldCertificate.Builder();
            hosts.forEach(builder::addSubjectAlternativeName);
            return builder.build();
        });
        HandshakeCertificates server =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        for (MockWebServer webServer : servers) {
            webServer.useHttps(server.sslSocketFactory());
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

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.MAY_HAVE_ARRIVED;
import static org.brokersdk.core.internal.Fixtures.NOTHING_WAS_SENT;
import static org.brokersdk.core.internal.Fixtures.assertUnreachable;
import static org.brokersdk.core.internal.Fixtures.certificate;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.failures;
import static org.brokersdk.core.internal.Fixtures.login;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.core.BrokerException.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that failures are described in the words of a user, and that no message quotes the network. */
@Timeout(30)
class ConnectionErrorsTest {

    private static final HttpUrl URL = HttpUrl.get("https://broker.example:8443/login?token=s3cret");

    private static final String NO_TRUSTED_TLS =
            "no trusted TLS with broker.example, or with a proxy that intercepts it: ";

    private static final HeldCertificate ROOT = certificate(new HeldCertificate.Builder().certificateAuthority(0));

    // Descriptions

    static Stream<Arguments> descriptions() {
        String unreachable = "nothing accepts connections at broker.example:8443";
        String broken = "the connection broke before a response arrived";
        String notConnected = "no connection was established";
        String unknown = "no address is known for broker.example";
        return Stream.of(
                Arguments.of(new UnknownHostException("s3cret"), unknown, unknown),
                Arguments.of(new ConnectException("s3cret"), unreachable, unreachable),
                Arguments.of(new NoRouteToHostException("s3cret"), unreachable, unreachable),
                Arguments.of(new SocketException("s3cret"), notConnected, broken),
                Arguments.of(new EOFException("s3cret"), notConnected, broken),
                Arguments.of(tls(null), NO_TRUSTED_TLS + "the handshake failed", broken),
                Arguments.of(
                        new SSLPeerUnverifiedException("s3cret"),
                        NO_TRUSTED_TLS + "its certificate is for another host, or is not the pinned certificate",
                        broken),
                Arguments.of(
                        tls(new CertificateException("s3cret", new CertificateExpiredException("s3cret"))),
                        NO_TRUSTED_TLS + "its certificate is not valid today",
                        broken),
                Arguments.of(
                        tls(new CertificateNotYetValidException("s3cret")),
                        NO_TRUSTED_TLS + "its certificate is not valid today",
                        broken),
                Arguments.of(
                        tls(new CertificateException("s3cret", new CertPathBuilderException("s3cret"))),
                        NO_TRUSTED_TLS + "this JVM does not trust the issuer of its certificate",
                        broken));
    }

    private static SSLException tls(Throwable cause) {
        SSLException failure = new SSLHandshakeException("s3cret");
        failure.initCause(cause);
        return failure;
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void describesAFailure(Throwable failure, String unsent, String sent) {
        assertThat(ConnectionErrors.describe(failure, URL, false)).isEqualTo(unsent);
        assertThat(ConnectionErrors.describe(failure, URL, true)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statesWhetherTheRequestWasSent(boolean sent) {
        String end = sent ? MAY_HAVE_ARRIVED : NOTHING_WAS_SENT;
        Unreachable broken = ConnectionErrors.toException("made up", new SocketException(), sent);
        InterruptedException cause = new InterruptedException();
        Unreachable interrupted = ConnectionErrors.interrupted(cause, sent);
        Unreachable canceled = ConnectionErrors.canceled(sent);

        assertThat(broken).hasMessage("The broker could not be reached: made up" + end);
        assertThat(interrupted)
                .hasMessage("The call was interrupted" + end)
                .cause()
                .isSameAs(cause);
        assertThat(canceled)
                .hasMessage("The call was canceled" + end)
                .hasCauseExactlyInstanceOf(CancellationException.class);
        assertThat(List.of(broken, interrupted, canceled)).allMatch(failure -> failure.requestSent() == sent);
    }

    // Causes

    private static Throwable cause(Throwable failure, boolean sent) {
        return ConnectionErrors.toException("made up", failure, sent).getCause();
    }

    static Stream<Throwable> safe() {
        SocketException suppressing = new SocketException("x");
        suppressing.addSuppressed(new SocketException("y"));
        ConnectException caused = new ConnectException("x");
        caused.initCause(new ConnectException("y"));
        return Stream.of(
                suppressing,
                caused,
                new CancellationException("x"),
                new InterruptedException("x"),
                new InterruptedIOException("x"),
                new NoRouteToHostException("x"),
                new SocketTimeoutException("x"),
                new UnknownHostException("x"));
    }

    @ParameterizedTest
    @MethodSource("safe")
    void causeWithoutDataOfTheNetworkIsShown(Throwable failure) {
        assertThat(cause(failure, false)).isSameAs(failure);
        assertThat(cause(failure, true)).isSameAs(failure);
    }

    static Stream<Throwable> unsafe() {
        SocketException caused = new SocketException("x");
        caused.initCause(new IOException("s3cret"));
        SocketException suppressing = new SocketException("x");
        suppressing.addSuppressed(new IOException("s3cret"));
        suppressing.addSuppressed(new SocketException("y"));
        SocketException first = new SocketException("x");
        first.initCause(new SocketException("y").initCause(first));
        SSLException circle = new SSLException("x");
        circle.initCause(new SSLException("y", circle));
        return Stream.of(
                first,
                circle,
                new IOException("s3cret"),
                new EOFException("s3cret"),
                new SSLPeerUnverifiedException("s3cret"),
                new SocketException("s3cret") {},
                caused,
                suppressing);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void causeThatMayQuoteTheNetworkHasNoMessage(Throwable failure) {
        for (Throwable cause : List.of(cause(failure, false), cause(failure, true))) {
            assertThat(cause)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(failure.getClass().getSimpleName())
                    .hasNoCause()
                    .hasNoSuppressedExceptions();
            assertThat(cause.getStackTrace()).isEqualTo(failure.getStackTrace());
        }
    }

    /** Messages of TLS quote nothing but certificates, until a server may have sent something else. */
    @Test
    void causeOfAFailedHandshakeIsShown() {
        SSLException failure = tls(new SSLException("x"));

        assertThat(cause(failure, false)).isSameAs(failure);
        assertThat(cause(failure, true)).hasMessage("SSLHandshakeException").hasNoCause();
        assertThat(cause(tls(new IOException("s3cret")), false)).hasMessage("SSLHandshakeException");
    }

    // Real connections

    @Test
    void refusedConnectionIsDescribed() throws Exception {
        // The port is bound but does not listen, so no other server can use it.
        try (Socket holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));

            assertThat(failures(login(client("http://127.0.0.1:" + holder.getLocalPort()))))
                    .allSatisfy(failure -> {
                        assertUnreachable(
                                failure,
                                "The broker could not be reached: nothing accepts connections at 127.0.0.1:"
                                        + holder.getLocalPort(),
                                false);
                        assertThat(failure).hasCauseInstanceOf(ConnectException.class);
                    });
        }
    }

    static Stream<Arguments> thrownByDns() {
        return Stream.of(
                Arguments.of(new UnknownHostException("s3cret"), "no address is known for broker.example"),
                Arguments.of(new NoRouteToHostException("x"), "nothing accepts connections at broker.example:443"),
                Arguments.of(new SocketException("x"), "no connection was established"),
                Arguments.of(new IOException("s3cret"), "no connection was established"));
    }

    @ParameterizedTest
    @MethodSource("thrownByDns")
    void failureOfDnsIsDescribed(IOException thrown, String description) {
        OkHttpClient failing = new OkHttpClient.Builder()
                .dns(host -> {
                    throw Fixtures.<RuntimeException>sneakyThrow(thrown);
                })
                .build();

        assertThat(failures(login(client("https://broker.example", failing)))).allSatisfy(failure -> {
            assertUnreachable(failure, "The broker could not be reached: " + description, false);
            assertThat(failure).hasCauseInstanceOf(thrown.getClass());
        });
    }

    @Test
    void serverWithoutTlsFailsTheHandshake() throws Exception {
        try (LoopbackServer plain = LoopbackServer.handling(
                connection -> connection.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes()))) {
            assertThat(failures(login(client(plain.url().replace("http:", "https:")))))
                    .allSatisfy(failure -> {
                        assertUnreachable(
                                failure,
                                "The broker could not be reached: no trusted TLS with 127.0.0.1, or with a proxy"
                                        + " that intercepts it: the handshake failed",
                                false);
                        assertThat(failure).hasCauseInstanceOf(SSLException.class);
                    });
        }
    }

    static Stream<Arguments> certificates() {
        Instant now = Instant.now();
        HeldCertificate.Builder expired = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(0, now.minusSeconds(60).toEpochMilli());
        HeldCertificate.Builder notYetValid = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(
                        now.plusSeconds(300).toEpochMilli(),
                        now.plusSeconds(600).toEpochMilli());
        return Stream.of(
                Arguments.of(
                        new HeldCertificate.Builder().addSubjectAlternativeName("localhost"),
                        false,
                        "this JVM does not trust the issuer of its certificate"),
                Arguments.of(
                        new HeldCertificate.Builder().addSubjectAlternativeName("other.example"),
                        true,
                        "its certificate is for another host, or is not the pinned certificate"),
                Arguments.of(expired, true, "its certificate is not valid today"),
                Arguments.of(notYetValid, true, "its certificate is not valid today"));
    }

    @ParameterizedTest
    @MethodSource("certificates")
    void certificateThatIsNotTrustedIsDescribed(HeldCertificate.Builder shown, boolean trusted, String description)
            throws Exception {
        HandshakeCertificates server = new HandshakeCertificates.Builder()
                .heldCertificate(certificate(shown.signedBy(ROOT)))
                .build();
        OkHttpClient given = trusted ? trusting(ROOT) : new OkHttpClient();
        try (MockWebServer broker = new MockWebServer()) {
            broker.useHttps(server.sslSocketFactory());
            broker.start();

            assertThat(failures(login(client("https://localhost:" + broker.getPort(), given))))
                    .allSatisfy(failure -> assertUnreachable(
                            failure,
                            "The broker could not be reached: no trusted TLS with localhost, or with a proxy that"
                                    + " intercepts it: " + description,
                            false));
            assertThat(broker.getRequestCount()).isZero();
        }
    }

    /** Checks a required client certificate. With TLS 1.3, a client learns of it after its request was sent. */
    @Test
    void clientCertificateThatIsRequiredTooLateMayHaveBroughtTheRequest() throws Exception {
        HeldCertificate certificate = certificate(new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .signedBy(ROOT));
        HandshakeCertificates strict = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(ROOT.certificate())
                .build();
        try (LoopbackServer server = LoopbackServer.handling(connection -> {
            SSLSocket tls = (SSLSocket) strict.sslSocketFactory().createSocket(connection, "client", 1, true);
            tls.setUseClientMode(false);
            tls.setNeedClientAuth(true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            LoopbackServer.readRequest(tls.getInputStream());
        })) {
            String url = "https://localhost:" + HttpUrl.get(server.url()).port();

            Throwable failure = catchThrowable(login(client(url, trusting(ROOT)))::execute);

            assertUnreachable(
                    failure, "The broker could not be reached: the connection broke before a response arrived", true);
        }
    }

    private static OkHttpClient trusting(HeldCertificate root) {
        HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        return new OkHttpClient.Builder()
                .dns(host -> List.of(InetAddress.getByName("127.0.0.1")))
                .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                .build();
    }
}

package org.brokersdk.broker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Tells why a request came to nothing, and quotes nothing of what a server or a proxy has sent. */
final class Unreached {

    /** Failures whose messages come from this JVM and quote nothing that a server or a proxy has sent. */
    private static final Set<Class<?>> SPEAKING = Set.of(
            ConnectException.class,
            InterruptedException.class,
            InterruptedIOException.class,
            NoRouteToHostException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class);

    private Unreached() {}

    /**
     * A failure.
     *
     * @param left whether the request has left, so that nobody knows what became of it
     */
    static BrokerException because(String why, Throwable cause, boolean left) {
        return new BrokerException.Unreachable(
                "The broker could not be reached: " + why + ". "
                        + (left
                                ? "The request may have arrived: look whether it worked before you repeat it."
                                : "Nothing was sent. Check the base URL, the network and the proxy."),
                speaking(cause, left) ? cause : silenced(cause));
    }

    /** In words, why nothing came of a request to a URL. */
    static String why(Throwable cause, HttpUrl url, boolean left) {
        String host = url.host();
        if (cause instanceof UnknownHostException) {
            return "no address is known for " + host;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "nothing takes connections at " + host + ":" + url.port();
        }
        if (cause instanceof SSLException && !left) {
            return "no trusted TLS with " + host + ", or with what stands in its place: " + distrust(cause);
        }
        return left ? "the connection broke before an answer had come" : "no connection came about";
    }

    /** What is wrong with a certificate, without quoting it. */
    private static String distrust(Throwable cause) {
        if (cause instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host, or not the one that was pinned";
        }
        for (Throwable why = cause; why != null; why = why.getCause()) {
            if (why instanceof CertificateExpiredException || why instanceof CertificateNotYetValidException) {
                return "its certificate is not valid today";
            }
            if (why instanceof CertPathBuilderException) {
                return "nobody whom this JVM trusts has signed its certificate";
            }
        }
        return "the handshake failed";
    }

    /** Whether neither a cause nor what hangs on it can quote bytes of the wire. */
    private static boolean speaking(@Nullable Throwable cause, boolean left) {
        if (cause == null) {
            return true;
        }
        // Before the request has left, TLS speaks for itself, unless it quotes a certificate.
        boolean known = SPEAKING.contains(cause.getClass())
                || !left
                        && (cause instanceof SSLException && !(cause instanceof SSLPeerUnverifiedException)
                                || cause.getClass().getName().startsWith("sun.security."));
        boolean all = known && speaking(cause.getCause(), left);
        for (Throwable suppressed : cause.getSuppressed()) {
            all = all && speaking(suppressed, left);
        }
        return all;
    }

    private static IOException silenced(Throwable cause) {
        IOException silent = new IOException(cause.getClass().getSimpleName());
        silent.setStackTrace(cause.getStackTrace());
        return silent;
    }
}

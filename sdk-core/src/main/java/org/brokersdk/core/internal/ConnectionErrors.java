package org.brokersdk.core.internal;

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
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.brokersdk.core.BrokerException;
import org.jspecify.annotations.Nullable;

/** Describes why a call ended without a response, and quotes no data from the network. */
final class ConnectionErrors {

    /** Exceptions whose messages this JVM writes, without data from a server or a proxy. */
    private static final Set<Class<?>> SAFE_CAUSES = Set.of(
            CancellationException.class,
            ConnectException.class,
            InterruptedException.class,
            InterruptedIOException.class,
            NoRouteToHostException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class);

    private static final int MAX_CAUSES = 10;

    private ConnectionErrors() {}

    /** Returns the exception for a broker that could not be reached. */
    static BrokerException.Unreachable toException(String description, Throwable cause, boolean requestSent) {
        return exception("The broker could not be reached: " + description, cause, requestSent);
    }

    /** Returns the exception for a call whose caller did not wait for the response. */
    static BrokerException.Unreachable interrupted(InterruptedException cause, boolean requestSent) {
        return exception("The call was interrupted", cause, requestSent);
    }

    /** Returns the exception for a call that its caller canceled. */
    static BrokerException.Unreachable canceled(boolean requestSent) {
        return exception("The call was canceled", new CancellationException(), requestSent);
    }

    private static BrokerException.Unreachable exception(String message, Throwable cause, boolean requestSent) {
        return new BrokerException.Unreachable(
                message + ". "
                        + (requestSent
                                ? "The request may have arrived. Check whether it worked before you repeat it."
                                : "Nothing was sent. Check the base URL, the network and the proxy."),
                isSafeToExpose(cause, requestSent, 0) ? cause : withoutMessage(cause),
                requestSent);
    }

    /** Describes a failed request. */
    static String describe(Throwable cause, HttpUrl url, boolean requestSent) {
        String host = url.host();
        if (cause instanceof UnknownHostException) {
            return "no address is known for " + host;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "nothing accepts connections at " + host + ":" + url.port();
        }
        if (cause instanceof SSLException && !requestSent) {
            return "no trusted TLS with " + host + ", or with a proxy that intercepts it: "
                    + describeCertificateError(cause);
        }
        return requestSent ? "the connection broke before a response arrived" : "no connection was established";
    }

    private static String describeCertificateError(Throwable error) {
        if (error instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host, or is not the pinned certificate";
        }
        Throwable cause = error;
        for (int depth = 0; cause != null && depth <= MAX_CAUSES; depth++) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid today";
            }
            if (cause instanceof CertPathBuilderException) {
                return "this JVM does not trust the issuer of its certificate";
            }
            cause = cause.getCause();
        }
        return "the handshake failed";
    }

    /** Returns true if no message in the cause chain can contain data from the network. */
    private static boolean isSafeToExpose(@Nullable Throwable cause, boolean requestSent, int depth) {
        if (cause == null) {
            return true;
        }
        // The causes of an interceptor's exception may form a circle.
        if (depth > MAX_CAUSES) {
            return false;
        }
        // Before the request was sent, messages of TLS quote only certificates.
        boolean safe = SAFE_CAUSES.contains(cause.getClass())
                || !requestSent
                        && (cause instanceof SSLException && !(cause instanceof SSLPeerUnverifiedException)
                                || cause.getClass().getName().startsWith("sun.security."));
        boolean allSafe = safe && isSafeToExpose(cause.getCause(), requestSent, depth + 1);
        for (Throwable suppressed : cause.getSuppressed()) {
            allSafe = allSafe && isSafeToExpose(suppressed, requestSent, depth + 1);
        }
        return allSafe;
    }

    private static IOException withoutMessage(Throwable cause) {
        IOException exception = new IOException(cause.getClass().getSimpleName());
        exception.setStackTrace(cause.getStackTrace());
        return exception;
    }
}

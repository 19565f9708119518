package org.brokersdk.core.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Protocol;

/**
 * Factory of sockets that use no proxy. Any other socket uses the SOCKS proxy of the JVM, also for a request without
 * TLS. OkHttp itself creates the sockets for SOCKS proxies that {@link TlsOnlyProxySelector} selects.
 */
final class DirectSocketFactory extends SocketFactory {

    /** Maximum number of bytes that a connection receives, including TLS. A response may have 1 MiB, and headers. */
    private static final int MAX_BYTES = 4 << 20;

    private final boolean isLimited;

    /**
     * Creates a factory.
     *
     * @param protocols the protocols of the client; with HTTP/2, many calls may use one connection, without a limit
     */
    DirectSocketFactory(List<Protocol> protocols) {
        isLimited = protocols.equals(List.of(Protocol.HTTP_1_1));
    }

    @Override
    public Socket createSocket() {
        return isLimited ? new LimitedSocket() : new Socket(Proxy.NO_PROXY);
    }

    /** Socket that receives a limited number of bytes. OkHttp reads some parts of a response without a limit. */
    private static final class LimitedSocket extends Socket {

        private int received;

        LimitedSocket() {
            super(Proxy.NO_PROXY);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                // OkHttp and the JDK's TLS read arrays only.
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    received += Math.max(read, 0);
                    if (received > MAX_BYTES) {
                        throw new IOException("The response is too large");
                    }
                    return read;
                }
            };
        }
    }

    // OkHttp connects its sockets itself.

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}

package org.brokersdk.tests.network;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import org.brokersdk.mocks.Authority;
import org.brokersdk.mocks.Gateway;

/** Server side of a connection with a fault. Each method is a step, and the last step is the fault. */
final class FaultyConnection {

    /** Frames of HTTP/2. */
    private static final int HEADERS = 1;

    static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    static final int GOAWAY = 7;

    private final Socket raw;
    private final Gateway gateway;
    private final AtomicInteger fragments;
    private String host;
    /** Socket of requests and responses: inside TLS after the handshake. */
    private Socket inside;

    /**
     * Creates the server side of a connection.
     *
     * @param raw the connection, before its first byte
     * @param gateway the gateway, which counts complete requests
     * @param fragments the counter of incomplete requests
     */
    FaultyConnection(Socket raw, Gateway gateway, AtomicInteger fragments) throws IOException {
        // A large buffer would be encrypted although the client does not read it.
        raw.setSendBufferSize(1 << 16);
        this.raw = raw;
        this.inside = raw;
        this.gateway = gateway;
        this.fragments = fragments;
    }

    /** Reads the {@code CONNECT}, and sends no response. */
    FaultyConnection readConnect() throws IOException {
        host = gateway.receive(raw).target().replaceFirst(":\\d+$", "");
        return this;
    }

    /** Accepts the {@code CONNECT}. */
    FaultyConnection acceptTunnel() throws IOException {
        return readConnect().send("HTTP/1.1 200 OK\r\n\r\n");
    }

    /** Accepts TLS, with a certificate for the host of the call. */
    FaultyConnection acceptTls() throws IOException {
        acceptTunnel();
        inside = Authority.impersonate(raw, host);
        return this;
    }

    /** Accepts TLS, with another certificate. */
    FaultyConnection acceptTls(Function<String, HandshakeCertificates> certificateFor, String... protocols)
            throws IOException {
        acceptTunnel();
        inside = Authority.secure(raw, certificateFor.apply(host), protocols);
        return this;
    }

    /** Reads the request, inside TLS. */
    FaultyConnection readRequest() throws IOException {
        return acceptTls().read();
    }

    FaultyConnection read() throws IOException {
        gateway.receive(inside);
        return this;
    }

    /** Waits for the next byte of the client. */
    FaultyConnection awaitBytes() throws IOException {
        if (raw.getInputStream().read() == -1) {
            throw new EOFException();
        }
        return this;
    }

    /** Waits for the first bytes of the request, and does not decrypt them. */
    FaultyConnection awaitRequest() throws IOException {
        acceptTls().awaitBytes();
        fragments.incrementAndGet();
        return this;
    }

    /** Reads some bytes of the request. */
    FaultyConnection readPartOfRequest() throws IOException {
        acceptTls();
        if (inside.getInputStream().readNBytes(20).length > 0) {
            fragments.incrementAndGet();
        }
        return this;
    }

    FaultyConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    FaultyConnection send(byte[] bytes) throws IOException {
        inside.getOutputStream().write(bytes);
        return this;
    }

    /** Sends one byte at a time, so slowly that only the timeout ends the call. */
    FaultyConnection sendSlowly(byte[] bytes) throws IOException {
        for (byte next : bytes) {
            send(new byte[] {next});
            sleep(20);
        }
        return this;
    }

    /** Waits until the client closes the connection. Further bytes count as another request. */
    void awaitClose() throws IOException {
        InputStream input = inside.getInputStream();
        if (input.read() != -1) {
            if (inside != raw) {
                fragments.incrementAndGet();
            }
            input.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Closes the connection. */
    void close() throws IOException {
        inside.close();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /**
     * Responds to every request with a frame of HTTP/2. If the client uses HTTP/1.1, reads one request.
     *
     * @param type the type of the frame
     * @param payload the payload of the frame
     * @param aboutRequest true if the frame is about the request, false if it is about the connection
     */
    FaultyConnection refuseByHttp2(int type, byte[] payload, boolean aboutRequest) throws IOException {
        if (!((SSLSocket) inside).getApplicationProtocol().equals("h2")) {
            return read();
        }
        DataInputStream frames = new DataInputStream(inside.getInputStream());
        frames.skipNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
        send(http2(SETTINGS, 0, new byte[0]));
        while (true) {
            int lengthAndType = frames.readInt();
            frames.skipNBytes(1);
            int stream = frames.readInt();
            frames.skipNBytes(lengthAndType >>> 8);
            if ((lengthAndType & 0xff) == HEADERS) {
                fragments.incrementAndGet();
                send(http2(type, aboutRequest ? stream : 0, payload));
            }
        }
    }

    private static byte[] http2(int type, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) 0)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

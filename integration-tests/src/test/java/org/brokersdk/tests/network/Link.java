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

/** A connection to a broker, as far as it goes before it goes wrong: each method is a step of that. */
final class Link {

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
     * Takes a connection.
     *
     * @param raw the connection, at which nothing was read yet
     * @param gateway counts the requests that are read
     * @param fragments counts those of which no more than a part arrives
     */
    Link(Socket raw, Gateway gateway, AtomicInteger fragments) throws IOException {
        // What the client will not read need not be encrypted by the megabyte.
        raw.setSendBufferSize(1 << 16);
        this.raw = raw;
        this.inside = raw;
        this.gateway = gateway;
        this.fragments = fragments;
    }

    /** Reads the {@code CONNECT}, and leaves it unanswered. */
    Link asked() throws IOException {
        host = gateway.receive(raw).target().replaceFirst(":\\d+$", "");
        return this;
    }

    /** Agrees to the {@code CONNECT}. */
    Link tunnelled() throws IOException {
        return asked().sent("HTTP/1.1 200 OK\r\n\r\n");
    }

    /** Agrees on TLS as well, with a certificate for the host that is called. */
    Link secured() throws IOException {
        tunnelled();
        inside = Authority.impersonate(raw, host);
        return this;
    }

    /** Agrees on TLS as well, with another certificate. */
    Link secured(Function<String, HandshakeCertificates> certificateFor, String... protocols) throws IOException {
        tunnelled();
        inside = Authority.secure(raw, certificateFor.apply(host), protocols);
        return this;
    }

    /** Reads the request, inside TLS. */
    Link requested() throws IOException {
        return secured().received();
    }

    Link received() throws IOException {
        gateway.receive(inside);
        return this;
    }

    /** Waits until the client begins with what comes next. */
    Link addressed() throws IOException {
        if (raw.getInputStream().read() == -1) {
            throw new EOFException();
        }
        return this;
    }

    /** Waits until the request is there, at least a part of it, and does not decrypt it. */
    Link requestedInVain() throws IOException {
        secured().addressed();
        fragments.incrementAndGet();
        return this;
    }

    /** Reads some bytes of the request. */
    Link requestedInPart() throws IOException {
        secured();
        if (inside.getInputStream().readNBytes(20).length > 0) {
            fragments.incrementAndGet();
        }
        return this;
    }

    Link sent(String text) throws IOException {
        return sent(text.getBytes(StandardCharsets.UTF_8));
    }

    Link sent(byte[] bytes) throws IOException {
        inside.getOutputStream().write(bytes);
        return this;
    }

    /** Sends byte by byte, so slowly that no one should wait for the end. */
    Link trickled(byte[] bytes) throws IOException {
        for (byte one : bytes) {
            sent(new byte[] {one});
            sleep(20);
        }
        return this;
    }

    /** Waits until the client ends the connection. Whatever it sends before is another request. */
    void awaitEnd() throws IOException {
        InputStream rest = inside.getInputStream();
        if (rest.read() != -1) {
            if (inside != raw) {
                fragments.incrementAndGet();
            }
            rest.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Ends the connection as it should be ended. */
    void end() throws IOException {
        inside.close();
    }

    /** Ends the connection by a reset. */
    void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /**
     * Answers every request by a frame of HTTP/2, if the client agreed to that; otherwise just reads one.
     *
     * @param type the type of the frame
     * @param payload what is in it
     * @param aboutRequest whether it is about the request alone, and not about the connection
     */
    Link refusedByHttp2(int type, byte[] payload, boolean aboutRequest) throws IOException {
        if (!((SSLSocket) inside).getApplicationProtocol().equals("h2")) {
            return received();
        }
        DataInputStream frames = new DataInputStream(inside.getInputStream());
        frames.skipNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
        sent(http2(SETTINGS, 0, new byte[0]));
        while (true) {
            int lengthAndType = frames.readInt();
            frames.skipNBytes(1);
            int stream = frames.readInt();
            frames.skipNBytes(lengthAndType >>> 8);
            if ((lengthAndType & 0xff) == HEADERS) {
                fragments.incrementAndGet();
                sent(http2(type, aboutRequest ? stream : 0, payload));
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

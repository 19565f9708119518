package org.brokersdk.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this machine at which nobody listens: who connects is refused. It is held, as one that is free may be
 * another server's before somebody has connected.
 */
public final class Nobody implements AutoCloseable {

    private final Socket holder = new Socket();

    public Nobody() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) holder.getLocalSocketAddress();
    }

    public String url() {
        return "http://127.0.0.1:" + holder.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}

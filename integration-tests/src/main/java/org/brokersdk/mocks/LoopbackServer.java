package org.brokersdk.mocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Server at a port of this machine. Each connection has a thread of its own. */
public final class LoopbackServer implements AutoCloseable {

    /** Handler of a connection. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles a connection from its first byte on.
         *
         * @param client the connection, which is closed afterwards
         * @throws IOException if the client has closed the connection
         */
        void handle(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private LoopbackServer(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    /**
     * Starts a server at a port that is free.
     *
     * @param handler the handler of each connection
     * @return a server that listens
     * @throws UncheckedIOException if no port is free
     */
    public static LoopbackServer start(Handler handler) {
        return start(0, handler);
    }

    /**
     * Starts a server.
     *
     * @param port the port, or 0 for any free port
     * @param handler the handler of each connection
     * @return a server that listens
     * @throws UncheckedIOException if the port is taken
     */
    public static LoopbackServer start(int port, Handler handler) {
        try {
            LoopbackServer server =
                    new LoopbackServer(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), handler);
            server.runInThread(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the address of the server.
     *
     * @return an address of this machine
     */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /**
     * Returns the number of connections so far.
     *
     * @return the number of connections so far
     */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Returns the number of open connections.
     *
     * @return the number of connections that no side has closed, as far as the handler has noticed
     */
    public int openConnections() {
        return open.size();
    }

    /** Closes all connections, and refuses new ones. */
    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(LoopbackServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                open.add(client);
                if (listener.isClosed()) {
                    closeQuietly(client);
                }
                runInThread(() -> handle(client));
            } catch (IOException e) {
                // The listener is closed, which ends the loop, or a client has closed its connection at once.
            }
        }
    }

    private void handle(Socket client) {
        try {
            handler.handle(client);
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            closeQuietly(client);
            open.remove(client);
        }
    }

    private void runInThread(Runnable task) {
        Thread thread = new Thread(task, "loopback server " + listener.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // The socket is closed in any case.
        }
    }
}

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

/** Listens at a port of this machine, and has each connection handled by a thread of its own. */
public final class LoopbackServer implements AutoCloseable {

    /** Handler of a connection. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Does it, from the first byte on.
         *
         * @param client the connection, which is closed afterwards
         * @throws IOException if the client is gone, which ends the connection and nothing else
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
     * @param handler what it does with each connection
     * @return a server that listens
     * @throws UncheckedIOException if there is no port left
     */
    public static LoopbackServer start(Handler handler) {
        return start(0, handler);
    }

    /**
     * Starts a server.
     *
     * @param port where to, or 0 for any that is free
     * @param handler what it does with each connection
     * @return a server that listens
     * @throws UncheckedIOException if the port is taken
     */
    public static LoopbackServer start(int port, Handler handler) {
        try {
            LoopbackServer server =
                    new LoopbackServer(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()), handler);
            server.run(server::accept);
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
     * @return the number of connections that neither side has ended, as far as the handler has noticed
     */
    public int open() {
        return open.size();
    }

    /** Refuses whoever comes, and hangs up on whoever is there. */
    @Override
    public void close() {
        end(listener);
        open.forEach(LoopbackServer::end);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                open.add(client);
                if (listener.isClosed()) {
                    end(client);
                }
                run(() -> handle(client));
            } catch (IOException e) {
                // Closed, which ends the loop, or a client that left at once.
            }
        }
    }

    private void handle(Socket client) {
        try {
            handler.handle(client);
        } catch (IOException e) {
            // The client is gone.
        } finally {
            end(client);
            open.remove(client);
        }
    }

    private void run(Runnable work) {
        Thread thread = new Thread(work, "loopback server " + listener.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is ended all the same.
        }
    }
}

package org.brokersdk.core.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Server on a plain socket, which can break and delay connections. */
final class LoopbackServer implements AutoCloseable {

    /** Handles a connection, which is closed afterwards. */
    interface ConnectionHandler {
        void handle(Socket connection) throws Exception;
    }

    /** Responds to a request, which was read completely. */
    interface Responder {
        void respond(OutputStream out) throws Exception;
    }

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\ncontent-length: (\\d+)");

    /** The requests, each with its head and its body. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "loopback server");
        thread.setDaemon(true);
        return thread;
    });

    private LoopbackServer(ConnectionHandler handler) throws IOException {
        socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        threads.execute(() -> accept(handler));
    }

    /** Returns a server that handles each connection. */
    static LoopbackServer handling(ConnectionHandler handler) throws IOException {
        return new LoopbackServer(handler);
    }

    /** Returns a server that reads one request of each connection and responds. */
    static LoopbackServer responding(Responder responder) throws IOException {
        LoopbackServer[] server = new LoopbackServer[1];
        server[0] = new LoopbackServer(connection -> {
            String request = readRequest(connection.getInputStream());
            if (request != null) {
                server[0].requests.add(request);
                responder.respond(connection.getOutputStream());
            }
        });
        return server[0];
    }

    /** Returns a server that responds to each request with the same text. */
    static LoopbackServer responding(String response) throws IOException {
        return responding(out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Returns a server that reads requests and does not respond before it is closed. */
    static LoopbackServer silent() throws IOException {
        LoopbackServer[] server = new LoopbackServer[1];
        server[0] = new LoopbackServer(connection -> {
            String request = readRequest(connection.getInputStream());
            if (request != null) {
                server[0].requests.add(request);
            }
            // Ends when the client closes the connection.
            connection.getInputStream().read();
        });
        return server[0];
    }

    /** Returns a response with a body of JSON and headers of the form {@code Name: value}. */
    static String response(int status, String body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "\r\n" + body;
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int openConnections() {
        return open.size();
    }

    private void accept(ConnectionHandler handler) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                connections.incrementAndGet();
                threads.execute(() -> handle(connection, handler));
            } catch (IOException | RejectedExecutionException e) {
                // The server was closed.
            }
        }
    }

    private void handle(Socket connection, ConnectionHandler handler) {
        try (connection) {
            handler.handle(connection);
        } catch (Exception e) {
            // The client closed the connection, as many tests expect.
        } finally {
            open.remove(connection);
        }
    }

    /** Returns one request, or null if the client sends none. */
    static String readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = CONTENT_LENGTH.matcher(text);
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return text + new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        threads.shutdownNow();
    }
}

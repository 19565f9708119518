package org.brokersdk.tests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Server on a plain socket, for behavior that a mock server does not have. */
public final class Server implements AutoCloseable {

    /** Handler of a connection. */
    public interface ConnectionHandler {
        void handle(Socket connection) throws Exception;
    }

    /** Handler of a request that was read completely. The connection is closed afterwards. */
    public interface RequestHandler {
        byte[] respond(Request request) throws Exception;
    }

    /**
     * Request that the server received.
     *
     * @param head the first line and the headers
     * @param body the body, whose length is in Content-Length
     */
    public record Request(String head, String body) {

        public String path() {
            return head.split(" ")[1];
        }

        /** Returns the value of a header, or null. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }

        public String all() {
            return head + "\r\n\r\n" + body;
        }
    }

    /** Threads for all servers. Tests open tens of thousands of connections. */
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "server");
        thread.setDaemon(true);
        return thread;
    });

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;

    private Server(ConnectionHandler handler) throws IOException {
        socket = new ServerSocket(0, 2000, InetAddress.getByName("127.0.0.1"));
        runInDaemon(() -> {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                runInDaemon(() -> {
                    try (connection) {
                        handler.handle(connection);
                    } finally {
                        open.remove(connection);
                    }
                });
            }
        });
    }

    /** Starts a server with a handler for each connection. */
    public static Server handling(ConnectionHandler handler) throws IOException {
        return new Server(handler);
    }

    /** Starts a server that reads one request of each connection and responds. */
    public static Server responding(RequestHandler handler) throws IOException {
        Server[] server = new Server[1];
        server[0] = new Server(connection -> {
            Request request = server[0].read(connection);
            if (request != null) {
                byte[] response = handler.respond(request);
                if (response != null) {
                    connection.getOutputStream().write(response);
                    connection.getOutputStream().flush();
                }
            }
        });
        return server[0];
    }

    public static Server responding(String json) throws IOException {
        return responding(request -> json(200, json));
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public int openConnections() {
        return open.size();
    }

    /** Reads a request. Returns null if the connection ends before it. */
    public Request read(Socket connection) throws IOException {
        Request request = readFrom(connection.getInputStream());
        if (request != null) {
            requests.add(request);
        }
        return request;
    }

    public static Request readFrom(InputStream stream) throws IOException {
        InputStream input = stream instanceof BufferedInputStream ? stream : new BufferedInputStream(stream);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        // The last four bytes. An empty line ends the headers.
        int end = 0;
        while (end != 0x0d0a0d0a) {
            int next = input.read();
            if (next == -1) {
                return null;
            }
            head.write(next);
            end = end << 8 | next;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        String length = new Request(text, "").header("Content-Length");
        byte[] body = input.readNBytes(length == null ? 0 : Integer.parseInt(length));
        return new Request(text, new String(body, StandardCharsets.UTF_8));
    }

    public static byte[] json(int status, String body, String... headers) {
        return response(status, "application/json", body, headers);
    }

    public static byte[] response(int status, String mediaType, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nContent-Type: " + mediaType
                + "\r\nContent-Length: " + bytes.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(bytes, 0, all, start.length, bytes.length);
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static void runInDaemon(Task task) {
        THREADS.execute(() -> {
            try {
                task.run();
            } catch (Exception e) {
                // The client has closed the connection. Some tests expect that.
            }
        });
    }
}

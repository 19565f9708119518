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

/** A server on a bare socket, which does what no mock does: whatever a test wants it to. */
public final class Server implements AutoCloseable {

    /** Behavior for a connection. */
    public interface Behaviour {
        void on(Socket connection) throws Exception;
    }

    /** Behavior for a request that was read completely. The connection is closed afterwards. */
    public interface Reply {
        byte[] to(Request request) throws Exception;
    }

    /**
     * A request as it came.
     *
     * @param head its first line and its headers
     * @param body its body, as long as its Content-Length says
     */
    public record Request(String head, String body) {

        public String path() {
            return head.split(" ")[1];
        }

        /** The value of a header, or null. */
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

    /** Used again and again, as there are tens of thousands of connections. */
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "server");
        thread.setDaemon(true);
        return thread;
    });

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;

    private Server(Behaviour behaviour) throws IOException {
        socket = new ServerSocket(0, 2000, InetAddress.getByName("127.0.0.1"));
        daemon(() -> {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                daemon(() -> {
                    try (connection) {
                        behaviour.on(connection);
                    } finally {
                        open.remove(connection);
                    }
                });
            }
        });
    }

    /** Does as it is told with each connection. */
    public static Server doing(Behaviour behaviour) throws IOException {
        return new Server(behaviour);
    }

    /** Reads one request a connection and replies. */
    public static Server replying(Reply reply) throws IOException {
        Server[] self = new Server[1];
        self[0] = new Server(connection -> {
            Request request = self[0].read(connection);
            if (request != null) {
                byte[] answer = reply.to(request);
                if (answer != null) {
                    connection.getOutputStream().write(answer);
                    connection.getOutputStream().flush();
                }
            }
        });
        return self[0];
    }

    public static Server replying(String json) throws IOException {
        return replying(request -> json(200, json));
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public int openConnections() {
        return open.size();
    }

    /** One request, or null if none came. */
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
        // The last four bytes, to be compared with an empty line.
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
        return answer(status, "application/json", body, headers);
    }

    public static byte[] answer(int status, String mediaType, String body, String... headers) {
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

    private static void daemon(Task task) {
        THREADS.execute(() -> {
            try {
                task.run();
            } catch (Exception e) {
                // The other side is gone, which is what some tests are about.
            }
        });
    }
}

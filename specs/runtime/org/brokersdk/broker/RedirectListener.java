package org.brokersdk.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Receives the browser when the broker's login page sends it back, on this machine and nowhere else.
 *
 * <p>It takes the first redirect that brings back the {@link #state()} and one code, and tells the browser in a plain
 * page that the window may be closed. To all else a page says what is missing, and the listener goes on waiting.
 *
 * <p>One daemon thread does all of it, however many connections come. Those that stall are let go.
 */
public final class RedirectListener implements AutoCloseable {

    private static final String PATH = "/login";
    private static final byte[] HERE = {127, 0, 0, 1};
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_WAITING = 4096;
    private static final int MAX_HEAD = 16 * 1024;
    private static final Duration TIME_TO_ASK = Duration.ofSeconds(10);
    private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(250);

    private final ServerSocketChannel server;
    private final Selector selector;
    private final String url;
    private final String state;
    private final boolean stateRequired;
    private final CompletableFuture<String> redirect = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean closing;

    // What follows belongs to the one thread.
    private final Deque<Connection> connections = new ArrayDeque<>();
    private final ByteBuffer received = ByteBuffer.allocate(MAX_HEAD);

    private RedirectListener(ServerSocketChannel server, Selector selector, boolean stateRequired) throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.server = server;
        this.selector = selector;
        this.url = "http://127.0.0.1:" + server.socket().getLocalPort() + PATH;
        this.state = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.stateRequired = stateRequired;
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Starts to listen.
     *
     * @param port the port of the redirect URL that is registered with the broker, or 0 for any that is free
     * @return the listener
     * @throws IOException if the port is taken
     * @throws IllegalArgumentException if there is no such port
     */
    public static RedirectListener open(int port) throws IOException {
        return open(port, true);
    }

    /**
     * Starts to listen for a broker that sends no state back. A wrong state is still refused, but without one another
     * page of the browser could hand in a login of its own: look whose session it is.
     *
     * @param port the port of the redirect URL that is registered with the broker, or 0 for any that is free
     * @return the listener
     * @throws IOException if the port is taken
     * @throws IllegalArgumentException if there is no such port
     */
    public static RedirectListener openWithoutState(int port) throws IOException {
        return open(port, false);
    }

    private static RedirectListener open(int port, boolean stateRequired) throws IOException {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            // With a full queue, the system lets a browser try again only a second later.
            server.bind(new InetSocketAddress(InetAddress.getByAddress(HERE), port), MAX_WAITING);
            RedirectListener listener = new RedirectListener(server, Selector.open(), stateRequired);
            Thread thread = new Thread(listener::listen, "redirect-listener");
            thread.setDaemon(true);
            thread.start();
            return listener;
        } catch (IOException e) {
            server.close();
            throw new IOException("Cannot listen on port " + port + ", choose another: " + e.getMessage(), e);
        }
    }

    /**
     * Where the broker's page has to send the browser.
     *
     * @return such as {@code http://127.0.0.1:8080/login}
     */
    public String url() {
        return url;
    }

    /**
     * A value that nobody can guess, to be sent out with the login URL and to come back with the redirect.
     *
     * @return 22 characters that are safe in a URL
     */
    public String state() {
        return state;
    }

    /**
     * Waits for the browser.
     *
     * @param timeout how long the person may take; zero or less does not wait
     * @return the URL that the browser was sent to; it holds a code, so keep it like a password
     * @throws TimeoutException if nobody came in time
     * @throws InterruptedException if this thread was interrupted
     * @throws IllegalArgumentException if there is no timeout
     * @throws IllegalStateException if the listener was closed before anybody came
     */
    public String await(Duration timeout) throws TimeoutException, InterruptedException {
        if (timeout == null) {
            throw new IllegalArgumentException("timeout is required");
        }
        try {
            return redirect.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (CancellationException | ExecutionException e) {
            throw new IllegalStateException("The listener was closed before the browser came back", e);
        }
    }

    /**
     * Stops listening, and ends every {@link #await}. The port is free again when this returns; a page that is under
     * way still reaches the browser.
     */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        closed.join();
    }

    private void listen() {
        try (server;
                selector) {
            while (server.isOpen() || !connections.isEmpty()) {
                selector.select(this::serve, connections.isEmpty() ? 0 : TICK.toMillis());
                // With an interrupt left standing, the selector would never wait again.
                Thread.interrupted();
                connections.removeIf(Connection::isOver);
                if (closing && server.isOpen()) {
                    stop();
                }
            }
        } catch (IOException e) {
            redirect.completeExceptionally(e);
        } finally {
            connections.forEach(Connection::close);
            redirect.cancel(false);
            closed.complete(null);
        }
    }

    private void stop() throws IOException {
        redirect.cancel(false);
        server.close();
        connections.stream().filter(connection -> connection.out == null).forEach(Connection::close);
        // The selector holds the port until it has looked once more.
        selector.selectNow();
        closed.complete(null);
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.proceed();
        } else {
            accept();
        }
    }

    /** Lets one in, so that all who are here already have their turn before the next. */
    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            if (connections.size() >= MAX_CONNECTIONS) {
                connections.remove().close();
            }
            Connection connection = new Connection(channel);
            connections.add(connection);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, connection);
        } catch (IOException e) {
            // Such as when the process has no file left: it stays so for a while.
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private Page judge(Request request) {
        List<String> states = request.url().queryParameterValues("state");
        List<String> codes = Facts.REDIRECT_CODES.stream()
                .flatMap(name -> request.values(name).stream())
                .toList();
        if (!request.isToThisMachine()) {
            return Page.OTHER_HOST;
        } else if (!request.path().equals(PATH)) {
            return Page.NOT_FOUND;
        } else if (!request.method().equals("GET")) {
            return Page.NOT_GET;
        } else if (request.isAheadOfTime()) {
            return Page.AHEAD_OF_TIME;
        } else if (!states.equals(List.of(state)) && (stateRequired || !states.isEmpty())) {
            return Page.OTHER_LOGIN;
        } else if (codes.size() > 1) {
            return Page.SEVERAL_CODES;
        } else if (codes.size() == 1 && codes.get(0) != null && !codes.get(0).isBlank()) {
            return Page.TAKEN;
        }
        boolean failed = Stream.of("error", "error_description")
                .anyMatch(name -> !request.values(name).isEmpty());
        return failed ? Page.FAILED : Page.NO_CODE;
    }

    /** All that a browser may be told. Nothing that came in is among it. */
    private enum Page {
        TAKEN("200 OK", "You are back from the broker. You may close this window."),
        MALFORMED("400 Bad Request", "This is not a request of a browser."),
        OTHER_HOST("400 Bad Request", "This page was asked for by a name that is not of this machine."),
        OTHER_LOGIN("400 Bad Request", "This is not the login that was started here. Start it again."),
        FAILED("400 Bad Request", "The broker's login page reported an error. Start the login again."),
        NO_CODE(
                "400 Bad Request",
                "The broker's page sent no " + Facts.REDIRECT_CODES.get(0) + ". Start the login again."),
        SEVERAL_CODES(
                "400 Bad Request",
                "There is more than one " + Facts.REDIRECT_CODES.get(0) + ". Start the login again."),
        NOT_FOUND("404 Not Found", "There is nothing here."),
        NOT_GET("405 Method Not Allowed", "Nothing can be sent to this page."),
        TOO_LONG("431 Request Header Fields Too Large", "The request is too long. Delete the cookies of 127.0.0.1."),
        AHEAD_OF_TIME("503 Service Unavailable", "The browser came ahead of time. Load this page again.");

        private final String head;
        private final String body;

        Page(String status, String text) {
            body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Broker login</title><p>" + text;
            head = "HTTP/1.1 " + status
                    + (status.startsWith("405") ? "\r\nAllow: GET" : "")
                    + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + body.length()
                    + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff"
                    + "\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n";
        }
    }

    /** What a browser asks for; its URL is the one that it was sent to. */
    private record Request(String method, String path, HttpUrl url, Headers headers) {

        private static final Pattern FIRST_LINE =
                Pattern.compile("([!-~]+) ([!-~&&[^?]]+)(?:\\?([!-~]*))? HTTP/1\\.[01]");
        private static final Pattern HEADER = Pattern.compile("([!-~&&[^:]]+):([\\t -~\\x80-\\xff]*)");
        private static final Pattern HERE = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d*)?");
        private static final Pattern AHEAD = Pattern.compile("(?i)prefetch|preview");

        /** Takes a head apart, and is null if it is none. */
        static @Nullable Request of(String head, String place) {
            String[] lines = head.split("\r\n", -1);
            Matcher first = FIRST_LINE.matcher(lines[0]);
            List<Matcher> others = Stream.of(lines).skip(1).map(HEADER::matcher).toList();
            if (!first.matches() || !others.stream().allMatch(Matcher::matches)) {
                return null;
            }
            HttpUrl url =
                    HttpUrl.get(place).newBuilder().encodedQuery(first.group(3)).build();
            Headers.Builder headers = new Headers.Builder();
            others.forEach(header ->
                    headers.addUnsafeNonAscii(header.group(1), header.group(2).strip()));
            return new Request(first.group(1), first.group(2), url, headers.build());
        }

        /** The values of a parameter, whose name may be spelled in upper or lower case. */
        List<String> values(String name) {
            return IntStream.range(0, url.querySize())
                    .filter(i -> url.queryParameterName(i).equalsIgnoreCase(name))
                    .mapToObj(url::queryParameterValue)
                    .toList();
        }

        /** A foreign name that was made to lead here lets a foreign page read what is here. */
        boolean isToThisMachine() {
            List<String> hosts = headers.values("Host");
            return hosts.size() <= 1
                    && hosts.stream().allMatch(host -> HERE.matcher(host).matches());
        }

        /** A browser loads what it guesses will be opened; nobody sees that page, and another request follows. */
        boolean isAheadOfTime() {
            return Stream.of("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")
                    .flatMap(name -> headers.values(name).stream())
                    .anyMatch(value -> AHEAD.matcher(value).find());
        }
    }

    /** Brings a head, is sent a page, and is read to its end: closed before that, it could lose the page on its way. */
    private final class Connection {

        /** What is in no head, such as the first byte of TLS. Who sends it is told at once. */
        private static final Pattern NO_HEAD = Pattern.compile("[^\\t\\r\\n -~\\x80-\\xff]|(?<!\\r)\\n");

        private final SocketChannel channel;
        private final StringBuilder head = new StringBuilder();
        private @Nullable ByteBuffer out;
        private long end = System.nanoTime() + TIME_TO_ASK.toNanos();

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /** Does what can be done without waiting. What fails here ends this connection and no other. */
        void proceed() {
            try {
                if (out != null && out.hasRemaining()) {
                    write(out);
                    return;
                }
                boolean ended = channel.read(received.clear()) < 0;
                if (ended && (out != null || head.isEmpty())) {
                    close();
                } else if (out == null) {
                    read(ended);
                }
            } catch (IOException | RuntimeException e) {
                close();
            }
        }

        private void read(boolean ended) throws IOException {
            int from = Math.max(0, head.length() - 3);
            head.append(StandardCharsets.ISO_8859_1.decode(received.flip()));
            int length = head.indexOf("\r\n\r\n", from);
            if ((length < 0 ? head.length() : length) > MAX_HEAD) {
                send(Page.TOO_LONG);
            } else if (length >= 0) {
                answer(Request.of(head.substring(0, length), url));
            } else if (ended || NO_HEAD.matcher(head).find(from)) {
                send(Page.MALFORMED);
            }
        }

        private void answer(@Nullable Request request) throws IOException {
            Page page = request == null ? Page.MALFORMED : judge(request);
            try {
                send(page);
            } finally {
                // After the page, as the program may end with the login; and without it, should the browser be gone.
                if (request != null && page == Page.TAKEN) {
                    redirect.complete(request.url().toString());
                }
            }
        }

        private void send(Page page) throws IOException {
            boolean headOnly = head.indexOf("HEAD ") == 0;
            out = StandardCharsets.US_ASCII.encode(headOnly ? page.head : page.head + page.body);
            end = System.nanoTime() + TIME_TO_LEAVE.toNanos();
            write(out);
        }

        private void write(ByteBuffer page) throws IOException {
            channel.write(page);
            channel.keyFor(selector).interestOps(page.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            if (!page.hasRemaining()) {
                channel.shutdownOutput();
            }
        }

        boolean isOver() {
            if (System.nanoTime() - end > 0) {
                close();
            }
            return !channel.isOpen();
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone, which is all that was wanted.
            }
        }
    }
}

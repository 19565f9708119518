package org.brokersdk.core;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * HTTP server on this machine that receives the redirect from the broker's login page.
 *
 * <p>Accepts the first redirect that has the {@link #state()} and one authorization code. The browser then shows a page
 * that says that the window may be closed. Other requests get a page that names the problem, and the listener goes on
 * waiting.
 *
 * <p>Serves at most 64 connections that have sent something, each on a daemon thread. If another one comes, the oldest
 * is closed, so stalled connections do not keep the browser out. A flood of connections delays the browser, by about a
 * millisecond for each of them. Requests have no other time limit.
 *
 * <p>The JDK's server parses the requests. It rejects URLs that {@link java.net.URI} rejects, for example with an
 * unescaped {@code |} in the query. It logs URLs, and so the authorization code, at level DEBUG of the logger
 * {@code com.sun.net.httpserver}. Keep that level off.
 */
public final class RedirectListener implements AutoCloseable {

    private static final String PATH = "/login";
    private static final int MAX_THREADS = 64;
    private static final long PAUSE_NANOS = 1_000_000;
    // With a full queue, the operating system lets a browser try again only a second later.
    private static final int MAX_QUEUED_CONNECTIONS = 4096;
    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d*)?");
    private static final Pattern PREFETCH = Pattern.compile("(?i)prefetch|preview");

    private final HttpServer server;
    private final HttpUrl url;
    private final String state;
    private final boolean stateRequired;
    private final List<String> codeParameters;
    private final CompletableFuture<String> redirect = new CompletableFuture<>();
    private final Queue<Thread> threads = new ArrayDeque<>();
    /** Held while a page is written, so that neither an interrupt nor {@link #close()} cuts it off. */
    private final Object lock = new Object();

    private @Nullable CompletableFuture<Void> stopped;

    @SuppressWarnings("AddressSelection") // A literal has one address.
    private RedirectListener(int port, boolean stateRequired, List<String> codeParameters) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), MAX_QUEUED_CONNECTIONS);
        this.url = HttpUrl.get("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
        this.stateRequired = stateRequired;
        this.codeParameters = List.copyOf(codeParameters);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.state = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Starts to listen. Programs call {@code openListener(port)} or {@code openListenerWithoutState(port)} of a browser
     * client instead, which pass the broker's parameter names.
     *
     * @param port the port of the redirect URL that is registered with the broker, or 0 for any free port
     * @param stateRequired true to reject redirects without a state. A wrong state is always rejected. If no state is
     *     required, another page in the browser could submit a login of its own, so check whose session it is.
     * @param codeParameters the query parameters that may carry the authorization code, matched in upper or lower case;
     *     pages mention the first
     * @return the listener
     * @throws IOException if the port is taken
     * @throws IllegalArgumentException if the port is not between 0 and 65535, or there is no code parameter
     */
    public static RedirectListener open(int port, boolean stateRequired, List<String> codeParameters)
            throws IOException {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        if (codeParameters == null || codeParameters.isEmpty()) {
            throw new IllegalArgumentException("codeParameters is required, for example [\"code\"]");
        }
        try {
            RedirectListener listener = new RedirectListener(port, stateRequired, codeParameters);
            listener.server.createContext("/", listener::handle);
            listener.server.setExecutor(listener::execute);
            // The server's own thread is a daemon if the thread that starts it is one.
            CompletableFuture.runAsync(listener.server::start, RedirectListener::startThread)
                    .join();
            return listener;
        } catch (IOException e) {
            throw new IOException("Cannot listen on port " + port + ", choose another: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the URL to which the broker's page has to send the browser.
     *
     * @return such as {@code http://127.0.0.1:8080/login}
     */
    public String url() {
        return url.toString();
    }

    /**
     * Returns a random value to send with the login URL. The redirect has to bring it back.
     *
     * @return 22 characters that are safe in a URL
     */
    public String state() {
        return state;
    }

    /**
     * Waits for the redirect. Returns the same URL if it is called again.
     *
     * @param timeout how long the user may take; zero or less does not wait
     * @return the URL that the browser was sent to; it has an authorization code, so keep it like a password
     * @throws TimeoutException if no redirect came within the timeout
     * @throws InterruptedException if this thread was interrupted
     * @throws IllegalArgumentException if the timeout is null
     * @throws IllegalStateException if the listener was closed before a redirect came
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
     * Stops listening and ends every {@link #await}. A page that is being written still reaches the browser. The port
     * is free when this method returns.
     */
    @Override
    public void close() {
        CompletableFuture<Void> stop;
        synchronized (lock) {
            redirect.cancel(false);
            if (stopped == null) {
                // In a thread of its own, as an interrupt of this thread would end the wait for the port.
                stopped = CompletableFuture.runAsync(() -> server.stop(0), RedirectListener::startThread);
            }
            stop = stopped;
        }
        stop.join();
    }

    /** Serves a connection that has sent its first byte. */
    private void execute(Runnable exchange) {
        threads.removeIf(thread -> !thread.isAlive());
        if (threads.size() == MAX_THREADS) {
            // Without a pause, a flood would close a browser's connection before its thread has run.
            LockSupport.parkNanos(PAUSE_NANOS);
            synchronized (lock) {
                // The interrupt closes the connection from which the thread reads.
                threads.remove().interrupt();
            }
        }
        threads.add(startThread(exchange));
    }

    private static Thread startThread(Runnable task) {
        Thread thread = new Thread(task, "redirect-listener");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        // The server would wait for the rest of the body when it ends the response, which would hold the lock.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        String[] target = exchange.getRequestURI().toString().split("\\?", 2);
        HttpUrl received = url.newBuilder()
                .encodedQuery(target.length == 1 ? null : target[1])
                .build();
        Page page = check(exchange, target[0], received);
        synchronized (lock) {
            // An interrupt that came after the request was read would close the connection before the page is sent.
            Thread.interrupted();
            try (exchange) {
                if (!redirect.isCancelled()) {
                    page.send(exchange);
                }
            } finally {
                // After the page, as the program may end with the login. Also if the browser is gone.
                if (page.status() == 200) {
                    redirect.complete(received.toString());
                }
            }
        }
    }

    private Page check(HttpExchange exchange, String path, HttpUrl received) {
        Headers headers = exchange.getRequestHeaders();
        List<String> hosts = headers.getOrDefault("Host", List.of());
        Stream<String> purposes = Stream.of("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")
                .flatMap(name -> headers.getOrDefault(name, List.of()).stream());
        List<String> states = received.queryParameterValues("state");
        List<String> codes = IntStream.range(0, received.querySize())
                .filter(i -> codeParameters.stream().anyMatch(received.queryParameterName(i)::equalsIgnoreCase))
                .mapToObj(received::queryParameterValue)
                .toList();
        // A foreign host name that resolves to this machine would let a foreign page read the response.
        if (hosts.size() > 1
                || !hosts.stream().allMatch(host -> THIS_MACHINE.matcher(host).matches())) {
            return new Page(400, "This page was asked for by a name that is not of this machine.");
        } else if (!path.equals(PATH)) {
            return new Page(404, "There is nothing here.");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            return new Page(405, "Nothing can be sent to this page.");
        } else if (purposes.anyMatch(purpose -> PREFETCH.matcher(purpose).find())) {
            // Nobody sees a prefetched page. The browser sends another request when the user opens the page.
            return new Page(503, "The browser came ahead of time. Load this page again.");
        } else if (!states.equals(List.of(state)) && (stateRequired || !states.isEmpty())) {
            return new Page(400, "This is not the login that was started here. Start it again.");
        } else if (codes.size() > 1) {
            return new Page(400, "There is more than one " + codeParameters.get(0) + ". Start the login again.");
        } else if (codes.size() == 1 && codes.get(0) != null && !codes.get(0).isBlank()) {
            return new Page(200, "You are back from the broker. You may close this window.");
        } else if (received.queryParameterNames().stream().anyMatch(name -> name.matches("(?i)error(_description)?"))) {
            return new Page(400, "The broker's login page reported an error. Start the login again.");
        }
        return new Page(400, "The broker's page sent no " + codeParameters.get(0) + ". Start the login again.");
    }

    /** Page that a browser is sent. No page shows anything of the request. */
    private record Page(int status, String text) {

        void send(HttpExchange exchange) throws IOException {
            byte[] body = ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Broker login</title><p>"
                            + text)
                    .getBytes(StandardCharsets.UTF_8);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "text/html; charset=utf-8");
            headers.set("Cache-Control", "no-store");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Content-Security-Policy", "default-src 'none'");
            headers.set("Connection", "close");
            if (status == 405) {
                headers.set("Allow", "GET");
            }
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, headOnly ? -1 : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}

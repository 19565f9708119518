package org.brokersdk.core;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Redirect;
import org.jspecify.annotations.Nullable;

/**
 * HTTP server on this machine that receives the redirect from the broker's login page, at the redirect URL of a client.
 * {@link BrowserClient#openListener()} opens a listener.
 *
 * <p>Accepts the first redirect that has the {@link #state()} and one authorization code. The browser then shows a page
 * that says that the window may be closed. A redirect with the state and an error ends the wait with a failure. Other
 * requests get a page that names the problem, and the listener goes on waiting.
 *
 * <p>Serves at most 64 connections that have sent something, each on a daemon thread. If another connection is opened,
 * the oldest is closed, so stalled connections do not block the browser. A flood of connections delays the browser, by
 * about a millisecond for each of them. Requests have no other time limit.
 *
 * <p>The JDK's server parses the requests. It rejects URLs that {@link java.net.URI} rejects, for example with an
 * unescaped {@code |} in the query. It logs URLs, and so the authorization code, at level DEBUG of the logger
 * {@code com.sun.net.httpserver}. Keep that level off.
 */
public final class RedirectListener implements AutoCloseable {

    private static final int MAX_THREADS = 64;
    private static final long PAUSE_NANOS = 1_000_000;
    // With a full queue, the operating system lets a browser try again only a second later.
    private static final int MAX_QUEUED_CONNECTIONS = 4096;
    private static final int MAX_ARRIVALS = 5;
    private static final String PAGE_OF_ERROR = "The broker's login page reported an error. Start the login again.";
    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d*)?");
    /** Path that a message may show. */
    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~/-]{1,60}");

    private static final Pattern PREFETCH = Pattern.compile("(?i)prefetch|preview");

    private final HttpServer server;
    private final HttpUrl url;
    private final String state;
    private final boolean stateRequired;
    private final List<String> codeParameters;
    private final CompletableFuture<String> redirect = new CompletableFuture<>();
    private final Queue<Thread> threads = new ArrayDeque<>();
    /** The requests that were not the redirect, and the number of connections without a request that can be read. */
    private final Set<String> arrivals = new LinkedHashSet<>();

    private final AtomicInteger unreadable = new AtomicInteger();
    /** Lock that is held while a page is written. An interrupt or {@link #close()} could otherwise cut the page off. */
    private final Object lock = new Object();

    private @Nullable CompletableFuture<Void> stopped;

    @SuppressWarnings("AddressSelection") // A literal has one address.
    private RedirectListener(HttpUrl url, boolean stateRequired, List<String> codeParameters) throws IOException {
        // A browser that is redirected to localhost tries 127.0.0.1 as well.
        InetAddress address = InetAddress.getByName(url.host().equals("::1") ? "::1" : "127.0.0.1");
        this.server = HttpServer.create(new InetSocketAddress(address, url.port()), MAX_QUEUED_CONNECTIONS);
        this.url = url;
        this.stateRequired = stateRequired;
        this.codeParameters = codeParameters;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.state = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Starts to listen.
     *
     * @param url the redirect URL that is registered with the broker
     * @param stateRequired true to refuse redirects without a state; a wrong state is always refused
     * @param codeParameters the query parameters that may contain the authorization code, in upper or lower case; pages
     *     name the first
     * @throws IllegalArgumentException if the URL is not an http URL of this machine
     */
    static RedirectListener open(HttpUrl url, boolean stateRequired, List<String> codeParameters) throws IOException {
        if (url.isHttps() || !Redirect.isThisMachine(url)) {
            throw new IllegalArgumentException(
                    "redirectUrl must be an http URL of this machine for a listener, for"
                            + " example http://localhost:3000/callback. With a server of your own, give the redirect to login(…)");
        }
        try {
            RedirectListener listener = new RedirectListener(url, stateRequired, codeParameters);
            listener.server.createContext("/", listener::handle);
            listener.server.setExecutor(listener::execute);
            // The server's own thread is a daemon if the thread that starts it is one.
            CompletableFuture.runAsync(listener.server::start, RedirectListener::startThread)
                    .join();
            return listener;
        } catch (IOException e) {
            throw new IOException(
                    "Cannot listen on port " + url.port() + ": " + e.getMessage()
                            + ". Choose another port, and register its URL with the broker",
                    e);
        }
    }

    /**
     * Returns a random value to send with the login URL. The redirect must contain it.
     *
     * @return 22 characters that are safe in a URL
     */
    public String state() {
        return state;
    }

    /**
     * Waits for the redirect. A second call returns the same URL.
     *
     * @param timeout the maximum time to wait for the user; zero or less does not wait
     * @return the URL to which the browser was redirected; it contains an authorization code, so keep it like a
     *     password
     * @throws TimeoutException if no redirect arrived within the timeout; the message names the URL and the other
     *     requests that arrived
     * @throws InterruptedException if this thread was interrupted
     * @throws BrokerException.Rejected if the redirect has an error instead of a code, such as {@code access_denied}
     * @throws IllegalArgumentException if the timeout is null
     * @throws IllegalStateException if the listener was closed before a redirect arrived
     */
    public String await(Duration timeout) throws TimeoutException, InterruptedException {
        Preconditions.notNull("timeout", timeout);
        try {
            String received = redirect.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            Redirect.requireNoError(HttpUrl.get(received), codeParameters);
            return received;
        } catch (TimeoutException e) {
            throw new TimeoutException("No redirect arrived at " + url + " within the timeout. " + describeArrivals()
                    + ". Register exactly this URL with the broker.");
        } catch (CancellationException | ExecutionException e) {
            throw new IllegalStateException("The listener was closed before a redirect arrived. Open another one", e);
        }
    }

    private String describeArrivals() {
        List<String> all;
        synchronized (lock) {
            all = new ArrayList<>(arrivals);
        }
        int connections = unreadable.get();
        if (connections > 0) {
            all.add("connections without a readable HTTP request (" + connections
                    + "), perhaps with TLS, because the registered URL begins with https");
        }
        return all.isEmpty() ? "Nothing else arrived" : "Instead arrived: " + String.join("; ", all);
    }

    /**
     * Stops listening and ends every {@link #await}. The browser still receives a page that is being written. The port
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
        threads.add(startThread(() -> {
            unreadable.incrementAndGet();
            exchange.run();
        }));
    }

    private static Thread startThread(Runnable task) {
        Thread thread = new Thread(task, "redirect-listener");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        unreadable.decrementAndGet();
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
                if (page.endsWait()) {
                    redirect.complete(received.toString());
                } else if (arrivals.size() < MAX_ARRIVALS) {
                    arrivals.add(page.describe(target[0]));
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
            return new Page(400, "This request has a host name that is not of this machine.");
        } else if (!path.equals(url.encodedPath())) {
            return new Page(404, "There is nothing here.");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            return new Page(405, "This page accepts only GET.");
        } else if (purposes.anyMatch(purpose -> PREFETCH.matcher(purpose).find())) {
            // Nobody sees a prefetched page. The browser sends another request when the user opens the page.
            return new Page(503, "The browser preloaded this page. Load this page again.");
        } else if (!states.equals(List.of(state)) && (stateRequired || !states.isEmpty())) {
            return new Page(400, "This login was not started here. Start the login again.");
        } else if (codes.size() > 1) {
            return new Page(400, "There is more than one " + codeParameters.get(0) + ". Start the login again.");
        } else if (codes.size() == 1 && codes.get(0) != null && !codes.get(0).isBlank()) {
            return new Page(200, "The login page redirected you here. You may close this window.");
        } else if (Redirect.hasError(received)) {
            return new Page(400, PAGE_OF_ERROR);
        }
        return new Page(400, "The broker's page sent no " + codeParameters.get(0) + ". Start the login again.");
    }

    /** Page for the browser. No page shows a part of the request. */
    private record Page(int status, String text) {

        boolean endsWait() {
            return status == 200 || text.equals(PAGE_OF_ERROR);
        }

        /** Describes the request that gets this page, for a message. */
        String describe(String path) {
            return status == 404
                    ? "a request for " + (PLAIN_PATH.matcher(path).matches() ? path : "another path")
                    : "a request that got the page \"" + text + '"';
        }

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

package org.brokersdk.mocks;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/**
 * Server before a mock server. It lets a test choose the response, and sends requests to a broker's host to the mock.
 *
 * <ul>
 *   <li>A client with {@link #url()} as its base URL connects with HTTP. Its base URL chooses the response, such as
 *       {@code code=401,example=locked}.
 *   <li>A client with {@link #http()} connects with TLS through a proxy, whatever host it calls. {@link #prefer}
 *       chooses the response.
 * </ul>
 *
 * <p>A response contains the user of the request. The example in the spec contains a made-up user.
 *
 * <p>Each connection has one request. The mock gets only the end of its path that the spec states.
 */
public final class Gateway implements AutoCloseable {

    /**
     * Request that the gateway received.
     *
     * @param operation the operation in the spec, or null if there is none
     * @param method the HTTP method
     * @param target the path with the query
     * @param headers the headers
     * @param body the body, which may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // No code changes the array.
    public record Request(Operation operation, String method, String target, Headers headers, byte[] body) {}

    /** Handler of a request. */
    @FunctionalInterface
    public interface RequestHandler {

        /**
         * Responds to a request.
         *
         * @param request the complete request
         * @param client the connection, inside TLS if the client uses TLS; it is closed afterwards
         * @throws IOException if the client or the mock has closed the connection
         */
        void handle(Request request, Socket client) throws IOException;
    }

    /** Preferred response of one operation, or of all operations if it is null. */
    private record Preference(String operation, int status, String example) {

        private static final Pattern IN_URL = Pattern.compile("/code=(\\d+),example=(\\w+)(?:,operation=(\\w+))?/");

        static Optional<Preference> parse(String path) {
            Matcher matcher = IN_URL.matcher(path);
            return matcher.find()
                    ? Optional.of(
                            new Preference(matcher.group(3), Integer.parseInt(matcher.group(1)), matcher.group(2)))
                    : Optional.empty();
        }

        void addTo(Headers.Builder headers, Operation requested) {
            if (operation == null || operation.equals(requested.id())) {
                headers.set("Prefer", "code=" + status + ", example=" + example);
                requested.examples().stream()
                        .filter(candidate ->
                                candidate.status() == status && candidate.name().equals(example))
                        // A broker sends HTML whatever the client accepts. Prism would send JSON.
                        .forEach(candidate -> headers.set("Accept", candidate.mediaType()));
            }
        }
    }

    private final Prism mock;
    private final Map<String, RequestHandler> handlers = new ConcurrentHashMap<>();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final LoopbackServer server;
    private volatile Preference preference;

    /**
     * Opens a gateway.
     *
     * @param mock the mock server
     * @param port the port of the gateway, or 0 for any free port
     */
    Gateway(Prism mock, int port) {
        this.mock = mock;
        // The server may receive a request at once, so it starts last.
        this.server = LoopbackServer.start(port, this::serve);
    }

    /**
     * Returns the base URL. Waits until the mock listens.
     *
     * @return a URL of this machine, with a slash at its end
     */
    public String url() {
        mock.url();
        return "http://127.0.0.1:" + server.address().getPort() + "/";
    }

    /**
     * Returns a base URL where every operation responds with an example of the spec.
     *
     * @param status the status of the example
     * @param example its name
     * @return a URL of this machine, with a slash at its end
     */
    public String url(int status, String example) {
        return url() + "code=" + status + ",example=" + example + "/";
    }

    /**
     * Returns a base URL where one operation responds with an example of the spec. Prism chooses the other responses.
     *
     * @param operation the operation
     * @param status the status of the example
     * @param example its name
     * @return a URL of this machine, with a slash at its end
     */
    public String url(String operation, int status, String example) {
        return url() + "code=" + status + ",example=" + example + ",operation=" + operation + "/";
    }

    /**
     * Returns a client whose https calls reach this gateway, whatever host they call.
     *
     * @return a client to give to a builder of an SDK
     */
    public OkHttpClient http() {
        return Authority.trustedBy(new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, server.address())))
                .build();
    }

    /**
     * Sets the example with which one operation responds, unless the URL names another.
     *
     * @param operation the operation
     * @param status the status of the example
     * @param example its name
     */
    public void prefer(String operation, int status, String example) {
        preference = new Preference(operation, status, example);
    }

    /**
     * Sets a handler for the requests of an operation, which replaces the mock.
     *
     * @param operation the operation
     * @param handler the handler
     */
    public void handle(String operation, RequestHandler handler) {
        handlers.put(operation, handler);
    }

    /**
     * Returns how often an operation was called.
     *
     * @param operation the operation
     * @return the number of requests so far, including requests that broke off after their first line
     */
    public int arrivals(String operation) {
        return arrivals.getOrDefault(operation, 0);
    }

    /**
     * Returns the server, which counts connections.
     *
     * @return the server
     */
    public LoopbackServer server() {
        return server;
    }

    /**
     * Reads and counts a request.
     *
     * @param client the connection
     * @return the request; a {@code CONNECT} has no operation
     * @throws IOException if the request breaks off
     */
    public Request receive(Socket client) throws IOException {
        BufferedSource source = Okio.buffer(Okio.source(client));
        String[] line = source.readUtf8LineStrict().split(" ", -1);
        Operation operation = operation(line[0], line[1]);
        if (operation != null) {
            arrivals.merge(operation.id(), 1, Integer::sum);
        }
        Headers headers = headers(source);
        String length = headers.get("Content-Length");
        byte[] body = source.readByteArray(length == null ? 0 : Long.parseLong(length));
        return new Request(operation, line[0], line[1], headers, body);
    }

    /**
     * Reads the headers of a request or of a response.
     *
     * @param source the source, after the first line
     * @return the headers; the empty line after them was read, too
     * @throws IOException if they break off
     */
    public static Headers headers(BufferedSource source) throws IOException {
        Headers.Builder headers = new Headers.Builder();
        for (String header = source.readUtf8LineStrict(); !header.isEmpty(); header = source.readUtf8LineStrict()) {
            headers.add(header);
        }
        return headers.build();
    }

    /**
     * Forwards a request to the mock.
     *
     * @param request the request
     * @return the complete response, with the user of the request
     * @throws IOException if the mock has ended
     */
    public byte[] forward(Request request) throws IOException {
        HttpUrl url = HttpUrl.get(mock.url());
        Headers.Builder headers = request.headers().newBuilder();
        String target = request.target();
        byte[] body = request.body();
        Operation operation = request.operation();
        if (operation != null) {
            if (operation.hasRawForm()) {
                body = encode(operation, body);
                headers.set("Content-Type", "application/x-www-form-urlencoded")
                        .set("Content-Length", String.valueOf(body.length));
            }
            String path = path(target);
            target = operation.matchingEnd(path).orElseThrow() + target.substring(path.length());
            Preference.parse(path)
                    .or(() -> Optional.ofNullable(preference))
                    .ifPresent(preferred -> preferred.addTo(headers, operation));
        }
        Headers sent = headers.set("Host", url.host() + ":" + url.port())
                .set("Connection", "close")
                .build();
        try (Socket connection = new Socket(url.host(), url.port());
                BufferedSink sink = Okio.buffer(Okio.sink(connection));
                BufferedSource source = Okio.buffer(Okio.source(connection))) {
            sink.writeUtf8(request.method() + " " + target + " HTTP/1.1\r\n");
            for (int i = 0; i < sent.size(); i++) {
                sink.writeUtf8(sent.name(i) + ": " + sent.value(i) + "\r\n");
            }
            sink.writeUtf8("\r\n").write(body).flush();
            return UserRewriter.of(request, source.readByteArray());
        }
    }

    /**
     * Encodes a raw form for Prism, which decodes it. A broker with raw forms decodes nothing, whatever the
     * Content-Type. So a value that the client encoded is wrong here, too. Unknown fields are removed, as one of
     * Shoonya's clients sends a key that it does not have yet.
     */
    private static byte[] encode(Operation operation, byte[] form) {
        Set<String> fields = Spec.map(operation.requestSchema().orElseThrow().get("properties"))
                .keySet();
        return Stream.of(new String(form, StandardCharsets.UTF_8).split("&"))
                .map(field -> List.of(field.split("=", 2)))
                .filter(parts -> fields.contains(parts.get(0)))
                .map(parts -> parts.stream()
                        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("=")))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(Socket client) throws IOException {
        Request request = receive(client);
        if (request.method().equals("CONNECT")) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String host = HttpUrl.get("https://" + request.target()).host();
            try (Socket secured = Authority.impersonate(client, host)) {
                respond(receive(secured), secured);
            }
        } else {
            respond(request, client);
        }
    }

    private void respond(Request request, Socket client) throws IOException {
        RequestHandler forwarding =
                (received, socket) -> socket.getOutputStream().write(forward(received));
        if (request.operation() != null) {
            handlers.getOrDefault(request.operation().id(), forwarding).handle(request, client);
            return;
        }
        Optional<byte[]> page = LoginPage.respond(mock.spec(), request);
        client.getOutputStream().write(page.isPresent() ? page.get() : forward(request));
    }

    private Operation operation(String method, String target) {
        String path = path(target);
        return mock.operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> operation.matchingEnd(path).isPresent())
                .max(Comparator.comparing(
                        operation -> operation.matchingEnd(path).orElseThrow().length()))
                .orElse(null);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}

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
 * Stands in front of a mock and does what the clients of the SDKs cannot be told to do: choose the answer, and talk to
 * the mock in place of a broker's host.
 *
 * <ul>
 *   <li>A client with {@link #url()} for its base URL comes by HTTP. Its base URL chooses the answer, as in
 *       {@code code=401,example=locked}.
 *   <li>A client with {@link #http()} comes by TLS through a proxy, whatever host it calls. {@link #prefer} chooses the
 *       answer.
 * </ul>
 *
 * <p>An answer names whoever asks, where the spec's example names the made-up user of its request.
 *
 * <p>Each connection takes one request. Of its path only the end that the spec names reaches the mock, which does not
 * know the rest.
 */
public final class Gateway implements AutoCloseable {

    /**
     * A request that has come.
     *
     * @param operation whose it is by the spec, or null if it is of none
     * @param method its method
     * @param target where it goes, with the query
     * @param headers its headers
     * @param body its body, which may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody changes it.
    public record Request(Operation operation, String method, String target, Headers headers, byte[] body) {}

    /** Handler of a request. */
    @FunctionalInterface
    public interface Behaviour {

        /**
         * Does it.
         *
         * @param request the request, which has come in full
         * @param client who has sent it; inside TLS, if it came by that; closed afterwards
         * @throws IOException if the client or the mock is gone, which ends the connection
         */
        void answer(Request request, Socket client) throws IOException;
    }

    /** An answer that is wanted, of one operation, or of each if that is null. */
    private record Preference(String operation, int status, String example) {

        private static final Pattern IN_URL = Pattern.compile("/code=(\\d+),example=(\\w+)(?:,operation=(\\w+))?/");

        static Optional<Preference> in(String path) {
            Matcher wanted = IN_URL.matcher(path);
            return wanted.find()
                    ? Optional.of(new Preference(wanted.group(3), Integer.parseInt(wanted.group(1)), wanted.group(2)))
                    : Optional.empty();
        }

        void addTo(Headers.Builder headers, Operation called) {
            if (operation == null || operation.equals(called.id())) {
                headers.set("Prefer", "code=" + status + ", example=" + example);
                called.examples().stream()
                        .filter(shown ->
                                shown.status() == status && shown.name().equals(example))
                        // A broker answers HTML whatever was asked for; Prism keeps to what is asked for.
                        .forEach(shown -> headers.set("Accept", shown.mediaType()));
            }
        }
    }

    private final Prism mock;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final LoopbackServer server;
    private volatile Preference preference;

    /**
     * Opens a gateway.
     *
     * @param mock what it stands in front of
     * @param port where it listens, or 0 for any that is free
     */
    Gateway(Prism mock, int port) {
        this.mock = mock;
        // Last of all, as it may be called at once.
        this.server = LoopbackServer.start(port, this::serve);
    }

    /**
     * A base URL; waits until the mock listens.
     *
     * @return a URL of this machine, with a slash at its end
     */
    public String url() {
        mock.url();
        return "http://127.0.0.1:" + server.address().getPort() + "/";
    }

    /**
     * A base URL at which every operation answers an example of the spec.
     *
     * @param status the status of the example
     * @param example its name
     * @return a URL of this machine, with a slash at its end
     */
    public String url(int status, String example) {
        return url() + "code=" + status + ",example=" + example + "/";
    }

    /**
     * A base URL at which one operation answers an example of the spec, and the others what they like.
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
     * Brings every https call here, as if this were the host that it is for.
     *
     * @return a client to give to a builder of an SDK
     */
    public OkHttpClient http() {
        return Authority.trustedBy(new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, server.address())))
                .build();
    }

    /**
     * Has one operation answer an example of the spec, where the URL does not choose.
     *
     * @param operation the operation
     * @param status the status of the example
     * @param example its name
     */
    public void prefer(String operation, int status, String example) {
        preference = new Preference(operation, status, example);
    }

    /**
     * Does something with the requests of an operation, in place of asking the mock.
     *
     * @param operation the operation
     * @param behaviour what to do
     */
    public void answer(String operation, Behaviour behaviour) {
        behaviours.put(operation, behaviour);
    }

    /**
     * Returns how often an operation was called.
     *
     * @param operation the operation
     * @return the number of requests so far, those included that broke off after their first line
     */
    public int arrivals(String operation) {
        return arrivals.getOrDefault(operation, 0);
    }

    /**
     * The socket behind this, for those who look at connections.
     *
     * @return the server
     */
    public LoopbackServer server() {
        return server;
    }

    /**
     * Reads a request, and counts it.
     *
     * @param client who sends it
     * @return the request; of no operation if it is a {@code CONNECT}
     * @throws IOException if it breaks off
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
     * Reads the headers of a request or of an answer.
     *
     * @param source where its first line has been read
     * @return its headers, up to the empty line behind them
     * @throws IOException if it breaks off
     */
    public static Headers headers(BufferedSource source) throws IOException {
        Headers.Builder headers = new Headers.Builder();
        for (String header = source.readUtf8LineStrict(); !header.isEmpty(); header = source.readUtf8LineStrict()) {
            headers.add(header);
        }
        return headers.build();
    }

    /**
     * Asks the mock.
     *
     * @param request what to ask
     * @return all that it answers, in the name of the one who asks
     * @throws IOException if the mock is gone
     */
    public byte[] ask(Request request) throws IOException {
        HttpUrl url = HttpUrl.get(mock.url());
        Headers.Builder headers = request.headers().newBuilder();
        String target = request.target();
        byte[] body = request.body();
        Operation operation = request.operation();
        if (operation != null) {
            if (operation.hasRawForm()) {
                body = encoded(operation, body);
                headers.set("Content-Type", "application/x-www-form-urlencoded")
                        .set("Content-Length", String.valueOf(body.length));
            }
            String path = path(target);
            target = operation.endOf(path).orElseThrow() + target.substring(path.length());
            Preference.in(path)
                    .or(() -> Optional.ofNullable(preference))
                    .ifPresent(wanted -> wanted.addTo(headers, operation));
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
     * Encodes a raw form for Prism. A broker with raw forms decodes nothing, whatever the Content-Type, and Prism
     * decodes. So a value that the client encoded is as wrong as at the broker. Unknown fields are ignored: one of
     * Shoonya's clients sends a key that it does not have yet.
     */
    private static byte[] encoded(Operation operation, byte[] form) {
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
                answer(receive(secured), secured);
            }
        } else {
            answer(request, client);
        }
    }

    private void answer(Request request, Socket client) throws IOException {
        Behaviour asking = (asked, asker) -> asker.getOutputStream().write(ask(asked));
        if (request.operation() != null) {
            behaviours.getOrDefault(request.operation().id(), asking).answer(request, client);
            return;
        }
        Optional<byte[]> page = LoginPage.answer(mock.spec(), request);
        client.getOutputStream().write(page.isPresent() ? page.get() : ask(request));
    }

    private Operation operation(String method, String target) {
        String path = path(target);
        return mock.operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> operation.endOf(path).isPresent())
                .max(Comparator.comparing(
                        operation -> operation.endOf(path).orElseThrow().length()))
                .orElse(null);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}

package org.brokersdk.tests.network;

import static org.brokersdk.tests.network.Fault.Outcome.REJECTED;
import static org.brokersdk.tests.network.Fault.Outcome.RESULT;
import static org.brokersdk.tests.network.Fault.Outcome.UNEXPECTED;
import static org.brokersdk.tests.network.Fault.Outcome.UNREACHABLE;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import org.brokersdk.mocks.Authority;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.tests.RawResponse;

/**
 * Fault of a call.
 *
 * @param name the name of the test
 * @param stalls true if only the timeout ends the call
 * @param script the behavior of the broker, or null if no broker listens
 * @param outcomes the outcomes that the SDK may report
 * @param facts the values that the exception must return, by method
 */
record Fault(
        String name,
        boolean stalls,
        Script script,
        Function<OperationSample, Set<Outcome>> outcomes,
        Map<String, Object> facts) {

    /** Outcome of a call. */
    enum Outcome {
        RESULT,
        REJECTED,
        UNEXPECTED,
        UNREACHABLE
    }

    /** Behavior of the broker on the connection of a call. */
    @FunctionalInterface
    interface Script {
        void run(FaultyConnection connection, FaultContext context) throws IOException;
    }

    /**
     * Values that a script may use.
     *
     * @param sample the call
     * @param success a successful response of the mock
     * @param otherPort the port of a server that must receive nothing
     */
    record FaultContext(OperationSample sample, RawResponse success, int otherPort) {}

    private static final int MEGABYTE = 1_000_000;
    private static final int HUGE = 100 * MEGABYTE;
    private static final String PAGE = "<html><body><h1>Something went wrong</h1></body></html>";
    private static final int DEEP = 100_000;
    private static final byte REFUSED_STREAM = 7;
    private static final Gson GSON = new Gson();

    private static final Outcome[] ANY = Outcome.values();

    /** Returns all faults. */
    static List<Fault> all() {
        return Stream.of(
                        List.of(response("no fault", success -> success, RESULT)),
                        connections(),
                        certificates(),
                        requests(),
                        transfers(),
                        framings(),
                        bodies(),
                        statuses())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> connections() {
        return List.of(
                fault("connection refused", null, UNREACHABLE),
                fault("reset at once", (connection, context) -> connection.reset(), UNREACHABLE),
                fault(
                        "reset instead of a tunnel",
                        (connection, context) -> connection.readConnect().reset(),
                        UNREACHABLE),
                fault(
                        "tunnel refused",
                        (connection, context) ->
                                connection.readConnect().send(page(502).bytes()).awaitClose(),
                        UNREACHABLE),
                fault(
                        "tunnel refused without a password",
                        (connection, context) -> connection
                                .readConnect()
                                .send(page(407)
                                        .with("Proxy-Authenticate", "Basic realm=proxy")
                                        .bytes())
                                .awaitClose(),
                        UNREACHABLE),
                fault(
                        "reset instead of TLS",
                        (connection, context) -> connection.acceptTunnel().reset(),
                        UNREACHABLE),
                fault(
                        "plain HTTP before TLS",
                        (connection, context) -> connection
                                .acceptTunnel()
                                .send(page(400).bytes())
                                .awaitClose(),
                        UNREACHABLE),
                fault(
                        "plain HTTP instead of TLS",
                        (connection, context) -> connection
                                .acceptTunnel()
                                .awaitBytes()
                                .send(page(400).bytes())
                                .awaitClose(),
                        UNREACHABLE),
                stall(
                        "no tunnel",
                        (connection, context) -> connection.readConnect().awaitClose(),
                        UNREACHABLE),
                stall(
                        "no TLS",
                        (connection, context) -> connection.acceptTunnel().awaitClose(),
                        UNREACHABLE));
    }

    private static List<Fault> certificates() {
        return List.of(
                fault(
                        "certificate of another host",
                        (connection, context) -> connection
                                .acceptTls(host -> Authority.sign(named("elsewhere.example")))
                                .read(),
                        UNREACHABLE),
                fault(
                        "certificate that has expired",
                        (connection, context) -> connection
                                .acceptTls(host -> Authority.sign(named(host).validityInterval(0, 1)))
                                .read(),
                        UNREACHABLE),
                fault(
                        "certificate of an unknown authority",
                        (connection, context) -> connection
                                .acceptTls(host -> new HandshakeCertificates.Builder()
                                        .heldCertificate(named(host).build())
                                        .build())
                                .read(),
                        UNREACHABLE),
                fault(
                        "HTTP/2 alone, GOAWAY",
                        (connection, context) -> connection
                                .acceptTls(host -> Authority.sign(named(host)), "h2")
                                .refuseByHttp2(FaultyConnection.GOAWAY, new byte[8], false)
                                .awaitClose(),
                        ANY),
                fault(
                        "HTTP/2 alone, REFUSED_STREAM",
                        (connection, context) -> connection
                                .acceptTls(host -> Authority.sign(named(host)), "h2")
                                .refuseByHttp2(FaultyConnection.RST_STREAM, new byte[] {0, 0, 0, REFUSED_STREAM}, true)
                                .awaitClose(),
                        ANY));
    }

    private static List<Fault> requests() {
        return List.of(
                fault(
                        "reset before the request is read",
                        (connection, context) -> connection.awaitRequest().reset(),
                        UNREACHABLE),
                fault(
                        "reset during the request",
                        (connection, context) -> connection.readPartOfRequest().reset(),
                        UNREACHABLE),
                fault(
                        "reset after the request",
                        (connection, context) -> connection.readRequest().reset(),
                        UNREACHABLE),
                fault(
                        "end after the request",
                        (connection, context) -> connection.readRequest().close(),
                        UNREACHABLE),
                stall(
                        "no response",
                        (connection, context) -> connection.readRequest().awaitClose(),
                        UNREACHABLE));
    }

    /** Returns the faults in the transfer of a correct response. */
    private static List<Fault> transfers() {
        return List.of(
                stall(
                        "no body",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().head(100))
                                .awaitClose(),
                        UNREACHABLE),
                stall(
                        "trickle",
                        (connection, context) -> connection
                                .readRequest()
                                .sendSlowly(context.success().bytes())
                                .awaitClose(),
                        UNREACHABLE),
                stall(
                        "trickle of the body",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().head(MEGABYTE))
                                .sendSlowly(new byte[MEGABYTE])
                                .awaitClose(),
                        UNREACHABLE),
                fault(
                        "body cut before its first byte",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().head(100))
                                .close(),
                        UNEXPECTED),
                fault(
                        "body cut",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().head(MEGABYTE))
                                .send(object(context))
                                .close(),
                        UNEXPECTED),
                fault(
                        "body cut by a reset",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().head(MEGABYTE))
                                .send(object(context))
                                .reset(),
                        UNEXPECTED,
                        // The client may see the reset before it has read the response.
                        UNREACHABLE),
                fault("body cut in a chunk", chunks("1000\r\n{\"a\":"), UNEXPECTED),
                fault("body cut between chunks", chunks("2\r\n{}\r\n"), UNEXPECTED),
                fault("chunk of no size", chunks("size\r\n{}\r\n0\r\n\r\n"), UNEXPECTED));
    }

    /** Returns the faults in the HTTP of a response. */
    private static List<Fault> framings() {
        return List.of(
                fault(
                        "status line of another protocol",
                        (connection, context) -> connection
                                .readRequest()
                                .send("SSH-2.0-OpenSSH_9.2\r\n")
                                .awaitClose(),
                        UNREACHABLE,
                        UNEXPECTED),
                fault(
                        "status that is no number",
                        (connection, context) -> connection
                                .readRequest()
                                .send("HTTP/1.1 OK\r\n\r\n")
                                .awaitClose(),
                        UNREACHABLE,
                        UNEXPECTED),
                fault(
                        "a thousand times 1xx, and then a success",
                        (connection, context) -> connection
                                .readRequest()
                                .send("HTTP/1.1 102 Processing\r\n\r\n".repeat(1000))
                                .send(context.success().bytes())
                                .awaitClose(),
                        ANY),
                stall(
                        "1xx without end",
                        (connection, context) -> {
                            for (connection.readRequest(); ; FaultyConnection.sleep(20)) {
                                connection.send("HTTP/1.1 102 Processing\r\n\r\n".repeat(10));
                            }
                        },
                        UNREACHABLE,
                        UNEXPECTED),
                response("header of a megabyte", success -> success.with("X-Large", "x".repeat(MEGABYTE)), ANY),
                fault(
                        "bytes after the response",
                        (connection, context) -> connection
                                .readRequest()
                                .send(context.success().bytes())
                                .send(page(500).bytes())
                                .awaitClose(),
                        RESULT));
    }

    private static List<Fault> bodies() {
        String text = "x".repeat(MEGABYTE - 100);
        String deepArray = "[".repeat(DEEP) + "]".repeat(DEEP);
        String deepObject = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
        return List.of(
                response("text/plain", success -> success.with("Content-Type", "text/plain"), RESULT, UNEXPECTED),
                body("HTML", PAGE),
                body("nothing", "", Fault::acceptsEmptyBody),
                body("null", "null"),
                body("an array", "[]"),
                body("a number", "42"),
                body("a text of a megabyte", '"' + text + '"'),
                body("a text of a megabyte without an end", '"' + text),
                body("an object with a text of a megabyte", "{\"x\":\"" + text + "\"}", Fault::acceptsAnyObject),
                body("deep arrays", deepArray),
                body("deep objects", deepObject, Fault::acceptsAnyObject),
                response(
                        "deep arrays in a success",
                        success -> success.withBody(success.text().replaceFirst("\\{", "{\"deep\":" + deepArray + ",")),
                        RESULT,
                        UNEXPECTED),
                response(
                        "every key twice",
                        success -> success.withBody(success.text().replaceFirst("(?s)^\\{(.+)\\}\\s*$", "{$1,$1}")),
                        RESULT,
                        UNEXPECTED),
                response(
                        "a text that is not UTF-8",
                        success -> success.withBody(success.text()
                                .replaceFirst(":\\s*\"", "$0\u00ff\u00c3\u0080")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                        RESULT,
                        REJECTED,
                        UNEXPECTED),
                fault(
                        "a hundred megabytes",
                        (connection, context) -> {
                            connection
                                    .readRequest()
                                    .send(context.success().head(HUGE))
                                    .send("{\"x\":\"");
                            byte[] part = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                            for (int sent = 0; sent < HUGE; sent += part.length) {
                                connection.send(part);
                            }
                        },
                        UNEXPECTED),
                response(
                        "a hundred megabytes in a gzip of one thousandth",
                        success -> success.with("Content-Encoding", "gzip").withBody(GzipBomb.BYTES),
                        UNEXPECTED));
    }

    private static List<Fault> statuses() {
        List<Fault> faults = new ArrayList<>();
        for (int status : new int[] {400, 401, 403, 404, 405, 408, 409, 421, 422, 500, 502, 503, 504}) {
            faults.add(response("HTML at " + status, success -> page(status), UNEXPECTED)
                    .withFact("status", status));
        }
        faults.add(response("HTML at 429", success -> page(429), REJECTED).withFact("status", 429));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            faults.add(redirect(status, "another port", context -> "http://127.0.0.1:" + context.otherPort()));
            faults.add(redirect(status, "another host", context -> "https://elsewhere.example"));
        }
        faults.add(retryLater(429, "7").withFact("retryAfter", Optional.of(Duration.ofSeconds(7))));
        faults.add(retryLater(429, "Wed, 21 Oct 2065 07:28:00 GMT"));
        faults.add(retryLater(503, "0"));
        return faults;
    }

    /** Returns a rejection of the spec, or a page if the spec has none, with the time to wait. */
    private static Fault retryLater(int status, String retryAfter) {
        Function<OperationSample, Optional<Example>> refusal = sample -> sample.operation().examples().stream()
                .filter(example ->
                        example.status() == status && example.mediaType().equals("application/json"))
                .findFirst();
        Script script = (connection, context) -> connection
                .readRequest()
                .send(refusal.apply(context.sample())
                        .map(example -> RawResponse.of(status, example.mediaType(), GSON.toJson(example.value())))
                        .orElse(page(status))
                        .with("Retry-After", retryAfter)
                        .bytes())
                .awaitClose();
        return new Fault(
                status + " with Retry-After: " + retryAfter,
                false,
                script,
                // A page has only its status. The status 429 is a rejection.
                sample -> Set.of(status == 429 || refusal.apply(sample).isPresent() ? REJECTED : UNEXPECTED),
                Map.of("status", status));
    }

    private static Fault redirect(int status, String name, Function<FaultContext, String> to) {
        Script script = (connection, context) -> connection
                .readRequest()
                .send(page(status)
                        .with(
                                "Location",
                                to.apply(context) + context.sample().operation().path())
                        .bytes())
                .awaitClose();
        return fault(status + " to " + name, script, UNEXPECTED).withFact("status", status);
    }

    private static Fault body(String name, String body) {
        return body(name, body, sample -> false);
    }

    private static Fault body(String name, String body, Predicate<OperationSample> accepts) {
        return new Fault(
                "200 with " + name,
                false,
                (connection, context) -> connection
                        .readRequest()
                        .send(context.success().withBody(body).bytes())
                        .awaitClose(),
                sample -> accepts.test(sample) ? Set.of(RESULT, UNEXPECTED) : Set.of(UNEXPECTED),
                Map.of("status", 200));
    }

    /** Returns true if the spec has no response to a success, or an empty one. */
    private static boolean acceptsEmptyBody(OperationSample sample) {
        List<Object> examples = successes(sample);
        return examples.isEmpty() || examples.contains(Map.of());
    }

    /** Returns true if a success needs no field, so any object that reports no failure is a success. */
    private static boolean acceptsAnyObject(OperationSample sample) {
        return acceptsEmptyBody(sample) || successes(sample).stream().anyMatch(Fault::isWrapper);
    }

    private static boolean isWrapper(Object value) {
        return value instanceof Map<?, ?> fields && fields.values().stream().allMatch(Fault::isWrapper);
    }

    private static List<Object> successes(OperationSample sample) {
        return sample.operation().examples().stream()
                .filter(example -> example.status() < 300)
                .map(Example::value)
                .toList();
    }

    private static Fault response(String name, UnaryOperator<RawResponse> change, Outcome... outcomes) {
        return fault(
                name,
                (connection, context) -> connection
                        .readRequest()
                        .send(change.apply(context.success()).bytes())
                        .awaitClose(),
                outcomes);
    }

    private static Fault fault(String name, Script script, Outcome... outcomes) {
        return new Fault(name, false, script, sample -> Set.of(outcomes), Map.of());
    }

    private static Fault stall(String name, Script script, Outcome... outcomes) {
        return new Fault(name, true, script, sample -> Set.of(outcomes), Map.of());
    }

    private Fault withFact(String method, Object value) {
        Map<String, Object> allFacts = new HashMap<>(facts);
        allFacts.put(method, value);
        return new Fault(name, stalls, script, outcomes, allFacts);
    }

    private static Script chunks(String chunks) {
        return (connection, context) -> connection
                .readRequest()
                .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                .send(chunks)
                .close();
    }

    /** Returns the body of the success, or an empty object if there is none. */
    private static byte[] object(FaultContext context) {
        byte[] body = context.success().body();
        return body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body;
    }

    private static RawResponse page(int status) {
        return RawResponse.of(status, "text/html", PAGE);
    }

    private static HeldCertificate.Builder named(String host) {
        return new HeldCertificate.Builder().addSubjectAlternativeName(host);
    }

    /** Small body that is large after decompression. */
    private static final class GzipBomb {

        static final byte[] BYTES = pack();

        private static byte[] pack() {
            Buffer packed = new Buffer();
            try (OutputStream gzip = new GZIPOutputStream(packed.outputStream())) {
                gzip.write("{\"x\":\"".getBytes(StandardCharsets.US_ASCII));
                byte[] part = new byte[MEGABYTE];
                Arrays.fill(part, (byte) 'x');
                for (int sent = 0; sent < HUGE; sent += part.length) {
                    gzip.write(part);
                }
                gzip.write("\"}".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return packed.readByteArray();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

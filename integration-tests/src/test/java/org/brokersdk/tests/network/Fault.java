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
 * A way in which a call goes wrong.
 *
 * @param name what happens
 * @param stalls whether nothing ends the call but its timeout
 * @param script what the broker does, or null if it is not there
 * @param outcomes what the SDK may make of it
 * @param facts what its exception has to say, by method
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
        void play(Link link, FaultContext context) throws IOException;
    }

    /**
     * Values that a script may use.
     *
     * @param sample the call
     * @param success an answer of the mock to it
     * @param elsewhere the port of a server to which nothing may be sent
     */
    record FaultContext(OperationSample sample, RawResponse success, int elsewhere) {}

    private static final int MEGABYTE = 1_000_000;
    private static final int HUGE = 100 * MEGABYTE;
    private static final String PAGE = "<html><body><h1>Something went wrong</h1></body></html>";
    private static final int DEEP = 100_000;
    private static final byte REFUSED_STREAM = 7;
    private static final Gson GSON = new Gson();

    private static final Outcome[] ANY = Outcome.values();

    /** Every way that is known here. */
    static List<Fault> all() {
        return Stream.of(
                        List.of(answer("nothing goes wrong", success -> success, RESULT)),
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
                fault("reset at once", (link, context) -> link.reset(), UNREACHABLE),
                fault(
                        "reset in place of a tunnel",
                        (link, context) -> link.asked().reset(),
                        UNREACHABLE),
                fault(
                        "tunnel refused",
                        (link, context) -> link.asked().sent(page(502).bytes()).awaitEnd(),
                        UNREACHABLE),
                fault(
                        "tunnel refused for want of a password",
                        (link, context) -> link.asked()
                                .sent(page(407)
                                        .with("Proxy-Authenticate", "Basic realm=proxy")
                                        .bytes())
                                .awaitEnd(),
                        UNREACHABLE),
                fault(
                        "reset in place of TLS",
                        (link, context) -> link.tunnelled().reset(),
                        UNREACHABLE),
                fault(
                        "plain HTTP before TLS",
                        (link, context) ->
                                link.tunnelled().sent(page(400).bytes()).awaitEnd(),
                        UNREACHABLE),
                fault(
                        "plain HTTP in place of TLS",
                        (link, context) -> link.tunnelled()
                                .addressed()
                                .sent(page(400).bytes())
                                .awaitEnd(),
                        UNREACHABLE),
                stall(
                        "tunnel that does not come",
                        (link, context) -> link.asked().awaitEnd(),
                        UNREACHABLE),
                stall(
                        "TLS that does not come",
                        (link, context) -> link.tunnelled().awaitEnd(),
                        UNREACHABLE));
    }

    private static List<Fault> certificates() {
        return List.of(
                fault(
                        "certificate of another host",
                        (link, context) -> link.secured(host -> Authority.sign(named("elsewhere.example")))
                                .received(),
                        UNREACHABLE),
                fault(
                        "certificate that has expired",
                        (link, context) -> link.secured(
                                        host -> Authority.sign(named(host).validityInterval(0, 1)))
                                .received(),
                        UNREACHABLE),
                fault(
                        "certificate that nobody vouches for",
                        (link, context) -> link.secured(host -> new HandshakeCertificates.Builder()
                                        .heldCertificate(named(host).build())
                                        .build())
                                .received(),
                        UNREACHABLE),
                fault(
                        "HTTP/2 alone, GOAWAY",
                        (link, context) -> link.secured(host -> Authority.sign(named(host)), "h2")
                                .refusedByHttp2(Link.GOAWAY, new byte[8], false)
                                .awaitEnd(),
                        ANY),
                fault(
                        "HTTP/2 alone, REFUSED_STREAM",
                        (link, context) -> link.secured(host -> Authority.sign(named(host)), "h2")
                                .refusedByHttp2(Link.RST_STREAM, new byte[] {0, 0, 0, REFUSED_STREAM}, true)
                                .awaitEnd(),
                        ANY));
    }

    private static List<Fault> requests() {
        return List.of(
                fault(
                        "reset before the request is read",
                        (link, context) -> link.requestedInVain().reset(),
                        UNREACHABLE),
                fault(
                        "reset during the request",
                        (link, context) -> link.requestedInPart().reset(),
                        UNREACHABLE),
                fault(
                        "reset after the request",
                        (link, context) -> link.requested().reset(),
                        UNREACHABLE),
                fault(
                        "end after the request",
                        (link, context) -> link.requested().end(),
                        UNREACHABLE),
                stall("no answer", (link, context) -> link.requested().awaitEnd(), UNREACHABLE));
    }

    /** Good answers that do not come through as they should. */
    private static List<Fault> transfers() {
        return List.of(
                stall(
                        "no body",
                        (link, context) -> link.requested()
                                .sent(context.success().head(100))
                                .awaitEnd(),
                        UNREACHABLE),
                stall(
                        "trickle",
                        (link, context) -> link.requested()
                                .trickled(context.success().bytes())
                                .awaitEnd(),
                        UNREACHABLE),
                stall(
                        "trickle of the body",
                        (link, context) -> link.requested()
                                .sent(context.success().head(MEGABYTE))
                                .trickled(new byte[MEGABYTE])
                                .awaitEnd(),
                        UNREACHABLE),
                fault(
                        "body cut before its first byte",
                        (link, context) -> link.requested()
                                .sent(context.success().head(100))
                                .end(),
                        UNEXPECTED),
                fault(
                        "body cut",
                        (link, context) -> link.requested()
                                .sent(context.success().head(MEGABYTE))
                                .sent(object(context))
                                .end(),
                        UNEXPECTED),
                fault(
                        "body cut by a reset",
                        (link, context) -> link.requested()
                                .sent(context.success().head(MEGABYTE))
                                .sent(object(context))
                                .reset(),
                        UNEXPECTED,
                        // The reset may overtake what was sent.
                        UNREACHABLE),
                fault("body cut in a chunk", chunks("1000\r\n{\"a\":"), UNEXPECTED),
                fault("body cut between chunks", chunks("2\r\n{}\r\n"), UNEXPECTED),
                fault("chunk of no size", chunks("size\r\n{}\r\n0\r\n\r\n"), UNEXPECTED));
    }

    /** Faults that are no HTTP, or too much of it. */
    private static List<Fault> framings() {
        return List.of(
                fault(
                        "status line that is no HTTP",
                        (link, context) ->
                                link.requested().sent("SSH-2.0-OpenSSH_9.2\r\n").awaitEnd(),
                        UNREACHABLE,
                        UNEXPECTED),
                fault(
                        "status that is no number",
                        (link, context) ->
                                link.requested().sent("HTTP/1.1 OK\r\n\r\n").awaitEnd(),
                        UNREACHABLE,
                        UNEXPECTED),
                fault(
                        "a thousand times 1xx, and then a success",
                        (link, context) -> link.requested()
                                .sent("HTTP/1.1 102 Processing\r\n\r\n".repeat(1000))
                                .sent(context.success().bytes())
                                .awaitEnd(),
                        ANY),
                stall(
                        "1xx without end",
                        (link, context) -> {
                            for (link.requested(); ; Link.sleep(20)) {
                                link.sent("HTTP/1.1 102 Processing\r\n\r\n".repeat(10));
                            }
                        },
                        UNREACHABLE,
                        UNEXPECTED),
                answer("header of a megabyte", success -> success.with("X-Large", "x".repeat(MEGABYTE)), ANY),
                fault(
                        "bytes after the answer",
                        (link, context) -> link.requested()
                                .sent(context.success().bytes())
                                .sent(page(500).bytes())
                                .awaitEnd(),
                        RESULT));
    }

    private static List<Fault> bodies() {
        String text = "x".repeat(MEGABYTE - 100);
        String deepArray = "[".repeat(DEEP) + "]".repeat(DEEP);
        String deepObject = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
        return List.of(
                answer("text/plain", success -> success.with("Content-Type", "text/plain"), RESULT, UNEXPECTED),
                body("HTML", PAGE),
                body("nothing", "", Fault::mayBeNothing),
                body("null", "null"),
                body("an array", "[]"),
                body("a number", "42"),
                body("a text of a megabyte", '"' + text + '"'),
                body("a text of a megabyte without an end", '"' + text),
                body("an object with a text of a megabyte", "{\"x\":\"" + text + "\"}", Fault::mayBeAnything),
                body("deep arrays", deepArray),
                body("deep objects", deepObject, Fault::mayBeAnything),
                answer(
                        "deep arrays in a success",
                        success -> success.withBody(success.text().replaceFirst("\\{", "{\"deep\":" + deepArray + ",")),
                        RESULT,
                        UNEXPECTED),
                answer(
                        "every key twice",
                        success -> success.withBody(success.text().replaceFirst("(?s)^\\{(.+)\\}\\s*$", "{$1,$1}")),
                        RESULT,
                        UNEXPECTED),
                answer(
                        "a text that is not UTF-8",
                        success -> success.withBody(success.text()
                                .replaceFirst(":\\s*\"", "$0\u00ff\u00c3\u0080")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                        RESULT,
                        REJECTED,
                        UNEXPECTED),
                fault(
                        "a hundred megabytes",
                        (link, context) -> {
                            link.requested().sent(context.success().head(HUGE)).sent("{\"x\":\"");
                            byte[] part = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                            for (int sent = 0; sent < HUGE; sent += part.length) {
                                link.sent(part);
                            }
                        },
                        UNEXPECTED),
                answer(
                        "a hundred megabytes in a gzip of one thousandth",
                        success -> success.with("Content-Encoding", "gzip").withBody(Bomb.BYTES),
                        UNEXPECTED));
    }

    private static List<Fault> statuses() {
        List<Fault> faults = new ArrayList<>();
        for (int status : new int[] {400, 401, 403, 404, 405, 408, 409, 421, 422, 500, 502, 503, 504}) {
            faults.add(answer("HTML at " + status, success -> page(status), UNEXPECTED)
                    .saying("status", status));
        }
        faults.add(answer("HTML at 429", success -> page(429), REJECTED).saying("status", 429));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            faults.add(redirect(status, "another port", context -> "http://127.0.0.1:" + context.elsewhere()));
            faults.add(redirect(status, "another host", context -> "https://elsewhere.example"));
        }
        faults.add(busy(429, "7").saying("retryAfter", Optional.of(Duration.ofSeconds(7))));
        faults.add(busy(429, "Wed, 21 Oct 2065 07:28:00 GMT"));
        faults.add(busy(503, "0"));
        return faults;
    }

    /** A refusal as the spec shows it, or a page where it shows none, and how long to wait. */
    private static Fault busy(int status, String retryAfter) {
        Function<OperationSample, Optional<Example>> refusal = sample -> sample.operation().examples().stream()
                .filter(example ->
                        example.status() == status && example.mediaType().equals("application/json"))
                .findFirst();
        Script script = (link, context) -> link.requested()
                .sent(refusal.apply(context.sample())
                        .map(example -> RawResponse.of(status, example.mediaType(), GSON.toJson(example.value())))
                        .orElse(page(status))
                        .with("Retry-After", retryAfter)
                        .bytes())
                .awaitEnd();
        return new Fault(
                status + " with Retry-After: " + retryAfter,
                false,
                script,
                // A page says no more than its status, of which 429 is enough.
                sample -> Set.of(status == 429 || refusal.apply(sample).isPresent() ? REJECTED : UNEXPECTED),
                Map.of("status", status));
    }

    private static Fault redirect(int status, String name, Function<FaultContext, String> to) {
        Script script = (link, context) -> link.requested()
                .sent(page(status)
                        .with(
                                "Location",
                                to.apply(context) + context.sample().operation().path())
                        .bytes())
                .awaitEnd();
        return fault(status + " to " + name, script, UNEXPECTED).saying("status", status);
    }

    private static Fault body(String name, String body) {
        return body(name, body, sample -> false);
    }

    private static Fault body(String name, String body, Predicate<OperationSample> contented) {
        return new Fault(
                "200 with " + name,
                false,
                (link, context) -> link.requested()
                        .sent(context.success().withBody(body).bytes())
                        .awaitEnd(),
                sample -> contented.test(sample) ? Set.of(RESULT, UNEXPECTED) : Set.of(UNEXPECTED),
                Map.of("status", 200));
    }

    /** A call that is made for its effect, as the spec shows no answer of its success, or nothing in it. */
    private static boolean mayBeNothing(OperationSample sample) {
        List<Object> shown = successes(sample);
        return shown.isEmpty() || shown.contains(Map.of());
    }

    /** The same, where the spec shows nothing but wrappers. Then any object will do that is no failure. */
    private static boolean mayBeAnything(OperationSample sample) {
        return mayBeNothing(sample) || successes(sample).stream().anyMatch(Fault::isHollow);
    }

    private static boolean isHollow(Object value) {
        return value instanceof Map<?, ?> fields && fields.values().stream().allMatch(Fault::isHollow);
    }

    private static List<Object> successes(OperationSample sample) {
        return sample.operation().examples().stream()
                .filter(example -> example.status() < 300)
                .map(Example::value)
                .toList();
    }

    private static Fault answer(String name, UnaryOperator<RawResponse> change, Outcome... outcomes) {
        return fault(
                name,
                (link, context) -> link.requested()
                        .sent(change.apply(context.success()).bytes())
                        .awaitEnd(),
                outcomes);
    }

    private static Fault fault(String name, Script script, Outcome... outcomes) {
        return new Fault(name, false, script, sample -> Set.of(outcomes), Map.of());
    }

    private static Fault stall(String name, Script script, Outcome... outcomes) {
        return new Fault(name, true, script, sample -> Set.of(outcomes), Map.of());
    }

    private Fault saying(String method, Object value) {
        Map<String, Object> more = new HashMap<>(facts);
        more.put(method, value);
        return new Fault(name, stalls, script, outcomes, more);
    }

    private static Script chunks(String chunks) {
        return (link, context) -> link.requested()
                .sent("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                .sent(chunks)
                .end();
    }

    /** The body of the success, or any object where that is empty. */
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

    /** A small body that becomes large. */
    private static final class Bomb {

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

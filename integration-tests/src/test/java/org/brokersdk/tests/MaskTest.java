package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflCustomerSession;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.sdks.IiflSdk;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message shows what is known to be harmless, whatever a broker repeats. */
@Timeout(120)
@Order(1)
class MaskTest {

    /** How a secret may come back. */
    static final Map<String, UnaryOperator<String>> SPELLINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("as it is", text -> text),
            Map.entry("in upper case", text -> text.toUpperCase(Locale.ROOT)),
            Map.entry("in lower case", text -> text.toLowerCase(Locale.ROOT)),
            Map.entry(
                    "JSON",
                    text -> text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/")),
            Map.entry("JSON, each character", each(c -> "\\u%04x".formatted((int) c))),
            Map.entry("JSON in JSON", each(c -> "\\\\u%04X".formatted((int) c))),
            Map.entry(
                    "HTML",
                    text -> text.replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace("\"", "&quot;")
                            .replace("'", "&#39;")),
            Map.entry("HTML, decimal", each(c -> "&#" + (int) c + ";")),
            Map.entry("HTML, hexadecimal", each(c -> "&#x%X;".formatted((int) c))),
            Map.entry("HTML in HTML", each(c -> "&amp;#" + (int) c + ";")),
            Map.entry("URL", each(c -> Character.isLetterOrDigit(c) ? String.valueOf(c) : "%%%02X".formatted((int) c))),
            Map.entry("URL, each character", each(c -> "%%%02x".formatted((int) c))),
            Map.entry("URL in URL", each(c -> "%%25%02x".formatted((int) c))),
            Map.entry("escapes of six layers", each(c -> "%2525252525" + "%02x".formatted((int) c))),
            Map.entry("Base64", text -> base64(text, 0, 0)),
            Map.entry("Base64, one on", text -> base64(text, 1, 1)),
            Map.entry("Base64, two on", text -> base64(text, 2, 2)),
            Map.entry(
                    "Base64 for URLs",
                    text -> Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))),
            Map.entry("hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))),
            Map.entry(
                    "hexadecimal, upper case",
                    text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)))));

    /** Ways to repeat something in an answer that is no refusal; the words stand where the percent sign does. */
    private static final List<String> PAGES = List.of(
            "<html><head><title>%</title></head><body><h1>%</h1><p>%</p></body></html>",
            "<error><message>%</message></error>",
            "No, not %",
            "{'message':'%','code':'%'}",
            "{\"message\":\"%\"}",
            "{\"unknown\":\"%\",\"message\":\"fine\"}",
            "{\"%\":\"1\"}",
            "{\"error\":{\"message\":[\"%\"]}}",
            "[\"%\"]",
            "\"%\"");

    static Stream<String> spellings() {
        return SPELLINGS.keySet().stream();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("spellings")
    void refusalThatRepeatsWhatWasSent(String spelling) throws Exception {
        for (Sdk sdk : Sdk.all()) {
            for (String secret : sent(sdk)) {
                String words = SPELLINGS.get(spelling).apply(secret);
                try (Server server = Server.replying(sdk.refusal("No: " + words + " is wrong, " + words + "!"))) {
                    Throwable failure =
                            catchThrowable(sdk.login(Settings.of(server.url())).now()::get);

                    assertThat(Sdk.kind(failure)).isEqualTo("Rejected");
                    assertHidden(failure, secret, words);
                    assertThat((String) Sdk.call(failure, "responseBody"))
                            .isEqualTo(sdk.refusal("No: " + words + " is wrong, " + words + "!"));
                }
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("spellings")
    void pageThatRepeatsWhatWasSent(String spelling) throws Exception {
        for (Sdk sdk : Sdk.all()) {
            for (String secret : sent(sdk)) {
                String words = SPELLINGS.get(spelling).apply(secret);
                AtomicReference<String> body = new AtomicReference<>();
                try (Server server = Server.replying(request -> Server.answer(500, "text/html", body.get()))) {
                    Login login = sdk.login(Settings.of(server.url()));
                    for (String page : PAGES) {
                        body.set(page.replace("%", words));
                        Throwable failure = catchThrowable(login.now()::get);

                        assertThat(Sdk.kind(failure)).isIn("Rejected", "Unexpected");
                        assertHidden(failure, secret, words);
                    }
                }
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void tokenThatTheBrokerIssues(Sdk sdk) throws Exception {
        String token = "t0k-9f8e";
        for (UnaryOperator<String> spelling : SPELLINGS.values()) {
            String words = spelling.apply(token);
            String refusal = sdk.refusal("Your token " + words + " is not yet good");
            // With the token where the spec has it, and in a cookie.
            String field = refusal.replaceFirst("\\{", "{" + tokenFields(sdk, token));
            try (Server server = Server.replying(
                    request -> Server.json(200, field, "Set-Cookie: IIFLMarcookie=" + token + "; path=/"))) {
                Throwable failure =
                        catchThrowable(sdk.login(Settings.of(server.url())).now()::get);

                assertThat(Sdk.kind(failure)).isIn("Rejected", "Unexpected");
                assertHidden(failure, token, words);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void tokenThatStandsNowhereElse(Sdk sdk) throws Exception {
        for (String token : List.of(
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlc2lnbmF0dXJl",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "a1b2c3d4e5f6a7b8c9d0")) {
            try (Server server = Server.replying(sdk.refusal("Token " + token + " has no access"))) {
                assertHidden(catchThrowable(sdk.login(Settings.of(server.url())).now()::get), token, token);
            }
        }
    }

    /** A password that holds the user id was shown but for that part. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#takingAnySecret")
    void secretThatHoldsAnother(Sdk sdk) throws Exception {
        String password = Sdk.USER + "@Xy99";
        try (Server server = Server.replying(sdk.refusal("No user " + Sdk.USER + " with " + password))) {
            Throwable failure = catchThrowable(sdk.login(Settings.of(server.url()), Sdk.USER, () -> password)
                    .now()::get);

            assertHidden(failure, password, password);
            assertHidden(failure, "@Xy99", "@Xy99");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#takingAnySecret")
    void threeCharactersAreEnough(Sdk sdk) throws Exception {
        try (Server server = Server.replying(sdk.refusal("You said q7% and %71%37%25"))) {
            Throwable failure = catchThrowable(
                    sdk.login(Settings.of(server.url()), Sdk.USER, () -> "q7%").now()::get);

            assertHidden(failure, "q7%", "q7%");
            assertThat(failure).hasMessageContaining("You said *** and ***");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void wordsAreShortAndHaveNoControlCharacters(Sdk sdk) throws Exception {
        String words = "One\u0000two\u001b[31m\u202ethree\nfour\u0007 " + "and so on ".repeat(20_000);
        try (Server server = Server.replying(sdk.refusal(words))) {
            Throwable failure =
                    catchThrowable(sdk.login(Settings.of(server.url())).now()::get);

            assertThat(Sdk.kind(failure)).as(failure.toString()).isEqualTo("Rejected");
            for (String shown : shown(failure)) {
                assertThat(shown.codePoints()
                                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                        .isEmpty();
            }
            String message = (String) Sdk.call(failure, "brokerMessage");
            assertThat(message).hasSize(500).startsWith("One two [31m three four ");
        }
    }

    /** What is cut off must not begin inside a secret. */
    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void cutGoesThroughNoSecret(Sdk sdk) throws Exception {
        String secret = sent(sdk).get(0);
        for (int before : new int[] {490, 4_080, 4_086, 4_092}) {
            for (UnaryOperator<String> spelling : SPELLINGS.values()) {
                String words = "x ".repeat(before / 2) + spelling.apply(secret).repeat(3);
                try (Server server = Server.replying(sdk.refusal(words))) {
                    Throwable failure =
                            catchThrowable(sdk.login(Settings.of(server.url())).now()::get);
                    String half = secret.substring(0, Math.max(3, secret.length() / 2));

                    assertHidden(failure, half, half);
                }
            }
        }
    }

    /** Whoever sends a great deal to search for must not have us search for ever. */
    @EverySdk
    void expensiveAnswers(Sdk sdk) throws Exception {
        String values = IntStream.range(0, 30_000)
                .mapToObj(i -> "\"v%d\":\"value-of-%08d\"".formatted(i, i))
                .collect(Collectors.joining(","));
        String words =
                IntStream.range(0, 500).mapToObj(i -> "value-%d &".formatted(i)).collect(Collectors.joining());
        for (String body : List.of(
                "{" + values + ",\"message\":\"" + words + "\",\"emsg\":\"" + words + "\"}",
                "<title>" + "<".repeat(900_000) + "</title>",
                "<h1>" + "&".repeat(900_000) + "</h1>",
                sdk.refusal("%".repeat(100_000)),
                sdk.refusal("%25".repeat(30_000)),
                sdk.refusal("\\".repeat(100_000)),
                sdk.refusal("a".repeat(400_000)),
                sdk.refusal("x ".repeat(200_000)))) {
            try (Server server = Server.replying(body)) {
                Login login = sdk.login(Settings.of(server.url()));

                // An answer is judged in the thread of the caller, whatever else the processor does meanwhile.
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                assertThat(Sdk.kind(catchThrowable(login.now()::get))).isIn("Rejected", "Unexpected");
                assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start))
                        .isLessThan(Duration.ofSeconds(3));
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void whatIsNoHttpIsNotQuoted(Sdk sdk) throws Exception {
        for (String wire : List.of(
                "s3cr3t-t0ken-of-alice\r\n\r\n",
                "HTTP/1.1 s3cr3t-t0ken-of-alice\r\n\r\n",
                "HTTP/1.1 200 OK\r\ns3cr3t-t0ken-of-alice\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: s3cr3t-t0ken-of-alice\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cr3t-t0ken-of-alice\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 21\r\n\r\ns3cr3t-t0ken-of-alice",
                "HTTP/1.1 99999 s3cr3t-t0ken-of-alice\r\n\r\n")) {
            try (Server server = Server.replying(request -> wire.getBytes(StandardCharsets.US_ASCII))) {
                Login login = sdk.login(Settings.of(server.url()));

                assertHidden(catchThrowable(login.now()::get), "s3cr3t-t0ken-of-alice", "s3cr3t");
                assertHidden(CallAssertions.failure(login.async().get()), "s3cr3t-t0ken-of-alice", "s3cr3t");
            }
        }
    }

    /** A proxy is told its own password, and may repeat it before there is TLS. */
    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void proxyIsNotQuoted(Sdk sdk) throws Exception {
        for (String wire : List.of(
                "pr0xy-s3cret\r\n\r\n",
                "HTTP/1.1 407 pr0xy-s3cret\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\npr0xy-s3cret-and-more-of-it-than-a-record-has")) {
            try (Server server = Server.replying(request -> wire.getBytes(StandardCharsets.US_ASCII))) {
                ClientBuilder<?, ?> builder = sdk.builderAt("https://broker.example");
                builder.proxy(server.url(), "me", "pr0xy-s3cret");
                Throwable failure =
                        catchThrowable(sdk.login(builder.build()).now()::get);

                CallAssertions.assertUnreachable(failure, false);
                assertHidden(failure, "pr0xy-s3cret", "pr0xy");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void resultsPrintNoToken(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("t0k-9f8e"))) {
            Object result = sdk.login(Settings.of(server.url())).now().get();

            assertThat(result.toString()).doesNotContain("t0k-9f8e", Sdk.PASSWORD, Sdk.OTP);
        }
    }

    /** Its cookie and its key are put on where the request has almost left. */
    @Test
    void refusalThatRepeatsASession() throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (Server server = Server.replying(request -> next.getAndIncrement() == 0
                ? Server.json(
                        200,
                        "{\"head\":{\"status\":\"0\"},\"body\":{\"Token\":\"t0k-9f8e\"}}",
                        "Set-Cookie: IIFLMarcookie=c00kie-7f")
                : Server.json(200, new IiflSdk().refusal("No c00kie-7f, no t0k-9f8e, no " + Sdk.ACCESS)))) {
            IiflClient iifl = (IiflClient) new IiflSdk().client(Settings.of(server.url()), Sdk.USER);
            IiflCustomerSession session = iifl.customerLogin("DEMO01", Sdk.PASSWORD, LocalDate.EPOCH);

            Throwable failure = catchThrowable(session::registerToken);

            assertThat(failure).hasMessageContaining("No ***, no ***, no ***");
        }
    }

    @EverySdk
    void certificateIsNotQuoted(Sdk sdk) throws Exception {
        HeldCertificate root =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(root.certificate())
                .build();
        Map<String, HeldCertificate.Builder> certificates = Map.of(
                "for another host",
                        new HeldCertificate.Builder()
                                .addSubjectAlternativeName("s3cr3t.example")
                                .signedBy(root),
                "not valid today",
                        new HeldCertificate.Builder()
                                .addSubjectAlternativeName("broker.example")
                                .commonName("s3cr3t")
                                .validityInterval(0, 86_400_000L * 365)
                                .signedBy(root),
                "nobody whom this JVM trusts",
                        new HeldCertificate.Builder()
                                .addSubjectAlternativeName("broker.example")
                                .commonName("s3cr3t"));
        for (Map.Entry<String, HeldCertificate.Builder> certificate : certificates.entrySet()) {
            try (MockWebServer server = new MockWebServer()) {
                server.useHttps(new HandshakeCertificates.Builder()
                        .heldCertificate(certificate.getValue().build())
                        .build()
                        .sslSocketFactory());
                server.start();
                OkHttpClient http = new OkHttpClient.Builder()
                        .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                        .sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager())
                        .build();

                Throwable failure = catchThrowable(sdk.login(Settings.of("https://broker.example:" + server.getPort())
                                .httpClient(http))
                        .now()::get);

                CallAssertions.assertUnreachable(failure, false);
                assertThat(failure).hasMessageContaining(certificate.getKey());
                assertHidden(failure, "s3cr3t", "1971");
            }
        }
    }

    /** Everything that a login of this client sends or knows, read off a request. */
    private static List<String> sent(Sdk sdk) throws Exception {
        try (Server server = Server.replying("{}")) {
            catchThrowable(sdk.login(Settings.of(server.url())).now()::get);
            Server.Request request = server.requests.get(0);
            List<String> all =
                    new ArrayList<>(Stream.of(Sdk.PASSWORD, Sdk.OTP, Sdk.ACCESS, Sdk.USER, Sdk.USER + "@example.com")
                            .filter(value -> holds(request.all(), value) || holds(request.all(), json(value)))
                            .toList());
            request.body()
                    .lines()
                    .flatMap(line -> Stream.of(line.split("\"[:,]\"|\"[{}]|[{}]\"|\":|,\"")))
                    .filter(value -> value.matches("[0-9a-f]{64}|[A-Za-z0-9+/]{10,}={1,2}"))
                    .forEach(all::add);
            assertThat(all).isNotEmpty();
            return all;
        }
    }

    /** Whether a text holds a value that is not part of a longer one. */
    private static boolean holds(String text, String value) {
        return Pattern.compile("(?<![\\w@])" + Pattern.quote(value) + "(?![\\w@])")
                .matcher(text)
                .find();
    }

    private static String json(String text) {
        String quoted = new com.google.gson.Gson().toJson(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Field by field, as the spec names what is secret. */
    private static String tokenFields(Sdk sdk, String token) {
        return sdk.tokenFields().stream()
                .map(field -> "\"" + field + "\":\"" + token + "\",")
                .collect(Collectors.joining());
    }

    static void assertHidden(Throwable failure, String secret, String words) {
        assertThat(failure).isNotNull();
        for (String shown : shown(failure)) {
            String folded = shown.toLowerCase(Locale.ROOT);
            assertThat(folded)
                    .as("%s as %s", secret, words)
                    .doesNotContain(secret.toLowerCase(Locale.ROOT))
                    .doesNotContain(words.toLowerCase(Locale.ROOT));
        }
    }

    /** All that a careless caller may print of a failure. */
    static List<String> shown(Throwable failure) {
        List<String> shown = new ArrayList<>();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        shown.add(trace.toString()
                .lines()
                .filter(line -> !line.startsWith("\tat "))
                .collect(Collectors.joining(" ")));
        shown.add(String.valueOf(failure.getMessage()));
        shown.add(failure.toString());
        for (String part : List.of("brokerMessage", "detail", "code", "responseSummary")) {
            Stream.of(failure.getClass().getMethods())
                    .filter(method -> method.getName().equals(part))
                    .map(method -> Sdk.call(failure, part))
                    .map(value -> value instanceof Optional<?> optional ? optional.orElse(null) : value)
                    .forEach(value -> shown.add(String.valueOf(value)));
        }
        return shown;
    }

    private static UnaryOperator<String> each(Function<Character, String> spelling) {
        return text -> text.chars().mapToObj(c -> spelling.apply((char) c)).collect(Collectors.joining());
    }

    private static String base64(String text, int before, int after) {
        byte[] bytes = ("<".repeat(before) + text + ">".repeat(after)).getBytes(StandardCharsets.UTF_8);
        String all = Base64.getEncoder().encodeToString(bytes);
        // Without what holds bits of the neighbours.
        int begin = (before * 8 + 5) / 6;
        return all.substring(begin, (before + text.length()) * 8 / 6);
    }
}

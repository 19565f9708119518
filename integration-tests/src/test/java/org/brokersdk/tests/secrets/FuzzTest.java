package org.brokersdk.tests.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.sdks.IiflSdk;
import org.brokersdk.tests.sdks.KotakSdk;
import org.brokersdk.tests.sdks.NorenSdk;

/** Tests clients with generated responses and texts. */
class FuzzTest {

    private static final String TOKEN = "t0ken-of-alice";
    private static final int FEW = 1_000;
    private static final int MANY = 100_000;
    private static final ObjectMapper READER = new ObjectMapper();
    private static final Gson WRITER = new Gson();
    private static final AtomicInteger READ_BACK = new AtomicInteger();
    /** Number of responses that clients read at once. One alone would leave a processor idle. */
    private static final int THREADS = 4;

    private static final List<FuzzServer> SERVERS = new ArrayList<>();
    private static KotakClient kotak;
    private static NorenClient noren;
    private static IiflClient iifl;

    /** Names of fields that the SDKs read, and others. */
    private static final List<String> NAMES = List.of(
            "Success",
            "success",
            "fault",
            "code",
            "message",
            "description",
            "oneTimeToken",
            "redirect",
            "host",
            "port",
            "userid",
            "data",
            "token",
            "sid",
            "ucc",
            "baseUrl",
            "error",
            "stat",
            "stCode",
            "errMsg",
            "status",
            "errorCode",
            "head",
            "body",
            "Status",
            "Message",
            "Msg",
            "Token",
            "statusCode",
            "statusDescription",
            "userSession",
            "result",
            "susertoken",
            "emsg",
            "uid",
            "USERID",
            "actid",
            "access_token",
            "expires_in",
            "exarr",
            "prarr",
            "mws",
            "client",
            "spasswordreset",
            "lastaccesstime",
            "x",
            "");

    @BeforeContainer
    static void open() throws IOException {
        for (int i = 0; i < THREADS; i++) {
            SERVERS.add(new FuzzServer());
        }
        Settings settings = Settings.of(SERVERS.get(0).server.url());
        kotak = (KotakClient) new KotakSdk().client(settings, Sdk.USER);
        noren = (NorenClient) new NorenSdk().client(settings, Sdk.USER);
        iifl = (IiflClient) new IiflSdk().client(settings, Sdk.USER);
    }

    @AfterContainer
    static void close() throws IOException {
        for (FuzzServer server : SERVERS) {
            server.server.close();
        }
    }

    /** Server that one thread uses at a time, and the logins of all clients at it. */
    private static final class FuzzServer {

        private final Map<Sdk, Sdk.Login> logins = new HashMap<>();
        private final Server server = Server.responding(request -> nextResponse());
        private volatile byte[] nextResponse;

        FuzzServer() throws IOException {
            Settings settings = Settings.of(server.url()).timeout(Duration.ofSeconds(5));
            Sdk.all().forEach(sdk -> logins.put(sdk, sdk.login(settings)));
        }

        private byte[] nextResponse() {
            return nextResponse;
        }

        /** Sets the response to the next request, and forgets the earlier requests. */
        void respond(byte[] response) {
            nextResponse = response;
            server.requests.clear();
        }

        void assertTyped(SdkResponse response) {
            Sdk sdk = response.sdk();
            respond(response.bytes());
            Throwable failure = catchThrowable(logins.get(sdk).blocking()::get);

            if (failure != null) {
                assertThat(Sdk.kind(failure)).as(failure.toString()).isIn("Rejected", "Unexpected", "Unreachable");
                List<String> secrets = new ArrayList<>(sdk.secrets());
                secrets.add(TOKEN);
                CallAssertions.assertHidden(failure, secrets);
            }
            assertThat(server.requests).hasSize(1);
        }
    }

    /** Response of any broker to a client. It may contain secrets of the client. */
    private record SdkResponse(Sdk sdk, byte[] bytes) {}

    @Property(tries = FEW, shrinking = ShrinkingMode.OFF)
    void responsesHaveATypedOutcome(@ForAll("responses") SdkResponse response) {
        SERVERS.get(0).assertTyped(response);
    }

    @Tag("full")
    @Property(tries = MANY / THREADS, shrinking = ShrinkingMode.OFF)
    void manyResponsesHaveATypedOutcome(@ForAll @Size(THREADS) List<@From("responses") SdkResponse> responses) {
        IntStream.range(0, THREADS).parallel().forEach(i -> SERVERS.get(i).assertTyped(responses.get(i)));
    }

    @Property(tries = FEW, shrinking = ShrinkingMode.OFF)
    void textsAreSentUnchanged(@ForAll("texts") String first, @ForAll("texts") String second) throws Exception {
        assertSentUnchanged(first, second);
    }

    @Tag("full")
    @Property(tries = MANY / 2, shrinking = ShrinkingMode.OFF)
    void manyTextsAreSentUnchanged(@ForAll("texts") String first, @ForAll("texts") String second) throws Exception {
        assertSentUnchanged(first, second);
    }

    /** Checks that texts are refused before anything is sent, or that the request contains them unchanged. */
    private static void assertSentUnchanged(String first, String second) throws Exception {
        int kind = READ_BACK.incrementAndGet() % 3;
        Server server = SERVERS.get(0).server;
        SERVERS.get(0).respond(Server.json(200, "{}"));
        Throwable failure = catchThrowable(() -> {
            switch (kind) {
                case 0 -> kotak.login(first);
                case 1 -> noren.login(first, second, first);
                default -> iifl.partnerLogin(first, second);
            }
        });

        if (failure instanceof IllegalArgumentException) {
            assertThat(server.requests).isEmpty();
            if (!first.isBlank() && !second.isBlank() && first.length() > 6 && second.length() > 6) {
                assertThat(failure.getMessage()).doesNotContain(first).doesNotContain(second);
            }
            return;
        }
        assertThat(Sdk.kind(failure)).isIn("Rejected", "Unexpected");
        String body = server.requests.get(0).body();
        switch (kind) {
            case 0 -> assertThat(read(body).get("password").textValue()).isEqualTo(first);
            case 1 -> {
                // Noren splits at each ampersand, and decodes nothing.
                assertThat(body.split("&")).hasSize(1);
                JsonNode data = read(body.substring("jData=".length()));
                assertThat(data.get("uid").textValue()).isEqualTo(first);
                assertThat(data.get("factor2").textValue()).isEqualTo(first);
            }
            default -> {
                JsonNode sent = read(body).get("body");
                assertThat(sent.get("Email_id").textValue()).isEqualTo(first);
                assertThat(sent.get("ContactNumber").textValue()).isEqualTo(second);
            }
        }
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return READER.readTree(json);
    }

    @Provide
    Arbitrary<SdkResponse> responses() {
        return Arbitraries.oneOf(Sdk.all().stream()
                .map(sdk -> responses(sdk).map(bytes -> new SdkResponse(sdk, bytes)))
                .toList());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> special = Arbitraries.of(
                "&",
                "&jKey=",
                "=",
                "%",
                "%26",
                "+",
                "\"",
                "\\",
                "\\u0026",
                "</script>",
                "\u0000",
                "\u2028",
                "\ud83d\ude00",
                "\ud800",
                "\udc00",
                "é",
                "\r\n",
                "\t",
                " ",
                "{}",
                "null",
                "*",
                "日本",
                "a",
                "Z",
                "0");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().ascii().ofMaxLength(40),
                special.list().ofMaxSize(12).map(parts -> String.join("", parts)));
    }

    private static Arbitrary<byte[]> responses(Sdk sdk) {
        Arbitrary<Integer> statuses =
                Arbitraries.of(200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503, 599);
        Arbitrary<String> types =
                Arbitraries.of("application/json", "text/html", "text/plain; charset=utf-16", "s3cret", "", "a/b;c=d");
        return Combinators.combine(statuses, types, bodies(sdk))
                .as((status, type, body) -> Server.response(status, type, body, "Set-Cookie: IIFLMarcookie=" + TOKEN));
    }

    private static Arbitrary<String> bodies(Sdk sdk) {
        String words = "No " + String.join(" or ", sdk.secrets());
        Arbitrary<String> known = Arbitraries.of(Sdk.all().stream()
                .flatMap(other -> Stream.of(body(other.success(TOKEN)), other.rejection(words)))
                .toList());
        Arbitrary<String> mutated = Combinators.combine(
                        known,
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.strings().ofMaxLength(4))
                .as((text, position, length, replacement) -> {
                    int start = Math.min(position, text.length());
                    int end = Math.min(start + length, text.length());
                    return text.substring(0, start) + replacement + text.substring(end);
                });
        Arbitrary<String> cut = Combinators.combine(
                        known, Arbitraries.integers().between(0, 200))
                .as((text, end) -> text.substring(0, Math.min(end, text.length())));
        return Arbitraries.oneOf(
                known,
                mutated,
                mutated,
                cut,
                json(3),
                json(3),
                Arbitraries.strings().ofMaxLength(200));
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "1e400",
                        "9223372036854775808",
                        "\"\"",
                        "\"Ok\"",
                        "\"Not_Ok\"",
                        "\"0\"",
                        "\"\\ud800\"",
                        "NaN",
                        quoted(TOKEN),
                        "\"https://evil.example\"",
                        "\"" + Sdk.USER + "\""),
                Arbitraries.strings().ofMaxLength(20).map(FuzzTest::quoted));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<String> names = Arbitraries.of(NAMES).map(FuzzTest::quoted);
        Arbitrary<String> fields = Combinators.combine(names, json(depth - 1)).as((name, value) -> name + ":" + value);
        return Arbitraries.oneOf(
                scalars,
                fields.list().ofMaxSize(6).map(parts -> "{" + String.join(",", parts) + "}"),
                fields.list().ofMaxSize(6).map(parts -> "{" + String.join(",", parts) + "}"),
                json(depth - 1).list().ofMaxSize(3).map(parts -> "[" + String.join(",", parts) + "]"));
    }

    private static String quoted(String text) {
        return WRITER.toJson(text);
    }

    private static String body(byte[] whole) {
        String text = new String(whole, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
}

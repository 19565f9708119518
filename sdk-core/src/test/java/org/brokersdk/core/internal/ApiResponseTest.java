package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Tag;

/** Tests what a response becomes: a model, a rejection or an unexpected response, whose messages show no secret. */
class ApiResponseTest {

    /** The secrets of the request: a header, an argument, and a value that is not sent. */
    private static final List<String> SENT = List.of("h3ader", "q7z", "Pass-w0rd!<&>\"x");

    private static final BrokerMetadata METADATA = new BrokerMetadata(
            "broker",
            "1.0",
            0,
            null,
            Map.of(),
            Map.of(
                    "Api",
                    List.of(
                            line(Reason.BLOCKED, Set.of(), Set.of(423), Set.of(), List.of()),
                            line(Reason.QUOTA_EXCEEDED, Set.of(), Set.of(429), Set.of(), List.of()),
                            line(Reason.BAD_REQUEST, Set.of(), Set.of(), Set.of("7"), List.of()),
                            line(Reason.WRONG_CREDENTIALS, Set.of(), Set.of(), Set.of(), List.of("invalid pin")),
                            line(Reason.SESSION_EXPIRED, Set.of("logout"), Set.of(), Set.of(), List.of()))),
            Set.of("message"),
            Set.of("token"),
            Set.of(),
            List.of());

    private static final Retrofit RETROFIT =
            new Retrofit.Builder().baseUrl("https://broker.example/").build();

    private static final Response.Builder OK = new Response.Builder().code(200);

    private static final Call<Void> LOGIN = RETROFIT.create(Api.class).login(SENT.get(1));

    private interface Api {

        @GET("login")
        Call<Void> login(@Tag String secret);

        @GET("logout")
        Call<Void> logout();
    }

    /** Interface without reasons. */
    private interface OtherApi {

        @GET("login")
        Call<Void> login();
    }

    private record Model(String name, Integer number) {}

    @Test
    void readsStatusHeadersAndBody() throws IOException {
        ApiResponse response = response(299, "{\"a\":1}", "X-A: b", "Content-Type: text/x; charset=utf-8");

        assertThat(response.status()).isEqualTo(299);
        assertThat(response.headers().get("X-A")).isEqualTo("b");
        assertThat(response.body().string()).isEqualTo("{\"a\":1}");
        assertThat(response.body().contentType()).isEqualTo(MediaType.get("text/x; charset=utf-8"));
        assertThat(response.withoutBody().code()).isEqualTo(299);
        assertThat(response.withoutBody().header("X-A")).isEqualTo("b");
        assertThat(response.withoutBody().body().string()).isEmpty();
        assertThat(response.withoutBody().body().contentType()).isEqualTo(MediaType.get("text/x; charset=utf-8"));
        assertThat(response).hasToString("ApiResponse[status=299]");
    }

    @ParameterizedTest
    @CsvSource({"200, '', true, true", "299, '  ', true, true", "300, {}, false, false", "199, x, false, false"})
    void isSuccessfulByTheStatusAndEmptyByTheBody(int status, String body, boolean successful, boolean empty) {
        assertThat(response(status, body).isSuccessful()).isEqualTo(successful);
        assertThat(response(status, body).isEmpty()).isEqualTo(empty);
    }

    private record Lists(String name, List<String> list, Map<String, String> map) {

        private Lists {
            list = list == null ? List.of() : list;
            map = map == null ? Map.of() : map;
        }
    }

    @Test
    void keepsTheFieldsOfAnEarlierModelThatAResponseOmits() {
        Lists earlier = new Lists("a", List.of("b"), Map.of("c", "d"));

        assertThat(response(200, "{}").as(Lists.class, earlier)).isEqualTo(earlier);
        assertThat(response(200, "{\"name\":\"x\",\"list\":[\"y\"],\"map\":{\"z\":\"1\"}}")
                        .as(Lists.class, earlier))
                .isEqualTo(new Lists("x", List.of("y"), Map.of("z", "1")));
    }

    @Test
    void partsOfABodyThatBrokeOffAreNotRead() {
        ApiResponse large = response(200, "{\"name\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThatThrownBy(() -> large.parts(Model.class)).isInstanceOf(Unexpected.class);
        assertThatThrownBy(() -> large.nestedParts(Model.class, "in")).isInstanceOf(Unexpected.class);
    }

    @Test
    void readsAModel() {
        assertThat(response(500, "{\"name\":5,\"number\":\"6\",\"other\":[{}]}").as(Model.class))
                .isEqualTo(new Model("5", 6));
        assertThat(response(200, "{\"name\":null}").as(Model.class)).isEqualTo(new Model(null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"number\":\"\"}",
                "{\"name\":\"a\",\"number\":\"s3cret\"}",
                "{\"name\":\"a\",\"number\":1.5}",
                "{\"name\":\"a\",\"number\":2147483648}",
                "{\"number\":{\"a\":\"s3cret\"},\"name\":\"a\"}"
            })
    void readsAModelWhoseFieldDoesNotFit(String body) {
        assertThat(response(200, body).as(Model.class)).isEqualTo(new Model("a", null));
        assertThatThrownBy(() -> response(200, body).requireFit(Model.class))
                .isInstanceOf(Unexpected.class)
                .hasMessageStartingWith("The response is not the JSON that the broker documents (HTTP 200): ")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"number\":\"6\",\"other\":\"\"}", "{\"number\":null}"})
    void acceptsAModelWhoseFieldsFit(String body) {
        assertThatCode(() -> response(200, body).requireFit(Model.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                      | The response is empty (HTTP 200): nothing
            null                    | The response is empty (HTTP 200): no media type, 4 characters
            s3cret                  | The response is not the JSON that the broker documents (HTTP 200): no media type, 6 characters
            ["s3cret"]              | The response is not the JSON that the broker documents (HTTP 200): no media type, 10 characters
            "s3cret"                | The response is not the JSON that the broker documents (HTTP 200): no media type, 8 characters
            5                       | The response is not the JSON that the broker documents (HTTP 200): no media type, 1 characters
            [{"name":"s3cret"}]     | The response is not the JSON that the broker documents (HTTP 200): no media type, 19 characters, name
            {"name":"s3cret         | The response is not the JSON that the broker documents (HTTP 200): no media type, 15 characters
            """)
    void rejectsABodyThatIsNotTheModel(String body, String message) {
        assertThatThrownBy(() -> response(200, body).as(Model.class))
                .isInstanceOf(Unexpected.class)
                .hasMessage(message)
                .hasNoCause();
    }

    /** A page may come from a proxy. The status 429 means to wait, whoever sends it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            423 | ''            | BLOCKED
            423 | ' '           | BLOCKED
            423 | null          | BLOCKED
            423 | {}            | BLOCKED
            423 | []            | BLOCKED
            423 | {"name":"x"}  | BLOCKED
            429 | {}            | QUOTA_EXCEEDED
            429 | <h1>Wait</h1> | QUOTA_EXCEEDED
            423 | <h1>No</h1>   | -
            423 | <html>        | -
            424 | ''            | -
            424 | {}            | -
            """)
    void findsTheReasonOfAStatusAlone(int status, String body, String reason) {
        ApiResponse response = response(status, body, "Retry-After: 7");
        Stream.of(response.malformedResponse(), response.unreadable()).forEach(failure -> {
            if (reason.equals("-")) {
                assertThat(failure).isInstanceOf(Unexpected.class);
                return;
            }
            assertThat(failure).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.reason()).isEqualTo(Reason.valueOf(reason));
                assertThat(rejected.brokerMessage()).isNull();
                assertThat(rejected.retryAfter()).hasValue(Duration.ofSeconds(7));
            });
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"a"}                                          | a
            [{"name":"a"},5,{"name":"b"}]                         | a,b
            {"name":"a","in":{"name":"b"},"out":{"name":"c"}}     | a,b
            {"name":"a","in":[{"name":"b"},null,{"name":"c"}]}    | a,b,c
            {"name":"a","in":"b"}                                 | a
            [5]                                                   | ''
            5                                                     | ''
            x                                                     | ''
            ''                                                    | ''
            """)
    void findsTheObjectsThatMayReportAFailure(String body, String names) {
        assertThat(response(200, body).parts(Model.class, "in").stream()
                        .map(Model::name)
                        .collect(Collectors.joining(",")))
                .isEqualTo(names);
    }

    @Test
    void describesUnexpectedResponses() {
        Unexpected unexpected = unexpected(502, "{\"message\":\"Down\"}");

        assertThat(unexpected).hasMessage("No (HTTP 502): no media type, 18 characters, message \"Down\"");
        assertThat(unexpected.status()).isEqualTo(502);
        assertThat(unexpected.responseSummary()).isEqualTo("no media type, 18 characters, message \"Down\"");
        assertThat(unexpected.responseBody()).isEqualTo("{\"message\":\"Down\"}");
        assertThat(unexpected(200, "").responseSummary()).isEmpty();
        assertThat(unexpected(200, "abc").responseSummary()).isEqualTo("no media type, 3 characters");
        assertThat(response(200, "").malformedResponse())
                .isInstanceOf(Unexpected.class)
                .hasMessage("The response reports no success and no error (HTTP 200): nothing");
        assertThat(response(200, "").unreadable())
                .hasMessage("The response is not the JSON that the broker documents (HTTP 200): nothing");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            null,             AB1234,           true
            ' ',              AB1234,           true
            ' ab1234 ',       ' aB1234',        true
            A***4,            AB1234,           true
            AB****,           AB1234,           true
            ******,           AB1234,           true
            AB123*,           AB1234,           true
            AXXB,             axxb,             true
            AXXXXB,           axxxxb,           true
            XXXX34,           AB1234,           true
            a+b***@b.example, a+bc@b.example,   true
            B***4,            AB1234,           false
            A***5,            AB1234,           false
            AB12345,          AB1234,           false
            x1234,            AB1234,           false
            XX1234,           AB1234,           false
            XXX234,           AB1234,           false
            XXXX1234,         1234,             false
            XX**34,           AB1234,           false
            AB12***B123,      AB123,            false
            AB123*,           AB123,            false
            *AB123,           AB123,            false
            AB1*123,          AB123,            false
            FA/A1,            FA1,              false
            A**9**4,          AB1234,           false
            AB.1234,          AB1234,           false
            é***4,            AB1234,           false
            a-***@b.example,  a_@b.example,     false
            """)
    void requiresTheUserWhoLoggedIn(String named, String loggedIn, boolean accepted) {
        ThrowingCallable check = () -> response(200, "").requireUser(named, loggedIn);

        if (accepted) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check)
                    .isInstanceOf(Unexpected.class)
                    .hasMessage("The response is for another user (HTTP 200): nothing");
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            null,      AB123
            ' ',       AB123
            A***3,     AB123
            ' ab123 ', ab123
            AB123,     AB123
            """)
    void userIdIsThatOfTheResponseUnlessItIsOmittedOrRedacted(String named, String userId) {
        assertThat(response(200, "").requireUser(named, "AB123")).isEqualTo(userId);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            423, 7,    Invalid PIN, null,        BLOCKED
            400, 7,    Invalid PIN, null,        BAD_REQUEST
            400, null, Invalid PIN, null,        WRONG_CREDENTIALS
            400, null, null,        Invalid PIN, WRONG_CREDENTIALS
            400, null, Huh,         null,        UNKNOWN
            """)
    void findsTheReason(int status, String code, String message, String detail, Reason reason) {
        Rejected rejected = rejected(response(status, ""), code, message, detail);

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.suggestedAction())
                .isEqualTo(reason == Reason.UNKNOWN ? reason.suggestedAction() : "Act on " + reason);
        assertThat(rejected.status()).isEqualTo(status);
        assertThat(rejected.code()).isEqualTo(Optional.ofNullable(code));
        assertThat(rejected.brokerMessage()).isEqualTo(message);
        assertThat(rejected.detail()).isEqualTo(Optional.ofNullable(detail));
        assertThat(rejected.retryAfter()).isEmpty();
    }

    @Test
    void findsTheReasonByOperationAndInterface() {
        Call<Void> logout = RETROFIT.create(Api.class).logout();
        Call<Void> other = RETROFIT.create(OtherApi.class).login();

        assertThat(rejected(read(OK, logout), null, "No", null).reason()).isEqualTo(Reason.SESSION_EXPIRED);
        assertThat(rejected(read(OK, LOGIN), null, "No", null).reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(rejected(read(OK, other), "7", "No", null).reason()).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void knowsRejectionsByTheMessageAlone() {
        assertThat(response(200, "").isKnownRejection("Sorry: invalid pin")).isTrue();
        assertThat(response(423, "").isKnownRejection("Sorry")).isFalse();
        assertThat(response(200, "").isKnownRejection(null)).isFalse();
    }

    @Test
    void redactsSecretsInARejection() {
        String secrets = String.join(", ", SENT) + ", t0ken, c00kie";
        String body = GsonAdapters.GSON.toJson(Map.of("token", "t0ken", "message", secrets));
        String stars = "***, ***, ***, ***, ***";

        Rejected rejected = rejected(
                response(200, body, "Set-Cookie: name=c00kie; path=/"),
                "1: " + secrets,
                "No " + secrets,
                "Nor " + secrets);

        assertThat(rejected.code()).contains("1: " + stars);
        assertThat(rejected.brokerMessage()).isEqualTo("No " + stars);
        assertThat(rejected.detail()).contains("Nor " + stars);
        assertThat(rejected)
                .hasMessage("The broker said: No %1$s - Nor %1$s (1: %1$s). Read the broker's own message.", stars);
        assertShowsNoSecret(rejected);
        assertThat(rejected.responseBody()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><head><title>SECRET</title></head><body><h1>SECRET</h1><p>SECRET</p></body></html>",
                "<error><message>SECRET</message></error>",
                "No, not SECRET",
                "{'message':'SECRET','code':'SECRET'}",
                "{\"message\":\"SECRET\"}",
                "{\"unknown\":\"SECRET\",\"message\":\"fine\"}",
                "{\"SECRET\":\"1\"}",
                "{\"error\":{\"message\":[\"SECRET\"]}}",
                "[\"SECRET\"]",
                "\"SECRET\"",
                "{\"token\":\"t0ken\",\"message\":\"t0ken, c00kie\",\"t0ken\":{\"c00kie\":1}}"
            })
    void redactsSecretsInASummary(String page) {
        for (String secret : SENT) {
            for (String encoded : List.of(
                    secret,
                    secret.replace("\"", "\\\""),
                    secret.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining()),
                    secret.chars().mapToObj("&#%d;"::formatted).collect(Collectors.joining()))) {
                String body = page.replace("SECRET", encoded);
                Unexpected unexpected = unexpected(500, body, "Set-Cookie: name=c00kie");

                assertShowsNoSecret(unexpected);
                assertThat(unexpected.getMessage()).doesNotContain(encoded);
                assertThat(unexpected.responseBody()).isEqualTo(body);
            }
        }
    }

    /** Longer texts are not searched for secrets to their end. */
    @ParameterizedTest
    @ValueSource(
            ints = {1_004, 1_008, 1_012, 1_016, 1_020, 1_980, 1_984, 1_988, 1_992, 1_996, 4_080, 4_084, 4_088, 4_092})
    void showsNoPartOfASecretThatIsCut(int lengthBefore) {
        for (String before : List.of("<b>".repeat(lengthBefore / 3), "h3ader ".repeat(lengthBefore / 7))) {
            String page = "<h1>" + before + " ".repeat(lengthBefore - before.length()) + "h3ader".repeat(3) + "</h1>";

            assertThat(unexpected(200, page).responseSummary())
                    .matches("no media type, \\d+ characters, h1 \"( *\\*{3} *)*…?\"");
        }
    }

    @Test
    void showsNoControlCharacters() {
        String text = "One two\u001b[31m\u202ethree\nfour\u0007";
        String shown = "One *** ***";

        assertThat(rejected(response(200, ""), text, text, text))
                .hasMessageStartingWith("The broker said: %1$s - %1$s (%1$s). ".formatted(shown));
        assertThat(summary("<h1>" + text + "</h1>")).endsWith("h1 \"" + shown + "\"");
    }

    @Test
    void shortensMessages() {
        String text = "x ".repeat(251);
        String shortened = "x ".repeat(249) + "x…";
        Rejected rejected = rejected(response(200, ""), text, text, text);

        assertThat(rejected.code()).contains(shortened);
        assertThat(rejected.brokerMessage()).isEqualTo(shortened);
        assertThat(rejected.detail()).contains(shortened);
        assertThat(rejected(response(200, ""), null, "x ".repeat(250), null).brokerMessage())
                .isEqualTo("x ".repeat(250));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999999999, 999999999", "1234567890,", "soon,", "-1,", "1.5,", "7 seconds,"})
    void readsRetryAfterInSeconds(String header, Long seconds) {
        Rejected rejected = retryAfter(header);

        assertThat(rejected.retryAfter()).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
        assertThat(rejected.getMessage().contains(" Wait for " + seconds + " seconds. "))
                .isEqualTo(seconds != null);
    }

    @Test
    void readsRetryAfterAsADate() {
        DateTimeFormatter http = DateTimeFormatter.RFC_1123_DATE_TIME;
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        Rejected later = retryAfter(http.format(now.plusSeconds(1_000)));
        Rejected earlier = retryAfter(http.format(now.minusSeconds(100)));

        assertThat(later.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(900), Duration.ofSeconds(1_000));
        assertThat(earlier.retryAfter()).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/html        | <title>Down</title><H1 class="x">Sorry <b>you</b></h1> | text/html, 54 characters, title "Down", h1 "Sorry  you"
            text/html        | <title>Down</title                                     | text/html, 18 characters, title "Down"
            text/html        | <title>Down                                            | text/html, 11 characters
            text/html        | <title                                                 | text/html, 6 characters
            text/html        | x<h1>q7z</h1>                                          | text/html, 13 characters, h1 "***"
            text/html        | İ<h1>no</h1>                                           | text/html, 12 characters
            text/html        | <h1>a < b <i>c</i></h1>                                | text/html, 23 characters, h1 "a < b  c"
            application/json | {"a":{"message":"No q7z"},"x":"abcd"}                  | application/json, 37 characters, a, a.message "No ***", x
            application/json | {"a":{"message":{"message":7}}}                        | application/json, 31 characters, a, a.message, a.message.message "7"
            application/json | {"message":null,"x":[]}                                | application/json, 23 characters, message, x
            application/json | [{"a":[{"message":1},{"message":2}]},{"b":1}]          | application/json, 45 characters, a, a.message "1"
            application/json | {"a b":1,"-":2,"_9-":3}                                | application/json, 23 characters, ?, ?, _9-
            application/json | []                                                     | application/json, 2 characters
            nonsense         | {"a":1}                                                | no media type, 7 characters, a
            text/q7z         | hello                                                  | ***, 5 characters
            text/html        | <h1>No h3ader</h1>                                     | text/html, 18 characters, h1 "No ***"
            application/json | {"Pass":{"word":{"message":"x"}}}                      | application/json, 33 characters, Pass, Pass.word, Pass.word.message "x"
            """)
    void summarizesWhatContainsNoSecret(String contentType, String body, String summary) {
        assertThat(summary(body, "Content-Type: " + contentType)).isEqualTo(summary);
    }

    @Test
    void limitsTheSummary() {
        String name = "an_even_longer_name_of_".repeat(2).substring(0, 41);
        String thirty = letters(30).map("\"f_%s\":1"::formatted).collect(Collectors.joining(","));
        String longNames =
                letters(20).map(c -> "\"" + name.substring(2) + c + "\":1").collect(Collectors.joining(","));

        // Media type and size take two of the 21 parts.
        assertThat(summary("{" + thirty + "}")).endsWith("f_r, f_s");
        assertThat(summary("{\"aa\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}}"))
                .endsWith(" characters, aa, aa.b, aa.b.c, aa.b.c.d, aa.b.c.d.e, aa.b.c.d.e.f");
        assertThat(summary("{\"message\":\"" + "x ".repeat(100) + "\"}")).endsWith("\"" + "x ".repeat(100) + "\"");
        assertThat(summary("{\"message\":\"" + "x ".repeat(101) + "\"}")).endsWith("\"" + "x ".repeat(99) + "x…\"");
        assertThat(summary("<h1>" + "x ".repeat(101) + "x</h1>")).endsWith("\"" + "x ".repeat(99) + "x…\"");
        assertThat(summary("{\"" + name + "\":1,\"" + name.substring(1) + "\":1}"))
                .endsWith(" characters, ?, " + name.substring(1));
        assertThat(summary("{" + longNames + "}")).hasSize(500).endsWith("…");
        assertThat(summary("text", "Content-Type: a/b-cccccccccccccccccccc-dddddddddddddddddddd-eeeee-ffff"))
                .startsWith("a/b-cccccccccccccccccccc-dddddddddddddddddddd-eee…, ");
    }

    @Test
    void summarizesHostileBodiesInTime() {
        String values = IntStream.range(0, 30_000)
                .mapToObj("\"v%1$d\":\"value-of-%1$08d\""::formatted)
                .collect(Collectors.joining(","));
        String words = IntStream.range(0, 500).mapToObj("value-%d &"::formatted).collect(Collectors.joining());
        for (String body : List.of(
                "{" + values + ",\"message\":\"" + words + "\"}",
                "<title>" + "<".repeat(900_000) + "</title>",
                "<title>" + "<a ".repeat(300_000) + "</title>",
                "<title>" + "<a>".repeat(300_000) + "</title>",
                "<h1>" + "&".repeat(900_000) + "</h1>",
                "<title".repeat(150_000),
                "[".repeat(500_000),
                "[" + "{},".repeat(300_000) + "{}]",
                ("[".repeat(60) + "]".repeat(60) + ",").repeat(8_000),
                "{\"a\":".repeat(180_000),
                "{\"message\":\"" + "%25".repeat(300_000) + "\"}")) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            ApiResponse response = response(200, body);
            response.malformedResponse();
            response.rejected(body, body, body);
            assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start))
                    .as(body.substring(0, 20))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    /** Six responses at the same time must fit in 192 MB. */
    @ParameterizedTest
    @MethodSource
    void boundsTheMemoryOfAResponse(String body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ApiResponse response = response(200, body);

        assertThatThrownBy(() -> response.as(Model.class))
                .isInstanceOf(Unexpected.class)
                .hasMessageStartingWith("The response is larger than 1 MiB or too complex (HTTP 200): ");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(24 << 20);
    }

    static List<String> boundsTheMemoryOfAResponse() {
        int size = 1 << 20;
        return List.of(
                "[".repeat(size / 2) + "]".repeat(size / 2),
                "{\"a\":".repeat(size / 8) + "1" + "}".repeat(size / 8),
                "[" + "{},".repeat(size / 4) + "{}]",
                "[" + ("[".repeat(60) + "]".repeat(60) + ",").repeat(size / 130) + "1]",
                "[" + "1,".repeat(size / 3) + "1]",
                "[" + "0;".repeat(size / 3) + "0]",
                "{" + IntStream.range(0, 60_000).mapToObj("\"%d\":1"::formatted).collect(Collectors.joining(","))
                        + "}");
    }

    /** Gson before 2.12 reads each level by recursion, whatever the number of levels. */
    @ParameterizedTest
    @CsvSource({"64, 64", "65, 65", "5000, 5000", "5000, 0"})
    void reportsJsonThatIsTooDeep(int opened, int closed) {
        String body = "{\"x\":" + "[".repeat(opened - 1) + "]".repeat(Math.max(0, closed - 1)) + "}";
        if (opened == 64) {
            assertThat(response(200, body).as(Model.class)).isEqualTo(new Model(null, null));
        } else {
            assertIncomplete(response(200, body), "The response is larger than 1 MiB or too complex (HTTP 200): ");
        }
    }

    /** Retrofit decodes a body by its character set. */
    @Test
    void readsJsonInTheCharacterSetOfTheResponse() {
        String deep = "[".repeat(5_000);
        ResponseBody body = ResponseBody.create(deep, MediaType.get("application/json; charset=utf-16"));

        assertIncomplete(read(new Response.Builder().code(200).body(body), LOGIN), "The response is larger");
    }

    @Test
    void readsNoMoreThanOneMebibyte() {
        String body = "{}" + " ".repeat((1 << 20) - 2);

        assertThat(response(200, body).as(Model.class)).isEqualTo(new Model(null, null));
        assertThat(rejected(response(200, body), null, "No", null).responseBody())
                .isEqualTo(body);
        assertThat(assertIncomplete(
                                response(200, body + " "),
                                "The response is larger than 1 MiB or too complex (HTTP 200): ")
                        .responseBody())
                .isEqualTo(body);
    }

    @Test
    void reportsABodyThatBreaksOff() {
        String received = "{\"name\":\"t0ken-of-alice\"}";
        Response.Builder response = new Response.Builder().code(200).body(brokenBody(received));

        Unexpected unexpected = assertIncomplete(read(response, LOGIN), "The response broke off (HTTP 200): ");

        assertThat(unexpected.responseBody()).isEqualTo(received);
        assertThat(printed(unexpected)).doesNotContain("t0ken-of-alice");
    }

    /** Returns the first letters of the alphabet. */
    private static Stream<String> letters(int count) {
        return IntStream.range(0, count).mapToObj(i -> Character.toString("abcdefghijklmnopqrstuvwxyzABCD".charAt(i)));
    }

    /** Asserts that a response is incomplete for each reader, and returns the exception. */
    private static Unexpected assertIncomplete(ApiResponse response, String message) {
        for (ThrowingCallable reader : List.<ThrowingCallable>of(
                () -> response.as(Model.class), () -> response.parts(Model.class), response::isEmpty, response::body)) {
            assertThatThrownBy(reader)
                    .isInstanceOf(Unexpected.class)
                    .hasMessageStartingWith(message)
                    .hasNoCause();
        }
        return catchThrowableOfType(Unexpected.class, response::body);
    }

    private static void assertShowsNoSecret(Exception exception) {
        assertThat(printed(exception)).doesNotContain(SENT).doesNotContain("t0ken", "c00kie");
    }

    /** Returns what a program prints of an exception. */
    private static String printed(Exception exception) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static Rejected retryAfter(String header) {
        return rejected(response(429, "", "Retry-After: " + header), null, "No", null);
    }

    private static Rejected rejected(ApiResponse response, String code, String message, String detail) {
        return (Rejected) response.rejected(code, message, detail);
    }

    private static Unexpected unexpected(int status, String body, String... headers) {
        return (Unexpected) response(status, body, headers).unexpected("No");
    }

    private static String summary(String body, String... headers) {
        return unexpected(502, body, headers).responseSummary();
    }

    private static ApiResponse response(int status, String body, String... headers) {
        Headers.Builder all = new Headers.Builder();
        List.of(headers).forEach(all::add);
        String contentType = all.get("Content-Type");
        MediaType mediaType = contentType == null ? null : MediaType.parse(contentType);
        return read(
                new Response.Builder().code(status).headers(all.build()).body(ResponseBody.create(body, mediaType)),
                LOGIN);
    }

    private static ApiResponse read(Response.Builder response, Call<Void> call) {
        Request request =
                call.request().newBuilder().header("X-Key", SENT.get(0)).build();
        response.request(request).protocol(Protocol.HTTP_1_1).message("");
        return ApiResponse.read(response.build(), request, SENT.subList(2, 3), METADATA);
    }

    private static ReasonMatcher line(
            Reason reason, Set<String> operations, Set<Integer> statuses, Set<String> codes, List<String> words) {
        return new ReasonMatcher(reason, "Act on " + reason, operations, statuses, codes, words, List.of(), List.of());
    }

    /** Returns a body of which only this part is received, because the connection breaks. */
    private static ResponseBody brokenBody(String received) {
        Source broken = new ForwardingSource(new Buffer().writeUtf8(received)) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long count = super.read(sink, byteCount);
                if (count < 0) {
                    throw new EOFException("broken after " + received);
                }
                return count;
            }
        };
        return ResponseBody.create(Okio.buffer(broken), null, -1);
    }
}

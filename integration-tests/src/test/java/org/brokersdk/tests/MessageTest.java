package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Sdk.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message shows, to the character: not one of a secret, and not one less of the rest. */
@Timeout(60)
@OncePerSdk
class MessageTest {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final Map<String, String> EXPLAINING = new ConcurrentHashMap<>();

    @Parameter
    private Sdk sdk;

    /** With the name of a field that explains a failure, and of one that holds a token, in place of these words. */
    private String named(String text) {
        String explaining = EXPLAINING.computeIfAbsent(
                sdk.broker(), broker -> (String) ((List<?>) Spec.of(broker).get("x-explains-failure")).get(0));
        return text.replace("WORDS", explaining)
                .replace("TOKEN", sdk.tokenFields().get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    q7z      | You said q7z.                  | You said ***.
                    q7z      | q7z                            | ***
                    q7z      | Q7Z q7Z                        | *** ***
                    q7z      | q7zq7z.q7z                     | ***.***
                    aba      | xababax                        | x***x
                    q7       | You said q7.                   | You said q7.
                    q7 9     | q7 9, q7+9                     | ***, ***
                    q7z      | a%41%71%37%7Ab                 | a%41***b
                    q7z      | a%71%37%7a%41b                 | a***%41b
                    q7z      | a%25%37%31b%717z               | a%25%37%31b***
                    é9z      | a%C3%A9%39%7Ab                 | a***b
                    é9z      | a%C3%A99z                      | a***
                    q7z      | a\\u0041\\u00717\\u007Ab       | a\\u0041***b
                    q7z      | a\\x41\\x717\\x7ab             | a\\x41***b
                    q7z      | a&#65;&#113;7&#122;b           | a&#65;***b
                    q7z      | a&#x41;&#x71;7&#X7A;b          | a&#x41;***b
                    q7z      | a&amp;&amp;#113;7z             | a&amp;***
                    q&z      | a&lt;q&amp;z&gt;               | a&lt;***&gt;
                    q<>z     | aq&LT;&gt;z&quot;              | a***&quot;
                    q7z      | &#x000000071;7z                | ***
                    q7z      | &#0000000113;7z                | ***
                    q7z      | a\\                            | a\\
                    q7z      | a\\q7z                         | a\\***
                    q7z      | a\\u00                         | a\\u00
                    q/z      | a\\tq\\/zb                      | a\\t***b
                    q7z      | a\\u004                        | a\\u004
                    q7z      | a\\u0041                       | a\\u0041
                    q7z      | a\\x4                          | a\\x4
                    q7z      | a\\x41                         | a\\x41
                    q7z      | a\\xZZ\\u+041                  | a\\xZZ\\u+041
                    q7z      | a%                             | a%
                    q7z      | a%4                            | a%4
                    q7z      | a%41                           | a%41
                    q7z      | a%+4%-4%4g                     | a%+4%-4%4g
                    q7z      | a&                             | a&
                    q7z      | a&;&#;&#x;&x;                  | a&;&#;&#x;&x;
                    q7z      | a&#-5;&#+65;&#x110000;         | a&#-5;&#+65;&#x110000;
                    q7z      | %25252541q7z                   | %25252541***
                    q7z      | %2525252541q7z                 | %2525252541***
                    q7z      | %252525252541q7z               | ***
                    q7z      | a cTd6 b                       | a *** b
                    q7z      | 71377a                         | ***
                    abcd     | YWJjZA, FiY2R, hYmNk           | ***A, ***R, ***
                    o??>     | bz8/Pg, bz8_Pg                 | ***g, ***g
                    q7z      | a1b2c3d4e5f6a7b8c9d            | a1b2c3d4e5f6a7b8c9d
                    q7z      | a1b2c3d4e5f6a7b8c9d0           | ***
                    q7z      | abcdefghijklmnopqrstuvwx       | abcdefghijklmnopqrstuvwx
                    """)
    void secretIsHiddenAndNothingElse(String secret, String words, String shown) throws Exception {
        String plain = words.replace("\\\\", "\\");

        assertThat(words(refused(secret, plain, ""))).isEqualTo(shown.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "x":"abcdefghijklmno"         | abcdefghijklmno   | abcdefghijklmno
                    "x":"abcdefghijklmnop"        | abcdefghijklmnop  | ***
                    "x":"abcdefgh jklmnop"        | abcdefgh jklmnop  | abcdefgh jklmnop
                    "x":" abcdefghijklmnop"       | abcdefghijklmnop  | abcdefghijklmnop
                    "x":[["abcdefghijklmnop"]]    | abcdefghijklmnop  | ***
                    "x":{"y":"abcdefghijklmnop"}  | abcdefghijklmnop  | ***
                    "x":1234567890123456          | 1234567890123456  | ***
                    "x":{"WORDS":"abcdefghijklmnop"} | abcdefghijklmnop | abcdefghijklmnop
                    "TOKEN":"abc"                 | no abc            | no ***
                    "x":{"TOKEN":["abc"]}         | no abc            | no ***
                    "TOKEN":"ab"                  | no ab             | no ab
                    "x":{"TOKEN":"abc"}           | no abc            | no ***
                    """)
    void tokenOfAnAnswerIsHidden(String field, String words, String shown) throws Exception {
        assertThat(words(refused("q7z", words, "," + named(field)))).isEqualTo(shown);
    }

    /** No word of it, whether it is longer or shorter than what is looked at of a text, which is 4,096 characters. */
    @ParameterizedTest
    @ValueSource(ints = {4_095, 4_096, 4_097, 5_000, 100_000})
    void longTokenIsHidden(int length) throws Exception {
        String token = "a quiet lake ".repeat(length).substring(0, length - 1) + ".";
        assertThat(words(refused("q7z", token, named(",\"TOKEN\":\"" + token + "\""))))
                .isEqualTo("***");
    }

    @Test
    void whatWasSentIsHidden() throws Exception {
        String words = "No %s; close, Bearer, gzip, json";
        try (Server server = Server.replying(sdk.refusal(words.formatted(String.join(", ", sdk.secrets()))))) {
            Throwable refusal =
                    catchThrowable(sdk.login(Settings.of(server.url())).now()::get);

            String hidden = sdk.secrets().stream().map(secret -> "***").collect(Collectors.joining(", "));
            assertThat(words(refusal)).isEqualTo(words.formatted(hidden));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c00=sid-7f; path=/", "c00=sid-7f", "sid-7f"})
    void cookieIsHidden(String cookie) throws Exception {
        String json = sdk.refusal("No sid-7f, but path");
        try (Server server = Server.replying(request -> Server.json(200, json, "Set-Cookie: " + cookie))) {
            assertThat(words(rejected(server, "q7z"))).isEqualTo("No ***, but path");
        }
    }

    @Test
    void hasFiveHundredCharactersAtMost() throws Exception {
        assertThat(words(refused("q7z", "x".repeat(500), ""))).isEqualTo("x".repeat(500));
        assertThat(words(refused("q7z", "x".repeat(501), ""))).isEqualTo("x".repeat(499) + "…");
    }

    /** Nobody sends so many tokens, so something is wrong, and nothing is shown. */
    @Test
    void hidesAllWhereTokensAreTooMany() throws Exception {
        for (int tokens : new int[] {200, 201}) {
            StringBuilder fields = new StringBuilder();
            for (int i = 0; i < tokens; i++) {
                fields.append(",\"f")
                        .append(i)
                        .append("\":\"")
                        .append("abcdefghij".repeat(4))
                        .append(i)
                        .append('"');
            }
            assertThat(words(refused("q7z", "No", fields.toString()))).isEqualTo(tokens > 200 ? "***" : "No");
        }
    }

    /** At the very end of the words, and of a character that few would send. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000bc", "a\\x00bc", "a%00bc", "a%00b%63", "a&#0;b&#99;", "a&#x0;bc"})
    void hidesWhatIsEscapedToItsEnd(String spelled) throws Exception {
        assertThat(words(refused("a\0bc", "No: " + spelled, ""))).isEqualTo("No: ***");
    }

    /** What is beyond 4096 characters is not looked at, and what stands before it may be half a secret. */
    @Test
    void endOfALongTextIsHidden() throws Exception {
        int limit = 1 << 12;
        String secrets = "q7z".repeat(limit / 3 - 10);
        String rest = ".".repeat(limit - secrets.length());

        assertThat(words(refused("q7z", secrets + rest, ""))).isEqualTo("***" + rest);
        // The longest that is looked for: the access token, which is hidden in whatever it may be spelled.
        assertThat(words(refused("q7z", secrets + rest + ".", ""))).isEqualTo("***");
        assertThat(words(refused("q7z", "q7z" + ". ".repeat(limit), "")))
                .startsWith("***. . ")
                .hasSize(500);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999999999, 999999999"})
    void waitsAsLongAsItIsTold(String header, long seconds) throws Exception {
        assertThat(wait(header)).contains(Duration.ofSeconds(seconds));
        assertThat(waiting(header)).hasMessageContaining("Wait for " + seconds + " seconds");
    }

    @Test
    void waitsUntilTheMomentThatItIsTold() throws Exception {
        DateTimeFormatter http = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);

        assertThat(wait(http.format(now.plusSeconds(100))).orElseThrow())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
        assertThat(wait(http.format(now.minusSeconds(100)))).contains(Duration.ZERO);
        assertThat(wait("1234567890")).isEmpty();
        assertThat(wait("soon")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    text/html       | <title>Down</title><H1 class="x">Sorry <b>you</b></h1>    | text/html, 54 characters, title "Down", h1 "Sorry  you"
                    text/html       | <title>Down</title                                        | text/html, 18 characters, title "Down"
                    text/html       | <title>Down                                               | text/html, 11 characters
                    text/html       | <title                                                    | text/html, 6 characters
                    text/html       | x<h1>q7z</h1>                                             | text/html, 13 characters, h1 "***"
                    text/html       | İ<h1>no</h1>                                              | text/html, 12 characters
                    application/json| {"a":{"WORDS":"No q7z"},"x":"abcd"}                       | application/json, N characters, a, a.WORDS "No ***", x
                    application/json| {"a":{"WORDS":{"WORDS":7}}}                               | application/json, N characters, a, a.WORDS, a.WORDS.WORDS "7"
                    application/json| [{"a":[{"WORDS":1},{"WORDS":2}]},{"b":1}]                 | application/json, N characters, a, a.WORDS "1"
                    application/json| {"a b":1,"-":2,"_9-":3}                                   | application/json, 23 characters, ?, ?, _9-
                    application/json| []                                                        | application/json, 2 characters
                    nonsense        | {"a":1}                                                   | no media type, 7 characters, a
                    text/q7z        | hello                                                     | text/***, 5 characters
                    """)
    void excerptShowsWhatIsHarmless(String type, String body, String excerpt) throws Exception {
        String answer = named(body);
        try (Server server = Server.replying(request -> Server.answer(502, type, answer))) {
            assertThat(excerpt(unexpected(server)))
                    .isEqualTo(named(excerpt).replace("N characters", answer.length() + " characters"));
        }
    }

    @Test
    void excerptOfNothingIsEmpty() throws Exception {
        try (Server server = Server.replying("")) {
            assertThat(excerpt(unexpected(server))).isEmpty();
        }
        try (Server server = Server.replying(request -> "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc".getBytes())) {
            assertThat(excerpt(unexpected(server))).isEqualTo("no media type, 3 characters");
        }
    }

    @Test
    void excerptHasSoManyFieldsAtMost() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            fields.append(i == 0 ? "" : ",")
                    .append("\"f")
                    .append(LETTERS.charAt(i % 26))
                    .append(i)
                    .append("\":1");
        }
        try (Server server = Server.replying("{" + fields + "}")) {
            // Beside type and length.
            assertThat(excerpt(unexpected(server))).contains("fs18").doesNotContain("ft19");
        }
    }

    @Test
    void excerptGoesSoDeepAtMost() throws Exception {
        try (Server server = Server.replying("{\"aa\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}}")) {
            assertThat(excerpt(unexpected(server))).endsWith("aa, aa.b, aa.b.c, aa.b.c.d, aa.b.c.d.e, aa.b.c.d.e.f");
        }
    }

    @Test
    void excerptShowsTwoHundredCharactersOfAValue() throws Exception {
        try (Server server = Server.replying(named("{\"a\":{\"WORDS\":\"" + "x".repeat(201) + "\"}}"))) {
            assertThat(excerpt(unexpected(server))).endsWith(named("a.WORDS \"" + "x".repeat(199) + "…\""));
        }
        String name = "a".repeat(41);
        try (Server server = Server.replying("{\"" + name + "\":1,\"" + name.substring(1) + "\":1}")) {
            assertThat(excerpt(unexpected(server))).endsWith(" characters, ?, " + name.substring(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1048576, true", "1048577, false"})
    void answerHasOneMebibyteAtMost(int size, boolean whole) throws Exception {
        String json = sdk.refusal("No");
        String body = json + " ".repeat(size - json.length());
        try (Server server = Server.replying(body)) {
            Throwable failure = failure(server, "q7z");

            assertThat(Sdk.kind(failure)).isEqualTo(whole ? "Rejected" : "Unexpected");
            if (!whole) {
                assertThat(failure).hasMessageContaining("larger than any");
            }
        }
    }

    @Test
    void answerThatBreaksOffSaysSo() throws Exception {
        String half = sdk.body(0, "t0ken-of-alice");
        try (Server server =
                Server.replying(request -> ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + half).getBytes())) {
            Throwable failure = unexpected(server);

            assertThat(failure)
                    .hasMessageContaining("The answer broke off (HTTP 200)")
                    .hasMessageNotContaining("t0ken-of-alice");
            assertThat(Sdk.call(failure, "responseBody")).isEqualTo(half);
        }
    }

    private Throwable waiting(String header) throws Exception {
        String json = sdk.refusal("No");
        try (Server server = Server.replying(request -> Server.json(429, json, "Retry-After: " + header))) {
            return rejected(server, "q7z");
        }
    }

    @SuppressWarnings("unchecked")
    private Optional<Duration> wait(String header) throws Exception {
        return (Optional<Duration>) Sdk.call(waiting(header), "retryAfter");
    }

    /** A refusal in these words, with more fields behind them. */
    private Throwable refused(String secret, String words, String more) throws Exception {
        String json = sdk.refusal(words);
        try (Server server = Server.replying(json.substring(0, json.length() - 1) + more + "}")) {
            return rejected(server, secret);
        }
    }

    private Throwable rejected(Server server, String secret) {
        Throwable failure = failure(server, secret);
        assertThat(Sdk.kind(failure)).as(failure.toString()).isEqualTo("Rejected");
        return failure;
    }

    private Throwable unexpected(Server server) {
        Throwable failure = failure(server, "q7z");
        assertThat(Sdk.kind(failure)).as(failure.toString()).isEqualTo("Unexpected");
        return failure;
    }

    private Throwable failure(Server server, String secret) {
        return catchThrowable(
                sdk.login(Settings.of(server.url()), Sdk.USER, () -> secret).now()::get);
    }

    private static String words(Throwable refusal) {
        return (String) Sdk.call(refusal, "brokerMessage");
    }

    private static String excerpt(Throwable unexpected) {
        return (String) Sdk.call(unexpected, "responseSummary");
    }
}

package org.brokersdk.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that secrets are redacted however they are encoded, and that the rest of a text stays. */
class SecretRedactorTest {

    private static final int MAX_LENGTH = 500;

    /** Length that no redacted text reaches. */
    private static final int NO_MAX_LENGTH = 10_000;

    private static final BrokerMetadata METADATA = new BrokerMetadata(
            "broker",
            "1.0",
            0,
            null,
            Map.of(),
            Map.of(),
            Set.of("emsg"),
            Set.of("token"),
            Set.of("MOBILE", "a b&c=d+é"),
            List.of());

    private static final Request REQUEST =
            new Request.Builder().url("https://broker.example/login").build();

    private static final List<String> SECRETS = List.of(
            "Pass-w0rd!<&>\"x",
            "482913",
            "access-value-0123",
            "AB1234",
            "AB1234@example.com",
            "t0k-9f8e",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "Q2lwaGVydGV4dC9vZithK3Bhc3M/PQ==");

    private static final Map<String, Function<String, SecretRedactor>> SOURCES = new TreeMap<>(Map.ofEntries(
            Map.entry("argument", secret -> forArguments(List.of(secret))),
            Map.entry("field of an argument", secret -> forArguments(List.of(Map.of("a", List.of(1, secret))))),
            Map.entry("further secret", SecretRedactorTest::forSecret),
            Map.entry("header", secret -> forHeader("X-Api-Key", secret)),
            Map.entry("bearer token", secret -> forHeader("Authorization", "Bearer " + secret)),
            Map.entry("user", secret -> forHeader("Authorization", Credentials.basic(secret, "x"))),
            Map.entry("password", secret -> forHeader("Authorization", Credentials.basic("x", secret))),
            Map.entry("cookie of the request", secret -> forHeader("Cookie", "a=1; b=" + secret)),
            Map.entry("query parameter", SecretRedactorTest::forQuery),
            Map.entry("cookie of the response", secret -> forSetCookie("session=" + secret + "; path=/")),
            Map.entry(
                    "secret field of the response",
                    secret -> forResponse("{\"a\":[{\"token\":" + GsonAdapters.GSON.toJson(secret) + "}]}"))));

    private static final Map<Character, String> HTML_ENTITIES =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&#39;");

    private static final Map<String, UnaryOperator<String>> ENCODINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("plain", text -> text),
            Map.entry("upper case", text -> text.toUpperCase(Locale.ROOT)),
            Map.entry("lower case", text -> text.toLowerCase(Locale.ROOT)),
            Map.entry("JSON", eachCharacter(c -> "\\\"/".indexOf(c) < 0 ? Character.toString(c) : "\\" + (char) c)),
            Map.entry("JSON, each character", eachCharacter("\\u%04x"::formatted)),
            Map.entry("JSON in JSON", eachCharacter("\\\\u%04X"::formatted)),
            Map.entry("HTML", eachCharacter(c -> HTML_ENTITIES.getOrDefault((char) c, Character.toString(c)))),
            Map.entry("HTML, decimal", eachCharacter("&#%d;"::formatted)),
            Map.entry("HTML, hexadecimal", eachCharacter("&#x%X;"::formatted)),
            Map.entry("HTML in HTML", eachCharacter("&amp;#%d;"::formatted)),
            Map.entry(
                    "URL",
                    eachCharacter(c -> Character.isLetterOrDigit(c) ? Character.toString(c) : "%%%02X".formatted(c))),
            Map.entry("URL, each character", eachCharacter("%%%02x"::formatted)),
            Map.entry("URL in URL", eachCharacter("%%25%02x"::formatted)),
            Map.entry("URL in five URLs", eachCharacter("%%25252525%02x"::formatted)),
            Map.entry("URL in six URLs", eachCharacter("%%2525252525%02x"::formatted)),
            Map.entry("Base64", text -> base64(text, 0, 0)),
            Map.entry("Base64 after one byte", text -> base64(text, 1, 1)),
            Map.entry("Base64 after two bytes", text -> base64(text, 2, 2)),
            Map.entry("Base64 for URLs", text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8))),
            Map.entry("hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(UTF_8))),
            Map.entry(
                    "hexadecimal, upper case",
                    text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(UTF_8)))));

    static Stream<Arguments> sourcesAndEncodings() {
        return SOURCES.keySet().stream()
                .flatMap(source -> ENCODINGS.keySet().stream().map(encoding -> Arguments.of(source, encoding)));
    }

    @ParameterizedTest
    @MethodSource("sourcesAndEncodings")
    void redactsEachSecretInEachEncoding(String source, String encoding) {
        for (String secret : SECRETS) {
            String encoded = ENCODINGS.get(encoding).apply(secret);
            String redacted = SOURCES.get(source)
                    .apply(secret)
                    .redact("No: " + encoded + " is wrong, " + encoded + "!", NO_MAX_LENGTH);

            // The last character of Base64 and the padding may stay.
            assertThat(redacted).as(encoded).matches("No: \\*{3}.{0,3} is wrong, \\*{3}.{0,3}!|\\*{3}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {490, 4_080, 4_086, 4_092})
    void showsNoPartOfASecretThatIsCut(int lengthBefore) {
        String secret = SECRETS.get(0);
        ENCODINGS.forEach((name, encoding) -> {
            String text = "x ".repeat(lengthBefore / 2) + encoding.apply(secret).repeat(3);

            assertThat(forSecret(secret).redact(text, NO_MAX_LENGTH)).as(name).matches("(x )*\\*{3}");
            assertThat(forSecret(secret).redact(text, MAX_LENGTH)).as(name).matches("(x )*(\\*{3}|x…)");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    q7z      | You said q7z.                  | You said ***.
                    q7z      | q7z                            | ***
                    q7z      | Q7Z q7Z                        | *** ***
                    q7z      | q7zq7z.q7z                     | ***.***
                    aba      | xababax                        | x***x
                    q7       | You said q7.                   | You said q7.
                    q7%      | You said q7% and %71%37%25     | You said *** and ***
                    q7 9     | q7 9, q7+9                     | ***, ***
                    q7z      | İ q7z İ                        | İ *** İ
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
                    q7z      | a\\q7z                         | a\\***
                    q/z      | a\\tq\\/zb                      | a\\t***b
                    q7z      | %25252541q7z                   | %25252541***
                    q7z      | %2525252541q7z                 | %2525252541***
                    q7z      | %252525252541q7z               | ***
                    q7z      | a cTd6 b                       | a *** b
                    q7z      | 71377a                         | ***
                    q7z      | E3e, xN3                       | E3e, xN3
                    abcd     | YWJjZA, FiY2R, hYmNk           | ***A, ***R, ***
                    o??>     | bz8/Pg, bz8_Pg                 | ***g, ***g
                    q7z      | a1b2c3d4e5f6a7b8c9d            | a1b2c3d4e5f6a7b8c9d
                    q7z      | a1b2c3d4e5f6a7b8c9d0           | ***
                    q7z      | abcdefghijklmnopqrstuvwx       | abcdefghijklmnopqrstuvwx
                    q7z      | Token eyJhbGciOiJIUzI1NiJ9.x   | Token ***.x
                    """)
    void redactsASecretAndNothingElse(String secret, String text, String redacted) {
        assertThat(forSecret(secret).redact(text, MAX_LENGTH)).isEqualTo(redacted);
    }

    /** The secrets end with an escape, or contain a character that text seldom contains. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000bc", "a\\x00bc", "a%00bc", "a%00b%63", "a&#0;b&#99;", "a&#x0;bc"})
    void redactsASecretUpToItsLastEscape(String encoded) {
        assertThat(forSecret("a\0bc").redact("No: " + encoded, MAX_LENGTH)).isEqualTo("No: ***");
    }

    @Test
    void redactsASecretThatContainsAnotherSecret() {
        assertThat(forArguments(List.of("AB1234", "AB1234@Xy99")).redact("No AB1234 with AB1234@Xy99", MAX_LENGTH))
                .isEqualTo("No *** with ***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "x":"abcdefghijklmno"            | abcdefghijklmno   | abcdefghijklmno
                    "x":"abcdefghijklmnop"           | abcdefghijklmnop  | ***
                    "x":"abcdefgh jklmnop"           | abcdefgh jklmnop  | abcdefgh jklmnop
                    "x":" abcdefghijklmnop"          | abcdefghijklmnop  | abcdefghijklmnop
                    "x":[["abcdefghijklmnop"]]       | abcdefghijklmnop  | ***
                    "x":{"y":"abcdefghijklmnop"}     | abcdefghijklmnop  | ***
                    "x":1234567890123456             | 1234567890123456  | ***
                    "emsg":"abcdefghijklmnop"        | abcdefghijklmnop  | abcdefghijklmnop
                    "x":{"emsg":"abcdefghijklmnop"}  | abcdefghijklmnop  | abcdefghijklmnop
                    "token":"abc"                    | no abc            | no ***
                    "token":" abc "                  | no abc            | no ***
                    "token":["abc"]                  | no abc            | no ***
                    "x":{"token":"abc"}              | no abc            | no ***
                    "x":{"token":["abc"]}            | no abc            | no ***
                    "token":{"x":"abc"}              | no abc            | no ***
                    "token":"ab"                     | no ab             | no ab
                    "token":null                     | no null           | no null
                    """)
    void redactsTokensOfAResponse(String field, String text, String redacted) {
        assertThat(forResponse("{" + field + "}").redact(text, MAX_LENGTH)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=sid-7f; path=/", "name=sid-7f", "sid-7f"})
    void redactsCookiesOfAResponse(String header) {
        assertThat(forSetCookie(header).redact("No sid-7f, but path and name", MAX_LENGTH))
                .isEqualTo("No ***, but path and name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Cookie        | a=one-1; b=two-2;c=three   | one-1, two-2, three, a, b   | ***, ***, ***, a, b
                    Authorization | Bearer abc.def             | the Bearer: abc.def         | the Bearer: ***
                    Authorization | bearer   abc.def           | the bearer: abc.def         | the bearer: ***
                    Authorization | Basic YW5uYTpwYTpzcw==     | Basic anna, pa:ss           | Basic ***, ***
                    Authorization | Basic YW5uYTpwYTpzcw==     | No YW5uYTpwYTpzcw==         | No ***
                    Authorization | basic  YW5uYQ==            | anna                        | ***
                    X-Key         | YW5uYTpwYTpzcw==           | YW5uYTpwYTpzcw==, anna      | ***, anna
                    ACCEPT          | json                     | json                        | json
                    Accept-Encoding | gzip                     | gzip                        | gzip
                    Connection      | close                    | close                       | close
                    Content-Length  | 123                      | 123                         | 123
                    Content-Type    | json                     | json                        | json
                    Host            | broker                   | broker                      | broker
                    User-Agent      | agent                    | agent                       | agent
                    X-Channel     | MOBILE                     | MOBILE                      | MOBILE
                    """)
    void redactsHeaders(String name, String value, String text, String redacted) {
        assertThat(forHeader(name, value).redact(text, MAX_LENGTH)).isEqualTo(redacted);
    }

    @Test
    void redactsQueryParametersExceptConstants() {
        Request request = REQUEST.newBuilder()
                .url("https://broker.example/?api_key=s3cr%2Bt&kind=a%20b%26c%3Dd%2B%C3%A9&flag")
                .build();

        assertThat(SecretRedactor.of(request, List.of(), List.of(), METADATA)
                        .redact("No api_key s3cr+t (s3cr%2Bt) of kind a b&c=d+é", MAX_LENGTH))
                .isEqualTo("No api_key *** (***) of kind a b&c=d+é");
    }

    @Test
    void redactsTextsAndNumbersOfArguments() {
        List<?> arguments = Arrays.asList("anna", 482913, true, null, "MOBILE", Map.of("name", List.of("b0b")));

        assertThat(forArguments(arguments).redact("No anna, 482913, true, null, MOBILE, name, b0b", MAX_LENGTH))
                .isEqualTo("No ***, ***, true, null, MOBILE, name, ***");
    }

    @Test
    void keepsTheSecretsOfTheRequestForItsResponse() {
        SecretRedactor redactor =
                forSecret("q7z").withTokensOf(JsonParser.parseString("{\"token\":\"t0k\"}"), List.of("name=c00kie"));

        assertThat(redactor.redact("No q7z, t0k, c00kie", MAX_LENGTH)).isEqualTo("No ***, ***, ***");
        assertThat(forSecret("q7z").withTokensOf(null, List.of()).redact("No q7z, t0k", MAX_LENGTH))
                .isEqualTo("No ***, t0k");
    }

    @Test
    void replacesControlCharacters() {
        assertThat(forSecret("q7z").redact("One\0two\u001b[31m\u202ethree\nfour\u2028five\u2029six\u0007 ", MAX_LENGTH))
                .isEqualTo("One two [31m three four five six  ");
    }

    @Test
    void shortensTextThatIsTooLong() {
        assertThat(forSecret("q7z").redact("x".repeat(500), MAX_LENGTH)).isEqualTo("x".repeat(500));
        assertThat(forSecret("q7z").redact("x".repeat(501), MAX_LENGTH)).isEqualTo("x".repeat(499) + "…");
    }

    /** A redactor searches 4,096 characters. */
    @ParameterizedTest
    @ValueSource(ints = {4_095, 4_096, 4_097, 5_000, 100_000})
    void redactsALongToken(int length) {
        String token = "a quiet lake ".repeat(length).substring(0, length - 1) + ".";

        assertThat(forResponse("{\"token\":\"" + token + "\"}").redact(token, NO_MAX_LENGTH))
                .isEqualTo("***");
    }

    @Test
    void redactsTheEndOfTextThatIsTooLongToSearch() {
        String text = "q7z" + ".".repeat(4_093);

        assertThat(forSecret("q7z").redact(text, NO_MAX_LENGTH)).isEqualTo("***" + ".".repeat(4_093));
        // In hexadecimal, the secret has 6 characters, and each may be encoded as 12.
        assertThat(forSecret("q7z").redact(text + ".", NO_MAX_LENGTH)).isEqualTo("***" + ".".repeat(4_021) + "***");
        assertThat(forSecret("q".repeat(200)).redact(text + ".", NO_MAX_LENGTH)).isEqualTo("***");
        assertThat(forArguments(List.of()).redact(text + ".", NO_MAX_LENGTH)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"200, No", "201, ***"})
    void redactsEverythingIfAResponseHasTooManyTokens(int tokens, String redacted) {
        assertThat(forTokens(tokens).redact("No", MAX_LENGTH)).isEqualTo(redacted);
    }

    @Test
    void redactsHostileTextInTime() {
        for (String text : List.of(
                IntStream.range(0, 500).mapToObj("value-%d &"::formatted).collect(Collectors.joining()),
                "<".repeat(900_000),
                "&".repeat(900_000),
                "%".repeat(100_000),
                "%25".repeat(30_000),
                "\\".repeat(100_000),
                "a".repeat(400_000),
                "x ".repeat(200_000))) {
            assertTimeout(Duration.ofSeconds(3), () -> forTokens(200).redact(text, MAX_LENGTH));
        }
        assertTimeout(Duration.ofSeconds(3), () -> forTokens(30_000).redact("No", MAX_LENGTH));
    }

    @Test
    void showsNoSecretInToString() {
        assertThat(forSecret("q7z")).asString().doesNotContainIgnoringCase("q7z", "71377a", "cTd6");
    }

    private static SecretRedactor forArguments(List<?> arguments) {
        return SecretRedactor.of(REQUEST, arguments, List.of(), METADATA);
    }

    private static SecretRedactor forSecret(String secret) {
        return SecretRedactor.of(REQUEST, List.of(), List.of(secret), METADATA);
    }

    private static SecretRedactor forHeader(String name, String value) {
        Request request = REQUEST.newBuilder().header(name, value).build();
        return SecretRedactor.of(request, List.of(), List.of(), METADATA);
    }

    private static SecretRedactor forQuery(String value) {
        HttpUrl url = REQUEST.url().newBuilder().addQueryParameter("key", value).build();
        return SecretRedactor.of(REQUEST.newBuilder().url(url).build(), List.of(), List.of(), METADATA);
    }

    private static SecretRedactor forSetCookie(String header) {
        return forArguments(List.of()).withTokensOf(null, List.of(header));
    }

    private static SecretRedactor forResponse(String json) {
        return forArguments(List.of()).withTokensOf(JsonParser.parseString(json), List.of());
    }

    private static SecretRedactor forTokens(int tokens) {
        return forResponse(IntStream.range(0, tokens)
                .mapToObj("\"a quiet lake %d\""::formatted)
                .collect(Collectors.joining(",", "{\"token\":[", "]}")));
    }

    private static UnaryOperator<String> eachCharacter(IntFunction<String> encoding) {
        return text -> text.chars().mapToObj(encoding).collect(Collectors.joining());
    }

    /** Returns the Base64 of a text inside a longer text, without the characters that hold bits of its neighbours. */
    private static String base64(String text, int before, int after) {
        byte[] bytes = ("<".repeat(before) + text + ">".repeat(after)).getBytes(UTF_8);
        return Base64.getEncoder()
                .encodeToString(bytes)
                .substring((before * 8 + 5) / 6, (before + text.length()) * 8 / 6);
    }
}

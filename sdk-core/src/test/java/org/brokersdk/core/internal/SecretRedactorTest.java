package org.brokersdk.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.lang.management.ManagementFactory;
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
import org.brokersdk.core.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that secrets are redacted as they are and in the standard encodings, and that only harmless words stay. */
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
            Map.of("Api", List.of(knownWords())),
            Set.of("emsg"),
            Set.of("token"),
            Set.of("MOBILE", "web site"),
            List.of());

    private static final Request REQUEST =
            new Request.Builder().url("https://broker.example/login").build();

    private static final List<String> SECRETS = List.of(
            "Pass-w0rd!<&>\"x",
            "letmein",
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
    @ValueSource(strings = {"12345678901", "EC7X", "1.5", "-1", "Q3", "not_ok", "900901"})
    void showsACode(String code) {
        assertThat(forSecret("letmein").redactCode(code, MAX_LENGTH)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LetMeIn", "a-letmein.7", "12345678901234567", "a&b7", "4f9a 7b1c"})
    void redactsACodeThatIsLongOrHasASecret(String code) {
        assertThat(forSecret("letmein").redactCode(code, MAX_LENGTH))
                .isNotEqualTo(code)
                .contains("***");
    }

    @ParameterizedTest
    @MethodSource("sourcesAndEncodings")
    void redactsEachSecretInEachEncoding(String source, String encoding) {
        for (String secret : SECRETS) {
            String encoded = ENCODINGS.get(encoding).apply(secret);
            String redacted = SOURCES.get(source)
                    .apply(secret)
                    .redact("No: " + encoded + " is wrong, " + encoded + "!", NO_MAX_LENGTH);

            assertThat(redacted).as(encoded).matches("No: \\*{3};?( is wrong, \\*{3};?!?)?");
        }
    }

    /** Secrets of letters alone look harmless in some encodings, and so does a part of a secret with spaces. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Open Sesame", "say \"open sesame\" loudly", "cats & dogs", "password", "API", "no\\where <here>"
            })
    void redactsSecretsOfWords(String secret) {
        ENCODINGS.forEach((name, encoding) -> {
            String redacted = forSecret(secret).redact("No " + encoding.apply(secret) + ".", MAX_LENGTH);

            if (!name.contains("after") && !name.startsWith("hexadecimal")) {
                assertThat(redacted).as(name).matches("No( \\*{3}[;\"]?)+\\.");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {490, 1_008, 1_014, 1_020, 4_092})
    void showsNoPartOfASecretThatIsCut(int lengthBefore) {
        String secret = SECRETS.get(0);
        ENCODINGS.forEach((name, encoding) -> {
            String text = "x ".repeat(lengthBefore / 2) + encoding.apply(secret).repeat(3);

            assertThat(forSecret(secret).redact(text, NO_MAX_LENGTH)).as(name).matches("(x )*\\*{3}[;*]*");
            assertThat(forSecret(secret).redact(text, MAX_LENGTH)).as(name).matches("(x )*(\\*{3}[;*]*…?|x…)");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    anna     | You said anna.                 | You said ***.
                    anna     | anna                           | ***
                    anna     | Anna ANNA                      | *** ***
                    anna     | annaanna.anna                  | ***
                    anna     | Hannah, (anna's)               | ***, (***)
                    aba      | xababax                        | ***
                    aba      | ababa b                        | *** b
                    an       | You said an.                   | You said an.
                    an na    | an na an+na an%20na, an         | *** *** ***, an
                    482913   | OTP 482913 is wrong            | OTP *** is wrong
                    482913   | OTP:482913, not 482914          | ***, not 482914
                    1234     | MPIN 1234 or 123                | MPIN *** or 123
                    1234     | 12345, 123.4                   | ***, 123.4
                    1.5      | version 1.5                    | version ***
                    anna!    | anna! and anna                 | *** and anna
                    (anna)   | (anna)                         | ***
                    anna     | İ anna                         | *** ***
                    API      | QVBJ, API, qvbj                | ***, ***, ***
                    """)
    void redactsEachSecret(String secret, String text, String redacted) {
        assertThat(forSecret(secret).redact(text, MAX_LENGTH)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid Input : Wrong user id or password",
                "Invalid Input :  INVALID_VERIFIER",
                "INVALID_IP 103.21.244.7 is not registered",
                "session ip doesn't match (with request ip); log-in again!",
                "You have 2 attempts left, wait 24hrs or 30 minutes",
                "Invalid EmailID/ContactNumber: [userId] {stCode} 'jData' \"OTPs\" #5",
                "Missing required field 'MobileNumber' of oneTimeToken",
                "Code 100022, -1001, EC011, GW_0404, E-401, HTTP404; 2FA, 1st",
                "Retry at 20:32:15 19-05-2026, 2026-05-19, 19-May-2026, 5:30",
                "Since 2026-05-19T20:32:15.123+05:30 or 2026-05-19T15:02:15Z",
                "Limit 1,00,000 or 99.5% or 5%",
                "failed: https://host.example/path/ … “no” – I’m sorry",
                "a < b & c = d + e * 2",
                "My2PIN is wrong (RS-E4-0001)",
                ""
            })
    void showsHarmlessWords(String text) {
        assertThat(forSecret("q7z").redact(text, MAX_LENGTH)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1234567                      | ***
                    +919812345678                | ***
                    98765-43210, 1234-5678-9012  | ***, ***
                    1.2.3.4.5                    | ***
                    s3cret                       | ***
                    t0ken-of-alice               | ***
                    anna@broker.example          | ***
                    key=value, {"key":"v4lue"}   | ***, {"***"}
                    A***4                        | ***
                    abcdefghijklmnopqrstuvwx     | abcdefghijklmnopqrstuvwx
                    abcdefghijklmnopqrstuvwxy    | ***
                    cGFzc3dvcmQ                  | ***
                    YWNjZXNzLXZhbHVlLTAxMj       | ***
                    Zürich                       | ***
                    eyJhbGciOiJIUzI1NiJ9.e30.x   | ***
                    ABCDE1234F, ABCDEF1          | ***, ***
                    EC0123456                    | ***
                    """)
    void redactsOtherWords(String text, String redacted) {
        assertThat(forSecret("q7z").redact(text.replace("Zürich", "Z\u00fcrich"), MAX_LENGTH))
                .isEqualTo(redacted);
    }

    /** Checks encodings that nothing decodes. Harmless words do not contain the characters that they need. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pass\u200bword",
                "Pass\u00adword",
                "Pass\0word",
                "P\u0430ssword",
                "\uff30\uff41\uff53\uff53word",
                "Pass\u2028word",
                "%u0050%u0061ssword",
                "Pass<b>word</b>",
                "Pass&shy;word",
                "Pass&zwnj;word",
                "\\120\\141ssword",
                "=50=61ssword",
                "50:61:73:73:77:6f:72:64",
                "0x50617373776f7264",
                "UGFzc3dv.cmQ=",
                "Pass%2577ord",
                "p4ssw0rd",
                "Pas\u017fword"
            })
    void redactsWordsWithUnusualSpellings(String spelling) {
        assertThat(forSecret("Password").redact("No " + spelling + ", no", MAX_LENGTH))
                .matches("No \\*{3}( \\*{3})?, no");
    }

    /** The secrets end with an escape, or contain a character that text seldom contains. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000bc", "a\\x00bc", "a%00bc", "a%00b%63", "a&#0;b&#99;", "a&#x0;bc"})
    void redactsASecretUpToItsLastEscape(String encoded) {
        assertThat(forSecret("a\0bc").redact("No: " + encoded, MAX_LENGTH)).matches("No: \\*{3};?");
    }

    @Test
    void redactsASecretThatContainsAnotherSecret() {
        assertThat(forArguments(List.of("AB1234", "AB1234@Xy99")).redact("No AB1234 with AB1234@Xy99", MAX_LENGTH))
                .isEqualTo("No *** with ***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "x":"abc"                        | no abc            | no abc
                    "emsg":"abc"                     | no abc            | no abc
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
    @ValueSource(strings = {"name=side; path=/", "name=side", "side", "name=\"side\"; path=/"})
    void redactsCookiesOfAResponse(String header) {
        assertThat(forSetCookie(header).redact("No side, but path and name", MAX_LENGTH))
                .isEqualTo("No ***, but path and name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Cookie        | a=alpha; b=beta;c=gamma    | alpha, beta, gamma, a, b    | ***, ***, ***, a, b
                    Authorization | Bearer abc.def             | the Bearer: abc.def         | the Bearer: ***
                    Authorization | bearer   abc.def           | the bearer: abc.def         | the bearer: ***
                    Authorization | Basic YW5uYTpwYTpzcw==     | Basic anna, pa:ss           | Basic ***, ***
                    Authorization | Basic YW5uYTpwYTpzcw==     | No YW5uYTpwYTpzcw           | No ***
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
                .url("https://broker.example/?api_key=open%20sesame&kind=web%20site&flag")
                .build();

        assertThat(new SecretRedactor(request, List.of(), List.of(), null, List.of(), METADATA)
                        .redact("No api_key open sesame (open%20sesame) of kind web site, flag", MAX_LENGTH))
                .isEqualTo("No api_key *** (***) of kind web site, flag");
    }

    @Test
    void redactsTextsAndNumbersOfArguments() {
        List<?> arguments = Arrays.asList("anna", 482913, true, null, "MOBILE", Map.of("name", List.of("bob")));

        assertThat(forArguments(arguments).redact("No anna, 482913, true, null, MOBILE, name, bob", MAX_LENGTH))
                .isEqualTo("No ***, ***, true, null, MOBILE, name, ***");
    }

    @Test
    void keepsTheSecretsOfTheRequestForItsResponse() {
        SecretRedactor redactor = new SecretRedactor(
                REQUEST,
                List.of("anna"),
                List.of("beta"),
                JsonParser.parseString("{\"token\":\"gamma\"}"),
                List.of("name=delta"),
                METADATA);

        assertThat(redactor.redact("No anna, beta, gamma, delta", MAX_LENGTH)).isEqualTo("No ***, ***, ***, ***");
    }

    @Test
    void redactsASecretWithOtherWhiteSpace() {
        assertThat(forSecret("blue sky").redact("blue\nsky, blue\tsky", MAX_LENGTH))
                .isEqualTo("***, ***");
        assertThat(forSecret("blue\nsky").redact("blue sky", MAX_LENGTH)).isEqualTo("***");
    }

    @Test
    void replacesControlCharacters() {
        assertThat(forSecret("q7z")
                        .redact("One\ttwo\r\nthree \u001b[31m fo\u202eur fi\0ve\u2028six \u0007 ", MAX_LENGTH))
                .isEqualTo("One two  three *** *** *** *** ");
    }

    @Test
    void shortensTextThatIsTooLong() {
        assertThat(forSecret("q7z").redact("x ".repeat(250), MAX_LENGTH)).isEqualTo("x ".repeat(250));
        assertThat(forSecret("q7z").redact("x ".repeat(251), MAX_LENGTH)).isEqualTo("x ".repeat(249) + "x…");
    }

    /** A redactor shows 1,024 characters. */
    @ParameterizedTest
    @ValueSource(ints = {1_023, 1_024, 1_025, 2_000, 2_100, 100_000})
    void redactsALongToken(int length) {
        String token = "a quiet lake ".repeat(length).substring(0, length - 1) + ".";

        assertThat(forResponse("{\"token\":\"" + token + "\"}").redact(token, NO_MAX_LENGTH))
                .isEqualTo("***");
    }

    /** A word or a secret at the end of the text that is shown may be cut. */
    @ParameterizedTest
    @CsvSource({"open sesame, 1021", "open sesame, 1017", "sesame, 1024", "sesame, 1021", "harmless, 1021"})
    void redactsTheEndOfTextThatIsTooLong(String end, int lengthBefore) {
        String before = "x ".repeat(lengthBefore / 2) + " ".repeat(lengthBefore % 2);

        assertThat(forSecret("open sesame").redact(before + end + " and more", NO_MAX_LENGTH))
                .isEqualTo(before + "***");
        assertThat(forSecret("q7z").redact(before.substring(10) + "harmless", NO_MAX_LENGTH))
                .endsWith("harmless");
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
                "a.".repeat(200_000),
                ".".repeat(400_000),
                "a" + ".".repeat(400_000) + "<",
                "aB".repeat(200_000),
                "x ".repeat(200_000))) {
            assertTakesLittleTime(() -> forTokens(200).redact(text, MAX_LENGTH));
        }
        String nested = IntStream.range(3, 1_400)
                .mapToObj(length -> '"' + "a".repeat(length) + '"')
                .collect(Collectors.joining(",", "{\"token\":[", "]}"));
        assertTakesLittleTime(() -> forTokens(20_000).redact("a quiet lake ".repeat(100), MAX_LENGTH));
        assertTakesLittleTime(() -> forResponse(nested).redact("a".repeat(5_000), MAX_LENGTH));
    }

    @Test
    void showsNoSecretInToString() {
        assertThat(forSecret("q7z")).asString().doesNotContainIgnoringCase("q7z", "cTd6");
    }

    /** Measures the time of the processor, as other tests run at the same time. */
    private static void assertTakesLittleTime(Runnable task) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        task.run();

        assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start))
                .isLessThan(Duration.ofSeconds(3));
    }

    private static SecretRedactor forArguments(List<?> arguments) {
        return new SecretRedactor(REQUEST, arguments, List.of(), null, List.of(), METADATA);
    }

    private static SecretRedactor forSecret(String secret) {
        return new SecretRedactor(REQUEST, List.of(), List.of(secret), null, List.of(), METADATA);
    }

    private static SecretRedactor forHeader(String name, String value) {
        Request request = REQUEST.newBuilder().header(name, value).build();
        return new SecretRedactor(request, List.of(), List.of(), null, List.of(), METADATA);
    }

    private static SecretRedactor forQuery(String value) {
        HttpUrl url = REQUEST.url().newBuilder().addQueryParameter("key", value).build();
        Request request = REQUEST.newBuilder().url(url).build();
        return new SecretRedactor(request, List.of(), List.of(), null, List.of(), METADATA);
    }

    private static SecretRedactor forSetCookie(String header) {
        return new SecretRedactor(REQUEST, List.of(), List.of(), null, List.of(header), METADATA);
    }

    private static SecretRedactor forResponse(String json) {
        return new SecretRedactor(REQUEST, List.of(), List.of(), JsonParser.parseString(json), List.of(), METADATA);
    }

    private static ReasonMatcher knownWords() {
        return new ReasonMatcher(
                Reason.WRONG_CREDENTIALS,
                "",
                Set.of(),
                Set.of(),
                Set.of("RS-E4-0001"),
                List.of("invalid my2pin"),
                List.of("my2pin is wrong"),
                List.of());
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

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.Cache;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenOauthClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens go home, and nowhere else. */
@Timeout(60)
class HomeTest {

    /** Is in everything that a session carries. */
    private static final String TOKEN = "t0ken-of-%s-%s";

    /**
     * A kind of session.
     *
     * @param name how it is called
     * @param answers what its login is answered, with the token in place of {@code %s}
     * @param logIn logs in at a base URL
     * @param restore takes a saved session up at a base URL
     * @param secrets what must not leave its home, beside the token
     */
    record Kind(
            String name,
            List<String> answers,
            Function<String, Object> logIn,
            java.util.function.BiFunction<String, String, Object> restore,
            List<String> secrets) {

        Object session(String user, Server[] home) throws IOException {
            int[] next = new int[1];
            home[0] = Server.replying(request -> {
                int index = next[0]++;
                if (index < answers.size()) {
                    return Server.json(
                            200,
                            answers.get(index).replace("%s", token(user)),
                            "Set-Cookie: IIFLMarcookie=" + token(user));
                }
                return Server.json(200, "{}", "Cache-Control: max-age=600");
            });
            return logIn.apply(home[0].url());
        }

        String token(String user) {
            return TOKEN.formatted(user, name);
        }

        OkHttpClient carrying(Object session, OkHttpClient given) {
            return (OkHttpClient) Sdk.call(session, "httpClient", given);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(
                        "kotak",
                        List.of("{\"Success\":{\"oneTimeToken\":\"%s\"}}", "{\"success\":{\"sessionToken\":\"%s\"}}"),
                        url -> kotak(url).login("s3cret").verify("1234"),
                        (url, saved) -> kotak(url).restore(saved),
                        List.of("access-t0ken", "c0nsumer-key")),
                new Kind(
                        "neo",
                        List.of(
                                "{\"data\":{\"token\":\"%s\",\"sid\":\"%s\"}}",
                                "{\"data\":{\"token\":\"%s\",\"sid\":\"%s\"}}"),
                        url -> neo(url).login("123456").validate("123456"),
                        (url, saved) -> neo(url).restore(saved),
                        List.of("access-t0ken")),
                new Kind(
                        "partner",
                        List.of("{\"head\":{\"status\":\"0\"},\"body\":{\"Status\":0}}"),
                        url -> iifl(url).partnerLogin("demo@example.com", "1234567890"),
                        (url, saved) -> iifl(url).restorePartner(saved),
                        List.of("subscripti0n-key")),
                new Kind(
                        "customer",
                        List.of("{\"head\":{\"status\":\"0\"},\"body\":{\"Token\":\"%s\"}}"),
                        url -> iifl(url).customerLogin("DEMO01", "s3cret", LocalDate.EPOCH),
                        (url, saved) -> iifl(url).restoreCustomer(saved),
                        List.of("subscripti0n-key")),
                new Kind(
                        "markets",
                        List.of("{\"status\":\"Ok\",\"userSession\":\"%s\"}"),
                        url -> markets(url).login("https://my.example/login?authCode=1&clientId=C1"),
                        (url, saved) -> markets(url).restore(saved),
                        List.of()),
                new Kind(
                        "noren",
                        List.of("{\"stat\":\"Ok\",\"susertoken\":\"%s\"}"),
                        url -> noren(url).login("VIDYA", "s3cret", "123456"),
                        (url, saved) -> noren(url).restore(saved),
                        List.of()),
                new Kind(
                        "oauth",
                        List.of("{\"stat\":\"Ok\",\"access_token\":\"%s\"}"),
                        url -> oauth(url).loginWithCode("code"),
                        (url, saved) -> oauth(url).restore(saved),
                        List.of()),
                new Kind(
                        "flattrade",
                        List.of("{\"stat\":\"Ok\",\"token\":\"%s\",\"client\":\"FT1\"}"),
                        url -> flattrade(url).loginWithCode("code"),
                        (url, saved) -> flattrade(url).restore(saved),
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tokenGoesHome(Kind kind) throws Exception {
        Server[] home = new Server[1];
        Object session = kind.session("alice", home);

        post(kind.carrying(session, new OkHttpClient()), home[0].url());

        assertThat(last(home[0]).all()).contains(kind.token("alice"));
        home[0].close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tokenFollowsNoRedirectAway(Kind kind) throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            Server[] home = new Server[1];
            Object session = kind.session("alice", home);
            try (Server foreign = Server.replying("{}");
                    Server gate = Server.replying(request ->
                            Server.answer(status, "text/plain", "", "Location: " + foreign.url() + "/there"))) {
                OkHttpClient http = kind.carrying(session, new OkHttpClient());
                // The way to the foreign place begins at home, where the token is put on.
                Object moved = atHome(kind, session, home[0], gate);
                OkHttpClient redirected = kind.carrying(moved, new OkHttpClient());

                post(http, foreign.url());
                post(redirected, gate.url());

                assertThat(last(gate).all()).contains(kind.token("alice"));
                assertThat(foreign.requests).hasSize(2);
                for (Server.Request request : foreign.requests) {
                    assertThat(request.all()).doesNotContain(kind.token("alice"));
                    kind.secrets().forEach(secret -> assertThat(request.all()).doesNotContain(secret));
                }
            }
            home[0].close();
        }
    }

    /** The same session, as if it had been made at another place. */
    private static Object atHome(Kind kind, Object session, Server home, Server gate) {
        String saved = (String) Sdk.call(session, "save");
        String port = home.url().substring(home.url().lastIndexOf(':') + 1);
        String other = gate.url().substring(gate.url().lastIndexOf(':') + 1);
        return kind.restore().apply(gate.url(), saved.replace(port, other));
    }

    /** A client that somebody takes an interceptor out of, and puts it where it would travel along. */
    @ParameterizedTest
    @MethodSource("kinds")
    void tokenStaysWhereItsInterceptorDoesNotBelong(Kind kind) throws Exception {
        Server[] home = new Server[1];
        Object session = kind.session("alice", home);
        int before = home[0].requests.size();
        Interceptor taken =
                kind.carrying(session, new OkHttpClient()).networkInterceptors().get(0);
        OkHttpClient wrong = new OkHttpClient.Builder().addInterceptor(taken).build();

        assertThatThrownBy(() -> post(wrong, home[0].url()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("httpClient");
        assertThat(home[0].requests).hasSize(before);
        assertThat(taken.toString()).doesNotContain(kind.token("alice"));
        home[0].close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bobIsNotAlice(Kind kind, @TempDir Path directory) throws Exception {
        Server[] home = new Server[1];
        Object alice = kind.session("alice", home);
        Object bob =
                kind.restore().apply(home[0].url(), ((String) Sdk.call(alice, "save")).replace("-alice-", "-bob-"));
        OkHttpClient caching = new OkHttpClient.Builder()
                .cache(new Cache(directory.toFile(), 1 << 20))
                .build();
        OkHttpClient ofAlice = kind.carrying(alice, caching);

        get(ofAlice, home[0].url());
        get(kind.carrying(bob, caching), home[0].url());
        String second = last(home[0]).all();
        post(kind.carrying(bob, ofAlice), home[0].url());

        // A form is not in a GET; that it came at all shows that no cache answered.
        boolean inForm = kind.name().equals("noren") || kind.name().equals("flattrade");
        if (!inForm) {
            assertThat(second).contains(kind.token("bob"));
        }
        assertThat(home[0].requests).hasSize(kind.answers().size() + 3);
        assertThat(last(home[0]).all()).contains(kind.token("bob")).doesNotContain(kind.token("alice"));
        caching.cache().flush();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("journal")))
                    .isEmpty();
        }
        home[0].close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isNotTakenUpElsewhere(Kind kind) throws Exception {
        Server[] home = new Server[1];
        Object session = kind.session("alice", home);
        String saved = (String) Sdk.call(session, "save");
        String port = home[0].url().substring(home[0].url().lastIndexOf(':') + 1);

        for (String elsewhere : List.of(
                "https://other.example:" + port,
                "http://localhost:" + port,
                "http://127.0.0.1:" + (Integer.parseInt(port) == 65535 ? 1 : Integer.parseInt(port) + 1),
                "https://127.0.0.1:" + port)) {
            assertThatThrownBy(() -> kind.restore().apply(elsewhere, saved))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("host and port")
                    .hasMessageNotContaining(kind.token("alice"));
        }
        assertThat(kind.restore().apply(home[0].url(), saved)).isNotNull();
        home[0].close();
    }

    /** A proxy reads what goes without TLS, and host and port are those of home. */
    @ParameterizedTest
    @MethodSource("kinds")
    void tokenNeverLeavesTls(Kind kind) throws Exception {
        Server[] home = new Server[1];
        Object session = kind.session("alice", home);
        String saved = (String) Sdk.call(session, "save");
        try (Server proxy = Server.replying("{}")) {
            OkHttpClient through = new OkHttpClient.Builder()
                    .proxy(new java.net.Proxy(
                            java.net.Proxy.Type.HTTP,
                            new java.net.InetSocketAddress(
                                    "127.0.0.1", HttpUrl.get(proxy.url()).port())))
                    .build();
            for (String host : List.of("broker.example", "gw-napi.kotaksecurities.com")) {
                String origin = host + ":8443";
                Object secure =
                        kind.restore().apply("https://" + origin, saved.replace(home[0].url(), "https://" + origin));

                post(kind.carrying(secure, through), "http://" + origin);

                assertThat(last(proxy).all()).contains(host).doesNotContain(kind.token("alice"));
            }
        }
        assertThatThrownBy(() -> kind.carrying(session, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("httpClient is required");
        assertThat(kind.carrying(session, new OkHttpClient()).networkInterceptors())
                .singleElement()
                .hasToString("Carrier[home=" + home[0].url() + "]");
        home[0].close();
    }

    /** A client that carries an older session must not give it to a new login. */
    @ParameterizedTest
    @MethodSource("kinds")
    void newLoginCarriesNoOlderSession(Kind kind) throws Exception {
        Server[] home = new Server[1];
        Object older = kind.session("alice", home);
        OkHttpClient carrying = kind.carrying(older, new OkHttpClient());
        try (Server again = Server.replying("{}")) {
            Object moved = atHome(kind, older, home[0], again);
            OkHttpClient hers = kind.carrying(moved, carrying);
            for (Sdk sdk : Sdk.values()) {
                org.assertj.core.api.Assertions.catchThrowable(
                        sdk.login(Sdk.Settings.of(again.url()).httpClient(hers)).now()::get);
            }

            assertThat(again.requests).hasSize(Sdk.values().length);
            again.requests.forEach(request -> assertThat(request.all()).doesNotContain(kind.token("alice")));
        }
        home[0].close();
    }

    private static Server.Request last(Server server) {
        return server.requests.get(server.requests.size() - 1);
    }

    private static void post(OkHttpClient http, String url) throws IOException {
        RequestBody body = RequestBody.create("jData={}", MediaType.get("application/x-www-form-urlencoded"));
        execute(http, new Request.Builder().url(url + "/orders").post(body).build());
    }

    private static void get(OkHttpClient http, String url) throws IOException {
        execute(http, new Request.Builder().url(url + "/profile").build());
    }

    private static void execute(OkHttpClient http, Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            response.body().string();
        }
    }

    private static KotakClient kotak(String url) {
        return KotakClient.builder()
                .baseUrl(url)
                .accessToken("access-t0ken")
                .consumerKey("c0nsumer-key")
                .userId("AB1234")
                .build();
    }

    private static KotakNeoClient neo(String url) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken("access-t0ken")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build();
    }

    private static IiflClient iifl(String url) {
        return IiflClient.builder()
                .baseUrl(url)
                .subscriptionKey("subscripti0n-key")
                .encryptionKey("encryption-key")
                .app(IiflApp.builder()
                        .appName("app")
                        .appVersion("1.0")
                        .key("key")
                        .userId("user")
                        .password("password")
                        .build())
                .build();
    }

    private static IiflMarketsClient markets(String url) {
        return IiflMarketsClient.builder()
                .baseUrl(url)
                .appKey("app-key")
                .appSecret("app-secret")
                .redirectUrl("https://my.example/login")
                .build();
    }

    private static NorenClient noren(String url) {
        return NorenClient.builder()
                .baseUrl(url)
                .vendorCode("vendor")
                .apiKey("api-key")
                .deviceId("device")
                .build();
    }

    private static NorenOauthClient oauth(String url) {
        return NorenOauthClient.builder()
                .baseUrl(url)
                .loginPage("https://broker.example/authorize")
                .clientId("client")
                .secret("s3cret")
                .userId("VIDYA")
                .redirectUrl("https://my.example/login")
                .build();
    }

    private static FlattradeClient flattrade(String url) {
        return FlattradeClient.builder()
                .baseUrl(url)
                .tokenUrl(url)
                .apiKey("api-key")
                .apiSecret("api-secret")
                .redirectUrl("https://my.example/login")
                .build();
    }
}

package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.LoginResult;
import org.brokersdk.core.Reason;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.core.Session;
import org.brokersdk.core.Totp;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;
import org.brokersdk.samples.GuideSamples;
import org.brokersdk.samples.GuideSamples.Account;
import org.brokersdk.tests.BrowserSdk;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.RefusingPort;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the samples of the guides work. */
@ExtendWith(PrismExtension.class)
class SamplesOfGuidesTest {

    private static final String SECRET = "GEZDGNBVGY3TQOJQ";

    private final GuideSamples samples = new GuideSamples(TestHttpClient.INSTANCE);

    @Test
    void oneTimePasswordIsComputedOrTyped(Mocks mocks) {
        assertThat(samples.totp(noren(mocks), "s3cret", SECRET).userId()).isEqualTo("VIDYA");
        assertThat(samples.ask(noren(mocks), "s3cret", () -> "123456").userId()).isEqualTo("VIDYA");
        assertThat(samples.clock(SECRET, Duration.ofSeconds(2)).get()).hasSize(6);
    }

    @Test
    void sessionIsRestored(Mocks mocks, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("session");

        NorenSession first = samples.resume(noren(mocks), "s3cret", () -> "123456", file);
        NorenSession second = samples.resume(
                noren(mocks),
                "s3cret",
                () -> {
                    throw new AssertionError("no login is needed");
                },
                file);

        assertThat(second.save()).isEqualTo(first.save());
    }

    @Test
    void neoSessionIsRestored(Mocks mocks, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("session");
        KotakNeoClient kotak = neo(mocks);

        KotakNeoSession first = samples.resumeNeo(kotak, () -> "123456", "123456", file);

        assertThat(samples.resumeNeo(kotak, null, null, file).save()).isEqualTo(first.save());
    }

    @Test
    @ResourceLock("redirect-listener")
    void iiflSessionIsRestored(Mocks mocks, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("session");
        IiflMarketsClient iifl = iifl(mocks.of("iifl").url());
        try (RedirectListener listener = iifl.openListenerWithoutState()) {
            IiflMarketsSession first = samples.resumeIifl(iifl, listener, SamplesOfGuidesTest::redirect, file);

            assertThat(samples.resumeIifl(iifl, listener, null, file).save()).isEqualTo(first.save());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            401 | ""
            403 | ""
            403 | {"stat":"Not_Ok","emsg":"Please log in again"}
            200 | {"stat":"Not_Ok","emsg":"Session Expired : Invalid Session Key"}
            """)
    void endedSessionOfNorenIsReplaced(int status, String body, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("session");
        try (Server broker = broker("{\"stat\":\"Ok\",\"susertoken\":\"t%d\"}", "UserDetails", status, body)) {
            NorenClient noren = noren(broker.url());
            NorenSession first = samples.resume(noren, "s3cret", () -> "123456", file);

            NorenSession second = samples.resume(noren, "s3cret", () -> "123456", file);

            assertReplaced(first, second, file);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            401 | ""
            403 | ""
            401 | {"status":"error","message":"Invalid credentials","errorCode":"401"}
            200 | {"stat":"Not_Ok","emsg":"Invalid session","stCode":1003}
            """)
    void endedSessionOfNeoIsReplaced(int status, String body, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("session");
        try (Server broker = broker("{\"data\":{\"token\":\"t%d\",\"sid\":\"s\"}}", "get-client-ip", status, body)) {
            KotakNeoClient kotak = neo(broker.url());
            KotakNeoSession first = samples.resumeNeo(kotak, () -> "123456", "123456", file);

            KotakNeoSession second = samples.resumeNeo(kotak, () -> "123456", "123456", file);

            assertReplaced(first, second, file);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            401 | ""
            401 | {"status":"EC044","message":"Token is not valid."}
            200 | {"status":"EC075","message":"Unauthorized access."}
            """)
    @ResourceLock("redirect-listener")
    void endedSessionOfIiflIsReplaced(int status, String body, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("session");
        try (Server broker = broker("{\"status\":\"Ok\",\"userSession\":\"t%d\"}", "profile", status, body)) {
            IiflMarketsClient iifl = iifl(broker.url());
            try (RedirectListener listener = iifl.openListenerWithoutState()) {
                IiflMarketsSession first = samples.resumeIifl(iifl, listener, SamplesOfGuidesTest::redirect, file);

                IiflMarketsSession second = samples.resumeIifl(iifl, listener, SamplesOfGuidesTest::redirect, file);

                assertReplaced(first, second, file);
            }
        }
    }

    /** Returns a broker that logs anyone in, with another token each time, and whose sessions have ended. */
    private static Server broker(String login, String probe, int status, String body) throws IOException {
        AtomicInteger logins = new AtomicInteger();
        return Server.responding(request -> request.path().endsWith(probe)
                ? Server.json(status, body)
                : Server.json(200, login.formatted(logins.incrementAndGet())));
    }

    private static void assertReplaced(Session first, Session second, Path file) throws IOException {
        assertThat(second.save()).isNotEqualTo(first.save());
        assertThat(file).hasContent(second.save());
    }

    /** The broker ends each session at the first order, and rejects the third login. */
    @Test
    void programStaysLoggedInUntilALoginIsRejected(@TempDir Path directory) throws Exception {
        List<Long> logins = new CopyOnWriteArrayList<>();
        Duration pause = Duration.ofMillis(200);
        try (Server broker = Server.responding(request -> {
            if (request.path().endsWith("/tradeApiLogin")) {
                logins.add(System.nanoTime());
                return logins.size() < 3
                        ? Server.json(200, "{\"data\":{\"token\":\"t1\",\"sid\":\"s1\"}}")
                        : Server.json(401, "{\"error\":[{\"code\":\"10512\",\"message\":\"Invalid credentials\"}]}");
            }
            return request.path().endsWith("/tradeApiValidate")
                    ? Server.json(200, "{\"data\":{\"token\":\"t" + logins.size() + "\",\"sid\":\"s1\"}}")
                    : Server.json(200, "{\"stat\":\"Not_Ok\",\"emsg\":\"Invalid session\",\"stCode\":1003}");
        })) {
            KotakNeoClient.Builder settings = neoSettings(broker.url());
            List<OkHttpClient> days = new ArrayList<>();

            assertThatThrownBy(() -> samples.overnight(
                            settings, () -> "123456", "123456", directory.resolve("session"), pause, orders -> {
                                days.add(orders);
                                call(orders, broker.url() + "/orders");
                                call(orders, broker.url() + "/positions");
                            }))
                    .isInstanceOf(BrokerException.Rejected.class);
            assertThat(days).hasSize(2);
            assertThat(logins).hasSize(3);
            assertThat(Duration.ofNanos(logins.get(2) - logins.get(0))).isGreaterThanOrEqualTo(pause.multipliedBy(2));
        }
    }

    @Test
    void programWaitsForABrokerThatIsAway(@TempDir Path directory) throws Exception {
        try (RefusingPort away = new RefusingPort()) {
            KotakNeoClient.Builder settings = neoSettings(away.url());
            List<String> attempts = new CopyOnWriteArrayList<>();
            settings.onCall(event -> attempts.add(event.operation()));
            FutureTask<Void> program = new FutureTask<>(() -> {
                samples.overnight(
                        settings,
                        () -> "123456",
                        "123456",
                        directory.resolve("session"),
                        Duration.ofMillis(20),
                        orders -> {});
                return null;
            });
            Thread thread = new Thread(program);
            thread.start();

            while (attempts.size() < 3 && thread.isAlive()) {
                Thread.sleep(10);
            }
            assertThat(thread.isAlive()).isTrue();
            thread.interrupt();
            assertThatThrownBy(() -> program.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void endOfASessionReachesTheScreen(Mocks mocks) throws Exception {
        BlockingQueue<String> screen = new LinkedBlockingQueue<>();
        NorenClient.Builder settings = NorenClient.builder()
                .baseUrl(mocks.of("noren").url("userDetails", 200, "sessionExpired"))
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("test");
        NorenSession session = samples.ended(settings, screen::add).login("VIDYA", "s3cret", "123456");

        assertThatThrownBy(session::details).isInstanceOf(BrokerException.Rejected.class);

        assertThat(screen.poll(10, TimeUnit.SECONDS)).isEqualTo("VIDYA: Session Expired : Invalid Session Key");
    }

    private static void call(OkHttpClient http, String url) {
        try {
            http.newCall(new Request.Builder().url(url).build())
                    .execute()
                    .body()
                    .string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void freshOneTimePasswordLogsIn(Mocks mocks) {
        assertThat(samples.fresh(neo(mocks), Totp.fromBase32("GEZDGNBVGY3TQOJQ"), "123456")
                        .userId())
                .isEqualTo("AB123");
    }

    @Test
    void executorLimitsTheLogins(Mocks mocks) {
        NorenClient.Builder settings = NorenClient.builder()
                .baseUrl(mocks.of("noren").url())
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("test");

        assertThat(samples.executor(settings, Collections.nCopies(3, "VIDYA"), "secret"))
                .hasSize(3)
                .allSatisfy(login -> assertThat(login.join().userId()).isEqualTo("VIDYA"));
    }

    @Test
    void batchPrintsALineOfProgress(Mocks mocks) {
        List<Account> accounts = IntStream.range(0, 20)
                .mapToObj(i -> new Account("token", "+91%010d".formatted(i), "AB123", () -> "123456", "123456"))
                .toList();
        List<String> screen = Collections.synchronizedList(new ArrayList<>());

        assertThat(new GuideSamples(mocks.of("kotak").http()).accounts(accounts, screen::add))
                .extracting(LoginResult::account)
                .isEqualTo(accounts);
        assertThat(screen).hasSize(20).allMatch(line -> line.endsWith(" of 20: logged in"));
    }

    @Test
    void oneBatchLogsInToTwoBrokers(Mocks mocks) {
        KotakNeoClient kotak = neo(mocks);
        NorenClient blocked = NorenClient.builder()
                .baseUrl(mocks.of("noren").url() + "code=200,example=blocked")
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("test")
                .build();
        List<String> screen = new ArrayList<>();

        assertThat(samples.brokers(kotak, () -> "123456", "123456", noren(mocks), "s3cret", screen::add))
                .hasExactlyElementsOfTypes(KotakNeoSession.class, NorenSession.class);
        assertThat(screen).isEmpty();
        assertThat(samples.brokers(kotak, () -> "123456", "123456", blocked, "s3cret", screen::add))
                .hasExactlyElementsOfTypes(KotakNeoSession.class);
        assertThat(screen).containsExactly("VIDYA: BLOCKED");
    }

    @Test
    void userTypesTheCodeOfIifl(Mocks mocks) {
        GuideSamples iifl = new GuideSamples(mocks.of("iifl").http());
        List<String> pages = new ArrayList<>();

        assertThat(iifl.typedCode("key", "s3cret", pages::add, () -> "ABC123DEF456")
                        .userId())
                .isEqualTo("TESTCLIENT1");
        assertThat(pages).containsExactly("https://markets.iiflcapital.com/?v=1&appkey=key");
    }

    @Test
    @ResourceLock("redirect-listener")
    void redirectOfIiflHasTheState(Mocks mocks) throws Exception {
        IiflMarketsClient.Builder settings = IiflMarketsClient.builder()
                .baseUrl(mocks.of("iifl").url())
                .appKey("key")
                .appSecret("s3cret");

        assertThat(samples.state(settings, page -> redirect(page, "&authCode=ABC123DEF456&clientId=TESTCLIENT1"))
                        .userId())
                .isEqualTo("TESTCLIENT1");
    }

    private static void redirect(String page) {
        redirect(page, "?authCode=ABC123DEF456&clientId=TESTCLIENT1");
    }

    /** Calls the redirect URL as a browser does after the login. */
    static void redirect(String page, String query) {
        String redirectUrl = HttpUrl.get(page).queryParameter("redirecturl");
        try {
            TestHttpClient.INSTANCE
                    .newCall(new Request.Builder().url(redirectUrl + query).build())
                    .execute()
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mockRespondsWithTheChosenFailure(Mocks mocks) {
        assertThat(samples.mock(mocks.of("noren").url(), "s3cret")).isEqualTo(Reason.BLOCKED);
    }

    @Test
    void proxyOfTheGivenClientApplies() {
        samples.ownHttp("https://broker.example/NorenWClientTP", "vc", "key").close();
    }

    @Test
    void resolvesIpv4AddressesOnly() throws Exception {
        Dns ipv4 = samples.ipv4(new OkHttpClient()).dns();

        assertThat(ipv4.lookup("localhost")).isNotEmpty().allMatch(Inet4Address.class::isInstance);
        assertThat(ipv4.lookup("::1")).isEmpty();
    }

    private static NorenClient noren(Mocks mocks) {
        return noren(mocks.of("noren").url());
    }

    private static NorenClient noren(String url) {
        return NorenClient.builder()
                .baseUrl(url)
                .vendorCode("vc")
                .apiKey("key")
                .deviceId("test")
                .httpClient(TestHttpClient.INSTANCE)
                .build();
    }

    private static KotakNeoClient neo(Mocks mocks) {
        return neo(mocks.of("kotak").url());
    }

    private static KotakNeoClient neo(String url) {
        return neoSettings(url).build();
    }

    private static KotakNeoClient.Builder neoSettings(String url) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken("token")
                .mobileNumber("+910000000000")
                .ucc("AB123");
    }

    private static IiflMarketsClient iifl(String url) throws IOException {
        return IiflMarketsClient.builder()
                .baseUrl(url)
                .appKey("key")
                .appSecret("s3cret")
                .redirectUrl(BrowserSdk.localRedirect())
                .build();
    }
}

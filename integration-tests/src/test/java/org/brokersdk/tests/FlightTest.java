package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.brokersdk.mocks.Authority;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

/**
 * Whether a request left, what it is told to have ended with, and how long that took; for one client of each SDK, as
 * all of one fly alike.
 */
@Timeout(60)
@OncePerSdk
class FlightTest {

    /** The ways in which a caller can end a future at once; they answer whether it was not ended before. */
    private static final List<Predicate<CompletableFuture<?>>> ENDS = List.of(
            future -> future.cancel(false),
            future -> future.complete(null),
            future -> future.completeExceptionally(new IllegalStateException()));

    private static final Duration SHORT = Duration.ofMillis(250);
    private static final String NOTHING_WAS_SENT = ". Nothing was sent. Check the base URL, the network and the proxy.";
    private static final String MAY_HAVE_ARRIVED =
            ". The request may have arrived: look whether it worked before you repeat it.";

    @Parameter
    private Sdk sdk;

    @Test
    void nobodyTakesConnections() throws Exception {
        try (Nobody nobody = new Nobody()) {
            assertBoth(
                    sdk.login(Settings.of(nobody.url())),
                    "nothing takes connections at 127.0.0.1:" + nobody.address().getPort() + NOTHING_WAS_SENT,
                    ConnectException.class);
        }
    }

    /** What is thrown below comes to words, and to a cause that quotes nothing. */
    @Test
    void failuresBeforeTheRequestLeft() {
        assertBoth(
                failing(new UnknownHostException("s3cret")),
                "no address is known for broker.example" + NOTHING_WAS_SENT,
                UnknownHostException.class);
        assertBoth(
                failing(new NoRouteToHostException("x")),
                "nothing takes connections at broker.example:443" + NOTHING_WAS_SENT,
                NoRouteToHostException.class);
        assertBoth(
                failing(new SocketException("x")),
                "no connection came about" + NOTHING_WAS_SENT,
                SocketException.class);
        assertBoth(
                failing(new IOException("s3cret")), "no connection came about" + NOTHING_WAS_SENT, IOException.class);
        IOException quoting = new java.io.EOFException("s3cret");
        Throwable silent = catchThrowable(failing(quoting).now()::get);
        assertThat(silent.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("EOFException");
        assertThat(silent.getCause().getStackTrace()).isEqualTo(quoting.getStackTrace());
        // Only what quotes nothing all the way down is shown.
        SocketException speaking = new SocketException("x");
        speaking.initCause(new IOException("s3cret"));
        assertThat(catchThrowable(failing(speaking).now()::get).getCause()).hasMessage("SocketException");
        SocketException beside = new SocketException("x");
        beside.addSuppressed(new IOException("s3cret"));
        assertThat(catchThrowable(failing(beside).now()::get).getCause()).hasMessage("SocketException");
        SocketException known = new SocketException("x");
        known.addSuppressed(new SocketException("y"));
        assertThat(catchThrowable(failing(known).now()::get)).hasCause(known);
    }

    @Test
    void handshakeThatFails() throws Exception {
        try (Server plain = Server.doing(connection -> connection
                .getOutputStream()
                .write("HTTP/1.1 400 No\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))) {
            Throwable failure = catchThrowable(sdk.login(Settings.of(plain.url().replace("http:", "https:")))
                    .now()::get);

            assertThat(failure)
                    .hasMessage("The broker could not be reached: no trusted TLS with 127.0.0.1, or with what stands in"
                            + " its place: the handshake failed" + NOTHING_WAS_SENT);
            assertThat(failure.getCause()).isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }

    @Test
    void certificateThatNobodyTrusts() throws Exception {
        Instant now = Instant.now();
        HeldCertificate.Builder good = new HeldCertificate.Builder().addSubjectAlternativeName("localhost");
        HeldCertificate.Builder foreign = new HeldCertificate.Builder().addSubjectAlternativeName("other.example");
        HeldCertificate.Builder old = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(0, now.minusSeconds(60).toEpochMilli());
        HeldCertificate.Builder young = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(
                        now.plusSeconds(60).toEpochMilli(), now.plusSeconds(120).toEpochMilli());

        assertThat(distrusted(good, false)).contains("nobody whom this JVM trusts has signed its certificate");
        assertThat(distrusted(foreign, true)).contains("its certificate is for another host, or not the one that");
        assertThat(distrusted(old, true)).contains("its certificate is not valid today");
        assertThat(distrusted(young, true)).contains("its certificate is not valid today");
    }

    private String distrusted(HeldCertificate.Builder shown, boolean trusted) throws Exception {
        try (MockWebServer broker = new MockWebServer()) {
            broker.useHttps(Authority.sign(shown).sslSocketFactory());
            broker.start();
            OkHttpClient.Builder client = new OkHttpClient.Builder();
            OkHttpClient http = (trusted ? Authority.trustedBy(client) : client).build();
            Throwable failure = catchThrowable(sdk.login(
                            Settings.of("https://localhost:" + broker.getPort()).httpClient(http))
                    .now()::get);

            assertThat(failure)
                    .hasMessageContaining("no trusted TLS with localhost")
                    .hasMessageEndingWith(NOTHING_WAS_SENT);
            assertThat(broker.getRequestCount()).isZero();
            return failure.getMessage();
        }
    }

    @Test
    void connectionThatBreaks() throws Exception {
        try (Server server = Server.replying(request -> null)) {
            assertBoth(
                    sdk.login(Settings.of(server.url())),
                    "the connection broke before an answer had come" + MAY_HAVE_ARRIVED,
                    IOException.class);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void timeIsTold() throws Exception {
        try (Server server = silent()) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT));

            Duration took = CallAssertions.timed(() -> assertBoth(
                    login, "it took longer than 250 ms" + MAY_HAVE_ARRIVED, java.io.InterruptedIOException.class));

            assertThat(took)
                    .isBetween(SHORT.multipliedBy(2), SHORT.multipliedBy(2).plusSeconds(1));
            CallAssertions.await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void logTellsEachCallOnce() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Server server = Server.replying(request -> {
            Thread.sleep(60);
            return sdk.success("token");
        })) {
            Login login = sdk.login(Settings.of(server.url()).logger(log::add));

            login.now().get();
            login.async().get().get();

            assertThat(log).hasSize(2).allMatch(line -> line.matches("POST /\\S+ 200 \\d+ ms"));
            assertThat(log).allSatisfy(line -> assertThat(millis(line)).isBetween(60L, 5_000L));
        }
    }

    @Test
    void logTellsAFailureOnce() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Server server = silent()) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT).logger(log::add));

            catchThrowable(login.now()::get);
            CallAssertions.failure(login.async().get());
            CallAssertions.await(() -> log.size() == 2);
            CallAssertions.sleep(50);

            assertThat(log).hasSize(2).allMatch(line -> line.matches("POST /.+ failed \\d+ ms"));
            assertThat(log).allSatisfy(line -> assertThat(millis(line)).isBetween(250L, 5_000L));
        }
    }

    private CompletableFuture<?> underWay(Server silent) {
        CompletableFuture<?> login =
                sdk.login(Settings.of(silent.url())).async().get();
        CallAssertions.await(() -> silent.openConnections() == 1 && silent.requests.size() == 1);
        return login;
    }

    @Test
    void whoeverEndsItEndsTheRequest() throws Exception {
        List<Consumer<CompletableFuture<?>>> ways = List.of(
                future -> future.cancel(false),
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.complete(null),
                future -> future.completeAsync(() -> null),
                future -> future.completeExceptionally(new IllegalStateException()));
        for (Consumer<CompletableFuture<?>> end : ways) {
            try (Server server = silent()) {
                CompletableFuture<?> login = underWay(server);

                end.accept(login);

                CallAssertions.await(() -> login.isDone() && server.openConnections() == 0);
            }
        }
    }

    /** What hangs on a result may take its time, and keeps no connection open meanwhile. */
    @Test
    void endOfTheRequestWaitsForNoCallback() throws Exception {
        for (Predicate<CompletableFuture<?>> end : ENDS) {
            CountDownLatch seen = new CountDownLatch(1);
            try (Server server = silent()) {
                CompletableFuture<?> login = underWay(server);
                CompletableFuture<?> slow =
                        login.whenComplete((value, failure) -> CallAssertions.await(() -> seen.getCount() == 0));

                CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> end.test(login));
                CallAssertions.await(() -> server.openConnections() == 0);

                assertThat(slow).isNotDone();
                seen.countDown();
                assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
                assertThat(end.test(login)).isEqualTo(login.isCancelled());
                assertThat(login.cancel(false)).isEqualTo(login.isCancelled());
            }
        }
    }

    /** Ended while it connects, it sends nothing when it could. */
    @Test
    void endedBeforeItLeftItNeverLeaves() throws Exception {
        for (Predicate<CompletableFuture<?>> end : ENDS) {
            CountDownLatch looking = new CountDownLatch(1);
            CountDownLatch found = new CountDownLatch(1);
            try (Server server = Server.replying(request -> sdk.success("token"))) {
                OkHttpClient http = new OkHttpClient.Builder()
                        .dns(host -> {
                            looking.countDown();
                            CallAssertions.await(() -> found.getCount() == 0);
                            return List.of(InetAddress.getLoopbackAddress());
                        })
                        .build();
                CompletableFuture<?> login = sdk.login(Settings.of(server.url().replace("127.0.0.1", "localhost"))
                                .httpClient(http))
                        .async()
                        .get();
                looking.await();
                end.test(login);
                found.countDown();
                CallAssertions.sleep(60);

                assertThat(server.requests).isEmpty();
            }
        }
    }

    @Test
    void callerThatIsInterruptedSendsNothing() throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Thread.currentThread().interrupt();
            Throwable failure =
                    catchThrowable(sdk.login(Settings.of(server.url())).now()::get);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure)
                    .hasMessage("The broker could not be reached: the thread that waited was interrupted"
                            + NOTHING_WAS_SENT);
            assertThat(server.connections).hasValue(0);
        }
    }

    /** The trace begins where the call was made. */
    @Test
    void traceShowsTheCaller() {
        Throwable failure = catchThrowable(failing(new SocketException("x")).now()::get);

        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FlightTest.class.getName())
                        && frame.getMethodName().equals("traceShowsTheCaller"));
    }

    private static Server silent() throws IOException {
        Server[] self = new Server[1];
        self[0] = Server.doing(connection -> {
            self[0].read(connection);
            // Ends when the other side does.
            connection.getInputStream().read();
        });
        return self[0];
    }

    private Login failing(IOException failure) {
        OkHttpClient http = new OkHttpClient.Builder()
                .dns(host -> {
                    throw Sdk.<RuntimeException>sneaky(failure);
                })
                .build();
        return sdk.login(Settings.of("https://broker.example").httpClient(http));
    }

    private static void assertBoth(Login login, String why, Class<? extends Throwable> cause) {
        for (Throwable failure : List.of(
                catchThrowable(login.now()::get), CallAssertions.failure(login.async().get()))) {
            assertThat(Sdk.kind(failure)).isEqualTo("Unreachable");
            assertThat(failure).hasMessage("The broker could not be reached: " + why);
            assertThat(failure).hasCauseInstanceOf(cause);
        }
    }

    private static long millis(String line) {
        return Long.parseLong(line.replaceAll(".* (\\d+) ms", "$1"));
    }
}

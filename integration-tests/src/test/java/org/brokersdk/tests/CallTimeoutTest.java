package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.tests.CallAssertions.assertUnreachable;
import static org.brokersdk.tests.CallAssertions.await;
import static org.brokersdk.tests.CallAssertions.failure;
import static org.brokersdk.tests.CallAssertions.sleep;
import static org.brokersdk.tests.CallAssertions.timed;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.brokersdk.core.Client;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call ends once, within its time, whatever happens below; and says truly whether its request left. */
@Timeout(60)
@Order(1)
class CallTimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** Answers nobody before the test is over. */
    private static Server silent() throws IOException {
        Server[] self = new Server[1];
        self[0] = Server.doing(connection -> {
            self[0].read(connection);
            Thread.sleep(30_000);
        });
        return self[0];
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void longTextInAnAnswerThatNobodyExpects(Sdk sdk) throws Exception {
        for (int length : new int[] {2_000, 4_500, 100_000, 900_000}) {
            try (Server server = Server.replying("{\"trace\":\"" + "a\\n".repeat(length / 3) + "\"}")) {
                Login login = sdk.login(Settings.of(server.url()));

                assertThat(Sdk.kind(catchThrowable(login.now()::get))).isEqualTo("Unexpected");
                assertThat(Sdk.kind(failure(login.async().get()))).isEqualTo("Unexpected");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void answerThatDoesNotComeInTime(Sdk sdk) throws Exception {
        try (Server server = silent()) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT));

            assertThat(timed(() -> assertUnreachable(catchThrowable(login.now()::get), true)))
                    .isBetween(SHORT, SHORT.plusMillis(1_000));
            assertThat(timed(() -> assertUnreachable(failure(login.async().get()), true)))
                    .isBetween(SHORT, SHORT.plusMillis(1_000));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void shortestTimeout(Sdk sdk) throws Exception {
        try (Server server = silent()) {
            Login login = sdk.login(Settings.of(server.url()).timeout(Duration.ofMillis(1)));

            assertThat(timed(() -> assertThat(Sdk.kind(catchThrowable(login.now()::get)))
                            .isEqualTo("Unreachable")))
                    .isLessThan(Duration.ofMillis(1_000));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void slowDns(Sdk sdk) throws Exception {
        OkHttpClient slow = new OkHttpClient.Builder()
                .dns(host -> {
                    sleep(3_000);
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();
        Login login =
                sdk.login(Settings.of("https://broker.example").httpClient(slow).timeout(SHORT));

        assertThat(timed(() -> assertUnreachable(catchThrowable(login.now()::get), false)))
                .isLessThan(SHORT.plusMillis(1_000));
        assertThat(timed(() -> assertUnreachable(failure(login.async().get()), false)))
                .isLessThan(SHORT.plusMillis(1_000));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#askingLate")
    void slowOneTimePassword(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT), Sdk.USER, () -> {
                sleep(3_000);
                return Sdk.OTP;
            });

            assertThat(timed(() -> assertUnreachable(catchThrowable(login.now()::get), false)))
                    .isLessThan(SHORT.plusMillis(1_000));
            assertThat(timed(() -> assertUnreachable(failure(login.async().get()), false)))
                    .isLessThan(SHORT.plusMillis(1_000));
            sleep(3_500);
            assertThat(server.requests).isEmpty();
        }
    }

    /** A supplier may log in elsewhere, in the thread that sends its own login. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#askingLate")
    void oneTimePasswordThatComesOfALogin(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Settings settings = Settings.of(server.url());
            Login login = sdk.login(settings, Sdk.USER, () -> {
                try {
                    sdk.login(settings).async().get().join();
                    sdk.login(settings).now().get();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return Sdk.OTP;
            });

            login.now().get();
            login.async().get().join();
            assertThat(server.requests).hasSize(6);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void interruptBeforeTheCall(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Login login = sdk.login(Settings.of(server.url()));
            Thread.currentThread().interrupt();

            Throwable failure = catchThrowable(login.now()::get);

            assertThat(Thread.interrupted()).isTrue();
            assertUnreachable(failure, false);
            assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void interruptWhileItConnects(Sdk sdk) throws Exception {
        CountDownLatch connecting = new CountDownLatch(1);
        OkHttpClient stuck = new OkHttpClient.Builder()
                .dns(host -> {
                    connecting.countDown();
                    sleep(3_000);
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();

        assertUnreachable(
                interrupted(sdk.login(Settings.of("https://broker.example").httpClient(stuck)), connecting), false);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void interruptWhileItWaitsForTheAnswer(Sdk sdk) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Server server = Server.doing(connection -> {
            Server.readFrom(connection.getInputStream());
            arrived.countDown();
            Thread.sleep(30_000);
        })) {
            assertUnreachable(interrupted(sdk.login(Settings.of(server.url())), arrived), true);
        }
    }

    private static Throwable interrupted(Login login, CountDownLatch when) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            failure.set(catchThrowable(login.now()::get));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        when.await();
        long start = System.nanoTime();
        caller.interrupt();
        caller.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_000));
        assertThat(flag.get()).isTrue();
        return failure.get();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void cancellingEndsTheCall(Sdk sdk) throws Exception {
        List<Consumer<CompletableFuture<?>>> ways = List.of(
                future -> future.cancel(false),
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS),
                future -> future.complete(null),
                future -> future.completeExceptionally(new CancellationException()),
                future -> future.obtrudeException(new CancellationException()));
        for (Consumer<CompletableFuture<?>> end : ways) {
            try (Server server = Server.doing(connection -> {
                Server.readFrom(connection.getInputStream());
                // Ends when the other side does.
                connection.getInputStream().read();
            })) {
                CompletableFuture<?> login =
                        sdk.login(Settings.of(server.url())).async().get();
                await(() -> server.openConnections() == 1);

                end.accept(login);

                await(() -> login.isDone() && server.openConnections() == 0);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#askingLate")
    void whateverIsThrownBelowReachesTheCaller(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            for (Throwable thrown : List.of(
                    new StackOverflowError("made up"),
                    new IllegalStateException("made up"),
                    new IllegalArgumentException("made up"))) {
                Login login = sdk.login(Settings.of(server.url()), Sdk.USER, () -> {
                    throw Sdk.<RuntimeException>sneaky(thrown);
                });

                assertThat(catchThrowable(login.now()::get)).isSameAs(thrown);
                assertThat(failure(login.async().get())).isSameAs(thrown);
            }
            assertThat(server.requests).isEmpty();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    @ResourceLock("the uncaught exception handler of all threads")
    void loggerThatThrowsLosesNoLogin(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
            List<Throwable> told = new java.util.concurrent.CopyOnWriteArrayList<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, e) -> told.add(e));
            try {
                Login login = sdk.login(Settings.of(server.url()).logger(line -> {
                    throw new StackOverflowError("made up");
                }));

                assertThat(login.now().get()).isNotNull();
                assertThat(login.async().get().get()).isNotNull();
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(handler);
            }
            assertThat(told).hasSize(2);
            await(() -> server.openConnections() == 0);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void loggerThatHangsLosesNoLogin(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT).logger(line -> sleep(5_000)));

            assertThat(login.now().get()).isNotNull();
            assertThat(login.async().get().get()).isNotNull();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void closeLetsCallsUnderWayEnd(Sdk sdk) throws Exception {
        try (Server server = Server.replying(request -> {
            Thread.sleep(300);
            return sdk.success("token");
        })) {
            Client client = sdk.client(Settings.of(server.url()), Sdk.USER);
            Login login = sdk.login(client, Sdk.USER, () -> Sdk.OTP);
            CompletableFuture<?> underWay = login.async().get();

            client.close();

            assertThat(underWay.get(5, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(login.now()::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(login.async()::get).isInstanceOf(IllegalStateException.class);
        }
    }

    /** With TLS 1.3 a client learns that its certificate is wanted when its request has left. */
    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void certificateThatIsWantedTooLate(Sdk sdk) throws Exception {
        okhttp3.tls.HeldCertificate certificate = new okhttp3.tls.HeldCertificate.Builder()
                .addSubjectAlternativeName("broker.example")
                .build();
        okhttp3.tls.HandshakeCertificates strict = new okhttp3.tls.HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(
                        new okhttp3.tls.HeldCertificate.Builder().build().certificate())
                .build();
        okhttp3.tls.HandshakeCertificates trusting = new okhttp3.tls.HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (Server server = Server.doing(connection -> {
            javax.net.ssl.SSLSocket tls =
                    (javax.net.ssl.SSLSocket) strict.sslSocketFactory().createSocket(connection, "client", 1, true);
            tls.setUseClientMode(false);
            tls.setNeedClientAuth(true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            Server.readFrom(tls.getInputStream());
        })) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                    .sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager())
                    .build();
            int port = okhttp3.HttpUrl.get(server.url()).port();

            assertUnreachable(
                    catchThrowable(sdk.login(Settings.of("https://broker.example:" + port)
                                    .httpClient(http))
                            .now()::get), true);
        }
    }
}

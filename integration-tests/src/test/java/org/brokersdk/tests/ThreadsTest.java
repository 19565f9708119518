package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No call waits for another, unless an executor wants it so. */
@Timeout(60)
class ThreadsTest {

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#askingLate")
    void oneTimePasswordIsMadeWhenTheConnectionStands(Sdk sdk) throws Exception {
        AtomicLong asked = new AtomicLong();
        okhttp3.OkHttpClient slow = new okhttp3.OkHttpClient.Builder()
                .dns(host -> {
                    EndTest.sleep(1_500);
                    return List.of(java.net.InetAddress.getLoopbackAddress());
                })
                .build();
        AtomicLong arrived = new AtomicLong();
        try (Server server = Server.replying(request -> {
            arrived.set(System.nanoTime());
            return sdk.success("token");
        })) {
            sdk.login(
                            Settings.of(server.url().replace("127.0.0.1", "localhost"))
                                    .httpClient(slow),
                            Sdk.USER,
                            () -> {
                                asked.set(System.nanoTime());
                                return Sdk.OTP;
                            })
                    .now()
                    .get();

            assertThat(Duration.ofNanos(arrived.get() - asked.get())).isLessThan(Duration.ofSeconds(1));
        }
    }

    @EverySdk
    void slowAccountHoldsUpNobody(Sdk sdk) throws Exception {
        AtomicInteger first = new AtomicInteger();
        try (Server server = Server.replying(request -> {
            if (first.getAndIncrement() < 50) {
                Thread.sleep(10_000);
            }
            return sdk.success("token");
        })) {
            AutoCloseable client = sdk.client(Settings.of(server.url()), Sdk.USER);
            for (int i = 0; i < 50; i++) {
                sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get();
            }
            EndTest.await(() -> first.get() == 50);

            sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get().get(5, TimeUnit.SECONDS);
        }
    }

    /** Five places a host were all that there was, and what was chained to a login held them. */
    @EverySdk
    void whatIsChainedBlocksNoOtherCall(Sdk sdk) throws Exception {
        ExecutorService small = Executors.newFixedThreadPool(5);
        try (Server server = Server.replying(request -> sdk.success("token"))) {
            for (Settings settings :
                    List.of(Settings.of(server.url()), Settings.of(server.url()).executor(small))) {
                Login login = sdk.login(settings);
                List<CompletableFuture<?>> chained = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    chained.add(login.async()
                            .get()
                            .thenApply(first -> login.async()
                                    .get()
                                    .thenApply(second -> login.now().get())
                                    .join()));
                }
                CompletableFuture.allOf(chained.toArray(CompletableFuture[]::new))
                        .get(10, TimeUnit.SECONDS);
            }
        } finally {
            small.shutdownNow();
        }
    }

    @EverySdk
    void executorLimitsHowManyAreUnderWay(Sdk sdk) throws Exception {
        ExecutorService four = Executors.newFixedThreadPool(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Server server = Server.replying(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(20);
            now.decrementAndGet();
            return sdk.success("token");
        })) {
            AutoCloseable client = sdk.client(Settings.of(server.url()).executor(four), Sdk.USER);
            List<CompletableFuture<?>> logins = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                logins.add(sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get());
            }
            CompletableFuture.allOf(logins.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

            assertThat(most.get()).isBetween(2, 4);
        } finally {
            four.shutdown();
        }
    }

    @Test
    void noThreadKeepsAJvmAlive() throws Exception {
        for (Sdk sdk : Sdk.all()) {
            try (Server server = Server.replying(request -> sdk.success("token"))) {
                sdk.login(Settings.of(server.url())).now().get();
                sdk.login(Settings.of(server.url())).async().get().get();
            }
        }

        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().contains("-sdk ")
                                || thread.getName().contains("OkHttp")
                                || thread.getName().contains("Okio"))
                        .filter(thread -> !thread.isDaemon()))
                .isEmpty();
    }
}

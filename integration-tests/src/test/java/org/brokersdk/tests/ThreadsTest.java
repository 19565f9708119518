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
                    CallAssertions.sleep(1_500);
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
            org.brokersdk.core.Client client = sdk.client(Settings.of(server.url()), Sdk.USER);
            for (int i = 0; i < 50; i++) {
                sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get();
            }
            CallAssertions.await(() -> first.get() == 50);

            sdk.login(client, Sdk.USER, () -> Sdk.OTP).async().get().get(5, TimeUnit.SECONDS);
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

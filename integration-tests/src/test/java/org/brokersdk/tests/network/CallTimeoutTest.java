package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.tests.CallAssertions.assertUnreachable;
import static org.brokersdk.tests.CallAssertions.await;
import static org.brokersdk.tests.CallAssertions.failure;
import static org.brokersdk.tests.CallAssertions.sleep;
import static org.brokersdk.tests.CallAssertions.timed;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.brokersdk.core.Client;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of each client end within the timeout, with the future, or although the client is closed. */
@Timeout(60)
@Order(1)
class CallTimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** Returns a server that sends no response during the test. */
    private static Server silent() throws IOException {
        Server[] server = new Server[1];
        server[0] = Server.handling(connection -> {
            server[0].read(connection);
            Thread.sleep(30_000);
        });
        return server[0];
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void timeoutIncludesTheResponse(Sdk sdk) throws Exception {
        try (Server server = silent()) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT));

            assertThat(timed(() -> assertUnreachable(catchThrowable(login.blocking()::get), true)))
                    .isBetween(SHORT, SHORT.plusMillis(1_000));
            assertThat(timed(() -> assertUnreachable(failure(login.async().get()), true)))
                    .isBetween(SHORT, SHORT.plusMillis(1_000));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("org.brokersdk.tests.Sdk#withSupplier")
    void timeoutIncludesTheOneTimePassword(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> sdk.success("token"))) {
            Login login = sdk.login(Settings.of(server.url()).timeout(SHORT), Sdk.USER, () -> {
                sleep(3_000);
                return Sdk.OTP;
            });

            assertThat(timed(() -> assertUnreachable(catchThrowable(login.blocking()::get), false)))
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
    @MethodSource("org.brokersdk.tests.Sdk#withSupplier")
    void supplierMayLogIn(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> sdk.success("token"))) {
            Settings settings = Settings.of(server.url());
            Login login = sdk.login(settings, Sdk.USER, () -> {
                try {
                    sdk.login(settings).async().get().join();
                    sdk.login(settings).blocking().get();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return Sdk.OTP;
            });

            login.blocking().get();
            login.async().get().join();
            assertThat(server.requests).hasSize(6);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void endingTheFutureClosesTheConnection(Sdk sdk) throws Exception {
        List<Consumer<CompletableFuture<?>>> ends = List.of(
                future -> future.cancel(false),
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS),
                future -> future.complete(null),
                future -> future.completeExceptionally(new CancellationException()),
                future -> future.obtrudeException(new CancellationException()));
        for (Consumer<CompletableFuture<?>> end : ends) {
            try (Server server = Server.handling(connection -> {
                Server.readFrom(connection.getInputStream());
                // Waits until the client closes the connection.
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
    @EverySdk
    void closeLetsRunningCallsComplete(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> {
            Thread.sleep(300);
            return sdk.success("token");
        })) {
            Client client = sdk.client(Settings.of(server.url()), Sdk.USER);
            Login login = sdk.login(client, Sdk.USER, () -> Sdk.OTP);
            CompletableFuture<?> running = login.async().get();

            client.close();

            assertThat(running.get(5, TimeUnit.SECONDS)).isNotNull();
            assertThatThrownBy(login.blocking()::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(login.async()::get).isInstanceOf(IllegalStateException.class);
        }
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.tests.RedirectListenerTest.get;
import static org.brokersdk.tests.RedirectListenerTest.later;
import static org.brokersdk.tests.RedirectListenerTest.write;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.brokersdk.tests.RedirectListenerTest.Broker;
import org.brokersdk.tests.RedirectListenerTest.Listener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The port of a listener is free as soon as that is closed. */
@ParameterizedClass
@MethodSource("org.brokersdk.tests.RedirectListenerTest#brokers")
@Timeout(60)
@Isolated("a process that is started meanwhile has the port for a moment, as Java lets it inherit sockets")
class RedirectPortTest {

    @Parameter
    private Broker broker;

    private Listener listener;
    private int port;

    /** What is closed at a port that the system deals out could at once be another program's. */
    @BeforeEach
    void openAtAPortThatNobodyElseIsGiven() {
        listener = ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .mapToObj(this::openOrNull)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        port = listener.port();
    }

    private Listener openOrNull(int port) {
        try {
            return broker.open(port);
        } catch (IOException e) {
            return null;
        }
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void isTakenUntilThen() {
        assertThatThrownBy(() -> broker.open(port)).isInstanceOf(IOException.class);
    }

    @Test
    void nobodyListensAnyMore() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (Socket stalled = new Socket("127.0.0.1", port)) {
                write(stalled, "GET /log");
                get(listener, broker.redirect(listener, "1"));

                listener.close();

                assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
                listener = broker.open(port);
            }
        }
    }

    @Test
    void inTheMiddleOfAStorm() throws Exception {
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Void> storm = later(() -> {
                while (true) {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        write(socket, "GET /");
                    }
                }
            });
            Thread.sleep(i % 10);

            listener.close();

            assertThatThrownBy(() -> storm.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
            listener = broker.open(port);
        }
    }

    @Test
    void byAThreadThatIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();

        listener.close();

        assertThat(Thread.interrupted()).isTrue();
        listener = broker.open(port);
    }
}

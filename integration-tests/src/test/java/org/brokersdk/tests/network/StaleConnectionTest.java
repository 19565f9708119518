package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import okhttp3.OkHttpClient;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A connection that the broker has closed meanwhile fails no login, and none is sent twice to make up for it. */
@Timeout(60)
class StaleConnectionTest {

    private static final int LOGINS = 1_000;
    private static final int SERIES = 250;

    /** One in each series may be long, or the test would be. */
    private static final int LONG = 5_000;

    private static final int SHORT = 200;

    /** Announcement that a server will close the connection, if any. */
    private enum Announcement {
        NOTHING,
        CLOSE,
        KEEP_ALIVE
    }

    /** Behavior of a server after a response: how long it waits for another request, and whether it announces that. */
    private record Manner(Announcement announcement, int idle) {

        static Manner any(Random random, int longest) {
            Announcement announcement = Announcement.values()[random.nextInt(Announcement.values().length)];
            return new Manner(announcement, random.nextInt(longest));
        }

        String[] headers() {
            return switch (announcement) {
                case NOTHING -> new String[0];
                case CLOSE -> new String[] {"Connection: close"};
                case KEEP_ALIVE ->
                    new String[] {"Connection: keep-alive", "Keep-Alive: timeout=" + idle / 1_000 + ", max=100"};
            };
        }
    }

    /** Each series logs in again just when the server has lost its patience, or is about to. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void connectionThatIdles() throws Exception {
        series(new Random(7), true);
    }

    /** One login straight after the other, at a server that closes after each answer and does not say so. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void connectionThatIsClosedWithoutAWord() throws Exception {
        series(new Random(8), false);
    }

    private static void series(Random random, boolean idling) throws Exception {
        Manner[] manners = new Manner[LOGINS];
        int[] pauses = new int[LOGINS];
        for (int i = 0; i < LOGINS; i++) {
            manners[i] = idling
                    ? Manner.any(random, i % (LOGINS / SERIES) == 0 ? LONG : SHORT)
                    : new Manner(Announcement.NOTHING, 0);
            pauses[i] = idling ? Math.max(0, manners[i].idle() + random.nextInt(5) - 2) : 0;
        }
        AtomicIntegerArray arrived = new AtomicIntegerArray(LOGINS);
        List<Server> servers = new ArrayList<>();
        // It keeps connections, if it is let.
        OkHttpClient keeping = new OkHttpClient();
        ExecutorService callers = Executors.newFixedThreadPool(SERIES);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SERIES; i++) {
                int first = i * (LOGINS / SERIES);
                Sdk sdk = Sdk.all().get(i % Sdk.all().size());
                AtomicInteger next = new AtomicInteger(first);
                Server server = Server.doing(connection -> serve(sdk, connection, manners, arrived, next));
                servers.add(server);
                all.add(callers.submit(() -> {
                    Login login = sdk.login(Settings.of(server.url()).httpClient(keeping));
                    for (int number = first; number < first + LOGINS / SERIES; number++) {
                        Object session = number % 2 == 0
                                ? login.now().get()
                                : login.async().get().get();
                        assertThat(Sdk.token(session)).contains("token-" + number + "-");
                        CallAssertions.sleep(pauses[number]);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(50, TimeUnit.SECONDS);
            }
            for (int number = 0; number < LOGINS; number++) {
                assertThat(arrived.get(number)).as("login " + number).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
            for (Server server : servers) {
                server.close();
            }
        }
    }

    private static void serve(
            Sdk sdk, Socket connection, Manner[] manners, AtomicIntegerArray arrived, AtomicInteger next)
            throws Exception {
        InputStream input = new BufferedInputStream(connection.getInputStream());
        try {
            while (Server.readFrom(input) != null) {
                int number = next.getAndIncrement();
                arrived.incrementAndGet(number);
                Manner manner = manners[number];
                connection.getOutputStream().write(sdk.success("token-" + number + "-", manner.headers()));
                if (manner.idle() == 0 || manner.announcement() == Announcement.CLOSE) {
                    return;
                }
                connection.setSoTimeout(manner.idle());
            }
        } catch (SocketTimeoutException e) {
            // So much for patience; the connection is closed.
        }
    }
}

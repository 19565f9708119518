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

/** A connection that the broker has closed fails no login, and no login is sent again. */
@Timeout(60)
class StaleConnectionTest {

    private static final int LOGINS = 1_000;
    private static final int SERIES = 250;

    /** Maximum idle time of one login in each series. */
    private static final int LONG = 5_000;

    private static final int SHORT = 200;

    /** Announcement that a server will close the connection, if any. */
    private enum Announcement {
        NOTHING,
        CLOSE,
        KEEP_ALIVE
    }

    /** Time that a server waits for another request, and its announcement that it will close the connection. */
    private record ClosePolicy(Announcement announcement, int idle) {

        static ClosePolicy random(Random random, int longest) {
            Announcement announcement = Announcement.values()[random.nextInt(Announcement.values().length)];
            return new ClosePolicy(announcement, random.nextInt(longest));
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

    /** Each login of a series starts about when the server closes the idle connection. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void connectionThatIsClosedWhenItIsIdle() throws Exception {
        series(new Random(7), true);
    }

    /** Each login starts at once, at a server that closes each connection without announcing it. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void connectionThatIsClosedWithoutAnnouncement() throws Exception {
        series(new Random(8), false);
    }

    private static void series(Random random, boolean idling) throws Exception {
        ClosePolicy[] policies = new ClosePolicy[LOGINS];
        int[] pauses = new int[LOGINS];
        for (int i = 0; i < LOGINS; i++) {
            policies[i] = idling
                    ? ClosePolicy.random(random, i % (LOGINS / SERIES) == 0 ? LONG : SHORT)
                    : new ClosePolicy(Announcement.NOTHING, 0);
            pauses[i] = idling ? Math.max(0, policies[i].idle() + random.nextInt(5) - 2) : 0;
        }
        AtomicIntegerArray requests = new AtomicIntegerArray(LOGINS);
        List<Server> servers = new ArrayList<>();
        // This client keeps connections, unless the SDK prevents it.
        OkHttpClient pooling = new OkHttpClient();
        ExecutorService callers = Executors.newFixedThreadPool(SERIES);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < SERIES; i++) {
                int first = i * (LOGINS / SERIES);
                Sdk sdk = Sdk.all().get(i % Sdk.all().size());
                AtomicInteger next = new AtomicInteger(first);
                Server server = Server.handling(connection -> serve(sdk, connection, policies, requests, next));
                servers.add(server);
                futures.add(callers.submit(() -> {
                    Login login = sdk.login(Settings.of(server.url()).httpClient(pooling));
                    for (int number = first; number < first + LOGINS / SERIES; number++) {
                        Object session = number % 2 == 0
                                ? login.blocking().get()
                                : login.async().get().get();
                        assertThat(Sdk.token(session)).contains("token-" + number + "-");
                        CallAssertions.sleep(pauses[number]);
                    }
                    return null;
                }));
            }
            for (Future<?> login : futures) {
                login.get(50, TimeUnit.SECONDS);
            }
            for (int number = 0; number < LOGINS; number++) {
                assertThat(requests.get(number)).as("login " + number).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
            for (Server server : servers) {
                server.close();
            }
        }
    }

    private static void serve(
            Sdk sdk, Socket connection, ClosePolicy[] policies, AtomicIntegerArray requests, AtomicInteger next)
            throws Exception {
        InputStream input = new BufferedInputStream(connection.getInputStream());
        try {
            while (Server.readFrom(input) != null) {
                int number = next.getAndIncrement();
                requests.incrementAndGet(number);
                ClosePolicy policy = policies[number];
                connection.getOutputStream().write(sdk.success("token-" + number + "-", policy.headers()));
                if (policy.idle() == 0 || policy.announcement() == Announcement.CLOSE) {
                    return;
                }
                connection.setSoTimeout(policy.idle());
            }
        } catch (SocketTimeoutException e) {
            // The server closes the idle connection.
        }
    }
}

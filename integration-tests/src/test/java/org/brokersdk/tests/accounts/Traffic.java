package org.brokersdk.tests.accounts;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.brokersdk.core.Client;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;

/**
 * Logins of many accounts by all clients, at servers that answer every twentieth badly. Each account is known by its
 * number, which is in its request and in the token of its answer; whatever does not fit is remembered.
 */
final class Traffic implements AutoCloseable {

    /** Behavior for a request, and the failure that the caller must see. */
    enum Trouble {
        NONE("", ""),
        PAGE("Unexpected", "HTTP 500"),
        CUT("Unexpected", "broke off"),
        RESET("Unreachable", "may have arrived"),
        NOTHING("Unreachable", "may have arrived"),
        EMPTY("Unexpected", "is empty"),
        GARBAGE("Unexpected", "not the JSON"),
        SILENCE("Unreachable", "took longer than");

        private final String kind;
        private final String words;

        Trouble(String kind, String words) {
            this.kind = kind;
            this.words = words;
        }

        private boolean fits(Throwable failure) {
            return Sdk.kind(failure).equals(kind) && failure.getMessage().contains(words);
        }
    }

    /** One in so many logins of a client has a fault. */
    private static final int TROUBLE_EVERY = 20;

    private static final Duration TAKES = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final Map<Sdk, Server> servers = new HashMap<>();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    /** Numbers of the accounts by the text that identifies them in a request of a client. */
    private final Map<Sdk, Map<String, Integer>> marks = new HashMap<>();

    private final AtomicIntegerArray arrived;
    private final AtomicIntegerArray ended;
    private final AtomicInteger allEnded = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    /**
     * Opens the servers.
     *
     * @param accounts how many there may be
     */
    Traffic(int accounts) throws IOException {
        this.arrived = new AtomicIntegerArray(accounts);
        this.ended = new AtomicIntegerArray(accounts);
        for (Sdk sdk : Sdk.all()) {
            marks.put(sdk, new ConcurrentHashMap<>());
            servers.put(sdk, Server.doing(connection -> answer(sdk, connection)));
        }
    }

    static Sdk sdk(int account) {
        return Sdk.all().get(account % Sdk.all().size());
    }

    /** Every client meets every trouble. */
    static Trouble trouble(int account) {
        int turn = account / Sdk.all().size();
        int troubles = Trouble.values().length - 1;
        return turn % TROUBLE_EVERY != 0 ? Trouble.NONE : Trouble.values()[1 + turn / TROUBLE_EVERY % troubles];
    }

    /** Logs an account in, and waits. */
    void now(int account) {
        try {
            ended(account, login(account).now().get(), null);
        } catch (Throwable e) {
            ended(account, null, e);
        }
    }

    /** Logs an account in; what it returns never fails. */
    CompletableFuture<Void> async(int account) {
        return login(account).async().get().handle((session, failure) -> {
            ended(account, session, failure);
            return null;
        });
    }

    private Login login(int account) {
        Sdk sdk = sdk(account);
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        marks.get(sdk).put(sdk.mark(user(account)), account);
        boolean patient = trouble(account) != Trouble.SILENCE;
        Client client = sdk.isOfOneAccount()
                ? client(sdk, account, patient)
                : clients.computeIfAbsent(sdk + " " + patient, key -> client(sdk, account, patient));
        return sdk.login(client, user(account), () -> Sdk.OTP);
    }

    private Client client(Sdk sdk, int account, boolean patient) {
        Settings settings = Settings.of(servers.get(sdk).url());
        return sdk.client(patient ? settings : settings.timeout(SHORT), user(account));
    }

    private void ended(int account, Object session, Throwable failure) {
        underWay.decrementAndGet();
        Trouble trouble = trouble(account);
        if (ended.incrementAndGet(account) > 1) {
            wrong(account, "ended again");
        } else if (failure != null && !trouble.fits(failure)) {
            wrong(account, "failed as " + failure);
        } else if (failure == null && trouble != Trouble.NONE) {
            wrong(account, "succeeded");
        } else if (failure == null && !Sdk.token(session).contains(token(account))) {
            wrong(account, "was given the token of another: " + Sdk.token(session));
        }
        allEnded.incrementAndGet();
    }

    private void answer(Sdk sdk, Socket connection) throws Exception {
        Server.Request request = Server.readFrom(connection.getInputStream());
        if (request == null) {
            return;
        }
        int account = account(sdk, request.body());
        if (account < 0 || sdk(account) != sdk) {
            wrong(account, "is not whom a request is for: " + request.all());
            return;
        }
        if (arrived.incrementAndGet(account) > 1) {
            wrong(account, "arrived again");
        }
        Thread.sleep(TAKES.toMillis());
        byte[] success = sdk.success(token(account));
        byte[] answer = switch (trouble(account)) {
            case NONE -> success;
            case PAGE -> Server.answer(500, "text/html", "<title>Sorry</title>");
            case CUT -> Arrays.copyOf(success, success.length - 5);
            case EMPTY -> Server.json(200, "");
            case GARBAGE -> Server.json(200, "{\"]");
            case RESET -> {
                connection.setSoLinger(true, 0);
                yield new byte[0];
            }
            case NOTHING -> new byte[0];
            case SILENCE -> {
                // Ends when the other side does.
                connection.getInputStream().read();
                yield new byte[0];
            }
        };
        connection.getOutputStream().write(answer);
    }

    /** The one account that a request is of, or -1; each arrives once. */
    private int account(Sdk sdk, String body) {
        List<String> found =
                marks.get(sdk).keySet().stream().filter(body::contains).toList();
        return found.size() == 1 ? marks.get(sdk).remove(found.get(0)) : -1;
    }

    private static String user(int account) {
        return "AC%07d".formatted(account);
    }

    private static String token(int account) {
        return "token-of-" + user(account);
    }

    private void wrong(int account, String what) {
        wrong.add("account " + account + " of " + sdk(Math.max(0, account)) + ", " + trouble(Math.max(0, account))
                + ", " + what);
    }

    /** Returns the errors of the accounts below a number. Each must have logged in once. */
    List<String> wrong(int accounts) {
        for (int account = 0; account < accounts; account++) {
            if (ended.get(account) != 1) {
                wrong(account, "ended " + ended.get(account) + " times");
            }
            // A login that had no time may not have left.
            if (arrived.get(account) != 1 && trouble(account) != Trouble.SILENCE) {
                wrong(account, "arrived " + arrived.get(account) + " times");
            }
        }
        return List.copyOf(wrong);
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** Returns the number of completed logins. */
    int ended() {
        return allEnded.get();
    }

    int openConnections() {
        return servers.values().stream().mapToInt(Server::openConnections).sum();
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers.values()) {
            server.close();
        }
    }
}

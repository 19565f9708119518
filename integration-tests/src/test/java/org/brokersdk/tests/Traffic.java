package org.brokersdk.tests;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;

/**
 * Logins of many accounts by all clients, at servers that answer every twentieth badly. Each account is known by its
 * number, which is in its request and in the token of its answer; whatever does not fit is remembered.
 */
final class Traffic implements AutoCloseable {

    /** What becomes of a request, and the failure that the caller must see. */
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

    private static final int TROUBLE_EVERY = 20;
    private static final Duration TAKES = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Pattern USER = Pattern.compile("AC(\\d{7})");
    private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");

    /** A client of these is made for one account; a client of the others logs in all. */
    private static final Set<Sdk> OF_ONE_ACCOUNT = EnumSet.of(Sdk.KOTAK, Sdk.NEO, Sdk.OAUTH);

    private final Executor executor;
    private final Map<Sdk, Server> servers = new EnumMap<>(Sdk.class);
    private final Map<String, AutoCloseable> clients = new ConcurrentHashMap<>();
    private final Map<String, Integer> checksums = new ConcurrentHashMap<>();
    private final AtomicIntegerArray arrived;
    private final AtomicIntegerArray ended;
    private final AtomicInteger allEnded = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> underWay = new TreeMap<>();
    private final Map<String, AtomicInteger> mostUnderWay = new TreeMap<>();

    /**
     * Opens the servers.
     *
     * @param accounts how many there may be
     * @param executor runs the asynchronous logins, or null
     */
    Traffic(int accounts, Executor executor) throws IOException {
        this.executor = executor;
        this.arrived = new AtomicIntegerArray(accounts);
        this.ended = new AtomicIntegerArray(accounts);
        for (Sdk sdk : Sdk.values()) {
            servers.put(sdk, Server.doing(connection -> answer(sdk, connection)));
            underWay.put(sdk.broker, new AtomicInteger());
            mostUnderWay.put(sdk.broker, new AtomicInteger());
        }
    }

    static Sdk sdk(int account) {
        return Sdk.values()[account % Sdk.values().length];
    }

    /** Every client meets every trouble. */
    static Trouble trouble(int account) {
        int troubles = Trouble.values().length - 1;
        return account % TROUBLE_EVERY != 0
                ? Trouble.NONE
                : Trouble.values()[1 + account / TROUBLE_EVERY / Sdk.values().length % troubles];
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
        AtomicInteger now = underWay.get(sdk.broker);
        mostUnderWay.get(sdk.broker).accumulateAndGet(now.incrementAndGet(), Math::max);
        if (sdk == Sdk.MARKETS) {
            // Its request shows the account only to those who know the rest of what is hashed.
            checksums.put(sha256(user(account) + Sdk.code(user(account)) + Sdk.PASSWORD), account);
        }
        boolean patient = trouble(account) != Trouble.SILENCE;
        AutoCloseable client = OF_ONE_ACCOUNT.contains(sdk)
                ? client(sdk, account, patient)
                : clients.computeIfAbsent(sdk + " " + patient, key -> client(sdk, account, patient));
        return sdk.login(client, user(account), () -> Sdk.OTP);
    }

    private AutoCloseable client(Sdk sdk, int account, boolean patient) {
        Settings settings = Settings.of(servers.get(sdk).url()).executor(executor);
        return sdk.client(patient ? settings : settings.timeout(SHORT), user(account));
    }

    private void ended(int account, Object session, Throwable failure) {
        underWay.get(sdk(account).broker).decrementAndGet();
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

    /** The one account that a request names, or -1. */
    private int account(Sdk sdk, String body) {
        if (sdk == Sdk.MARKETS) {
            Matcher checksum = CHECKSUM.matcher(body);
            Integer account = checksum.find() ? checksums.remove(checksum.group()) : null;
            return account == null ? -1 : account;
        }
        List<Integer> named = USER.matcher(body)
                .results()
                .map(user -> Integer.valueOf(user.group(1)))
                .distinct()
                .toList();
        return named.size() == 1 ? named.get(0) : -1;
    }

    private static String user(int account) {
        return "AC%07d".formatted(account);
    }

    private static String token(int account) {
        return "token-of-" + user(account);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void wrong(int account, String what) {
        wrong.add("account " + account + " of " + sdk(Math.max(0, account)) + ", " + trouble(Math.max(0, account))
                + ", " + what);
    }

    /** What went otherwise than it must, of the accounts below a number: all have been logged in, and once. */
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

    Collection<String> brokers() {
        return underWay.keySet();
    }

    int mostUnderWay(String broker) {
        return mostUnderWay.get(broker).get();
    }

    /** How many logins have come to an end. */
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

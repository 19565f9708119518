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
 * Logins of many accounts by all clients, at servers with a fault in every twentieth response. The number of an account
 * is in its request and in the token of its response, so each wrong outcome is recorded.
 */
final class Traffic implements AutoCloseable {

    /** Fault of a server, with the failure that the caller must get. */
    enum ServerFault {
        NONE("", ""),
        PAGE("Unexpected", "HTTP 500"),
        TRUNCATED("Unexpected", "broke off"),
        RESET("Unreachable", "may have arrived"),
        NOTHING("Unreachable", "may have arrived"),
        EMPTY("Unexpected", "is empty"),
        GARBAGE("Unexpected", "not the JSON"),
        SILENCE("Unreachable", "took longer than");

        private final String kind;
        private final String message;

        ServerFault(String kind, String message) {
            this.kind = kind;
            this.message = message;
        }

        private boolean matches(Throwable failure) {
            return Sdk.kind(failure).equals(kind) && failure.getMessage().contains(message);
        }
    }

    /** Number of logins of a client for each fault. */
    private static final int FAULT_INTERVAL = 20;

    private static final Duration RESPONSE_TIME = Duration.ofMillis(100);
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    private final Map<Sdk, Server> servers = new HashMap<>();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    /** Numbers of the accounts by the text that identifies them in a request of a client. */
    private final Map<Sdk, Map<String, Integer>> accountsByText = new HashMap<>();

    private final AtomicIntegerArray arrived;
    private final AtomicIntegerArray completions;
    private final AtomicInteger completedLogins = new AtomicInteger();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger maxRunning = new AtomicInteger();

    /**
     * Opens the servers.
     *
     * @param accounts the maximum number of accounts
     */
    Traffic(int accounts) throws IOException {
        this.arrived = new AtomicIntegerArray(accounts);
        this.completions = new AtomicIntegerArray(accounts);
        for (Sdk sdk : Sdk.all()) {
            accountsByText.put(sdk, new ConcurrentHashMap<>());
            servers.put(sdk, Server.handling(connection -> respond(sdk, connection)));
        }
    }

    static Sdk sdk(int account) {
        return Sdk.all().get(account % Sdk.all().size());
    }

    /** Returns the fault for an account. Each client gets each fault. */
    static ServerFault fault(int account) {
        int number = account / Sdk.all().size();
        int faults = ServerFault.values().length - 1;
        return number % FAULT_INTERVAL != 0
                ? ServerFault.NONE
                : ServerFault.values()[1 + number / FAULT_INTERVAL % faults];
    }

    /** Logs an account in by a blocking call. */
    void blocking(int account) {
        try {
            complete(account, login(account).blocking().get(), null);
        } catch (Throwable e) {
            complete(account, null, e);
        }
    }

    /** Logs an account in asynchronously. The future does not fail. */
    CompletableFuture<Void> async(int account) {
        return login(account).async().get().handle((session, failure) -> {
            complete(account, session, failure);
            return null;
        });
    }

    private Login login(int account) {
        Sdk sdk = sdk(account);
        maxRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        accountsByText.get(sdk).put(sdk.accountText(user(account)), account);
        boolean defaultTimeout = fault(account) != ServerFault.SILENCE;
        Client client = sdk.isOfOneAccount()
                ? client(sdk, account, defaultTimeout)
                : clients.computeIfAbsent(sdk + " " + defaultTimeout, key -> client(sdk, account, defaultTimeout));
        return sdk.login(client, user(account), () -> Sdk.OTP);
    }

    private Client client(Sdk sdk, int account, boolean defaultTimeout) {
        Settings settings = Settings.of(servers.get(sdk).url());
        return sdk.client(defaultTimeout ? settings : settings.timeout(SHORT_TIMEOUT), user(account));
    }

    private void complete(int account, Object session, Throwable failure) {
        running.decrementAndGet();
        ServerFault fault = fault(account);
        if (completions.incrementAndGet(account) > 1) {
            addError(account, "completed again");
        } else if (failure != null && !fault.matches(failure)) {
            addError(account, "failed as " + failure);
        } else if (failure == null && fault != ServerFault.NONE) {
            addError(account, "succeeded");
        } else if (failure == null && !Sdk.token(session).contains(token(account))) {
            addError(account, "was given the token of another: " + Sdk.token(session));
        }
        completedLogins.incrementAndGet();
    }

    private void respond(Sdk sdk, Socket connection) throws Exception {
        Server.Request request = Server.readFrom(connection.getInputStream());
        if (request == null) {
            return;
        }
        int account = account(sdk, request.body());
        if (account < 0 || sdk(account) != sdk) {
            addError(account, "is not the account of a request: " + request.all());
            return;
        }
        if (arrived.incrementAndGet(account) > 1) {
            addError(account, "arrived again");
        }
        Thread.sleep(RESPONSE_TIME.toMillis());
        byte[] success = sdk.success(token(account));
        byte[] response = switch (fault(account)) {
            case NONE -> success;
            case PAGE -> Server.response(500, "text/html", "<title>Sorry</title>");
            case TRUNCATED -> Arrays.copyOf(success, success.length - 5);
            case EMPTY -> Server.json(200, "");
            case GARBAGE -> Server.json(200, "{\"]");
            case RESET -> {
                connection.setSoLinger(true, 0);
                yield new byte[0];
            }
            case NOTHING -> new byte[0];
            case SILENCE -> {
                // Waits until the client closes the connection.
                connection.getInputStream().read();
                yield new byte[0];
            }
        };
        connection.getOutputStream().write(response);
    }

    /** Returns the account of a request, or -1 if it is unknown or its request has arrived before. */
    private int account(Sdk sdk, String body) {
        List<String> found =
                accountsByText.get(sdk).keySet().stream().filter(body::contains).toList();
        return found.size() == 1 ? accountsByText.get(sdk).remove(found.get(0)) : -1;
    }

    private static String user(int account) {
        return "AC%07d".formatted(account);
    }

    private static String token(int account) {
        return "token-of-" + user(account);
    }

    private void addError(int account, String error) {
        errors.add("account " + account + " of " + sdk(Math.max(0, account)) + ", " + fault(Math.max(0, account)) + ", "
                + error);
    }

    /** Returns the errors of the accounts below a number. Each must have logged in once. */
    List<String> errors(int accounts) {
        for (int account = 0; account < accounts; account++) {
            if (completions.get(account) != 1) {
                addError(account, "completed " + completions.get(account) + " times");
            }
            // The request of a login with a short timeout may not have been sent.
            if (arrived.get(account) != 1 && fault(account) != ServerFault.SILENCE) {
                addError(account, "arrived " + arrived.get(account) + " times");
            }
        }
        return List.copyOf(errors);
    }

    int maxRunning() {
        return maxRunning.get();
    }

    /** Returns the number of completed logins. */
    int completed() {
        return completedLogins.get();
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

package org.brokersdk.mocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mock servers of all brokers. */
public final class Mocks implements AutoCloseable {

    private final Map<String, Prism> servers = new LinkedHashMap<>();
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();

    private Mocks() {}

    /**
     * Starts a mock server for each broker, at free ports.
     *
     * @return mock servers, which may not listen yet
     * @throws IOException if Node or Prism is not installed
     */
    public static Mocks start() throws IOException {
        return start(0);
    }

    /**
     * Starts a mock server for each broker.
     *
     * @param port the port of the first; each other mock uses the next port. 0 is for any free ports
     * @return mock servers, which may not listen yet
     * @throws IOException if Node or Prism is not installed
     * @throws UncheckedIOException if a port is taken
     */
    public static Mocks start(int port) throws IOException {
        Mocks mocks = new Mocks();
        try {
            int next = port;
            for (String broker : Spec.BROKERS) {
                mocks.servers.put(broker, Prism.start(broker));
                mocks.gateways.put(broker, new Gateway(mocks.servers.get(broker), next));
                next += port == 0 ? 0 : 1;
            }
        } catch (IOException | UncheckedIOException e) {
            mocks.close();
            throw e;
        }
        return mocks;
    }

    /**
     * Returns the gateway of a broker's mock.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return the gateway that all tests share
     */
    public Gateway of(String broker) {
        return gateways.get(broker);
    }

    /**
     * Opens another gateway to the mock of a broker, for a test that changes its responses.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return a gateway that the caller closes
     */
    public Gateway open(String broker) {
        return new Gateway(servers.get(broker), 0);
    }

    /**
     * Returns the mock servers.
     *
     * @return one server for each broker
     */
    public List<Prism> all() {
        return List.copyOf(servers.values());
    }

    /**
     * Restarts each server that has died, at its URL. A request can kill Prism.
     *
     * @return the restarted servers
     * @throws IOException if a server cannot be started
     */
    public List<Prism> revive() throws IOException {
        List<Prism> revived = new ArrayList<>();
        for (Prism server : servers.values()) {
            if (server.restartIfDead()) {
                revived.add(server);
            }
        }
        return revived;
    }

    @Override
    public void close() {
        gateways.values().forEach(Gateway::close);
        servers.values().forEach(Prism::close);
    }

    /**
     * Runs the mock servers until Ctrl-C. The program ends with its parent process, as Maven does not forward signals.
     * The property {@code mocks.port} is the port of the first mock.
     *
     * @param args none
     * @throws Exception if a mock server cannot be started
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The future ends the process.
    public static void main(String[] args) throws Exception {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        int port = Integer.getInteger("mocks.port", 0);
        try (Mocks mocks = start(port)) {
            mocks.gateways.forEach((broker, gateway) -> System.out.printf("%-9s %s%n", broker, gateway.url()));
            System.out.println("Stop them with Ctrl-C.");
            while (true) {
                Thread.sleep(200);
                mocks.revive().forEach(mock -> System.out.println("The " + mock + " had died and was started again."));
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof BindException)) {
                throw e;
            }
            System.err.println(e.getMessage() + ". Give another first port, as in -Dmocks.port=" + (port + 1000));
            System.exit(1);
        }
    }
}

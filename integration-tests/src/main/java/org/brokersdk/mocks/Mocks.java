package org.brokersdk.mocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mock of each broker, all started at once. */
public final class Mocks implements AutoCloseable {

    private final Map<String, Prism> servers = new LinkedHashMap<>();
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();

    private Mocks() {}

    /**
     * Starts a mock of each broker, at ports that are free.
     *
     * @return mocks that may still be about to listen
     * @throws IOException if Node or Prism is not there
     */
    public static Mocks start() throws IOException {
        return start(0);
    }

    /**
     * Starts a mock of each broker.
     *
     * @param port of the first; each of the others takes the next. 0 for any that are free
     * @return mocks that may still be about to listen
     * @throws IOException if Node or Prism is not there
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
     * The mock of a broker.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return the way to it that all share
     */
    public Gateway of(String broker) {
        return gateways.get(broker);
    }

    /**
     * Another way to the mock of a broker, for one who changes what it answers.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return a gateway that the caller closes
     */
    public Gateway open(String broker) {
        return new Gateway(servers.get(broker), 0);
    }

    /**
     * The servers behind all ways.
     *
     * @return one for each broker
     */
    public List<Prism> all() {
        return List.copyOf(servers.values());
    }

    /**
     * Starts again, at its URL, each server that has died: a request can kill Prism.
     *
     * @return those that had died
     * @throws IOException if one cannot be started
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
     * Runs the mocks until it is stopped, for trying things by hand. It ends with the process that has started it, as
     * Maven passes no signal on. The property {@code mocks.port} is the port of the first mock.
     *
     * @param args none
     * @throws Exception if they cannot be started
     */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends the process.
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

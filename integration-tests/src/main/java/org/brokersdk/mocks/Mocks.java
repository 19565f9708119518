package org.brokersdk.mocks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mock of each broker, all started at once. */
public final class Mocks implements AutoCloseable {

    private final Map<String, Prism> servers = new LinkedHashMap<>();

    private Mocks() {}

    /**
     * Starts the three mocks.
     *
     * @return mocks that may still be about to listen
     * @throws IOException if Node or Prism is not there
     */
    public static Mocks start() throws IOException {
        Mocks mocks = new Mocks();
        try {
            for (String broker : Spec.BROKERS) {
                mocks.servers.put(broker, Prism.start(broker));
            }
        } catch (IOException e) {
            mocks.close();
            throw e;
        }
        return mocks;
    }

    /**
     * The mock of a broker.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return its server
     */
    public Prism of(String broker) {
        return servers.get(broker);
    }

    /**
     * Every mock.
     *
     * @return the servers of all brokers
     */
    public List<Prism> all() {
        return List.copyOf(servers.values());
    }

    @Override
    public void close() {
        servers.values().forEach(Prism::close);
    }

    /**
     * Runs the mocks until it is stopped, for trying things by hand.
     *
     * @param args none
     * @throws Exception if they cannot be started
     */
    public static void main(String[] args) throws Exception {
        try (Mocks mocks = start()) {
            mocks.servers.forEach((broker, prism) -> System.out.printf("%-6s %s%n", broker, prism.url()));
            System.out.println("Stop them with Ctrl-C.");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}

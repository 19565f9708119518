package org.brokersdk.core;

import org.brokersdk.core.internal.ApiClient;

/**
 * Client for one login of a broker. Building it sends nothing, and each method sends its request at most once.
 *
 * <p>Every call may throw a {@link BrokerException}. Methods that end in {@code Async} complete their future with it;
 * completing that future in any way cancels the call. Clients are immutable and safe to share between threads.
 */
public abstract class Client implements AutoCloseable {

    /** Calls the broker. */
    protected final ApiClient apiClient;

    /**
     * Creates a client.
     *
     * @param apiClient calls the broker
     */
    protected Client(ApiClient apiClient) {
        this.apiClient = apiClient;
    }

    /**
     * Rejects later calls of this client and of its sessions with an {@link IllegalStateException}. Calls that have
     * begun continue. An {@code OkHttpClient} that was given stays open.
     */
    @Override
    public void close() {
        apiClient.transport().close();
    }
}

package org.brokersdk.core;

import org.brokersdk.core.internal.ApiClient;

/**
 * Client for one login of a broker. A builder sends nothing, and each method sends its request at most once.
 *
 * <p>Every call may throw a {@link BrokerException}. Methods whose names end in {@code Async} complete their future
 * with the exception. If you complete such a future in any way, the call is canceled. Clients are immutable and safe to
 * share between threads.
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
     * begun continue. An {@code OkHttpClient} of yours stays open.
     */
    @Override
    public void close() {
        apiClient.transport().close();
    }
}

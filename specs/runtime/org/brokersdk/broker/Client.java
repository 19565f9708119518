package org.brokersdk.broker;

/**
 * What logs in. Nothing is sent before a method says so, and nothing is sent twice. Every call may throw a
 * {@link BrokerException}; the methods that end in {@code Async} complete their future with it, and ending that future
 * in any way ends the call. Immutable and safe to share between threads.
 */
public abstract class Client implements AutoCloseable {

    final Endpoint endpoint;

    Client(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Starts no more calls: whatever would send one, of this client or of what it has made, throws an
     * {@link IllegalStateException}. Calls under way go on to their end. The interface of {@code api()} and an
     * {@code OkHttpClient} that was given stay open.
     */
    @Override
    public void close() {
        endpoint.transport().close();
    }
}

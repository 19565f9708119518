package org.brokersdk.core.internal;

import java.util.concurrent.CompletableFuture;

/**
 * Future that a client returns, which knows how many logins a second its broker allows. Stages made from this future,
 * for example by {@code thenCompose}, know the same number.
 *
 * @param <T> the type of the result
 */
public class BrokerFuture<T> extends CompletableFuture<T> {

    private final int loginsPerSecond;

    /**
     * Creates an incomplete future.
     *
     * @param loginsPerSecond the logins a second that the broker is known to allow, or 0 if that is not known
     */
    public BrokerFuture(int loginsPerSecond) {
        this.loginsPerSecond = loginsPerSecond;
    }

    /**
     * Returns the limit of the broker.
     *
     * @return the logins a second that the broker is known to allow, or 0 if that is not known
     */
    public final int loginsPerSecond() {
        return loginsPerSecond;
    }

    /** Creates the future of a dependent stage, which is a plain {@code BrokerFuture} in each subclass too. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new BrokerFuture<>(loginsPerSecond);
    }
}

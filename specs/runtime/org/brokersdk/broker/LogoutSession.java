package org.brokersdk.broker;

import java.util.concurrent.CompletableFuture;

/** A session that can be ended. */
public abstract class LogoutSession extends Session {

    LogoutSession(SavedSession<?> saved) {
        super(saved);
    }

    /** Ends the session. */
    public void logout() {
        end().send();
    }

    /**
     * {@link #logout()} without waiting.
     *
     * @return completes when the session has ended
     */
    public CompletableFuture<Void> logoutAsync() {
        return end().sendAsync();
    }

    abstract Exchange<Void> end();
}

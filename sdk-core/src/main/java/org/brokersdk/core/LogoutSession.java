package org.brokersdk.core;

import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.SavedSession;

/** Session with a logout. */
public abstract class LogoutSession extends Session {

    /**
     * Creates a session.
     *
     * @param apiClient calls the broker
     * @param saved the data of the session
     */
    protected LogoutSession(ApiClient apiClient, SavedSession<?> saved) {
        super(apiClient, saved);
    }

    /**
     * Ends the session at the broker. From this call on, the listener of {@link ClientBuilder#onSessionEnded} is not
     * called.
     */
    public void logout() {
        stopMonitor();
        logoutCall().execute();
    }

    /**
     * {@link #logout()} without waiting.
     *
     * @return a future that completes when the broker has ended the session
     */
    public CompletableFuture<Void> logoutAsync() {
        stopMonitor();
        return logoutCall().executeAsync();
    }

    /**
     * Returns the call that ends the session.
     *
     * @return a call
     */
    protected abstract ApiCall<Void> logoutCall();

    @Override
    protected ApiCall<?> sessionCall() {
        return logoutCall();
    }
}

package org.brokersdk.core;

import java.time.Instant;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.core.internal.SessionInterceptor;
import org.brokersdk.core.internal.SessionMonitor;

/**
 * Session of a user who logged in. It is immutable, and can be saved and restored in another process. A broker can end
 * a session earlier than documented. Calls then fail with {@link Reason#SESSION_EXPIRED}.
 */
public abstract class Session {

    /** Calls the broker at the origin of later calls. */
    protected final ApiClient apiClient;

    private final SavedSession<?> saved;
    private final SessionMonitor monitor;

    /**
     * Creates a session.
     *
     * @param apiClient calls the broker
     * @param saved the data of the session
     */
    protected Session(ApiClient apiClient, SavedSession<?> saved) {
        this.saved = saved;
        this.monitor = new SessionMonitor(apiClient.transport(), this, this::sessionCall);
        this.apiClient = apiClient.with(monitor);
    }

    /**
     * Returns the user id.
     *
     * @return the user id
     */
    public String userId() {
        return saved.userId();
    }

    /**
     * Returns the moment at which the login succeeded, by the clock of the machine that logged in.
     *
     * @return the moment
     */
    public Instant createdAt() {
        return saved.createdAt();
    }

    /**
     * Returns the headers that later calls to the broker need.
     *
     * @return headers by name; their values are secrets
     */
    public abstract Map<String, String> headers();

    /**
     * Returns a client whose requests contain this session. The client adds credentials to requests to the session's
     * origin. If the broker has a domain, the client also adds them to requests to the other hosts of that domain. Each
     * hop of a redirect counts as a request. The client adds credentials to no other request. It has no cookie jar and
     * no cache, which could confuse the sessions of two users.
     *
     * @param httpClient your client, which stays unchanged
     * @return the client for later calls; it shares connections and threads with yours
     * @throws IllegalArgumentException if the client is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return new SessionInterceptor(apiClient.metadata(), apiClient.baseUrl(), authenticator(), monitor)
                .addTo(httpClient);
    }

    /**
     * Returns the session as text, for the {@code restore} method of the client that created it.
     *
     * @return one line of text; it contains the session's token, so keep it like a password
     */
    public String save() {
        return saved.format();
    }

    /**
     * Returns the authenticator that adds the session to a request.
     *
     * @return an authenticator
     */
    protected RequestAuthenticator authenticator() {
        return RequestAuthenticator.headers(headers());
    }

    /**
     * Returns a call of this session. Its rules decide whether a response reports the end of the session. The call is
     * not executed.
     *
     * @return a call
     */
    protected abstract ApiCall<?> sessionCall();

    /** Stops the search for the end of the session, because the program ends the session itself. */
    void stopMonitor() {
        monitor.stop();
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[userId=" + userId() + ", createdAt=" + createdAt() + ", host="
                + apiClient.baseUrl().host() + ", token=***]";
    }
}

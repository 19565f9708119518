package org.brokersdk.iifl;

import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.PartnerLoginResult;

/**
 * A session with IIFL's Open API, which is a cookie. Immutable; it can be saved and taken up again in another process.
 *
 * <p>A session ends after 30 minutes without a call, and IIFL has no logout: treat {@link Reason#SESSION_EXPIRED} as
 * its end.
 */
public abstract sealed class IiflSession permits IiflPartnerSession, IiflCustomerSession {

    final IiflCalls calls;
    final Saved state;

    /** What is saved: everything that the client's settings do not hold. One of the two answers is there. */
    record Saved(
            String iiflSession,
            String who,
            String since,
            String host,
            String cookie,
            PartnerLoginResult partner,
            CustomerLoginResult customer)
            implements SavedSession {

        static Saved now(
                IiflCalls calls, String who, String cookie, PartnerLoginResult partner, CustomerLoginResult customer) {
            String host = Carrier.origin(calls.baseUrl());
            return new Saved("1", who, Instant.now().toString(), host, cookie, partner, customer);
        }

        static Saved read(IiflCalls calls, String saved, Class<?> session, Predicate<Saved> hasAnswer) {
            return SavedSession.read(
                    saved,
                    Saved.class,
                    session,
                    calls.baseUrl(),
                    read -> "1".equals(read.iiflSession)
                            && !IiflCalls.isBlank(read.who)
                            && IiflCalls.isSession(read.cookie)
                            && hasAnswer.test(read));
        }
    }

    IiflSession(IiflCalls calls, Saved state) {
        this.calls = calls;
        this.state = state;
    }

    /**
     * Since when, by the clock of the machine that logged in.
     *
     * @return the moment of the login
     */
    public Instant since() {
        return Instant.parse(state.since);
    }

    /**
     * The session itself.
     *
     * @return the value of the header {@code Cookie}; a secret
     */
    public String cookie() {
        return state.cookie;
    }

    /**
     * What later calls to IIFL need.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> headers() {
        return Map.of("Cookie", state.cookie, "Ocp-Apim-Subscription-Key", calls.settings.subscriptionKey);
    }

    /**
     * A client like yours, whose requests carry this session: {@link #headers()} go with each request to the host of
     * the session, at every hop of a redirect, and with no other. It keeps no cookies of its own and caches nothing, as
     * neither knows whose session it is.
     *
     * @param httpClient yours; it stays as it is
     * @return the client for all later calls; it shares the connections and threads of yours
     * @throws IllegalArgumentException if it is null
     */
    public OkHttpClient httpClient(OkHttpClient httpClient) {
        return Carrier.on(httpClient, calls.baseUrl(), null, Carrier.Carrying.headers(headers()));
    }

    /**
     * Writes the session down, for {@link IiflClient#restorePartner(String)} or
     * {@link IiflClient#restoreCustomer(String)}.
     *
     * @return one line of text; it holds the cookie and the token, so keep it like a password
     */
    public String save() {
        return ApiClient.format(state);
    }
}

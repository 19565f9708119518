package org.brokersdk.iifl;

import com.google.gson.JsonParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.Interceptor;
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
            String cookie,
            PartnerLoginResult partner,
            CustomerLoginResult customer) {

        static Saved now(String who, String cookie, PartnerLoginResult partner, CustomerLoginResult customer) {
            return new Saved("1", who, Instant.now().toString(), cookie, partner, customer);
        }

        static Saved read(String saved, String type, Predicate<Saved> hasAnswer) {
            try {
                Saved state = ApiClient.parse(saved, Saved.class);
                if (state != null
                        && "1".equals(state.iiflSession)
                        && !IiflCalls.isBlank(state.who)
                        && IiflCalls.isSession(state.cookie)
                        && hasAnswer.test(state)) {
                    Instant.parse(state.since);
                    return state;
                }
            } catch (JsonParseException | DateTimeException | NullPointerException e) {
                // Their messages quote the text, which holds the cookie.
            }
            throw new IllegalArgumentException("saved must be what " + type + ".save() returned; log in again");
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
     * Puts {@link #headers()} on every request of an {@code OkHttpClient}. Use that client for IIFL alone, and without
     * a {@code CookieJar}, whose cookies would win.
     *
     * @return an interceptor
     */
    public Interceptor interceptor() {
        return IiflCalls.sending(headers());
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

package org.brokersdk.iifl;

import java.util.Map;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.jspecify.annotations.Nullable;

/** A session with IIFL's Open API, which is a cookie. It ends after 30 minutes without a call, and has no logout. */
public abstract sealed class IiflSession extends Session permits IiflPartnerSession, IiflCustomerSession {

    final IiflCalls calls;
    final State state;

    /** One of the two answers is there. */
    record State(
            String cookie,
            @Nullable PartnerLoginResult partner,
            @Nullable CustomerLoginResult customer) {}

    IiflSession(IiflCalls calls, SavedSession<State> saved) {
        super(saved);
        this.calls = calls;
        this.state = saved.state();
    }

    static SavedSession<State> read(
            IiflCalls calls, String saved, Class<? extends Session> session, Predicate<State> hasAnswer) {
        return SavedSession.read(
                saved,
                session,
                State.class,
                calls.endpoint().url(),
                state -> IiflJudge.isSession(state.cookie) && hasAnswer.test(state));
    }

    /**
     * The session itself.
     *
     * @return the value of the header {@code Cookie}; a secret
     */
    public String cookie() {
        return state.cookie;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Cookie", state.cookie, "Ocp-Apim-Subscription-Key", calls.settings().subscriptionKey);
    }

    @Override
    HttpUrl home() {
        return calls.endpoint().url();
    }
}

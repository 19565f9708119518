package org.brokersdk.iifl;

import java.util.Map;
import java.util.function.Predicate;
import org.brokersdk.core.Session;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.brokersdk.iifl.api.RegisterJwtRequest;
import org.jspecify.annotations.Nullable;

/** Session with IIFL's Open API, which is a cookie. It ends after 30 minutes without a call. There is no logout. */
public abstract sealed class IiflSession extends Session permits IiflPartnerSession, IiflCustomerSession {

    private final IiflService service;
    final State state;

    /** Data of a session, with one of the two responses. */
    record State(
            String cookie,
            @Nullable PartnerLoginResult partner,
            @Nullable CustomerLoginResult customer) {}

    IiflSession(IiflService service, SavedSession<State> saved) {
        super(service.client(), saved);
        this.service = service;
        this.state = saved.state();
    }

    static SavedSession<State> parse(
            IiflService service, String saved, Class<?> session, Predicate<State> hasResponse) {
        return SavedSession.parse(
                saved,
                session,
                State.class,
                service.client().baseUrl(),
                state -> IiflResponseChecker.isSession(state.cookie) && hasResponse.test(state));
    }

    /** Returns the call that registers a token. It is the only call of a session that the spec has. */
    ApiCall<Void> registration(String clientCode, String token) {
        RegisterJwtRequest request = RegisterJwtRequest.builder()
                .clientCode(clientCode)
                .jwtCode(token)
                .build();
        ApiClient client = apiClient.with(RequestAuthenticator.header("Cookie", cookie()));
        return client.voidCall(client.api(IiflApi.class).registerJwt(request), IiflResponseChecker::registration);
    }

    @Override
    protected ApiCall<?> sessionCall() {
        return registration("none", "none");
    }

    /**
     * Returns the cookie, which is the session.
     *
     * @return the value of the header {@code Cookie}, which is a secret
     */
    public String cookie() {
        return state.cookie;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Cookie", state.cookie, "Ocp-Apim-Subscription-Key", service.settings().subscriptionKey);
    }
}

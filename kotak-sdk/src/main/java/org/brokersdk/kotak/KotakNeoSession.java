package org.brokersdk.kotak;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.core.internal.SessionMonitor;
import org.brokersdk.kotak.api.NeoSession;

/**
 * Session with Kotak's Neo. Kotak does not document when a session ends. It does not document either whether a session
 * works if the response has {@code isUserPwdExpired}. Such a login returns a session, and the user should change the
 * password.
 */
public class KotakNeoSession extends LogoutSession {

    /** Segments in the paths of quotes and scrip master, and of expiries, option chain and historical data. */
    private static final Set<String> QUOTES = Set.of("script-details", "market-data");

    private final KotakNeoService service;
    private final NeoSession response;

    KotakNeoSession(KotakNeoService service, SavedSession<NeoSession> saved) {
        super(service.client().at(Objects.requireNonNull(service.dataCentre(saved.state()))), saved);
        this.service = service;
        this.response = saved.state();
    }

    static KotakNeoSession of(KotakNeoService service, NeoSession response) {
        return new KotakNeoSession(
                service,
                SavedSession.now(
                        KotakNeoSession.class,
                        service.settings().ucc,
                        service.client().baseUrl(),
                        response));
    }

    static KotakNeoSession restore(KotakNeoService service, String saved) {
        return new KotakNeoSession(
                service,
                SavedSession.parse(
                                saved,
                                KotakNeoSession.class,
                                NeoSession.class,
                                service.client().baseUrl(),
                                response -> Preconditions.isVisible(response.token())
                                        && Preconditions.isVisible(response.sid())
                                        && service.dataCentre(response) != null)
                        .requireUser(service.settings().ucc));
    }

    /**
     * Returns the name with which the broker greets the user.
     *
     * @return the name, if the response has one; the broker may show only a part of it
     */
    public Optional<String> greetingName() {
        return Optional.ofNullable(response.greetingName());
    }

    /**
     * Returns the response to the validation.
     *
     * @return the response, which contains the trade token
     */
    public NeoSession response() {
        return response;
    }

    /**
     * Returns the base URL of later calls: the data centre of the user, or the base URL of the login if the broker
     * named none. A client with a base URL outside of kotaksecurities.com, such as that of a mock server, keeps its
     * base URL.
     *
     * @return a URL with a slash at its end
     */
    public String baseUrl() {
        return apiClient.baseUrl().toString();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The headers are {@code Auth}, {@code Sid} and {@code neo-fin-key}, for orders, reports, portfolio and limits.
     * Kotak's own client also sends the access token with orders, so {@code Authorization} contains it, without
     * {@code Bearer}. Quotes and the scrip master need {@link #quoteHeaders()} instead.
     */
    @Override
    public Map<String, String> headers() {
        return Map.of(
                "Authorization",
                service.settings().accessToken,
                "Auth",
                KotakNeoService.token(response),
                "Sid",
                KotakNeoService.sid(response),
                "neo-fin-key",
                SpecValues.METADATA.defaultValue("neo-fin-key"));
    }

    /**
     * Returns the headers of quotes, scrip master, expiries, option chain and historical data, which replace
     * {@link #headers()}: the access token of the application, without {@code Bearer}.
     *
     * @return headers by name; their values are secrets
     */
    public Map<String, String> quoteHeaders() {
        return Map.of("Authorization", service.settings().accessToken);
    }

    /**
     * Returns the fields of the first message on the WebSocket of prices, which is JSON. The URL is {@code feedUrl} of
     * {@link #response()}.
     *
     * @return the fields of the message; the session id is a secret
     */
    public Map<String, String> priceFeed() {
        return Map.of(
                "user",
                userId(),
                "auth",
                KotakNeoService.sid(response),
                "format",
                "native_batch",
                "source",
                "NEOTRADEAPI");
    }

    /**
     * Returns the parts of the first message on the WebSocket of orders, which is at {@code /realtime} of
     * {@link #baseUrl()}. The message is not JSON, but <code>{type:cn,Authorization:…,Sid:…,src:WEB}</code>, in this
     * order.
     *
     * @return the parts of the message; token and session id are secrets
     */
    public Map<String, String> orderFeed() {
        return Map.of(
                "type",
                "cn",
                "Authorization",
                KotakNeoService.token(response),
                "Sid",
                KotakNeoService.sid(response),
                "src",
                "WEB");
    }

    /**
     * Asks Kotak which IP address it sees. Kotak accepts orders from this machine after you registered that address.
     *
     * @return the address
     */
    public String clientIp() {
        return clientIpCall().execute();
    }

    /**
     * {@link #clientIp()} without waiting.
     *
     * @return the future address
     */
    public CompletableFuture<String> clientIpAsync() {
        return clientIpCall().executeAsync();
    }

    private ApiCall<String> clientIpCall() {
        return service.clientIp(response, Objects.requireNonNull(apiClient.monitor()));
    }

    /**
     * Ends the session at {@link #baseUrl()}.
     *
     * <p>Kotak does not document a logout. Its own client contains this call, but sends nothing and only forgets its
     * tokens. No public source shows a response to this call. So a failure may mean nothing: discard the session in any
     * case. A reset of the access token in Neo ends all sessions at once.
     */
    @Override
    public void logout() {
        super.logout();
    }

    /** Selects the headers by the path. */
    @Override
    protected RequestAuthenticator authenticator() {
        RequestAuthenticator quotes = RequestAuthenticator.headers(quoteHeaders());
        RequestAuthenticator others = RequestAuthenticator.headers(headers());
        return request -> request.url().pathSegments().stream().anyMatch(QUOTES::contains)
                ? quotes.authenticate(SessionMonitor.ignore(request))
                : others.authenticate(request);
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        return service.logout(response);
    }
}

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
import org.brokersdk.kotak.api.NeoSession;

/**
 * A session with Kotak's Neo. Kotak does not say until when it lasts, nor what becomes of one whose answer has
 * {@code isUserPwdExpired}: it is a session here, and the password should be changed.
 */
public final class KotakNeoSession extends LogoutSession {

    /** Stand in the paths of quotes and scrip master, and of expiries, option chain and historical data. */
    private static final Set<String> QUOTES = Set.of("script-details", "market-data");

    private final KotakNeoService service;
    private final NeoSession response;

    private KotakNeoSession(KotakNeoService service, SavedSession<NeoSession> saved) {
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
                                && service.dataCentre(response) != null));
    }

    /**
     * Returns the name with which the broker greets the user.
     *
     * @return the name, if one came; it may come masked
     */
    public Optional<String> greetingName() {
        return Optional.ofNullable(response.greetingName());
    }

    /**
     * Returns the response to the validation.
     *
     * @return the answer; it holds the trade token
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
     * <p>That is {@code Auth}, {@code Sid} and {@code neo-fin-key}, for orders, reports, portfolio and limits. Kotak's
     * own client sends the access token with orders as well, so it is here too; without {@code Bearer}. Quotes and the
     * scrip master want {@link #quoteHeaders()} instead.
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
     * Returns what the first message on the WebSocket of prices holds, as JSON. Its URL is {@code feedUrl} of
     * {@link #response()}.
     *
     * @return the fields of the message; the session id among them is a secret
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
     * Returns what the first message on the WebSocket of orders holds, which is at {@code /realtime} of
     * {@link #baseUrl()}. The message is no JSON: <code>{type:cn,Authorization:…,Sid:…,src:WEB}</code>, in this order.
     *
     * @return the parts of the message; token and session id among them are secrets
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
     * Asks which IP address Kotak sees: the one to register before orders are taken from this machine.
     *
     * @return the address
     */
    public String clientIp() {
        return service.clientIp(response).execute();
    }

    /**
     * {@link #clientIp()} without waiting.
     *
     * @return the address to be
     */
    public CompletableFuture<String> clientIpAsync() {
        return service.clientIp(response).executeAsync();
    }

    /**
     * Ends the session at {@link #baseUrl()}.
     *
     * <p>Kotak does not offer a logout: its own client holds this call but forgets its tokens and sends nothing, and no
     * one has seen this answered. So a failure here may mean nothing; the session is one to forget in any case. What
     * ends every session at once is a reset of the access token in Neo.
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
        return request -> (request.url().pathSegments().stream().anyMatch(QUOTES::contains) ? quotes : others)
                .authenticate(request);
    }

    @Override
    protected ApiCall<Void> logoutCall() {
        return service.logout(response);
    }
}

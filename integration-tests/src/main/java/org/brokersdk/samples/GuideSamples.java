package org.brokersdk.samples;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.LoginResult;
import org.brokersdk.core.Reason;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.core.Session;
import org.brokersdk.core.SessionFile;
import org.brokersdk.core.Totp;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;

/** Samples of the guides. {@link Samples} has more of them. */
public final class GuideSamples {

    /**
     * Account of a batch.
     *
     * @param accessToken the access token from the dashboard
     * @param mobileNumber the mobile number with the country code
     * @param ucc the client code
     * @param totp the supplier of the one-time password
     * @param mpin the second factor
     */
    public record Account(String accessToken, String mobileNumber, String ucc, Supplier<String> totp, String mpin) {}

    private final OkHttpClient http;

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public GuideSamples(OkHttpClient http) {
        this.http = http;
    }

    /** Logs in with the one-time password of an authenticator app. */
    public NorenSession totp(NorenClient noren, String password, String totpSecret) {
        // sample
        Totp totp = Totp.fromBase32(totpSecret); // the text beside the QR code; keep it like a password
        NorenSession session = noren.login("VIDYA", password, totp);
        // end
        return session;
    }

    /** Logs in with a one-time password that no login has used. */
    public KotakNeoSession fresh(KotakNeoClient kotak, Totp totp, String mpin) {
        // sample
        String oneTimePassword = totp.fresh(); // may wait; use one Totp for each account
        KotakNeoSession session = kotak.login(oneTimePassword).validate(mpin);
        // end
        return session;
    }

    /** Corrects a clock that is wrong by a known duration. */
    public Totp clock(String totpSecret, Duration offset) {
        // sample
        Totp totp = Totp.fromBase32(totpSecret, Clock.offset(Clock.systemUTC(), offset));
        // end
        return totp;
    }

    /** Asks the user for the one-time password. */
    public NorenSession ask(NorenClient noren, String password, Supplier<String> userInput) {
        // sample
        NorenSession session = noren.login("VIDYA", password, userInput); // asked once, just before it is sent
        // end
        return session;
    }

    /** Logs in with the code that IIFL's page shows to the user. */
    public IiflMarketsSession typedCode(
            String appKey, String appSecret, Consumer<String> browser, Supplier<String> userInput) {
        // sample
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .appKey(appKey)
                .appSecret(appSecret)
                .clientId("TESTCLIENT1")
                .httpClient(http)
                .build();
        browser.accept(iifl.loginUrl());
        IiflMarketsSession session = iifl.loginWithCode(userInput.get()); // the code that the page shows
        // end
        return session;
    }

    /** Logs in by a redirect that must have the state. */
    public IiflMarketsSession state(IiflMarketsClient.Builder settings, Consumer<String> browser) throws Exception {
        // sample
        IiflMarketsClient iifl =
                settings.redirectUrl("http://localhost:3000/callback").build(); // as registered
        try (RedirectListener listener = iifl.openListener()) {
            browser.accept(iifl.loginUrl(listener.state()));
            return iifl.login(listener.await(Duration.ofMinutes(5)), listener.state());
        }
        // end
    }

    /** Restores a session of Kotak Neo, and logs in only if it has expired. */
    public KotakNeoSession resumeNeo(KotakNeoClient kotak, Supplier<String> totp, String mpin, Path path)
            throws IOException {
        // sample
        SessionFile file = new SessionFile(path);
        KotakNeoSession session = file.restoreOrLogin(
                kotak::restore, // sends nothing
                KotakNeoSession::clientIp, // asks the broker whether the session still lives
                () -> kotak.login(totp).validate(mpin));
        // end
        return session;
    }

    /** Restores a session of IIFL, and opens the login page only if it has expired. */
    public IiflMarketsSession resumeIifl(
            IiflMarketsClient iifl, RedirectListener listener, Consumer<String> browser, Path path) throws Exception {
        // sample
        SessionFile file = new SessionFile(path);
        IiflMarketsSession session = file.restoreOrLogin(iifl::restore, IiflMarketsSession::profile, () -> {
            browser.accept(iifl.loginUrl());
            return iifl.login(listener.await(Duration.ofMinutes(5)));
        });
        // end
        return session;
    }

    /** Restores a session of QuickAuth, and logs in only if it has expired. */
    public NorenSession resume(NorenClient noren, String password, Supplier<String> oneTimePassword, Path path)
            throws IOException {
        // sample
        SessionFile file = new SessionFile(path);
        NorenSession session = file.restoreOrLogin(
                noren::restore, NorenSession::details, () -> noren.login("VIDYA", password, oneTimePassword));
        // end
        return session;
    }

    /** Sets a listener of ended sessions. */
    public NorenClient ended(NorenClient.Builder settings, Consumer<String> screen) {
        // sample
        NorenClient noren = settings.onSessionEnded(
                        (session, rejection) -> screen.accept(session.userId() + ": " + rejection.brokerMessage()))
                .build();
        // end
        return noren;
    }

    /** Stays logged in, until the broker rejects a login. */
    public void overnight(
            KotakNeoClient.Builder settings,
            Supplier<String> totp,
            String mpin,
            Path path,
            Duration pause,
            Consumer<OkHttpClient> work)
            throws IOException, InterruptedException {
        // sample
        BlockingQueue<Session> ended = new LinkedBlockingQueue<>();
        KotakNeoClient kotak =
                settings.onSessionEnded((over, cause) -> ended.add(over)).build();
        SessionFile file = new SessionFile(path);
        while (true) {
            try {
                KotakNeoSession session = file.restoreOrLogin(
                        kotak::restore,
                        KotakNeoSession::clientIp,
                        () -> kotak.login(totp).validate(mpin));
                work.accept(session.httpClient(http)); // starts your own calls, and returns
                while (ended.take() != session) {} // an earlier session may have ended
            } catch (BrokerException.Unreachable e) {
                if (e.requestSent()) {
                    throw e; // the broker may have counted the login
                }
            }
            Thread.sleep(pause.toMillis()); // at most one login in this time, such as five minutes
        }
        // end
    }

    /** Logs many accounts in. */
    public List<LoginResult<Account, KotakNeoSession>> accounts(List<Account> accounts, Consumer<String> screen) {
        // sample
        List<LoginResult<Account, KotakNeoSession>> results = BatchLogin.of(
                        (Account account) -> KotakNeoClient.builder()
                                .accessToken(account.accessToken())
                                .mobileNumber(account.mobileNumber())
                                .ucc(account.ucc())
                                .httpClient(http)
                                .build()
                                .loginAsync(account.totp())
                                .thenCompose(login -> login.validateAsync(account.mpin())))
                .maxConcurrency(20)
                .perSecond(50) // unless set, what the broker is known to allow
                .onResult(result -> screen.accept("\r" + result)) // 12 of 200: logged in
                .execute(accounts);
        // end
        return results;
    }

    /** Logs in to two brokers in one batch. */
    public List<Session> brokers(
            KotakNeoClient kotak,
            Supplier<String> totp,
            String mpin,
            NorenClient noren,
            String password,
            Consumer<String> screen) {
        // sample
        List<LoginResult<String, Session>> results = BatchLogin.<String, Session>of(account -> switch (account) {
                    case "AB123" -> kotak.loginAsync(totp).thenCompose(login -> login.validateAsync(mpin));
                    case "VIDYA" -> noren.loginAsync(account, password, totp);
                    default -> throw new IllegalArgumentException("There is no account " + account);
                })
                .execute(List.of("AB123", "VIDYA"));
        List<Session> sessions = new ArrayList<>();
        for (LoginResult<String, Session> result : results) {
            result.session().ifPresent(sessions::add);
            if (result.failure().orElse(null) instanceof BrokerException.Rejected rejected) {
                screen.accept(result.account() + ": " + rejected.reason()); // VIDYA: BLOCKED
            }
        }
        // end
        return sessions;
    }

    /** Limits the number of calls at a time. */
    public List<CompletableFuture<NorenSession>> executor(
            NorenClient.Builder settings, List<String> userIds, String password) {
        // sample
        ExecutorService executor = Executors.newFixedThreadPool(100); // the maximum of calls at a time
        NorenClient noren = settings.build();
        List<CompletableFuture<NorenSession>> logins = userIds.stream()
                .map(userId -> CompletableFuture.supplyAsync(() -> noren.login(userId, password, "123456"), executor))
                .toList();
        // end
        executor.shutdown();
        return logins;
    }

    /** Uses the IPv4 address of a machine that has both. */
    public OkHttpClient ipv4(OkHttpClient client) {
        // sample
        Dns ipv4 = host -> Dns.SYSTEM.lookup(host).stream()
                .filter(Inet4Address.class::isInstance)
                .toList();
        OkHttpClient ipv4Client = client.newBuilder().dns(ipv4).build(); // for httpClient(…) of a client
        // end
        return ipv4Client;
    }

    /** Uses the proxy of a given {@code OkHttpClient}. */
    public NorenClient ownHttp(String url, String vendorCode, String apiKey) {
        // sample
        OkHttpClient proxied = http.newBuilder()
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128)))
                .build();
        NorenClient noren = NorenClient.builder()
                .baseUrl(url)
                .vendorCode(vendorCode)
                .apiKey(apiKey)
                .deviceId("my-laptop")
                .httpClient(proxied)
                .build();
        // end
        return noren;
    }

    /** Gets a chosen failure from a mock server. */
    public Reason mock(String mockUrl, String password) {
        // sample
        try (NorenClient noren = NorenClient.builder()
                .baseUrl(mockUrl + "code=200,example=blocked") // mockUrl: as mvn -q -Pmocks prints it
                .vendorCode("DEMO_VC")
                .apiKey("demo")
                .deviceId("test")
                .build()) {
            noren.login("VIDYA", password, "123456");
            return null;
        } catch (BrokerException.Rejected e) {
            return e.reason(); // BLOCKED
        }
        // end
    }
}

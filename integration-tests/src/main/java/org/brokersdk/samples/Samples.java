package org.brokersdk.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.core.SessionFile;
import org.brokersdk.core.Totp;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakLogin;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.kotak.KotakSession;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;

/**
 * Samples that several pages show. A page shows the Java between {@code // sample} and {@code // end}.
 *
 * <p>Tests compare README.md with these files, and run the methods against the mock servers.
 */
@SuppressWarnings("UnusedVariable") // The samples show all results.
public final class Samples {

    private final OkHttpClient http;

    /**
     * Creates the samples.
     *
     * @param http the client that sends the calls
     */
    public Samples(OkHttpClient http) {
        this.http = http;
    }

    /** Logs in to IIFL's Markets API in the browser. */
    public IiflMarketsSession iiflMarkets(String appKey, String appSecret, Consumer<String> browser) throws Exception {
        // sample
        IiflMarketsClient iifl = IiflMarketsClient.builder()
                .appKey(appKey)
                .appSecret(appSecret)
                .clientId("TESTCLIENT1") // a redirect of another client id is refused
                .redirectUrl("http://127.0.0.1:8080/login") // exactly as registered with the app key
                .httpClient(http)
                .build();
        try (RedirectListener listener = iifl.openListenerWithoutState()) {
            browser.accept(iifl.loginUrl()); // the user logs in on IIFL's page
            return iifl.login(listener.await(Duration.ofMinutes(5)));
        }
        // end
    }

    /** Logs in to Kotak's Trade API. */
    public KotakSession kotak(String accessToken, String consumerKey, String password, String accessCode) {
        // sample
        KotakClient kotak = KotakClient.builder()
                .accessToken(accessToken)
                .consumerKey(consumerKey)
                .userId("AB1234")
                .httpClient(http)
                .build();
        KotakLogin login = kotak.login(password); // Kotak sends an access code to the user
        KotakSession session = login.verify(accessCode);
        // end
        return session;
    }

    /** Logs in to a broker that runs Noren. */
    public NorenSession noren(String url, String vendorCode, String apiKey, String password, String totpSecret) {
        // sample
        NorenClient noren = NorenClient.builder()
                .baseUrl(url) // your broker's, such as https://broker.example/NorenWClientTP
                .vendorCode(vendorCode)
                .apiKey(apiKey)
                .deviceId("my-laptop")
                .httpClient(http)
                .build();
        NorenSession session = noren.login("VIDYA", password, Totp.fromBase32(totpSecret));
        // end
        return session;
    }

    /** Distinguishes failures. */
    public String failures(KotakNeoClient kotak, String totp, String mpin) {
        // sample
        try {
            KotakNeoSession session = kotak.login(totp).validate(mpin);
            return "Welcome, " + session.userId();
        } catch (BrokerException.Rejected e) { // the broker refused, perhaps with HTTP 200
            return switch (e.reason()) {
                case WRONG_CREDENTIALS -> "Try again, but not too often: accounts lock.";
                case BLOCKED -> "Call the broker.";
                default -> e.getMessage(); // the broker's message, its code, and what to do
            };
        } catch (BrokerException.Unreachable e) { // no connection, or no response within the timeout
            return e.requestSent() ? "Check whether the login worked before you repeat it." : "Try again.";
        } catch (BrokerException.Unexpected e) { // HTML, an empty or broken response, another format
            return "HTTP " + e.status() + ": " + e.responseSummary();
        }
        // end
    }

    /** Saves and restores a session. */
    public KotakNeoSession keep(KotakNeoClient kotak, KotakNeoSession session, Path path) throws IOException {
        // sample
        SessionFile file = new SessionFile(path); // only its owner can read it
        file.write(session);

        KotakNeoSession restored = file.read(kotak::restore).orElseThrow(); // sends nothing
        OkHttpClient orders = restored.httpClient(http);
        // end
        orders.interceptors();
        return restored;
    }

    /** Logs in asynchronously. */
    public CompletableFuture<KotakNeoSession> async(KotakNeoClient kotak, String totp, String mpin) {
        // sample
        CompletableFuture<KotakNeoSession> session =
                kotak.loginAsync(totp).thenCompose(login -> login.validateAsync(mpin));
        // end
        return session;
    }

    /** Sets optional settings. */
    public KotakNeoClient settings(String accessToken, String proxyPassword) {
        // sample
        KotakNeoClient kotak = KotakNeoClient.builder()
                .accessToken(accessToken)
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .timeout(Duration.ofSeconds(10)) // of a whole call; 30 seconds unless set
                .proxy("http://proxy.example:3128", "me", proxyPassword) // TLS stays on
                .logger(System.out::println) // POST /login/1.0/tradeApiLogin 200 83 ms
                .userAgent("my-app/1.0")
                .build();
        // end
        return kotak;
    }
}

package org.brokersdk.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakLogin;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.kotak.KotakSession;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.noren.NorenSession;

/** The logins of each broker, today's and the older, and one that fails, against the mocks; tells what it does. */
public final class Demo {

    private static final OkHttpClient HTTP = new OkHttpClient();

    private final Mocks mocks;

    private Demo(Mocks mocks) {
        this.mocks = mocks;
    }

    /**
     * Runs the demo.
     *
     * @param args none
     * @throws IOException if a mock cannot be started
     */
    public static void main(String[] args) throws IOException {
        try (Mocks mocks = Mocks.start()) {
            Demo demo = new Demo(mocks);
            demo.kotak();
            demo.iifl();
            demo.noren();
        }
        HTTP.dispatcher().executorService().shutdown();
        HTTP.connectionPool().evictAll();
        System.out.println("\nThe jars:");
        for (String broker : Spec.BROKERS) {
            System.out.println("  " + jar(broker));
        }
    }

    private void kotak() {
        title("Kotak", "kotak");
        KotakNeoLogin neo = KotakNeoClient.builder()
                .baseUrl(mocks.of("kotak").url())
                .accessToken("demo-access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .logger(Demo::tell)
                .httpClient(HTTP)
                .build()
                .login("123456");
        tell(neo);
        tell(neo.validate("123456"));
        KotakClient.Builder settings = KotakClient.builder()
                .baseUrl(mocks.of("kotak").url())
                .accessToken("demo-access-token")
                .consumerKey("demo-consumer-key")
                .userId("AB1234")
                .logger(Demo::tell);
        KotakClient kotak = settings.httpClient(HTTP).build();
        tell(kotak.initSession());
        KotakLogin login = kotak.login("demo-password");
        tell(login);
        KotakSession session = login.verify("1234");
        tell(session);
        session.logout();
        fail(() -> settings.baseUrl(mocks.of("kotak").url(401, "invalidCredentials"))
                .build()
                .login("wrong-password"));
    }

    private void iifl() {
        title("IIFL", "iifl");
        IiflMarketsClient markets = IiflMarketsClient.builder()
                .baseUrl(mocks.of("iifl").url())
                .appKey("demo-key")
                .appSecret("demo-secret")
                .redirectUrl("https://demo.example/login")
                .logger(Demo::tell)
                .httpClient(HTTP)
                .build();
        tell("The user logs in at " + markets.loginUrl());
        tell(markets.login("https://demo.example/login?authCode=ABC123DEF456&clientId=TESTCLIENT1"));
        IiflClient.Builder settings = IiflClient.builder()
                .baseUrl(mocks.of("iifl").url())
                .subscriptionKey("demo-subscription-key")
                .app(IiflApp.builder()
                        .appName("DemoApp")
                        .appVersion("1.0")
                        .key("demo-key")
                        .userId("demo-user")
                        .password("demo-password")
                        .build())
                .encryptionKey("demo-encryption-key")
                .logger(Demo::tell);
        IiflClient iifl = settings.httpClient(HTTP).build();
        tell(iifl.partnerLogin("demo@example.com", "1234567890"));
        tell(iifl.customerLogin("DEMO01", "demo-password", LocalDate.of(1990, 1, 1)));
        fail(() -> settings.baseUrl(mocks.of("iifl").url(200, "wrongPassword"))
                .build()
                .partnerLogin("demo@example.com", "1234567890"));
    }

    private void noren() {
        title("Noren", "noren");
        NorenOauthClient oauth = NorenOauthClient.builder()
                .broker(NorenBroker.SHOONYA)
                .baseUrl(mocks.of("noren").url())
                .clientId("DEMO_ID")
                .secret("demo-secret")
                .userId("VIDYA")
                .redirectUrl("https://demo.example/login")
                .logger(Demo::tell)
                .httpClient(HTTP)
                .build();
        tell("The user logs in at " + oauth.loginUrl());
        tell(oauth.login("https://demo.example/login?code=demo-code"));
        NorenClient.Builder settings = NorenClient.builder()
                .baseUrl(mocks.of("noren").url())
                .vendorCode("DEMO_VC")
                .apiKey("demo-api-key")
                .deviceId("demo-device")
                .logger(Demo::tell);
        NorenSession session = settings.httpClient(HTTP).build().login("VIDYA", "demo-password", "123456");
        tell(session);
        session.logout();
        fail(() -> settings.baseUrl(mocks.of("noren").url(200, "wrongPassword"))
                .build()
                .login("VIDYA", "wrong-password", "123456"));
    }

    private void title(String name, String broker) {
        System.out.println("\n" + name + ", mocked at " + mocks.of(broker).url());
    }

    private static void tell(Object what) {
        System.out.println("  " + what);
    }

    private static void fail(Runnable login) {
        try {
            login.run();
        } catch (RuntimeException e) {
            tell(e.getClass().getSimpleName() + ": " + e.getMessage());
            return;
        }
        throw new IllegalStateException("This login should have failed");
    }

    private static Path jar(String broker) throws IOException {
        Path target = Spec.DIRECTORY.resolveSibling(broker + "-sdk").resolve("target");
        try (var files = Files.newDirectoryStream(target, broker + "-sdk-*.jar")) {
            return files.iterator().next().normalize();
        }
    }
}

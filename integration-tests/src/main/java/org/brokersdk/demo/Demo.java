package org.brokersdk.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.api.CustomerLoginBody;
import org.brokersdk.iifl.api.CustomerLoginRequest;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.PartnerLoginBody;
import org.brokersdk.iifl.api.PartnerLoginRequest;
import org.brokersdk.iifl.api.RequestHead;
import org.brokersdk.kotak.api.FaultAnswer;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.kotak.api.VerifyAccessCodeRequest;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthRequest;
import retrofit2.Call;
import retrofit2.Response;

/** The complete login of each broker, and one that fails, against the mocks; tells what it does as it goes. */
public final class Demo {

    private static final String HASH = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";
    private static final String IP = "127.0.0.1";
    private static final String APP = "demo";

    private final Mocks mocks;
    private final OkHttpClient http = new OkHttpClient();

    private Demo(Mocks mocks) {
        this.mocks = mocks;
    }

    /**
     * Runs the demo.
     *
     * @param args none
     * @throws IOException if a mock cannot be started or does not answer
     */
    public static void main(String[] args) throws IOException {
        try (Mocks mocks = Mocks.start()) {
            Demo demo = new Demo(mocks);
            demo.kotak();
            demo.iifl();
            demo.noren();
            System.out.println("\nThe jars:");
            for (String broker : Spec.BROKERS) {
                System.out.println("  " + jar(broker));
            }
        }
    }

    private void kotak() throws IOException {
        title("Kotak", "kotak");
        KotakApi kotak = kotak(http);
        tell(
                kotak.initSession("AB1234", IP, APP),
                answer -> "status " + answer.success().status());
        LoginByUserIdRequest login = LoginByUserIdRequest.builder()
                .userid("AB1234")
                .password("demo-password")
                .build();
        var loggedIn = tell(
                kotak.loginByUserId(IP, APP, login),
                answer -> "oneTimeToken " + mask(answer.success().oneTimeToken()));
        VerifyAccessCodeRequest code = VerifyAccessCodeRequest.builder()
                .userid("AB1234")
                .accessCode("1234")
                .build();
        var verified = tell(
                kotak.verifyAccessCode(loggedIn.success().oneTimeToken(), IP, APP, code),
                answer -> "sessionToken " + mask(answer.success().sessionToken()) + ", clientCode "
                        + answer.success().clientCode());
        tell(
                kotak.logout(verified.success().sessionToken(), IP, APP, "AB1234"),
                answer -> "message " + answer.success().message());
        Response<?> refused = kotak(preferring(401, "invalidCredentials"))
                .loginByUserId(IP, APP, login)
                .execute();
        FaultAnswer fault = org.brokersdk.kotak.api.ApiClient.readError(refused, FaultAnswer.class);
        tell(refused, "fault " + fault.fault().code() + " " + fault.fault().message());
    }

    private void iifl() throws IOException {
        title("IIFL", "iifl");
        IiflApi iifl = iifl(http);
        RequestHead.Builder head = RequestHead.builder()
                .appName("DemoApp")
                .appVer("1.0")
                .key("demoKey")
                .osName("WEB")
                .userId("KhbQ9NhE1PBrMsGWPZglwQ==")
                .password("/Y++blnB3via9L2/aCi1PA==");
        PartnerLoginRequest partner = PartnerLoginRequest.builder()
                .head(head.requestCode("IIFLMarRQLoginForVendor").build())
                .body(PartnerLoginBody.builder()
                        .emailId("demo@example.com")
                        .contactNumber("1234567890")
                        .build())
                .build();
        tell(
                iifl.partnerLogin(partner),
                answer ->
                        "status " + answer.body().status() + " " + answer.body().message() + ", valid up to "
                                + answer.body().validUpto());
        CustomerLoginRequest customer = CustomerLoginRequest.builder()
                .head(head.requestCode("IIFLMarRQLoginRequestV4").build())
                .body(CustomerLoginBody.builder()
                        .clientCode("KhbQ9NhE1PBrMsGWPZglwQ==")
                        .password("KhbQ9NhE1PBrMsGWPZglwQ==")
                        .my2Pin("cK0OtszAvltTSdFqCLeapQ==")
                        .build())
                .build();
        tell(
                iifl.customerLogin(customer),
                answer -> "token " + mask(answer.body().token()) + ", client "
                        + answer.body().clientName());
        tell(
                iifl(preferring(200, "wrongPassword")).partnerLogin(partner),
                answer ->
                        "status " + answer.body().status() + " " + answer.body().message());
    }

    private void noren() throws IOException {
        title("Noren", "noren");
        NorenApi noren = noren(http);
        QuickAuthRequest login = QuickAuthRequest.builder()
                .uid("VIDYA")
                .pwd(HASH)
                .factor2("123456")
                .vc("DEMO_VC")
                .appkey(HASH)
                .imei("demo device")
                .build();
        var session = tell(
                noren.quickAuth(login),
                answer -> "stat " + answer.stat() + ", susertoken " + mask(answer.susertoken()));
        LogoutRequest logout = LogoutRequest.builder().uid("VIDYA").build();
        tell(noren.logout(logout, session.susertoken()), answer -> "stat " + answer.stat());
        tell(
                noren(preferring(200, "wrongPassword")).quickAuth(login),
                answer -> "stat " + answer.stat() + ", emsg " + answer.emsg());
    }

    private KotakApi kotak(OkHttpClient client) {
        return org.brokersdk.kotak.api.ApiClient.builder()
                .baseUrl(mocks.of("kotak").url())
                .httpClient(client)
                .accessToken("demo-access-token")
                .consumerKey("demo-consumer-key")
                .build()
                .create(KotakApi.class);
    }

    private IiflApi iifl(OkHttpClient client) {
        return org.brokersdk.iifl.api.ApiClient.builder()
                .baseUrl(mocks.of("iifl").url())
                .httpClient(client)
                .subscriptionKey("demo-subscription-key")
                .build()
                .create(IiflApi.class);
    }

    private NorenApi noren(OkHttpClient client) {
        return org.brokersdk.noren.api.ApiClient.builder()
                .baseUrl(mocks.of("noren").url())
                .httpClient(client)
                .build()
                .create(NorenApi.class);
    }

    /** The mocks give the answer that is asked for by this header. */
    private OkHttpClient preferring(int status, String example) {
        return http.newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Prefer", "code=" + status + ", example=" + example)
                        .build()))
                .build();
    }

    private void title(String name, String broker) {
        System.out.println("\n" + name + ", mocked at " + mocks.of(broker).url());
    }

    private static <T> T tell(Call<T> call, Function<T, String> what) throws IOException {
        Response<T> response = call.execute();
        tell(response, what.apply(response.body()));
        return response.body();
    }

    private static void tell(Response<?> response, String what) {
        HttpUrl url = response.raw().request().url();
        System.out.printf(
                "  %-6s %-38s %d  %s%n", response.raw().request().method(), url.encodedPath(), response.code(), what);
    }

    private static String mask(String secret) {
        return secret == null ? "(none)" : "***";
    }

    private static Path jar(String broker) throws IOException {
        Path target = Spec.DIRECTORY.resolveSibling(broker + "-sdk").resolve("target");
        try (var files = Files.newDirectoryStream(target, broker + "-sdk-*.jar")) {
            return files.iterator().next().normalize();
        }
    }
}

import org.brokersdk.noren.api.ApiClient;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.QuickAuthAnswer;
import org.brokersdk.noren.api.QuickAuthRequest;

public class Login {

    public static void main(String[] args) throws Exception {
        String hash = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";
        NorenApi noren = ApiClient.builder().baseUrl(args[0]).build().create(NorenApi.class);
        QuickAuthAnswer login = noren.quickAuth(QuickAuthRequest.builder()
                        .uid("VIDYA")
                        .pwd(hash)
                        .factor2("123456")
                        .vc("DEMO_VC")
                        .appkey(hash)
                        .imei("device")
                        .build())
                .execute()
                .body();
        System.out.println("logged in: " + login.stat());
        System.exit(0);
    }
}

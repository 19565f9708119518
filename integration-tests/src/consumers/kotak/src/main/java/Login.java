import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.LoginAnswer;
import org.brokersdk.kotak.api.LoginByUserIdRequest;

public class Login {

    public static void main(String[] args) throws Exception {
        KotakApi kotak = ApiClient.builder()
                .baseUrl(args[0])
                .accessToken("token")
                .consumerKey("key")
                .build()
                .create(KotakApi.class);
        LoginAnswer login = kotak.loginByUserId(
                        "127.0.0.1",
                        "demo",
                        LoginByUserIdRequest.builder()
                                .userid("AB1234")
                                .password("secret")
                                .build())
                .execute()
                .body();
        System.out.println("logged in: " + login.success().userid());
        System.exit(0);
    }
}

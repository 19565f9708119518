import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakSession;

public class Login {

    public static void main(String[] args) {
        try (KotakClient kotak = KotakClient.builder()
                .baseUrl(args[0])
                .accessToken("token")
                .consumerKey("key")
                .userId("AB1234")
                .build()) {
            KotakSession session = kotak.login("secret").verify("1234");
            System.out.println("logged in: " + session.userId());
            session.logout();
        }
    }
}

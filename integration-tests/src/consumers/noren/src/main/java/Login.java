import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenSession;

public class Login {

    public static void main(String[] args) {
        try (NorenClient noren = NorenClient.builder()
                .baseUrl(args[0])
                .vendorCode("DEMO_VC")
                .apiKey("key")
                .deviceId("device")
                .build()) {
            NorenSession session = noren.login("VIDYA", "secret", "123456");
            System.out.println("logged in: " + session.userId());
            session.logout();
        }
    }
}

import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;

public class Login {

    public static void main(String[] args) {
        IiflApp app = IiflApp.builder()
                .appName("DemoApp")
                .appVersion("1.0")
                .key("key")
                .userId("user")
                .password("secret")
                .build();
        try (IiflClient iifl = IiflClient.builder()
                .baseUrl(args[0])
                .subscriptionKey("key")
                .app(app)
                .encryptionKey("encryption key")
                .build()) {
            System.out.println("logged in: "
                    + iifl.partnerLogin("demo@example.com", "1234567890").userId());
        }
    }
}

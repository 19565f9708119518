import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.PartnerLoginAnswer;
import org.brokersdk.iifl.api.PartnerLoginBody;
import org.brokersdk.iifl.api.PartnerLoginRequest;
import org.brokersdk.iifl.api.RequestHead;

public class Login {

    public static void main(String[] args) throws Exception {
        IiflApi iifl = ApiClient.builder().baseUrl(args[0]).subscriptionKey("key").build().create(IiflApi.class);
        PartnerLoginAnswer login = iifl.partnerLogin(PartnerLoginRequest.builder()
                        .head(RequestHead.builder()
                                .appName("DemoApp")
                                .appVer("1.0")
                                .key("key")
                                .osName("WEB")
                                .requestCode("IIFLMarRQLoginForVendor")
                                .userId("KhbQ9NhE1PBrMsGWPZglwQ==")
                                .password("/Y++blnB3via9L2/aCi1PA==")
                                .build())
                        .body(PartnerLoginBody.builder()
                                .emailId("demo@example.com")
                                .contactNumber("1234567890")
                                .build())
                        .build())
                .execute()
                .body();
        System.out.println("logged in: " + login.body().message());
        System.exit(0);
    }
}

package org.brokersdk.tests.mocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;
import org.brokersdk.core.RedirectListener;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.tests.BrowserSdk;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Login pages of the mock servers, where a login in the browser begins. */
@ExtendWith(PrismExtension.class)
class LoginPageTest {

    @Test
    @ResourceLock("redirect-listener")
    void pageRedirectsTheBrowserWithACode(Mocks mocks) throws Exception {
        try (IiflMarketsClient iifl = IiflMarketsClient.builder()
                        .baseUrl(mocks.of("iifl").url())
                        .appKey("key")
                        .appSecret("s3cret")
                        .redirectUrl(BrowserSdk.localRedirect())
                        .build();
                RedirectListener listener = iifl.openListener()) {
            assertThat(get(iifl.loginUrl(listener.state()))).contains("You may close this window");

            String redirect = listener.await(Duration.ofSeconds(10));

            assertThat(iifl.login(redirect, listener.state()).userId()).isEqualTo("TESTCLIENT1");
        }
    }

    @Test
    void pageShowsTheCodeIfItHasNoRedirectUrl(Mocks mocks) throws Exception {
        String url = mocks.of("noren").url();
        try (NorenOauthClient noren = NorenOauthClient.builder()
                .baseUrl(url)
                .broker(NorenBroker.SHOONYA)
                .clientId("id")
                .secret("s3cret")
                .userId("VIDYA")
                .redirectUrl("https://my-server.example/login")
                .build()) {
            assertThat(noren.loginUrl()).isEqualTo(url + "OAuthlogin/authorize/oauth?client_id=id");
            assertThat(get(noren.loginUrl("st4t\u00e9\r\n")))
                    .endsWith("?code=demo-code&client=FT00001&state=st4t%C3%A9%0D%0A\n");
        }
    }

    @Test
    void brokerWithoutALoginPageRespondsWithAnError(Mocks mocks) throws Exception {
        assertThat(get(mocks.of("kotak").url() + "login")).contains("NO_PATH_MATCHED_ERROR");
    }

    private static String get(String url) throws IOException {
        try (Response response = TestHttpClient.INSTANCE
                .newCall(new Request.Builder().url(url).build())
                .execute()) {
            return response.body().string();
        }
    }
}

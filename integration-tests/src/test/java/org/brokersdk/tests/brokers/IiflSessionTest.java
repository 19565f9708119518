package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.junit.jupiter.api.Test;

/** The cookie of a session, beside the cookie jar of a client that several sessions share. */
class IiflSessionTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void sendsNoCookieOfASharedCookieJar() throws Exception {
        OkHttpClient shared = new OkHttpClient.Builder()
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of(Cookie.parse(url, "IIFLMarcookie=other"));
                    }
                })
                .build();
        broker.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "IIFLMarcookie=c")
                .body("{\"head\":{\"status\":\"0\"},\"body\":{\"Token\":\"jwt\"}}")
                .build());
        broker.enqueue(
                new MockResponse.Builder().body("{\"body\":{\"Status\":0}}").build());

        IiflClient.builder()
                .baseUrl(broker.url("/").toString())
                .httpClient(shared)
                .subscriptionKey("subscription-key")
                .encryptionKey("encryption-key")
                .app(new IiflApp("IIFLMarDEMO", "1.0", "user-key", "WEB", "app-us3r", "app-s3cret"))
                .build()
                .customerLogin("DEMO01", "s3cret", LocalDate.EPOCH)
                .registerToken();

        assertThat(broker.takeRequest().getHeaders().get("Cookie")).isNull();
        assertThat(broker.takeRequest().getHeaders().get("Cookie")).isEqualTo("IIFLMarcookie=c");
    }
}

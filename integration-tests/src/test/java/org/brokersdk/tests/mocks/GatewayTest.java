package org.brokersdk.tests.mocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.TestHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways of the mock servers: they receive the calls of any host, and URL or header choose the response. */
@ExtendWith(PrismExtension.class)
class GatewayTest {

    private static final String USER_DETAILS = "jData={\"uid\":\"VIDYA\"}&jKey=demo";

    @Test
    void headerChoosesTheResponse(Mocks mocks) throws IOException {
        Request request = request(mocks.of("noren").url() + "UserDetails")
                .header("Prefer", "code=200, example=sessionExpired")
                .build();

        assertThat(text(TestHttpClient.INSTANCE, request)).contains("Session Expired");
    }

    @Test
    void urlChoosesTheResponseOfOneOperationOrOfAll(Mocks mocks) throws IOException {
        Gateway noren = mocks.of("noren");

        assertThat(userDetails(TestHttpClient.INSTANCE, noren.url(200, "sessionExpired")))
                .contains("Session Expired");
        assertThat(userDetails(TestHttpClient.INSTANCE, noren.url("userDetails", 200, "sessionExpired")))
                .contains("Session Expired");
        assertThat(userDetails(TestHttpClient.INSTANCE, noren.url("logout", 200, "sessionExpired")))
                .contains("VIDYA");
        // HTML, although the request accepts JSON only.
        assertThat(userDetails(TestHttpClient.INSTANCE, noren.url(502, "badGateway")))
                .startsWith("<html>");
    }

    @Test
    void everyHostAndBasePathLeadsToTheMock(Mocks mocks) throws IOException {
        try (Gateway noren = mocks.open("noren")) {
            assertThat(userDetails(noren.http(), "https://broker.example/NorenWClientTP/"))
                    .contains("VIDYA");
            assertThat(userDetails(noren.http(), "https://192.0.2.1:8443/")).contains("VIDYA");
            assertThat(userDetails(noren.http(), "http://broker.example/any/path/"))
                    .contains("VIDYA");
            noren.prefer("userDetails", 200, "sessionExpired");
            assertThat(userDetails(noren.http(), "https://broker.example/")).contains("Session Expired");
            assertThat(noren.arrivals("userDetails")).isEqualTo(4);
            assertThat(noren.arrivals("logout")).isZero();
        }
    }

    @Test
    void handlerReplacesTheMock(Mocks mocks) throws IOException {
        try (Gateway noren = mocks.open("noren")) {
            noren.handle("userDetails", (request, client) -> {
                assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(USER_DETAILS);
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
            });

            assertThat(userDetails(noren.http(), "https://broker.example/")).isEqualTo("hello");
        }
    }

    @Test
    void closedGatewayRefusesConnections(Mocks mocks) {
        Gateway noren = mocks.open("noren");
        noren.close();

        // The connection is refused, unless another program uses the port now.
        assertThatThrownBy(() -> userDetails(noren.http(), "https://broker.example/"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void requestThatBreaksOffIsCounted(Mocks mocks) throws IOException {
        try (Gateway noren = mocks.open("noren");
                Socket client = new Socket()) {
            client.connect(noren.server().address());
            client.getOutputStream()
                    .write("POST /UserDetails HTTP/1.1\r\nContent-Length: 9\r\n\r\njData"
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(noren.arrivals("userDetails")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"text/plain", "application/json", "application/x-www-form-urlencoded; charset=utf-8"})
    void rawFormIsAcceptedWithEachContentType(String contentType, Mocks mocks) throws IOException {
        assertThat(posted(mocks, USER_DETAILS, contentType)).contains("\"stat\":\"Ok\"");
        assertThat(posted(mocks, "jData={\"uid\": \"A+B%C,\\u0026é\"}&jKey=a+b%", contentType))
                .contains("\"stat\":\"Ok\"");
    }

    /**
     * Checks that the gateway decodes nothing, as the broker does. Prism alone would accept the first two and crash at
     * the last.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"jData=%7B%22uid%22:%22VIDYA%22%7D&jKey=demo", "jData={%22uid%22:%22VIDYA%22}&jKey=demo", "%zz=%"
            })
    void rawFormThatIsEncodedIsRefused(String body, Mocks mocks) throws IOException {
        assertThat(posted(mocks, body, "application/x-www-form-urlencoded")).doesNotContain("\"stat\":\"Ok\"");
        assertThat(mocks.all()).allMatch(mock -> mock.process().isAlive());
    }

    private static String posted(Mocks mocks, String body, String contentType) throws IOException {
        MediaType type = contentType == null ? null : MediaType.get(contentType);
        return text(
                TestHttpClient.INSTANCE,
                new Request.Builder()
                        .url(mocks.of("noren").url() + "UserDetails")
                        .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), type))
                        .build());
    }

    private static String userDetails(OkHttpClient http, String baseUrl) throws IOException {
        return text(http, request(baseUrl + "UserDetails").build());
    }

    private static Request.Builder request(String url) {
        return new Request.Builder()
                .url(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .post(RequestBody.create(USER_DETAILS.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(OkHttpClient http, Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }

    /** Checks that responses contain the user of the request. Clients refuse responses for another user. */
    @Test
    void everyUserCanLogIn(Mocks mocks) {
        assertThat(KotakClient.builder()
                        .baseUrl(mocks.of("kotak").url())
                        .accessToken("access-token")
                        .consumerKey("consumer-key")
                        .userId("ZZ0001")
                        .build()
                        .initSessionByPath()
                        .login("s3cret")
                        .verify("1234")
                        .response()
                        .userId())
                .isIn("ZZ0001", null);
        assertThat(NorenClient.builder()
                        .baseUrl(mocks.of("noren").url(200, "successWithProfile"))
                        .vendorCode("vendor")
                        .apiKey("api-key")
                        .deviceId("device")
                        .build()
                        .login("ZZ0001", "s3cret", "123456")
                        .response()
                        .uid())
                .isEqualTo("ZZ0001");
        assertThat(KotakNeoClient.builder()
                        .baseUrl(mocks.of("kotak").url())
                        .accessToken("access-token")
                        .mobileNumber("+910000000001")
                        .ucc("ZZ001")
                        .build()
                        .login("123456")
                        .response()
                        .ucc())
                .isEqualTo("ZZ001");
    }
}

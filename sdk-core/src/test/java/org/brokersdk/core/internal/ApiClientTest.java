package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.core.internal.Fixtures.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.FakeServer.RecordedRequest;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Path;

class ApiClientTest {

    private final FakeServer broker = new FakeServer();

    private final ApiClient client = client("https://broker.example/v1", broker.client());

    interface ModelApi {

        @POST("orders/{price}")
        Call<Map<String, BigDecimal>> order(
                @Path("price") BigDecimal price, @FormConverterFactory.Encoded @Body Map<String, String> form);
    }

    @ParameterizedTest
    @CsvSource({
        "https://broker.example, https://broker.example/profile",
        "https://broker.example/, https://broker.example/profile",
        "https://broker.example/v1, https://broker.example/v1/profile",
        "https://broker.example/v1/, https://broker.example/v1/profile"
    })
    void pathFollowsTheBaseUrl(String baseUrl, String url) throws Exception {
        broker.enqueue(200, "{}");

        client(baseUrl, broker.client()).api(TestApi.class).profile().execute();

        assertThat(broker.takeRequest().url()).hasToString(url);
    }

    @Test
    void clientForAnotherUrlHasNoCredentials() throws Exception {
        broker.enqueue(200, "{}");
        ApiClient otherClient = client.with(RequestAuthenticator.header("Authorization", "t0ken"))
                .at(HttpUrl.get("https://other.example/"));

        otherClient.api(TestApi.class).profile().execute();

        RecordedRequest request = broker.takeRequest();
        assertThat(request.url()).hasToString("https://other.example/profile");
        assertThat(request.headers().get("Authorization")).isNull();
        assertThat(otherClient.transport()).isSameAs(client.transport());
    }

    @Test
    void credentialsAddUp() throws Exception {
        broker.enqueue(200, "{}").enqueue(200, "{}");
        ApiClient withCredentials = client.with(RequestAuthenticator.header("Authorization", "t0ken"))
                .with(RequestAuthenticator.query("key", "k"));

        withCredentials.api(TestApi.class).profile().execute();
        client.api(TestApi.class).profile().execute();

        RecordedRequest request = broker.takeRequest();
        assertThat(request.headers().get("Authorization")).isEqualTo("t0ken");
        assertThat(request.url()).hasToString("https://broker.example/v1/profile?key=k");
        assertThat(broker.takeRequest().headers().get("Authorization")).isNull();
        assertThat(withCredentials.credentials()).hasSize(2);
    }

    @Test
    void hasTheMetadataOfTheBroker() {
        assertThat(client.metadata()).isSameAs(Fixtures.METADATA);
    }

    @Test
    void interfaceWritesAndReadsWithTheConvertersOfTheSdk() throws Exception {
        broker.enqueue(200, "{\"price\":1.50}");

        Map<String, BigDecimal> response = client.api(ModelApi.class)
                .order(new BigDecimal("1E+2"), Map.of("user", "a b"))
                .execute()
                .body();

        RecordedRequest request = broker.takeRequest();
        assertThat(request.url()).hasToString("https://broker.example/v1/orders/100");
        assertThat(request.body()).isEqualTo("user=a+b");
        assertThat(response).containsExactly(Map.entry("price", new BigDecimal("1.50")));
    }

    @Test
    void callReturnsTheResultOfTheHandler() {
        broker.enqueue(201, "{}");

        assertThat(client.call(client.api(TestApi.class).profile(), response -> "status " + response.status())
                        .execute())
                .isEqualTo("status 201");
    }

    @Test
    void voidCallHasTheHandlerCheckTheResponse() {
        broker.enqueue(200, "{}").enqueue(400, "{}");
        List<Integer> statuses = new java.util.ArrayList<>();
        ApiCall<Void> call = client.voidCall(client.api(TestApi.class).logout(), response -> {
            statuses.add(response.status());
            if (!response.isSuccessful()) {
                throw response.unexpected("made up");
            }
        });

        assertThat(call.execute()).isNull();
        assertThatThrownBy(call::execute).hasMessageStartingWith("made up (HTTP 400)");
        assertThat(statuses).containsExactly(200, 400);
    }
}

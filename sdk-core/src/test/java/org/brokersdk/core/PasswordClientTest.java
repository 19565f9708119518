package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import org.brokersdk.core.TestClient.TestApi;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.Preconditions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordClientTest {

    private static final class Login extends PasswordClient<String> {

        Login(ApiClient apiClient) {
            super(apiClient);
        }

        @Override
        protected ApiCall<String> loginCall(String userId, String password, String oneTimePassword) {
            Map<String, String> body = Map.of(
                    "user", Preconditions.required("userId", userId),
                    "password", Preconditions.required("password", password),
                    "otp", Preconditions.required("oneTimePassword", oneTimePassword));
            return apiClient.call(apiClient.api(TestApi.class).token(body), response -> userId);
        }
    }

    private final MockWebServer broker = new MockWebServer();

    private Login client;

    @BeforeEach
    void start() throws IOException {
        broker.start();
        for (int i = 0; i < 2; i++) {
            broker.enqueue(new MockResponse(200, Headers.of(), "{}"));
        }
        client = new Login(
                new TestClient.Builder().baseUrl(broker.url("/").toString()).build().apiClient);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private String sent() throws InterruptedException {
        return broker.takeRequest().getBody().utf8();
    }

    @Test
    void sendsTheOneTimePassword() throws Exception {
        assertThat(List.of(
                        client.login("AB123", "s3cret", "111111"),
                        client.loginAsync("AB123", "s3cret", "111111").join()))
                .containsOnly("AB123");
        assertThat(List.of(sent(), sent())).allSatisfy(body -> assertThat(body).contains("111111", "s3cret"));
    }

    @Test
    void asksTheSupplierOnceForEachLogin() throws Exception {
        AtomicInteger nextPassword = new AtomicInteger(222_221);
        Supplier<String> supplier = () -> String.valueOf(nextPassword.incrementAndGet());

        client.login("AB123", "s3cret", supplier);
        client.loginAsync("AB123", "s3cret", supplier).join();

        assertThat(sent()).contains("222222");
        assertThat(sent()).contains("222223");
    }

    @Test
    void rejectsMissingInputBeforeTheSupplierIsAsked() {
        Supplier<String> unusedSupplier = () -> {
            throw new AssertionError("asked");
        };

        assertThatThrownBy(() -> client.login("AB123", " ", unusedSupplier)).hasMessage("password must not be blank");
        assertThatThrownBy(() -> client.loginAsync(null, "s3cret", unusedSupplier))
                .hasMessage("userId is required");
        assertThatThrownBy(() -> client.login("AB123", "s3cret", (String) null))
                .hasMessage("oneTimePassword is required");
        assertThatThrownBy(() -> client.login("AB123", "s3cret", (Supplier<String>) null))
                .hasMessage("oneTimePassword is required");
        assertThatThrownBy(() -> client.loginAsync("AB123", "s3cret", (Supplier<String>) null))
                .hasMessage("oneTimePassword is required");
        assertThat(broker.getRequestCount()).isZero();
    }

    @Test
    void futureFailsAsTheSupplierDoes() {
        IllegalStateException failure = new IllegalStateException("no device");

        CompletableFuture<String> login = client.loginAsync("AB123", "s3cret", () -> {
            throw failure;
        });

        assertThatThrownBy(login::join).cause().isSameAs(failure);
    }
}

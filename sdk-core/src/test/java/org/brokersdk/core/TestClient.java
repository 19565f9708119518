package org.brokersdk.core;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.brokersdk.core.internal.ApiCall;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.BrokerMetadata;
import org.brokersdk.core.internal.Redirect;
import org.brokersdk.core.internal.SavedSession;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.POST;

/** Client of a made-up broker, with its builder, its session and a broker in memory. */
final class TestClient extends BrowserClient<TestClient.TestSession> {

    static final String URL = "https://broker.example";

    static final String PAGE = "https://login.broker.example/connect/login?v=3";

    static final String TOKEN = "s3cret-token";

    private static final BrokerMetadata METADATA = new BrokerMetadata(
            "test", "1.2.3", 0, null, Map.of(), Map.of(), Set.of(), Set.of("token"), Set.of(), List.of("code"));

    private final Builder settings;

    private TestClient(Builder settings, ApiClient apiClient) {
        super(apiClient, settings, settings.page);
        this.settings = settings;
    }

    interface TestApi {

        @POST("token")
        Call<Map<String, String>> token(@Body Map<String, String> body);

        @DELETE("session")
        Call<Void> logout();
    }

    @Override
    public TestSession restore(String saved) {
        return new TestSession(
                apiClient,
                SavedSession.parse(saved, TestSession.class, String.class, apiClient.baseUrl(), token -> true));
    }

    @Override
    protected HttpUrl.Builder addApplication(HttpUrl.Builder page) {
        return page.addQueryParameter("key", settings.key);
    }

    @Override
    protected ApiCall<TestSession> loginCall(String code, Redirect redirect) {
        String user = redirect == null ? "AB123" : redirect.get("user");
        return apiClient.call(apiClient.api(TestApi.class).token(Map.of("code", code)), response -> {
            requireSuccessful(response);
            return new TestSession(apiClient, SavedSession.now(TestSession.class, user, apiClient.baseUrl(), (String)
                    response.as(Map.class).get("token")));
        });
    }

    private static void requireSuccessful(ApiResponse response) {
        if (!response.isSuccessful()) {
            throw response.unexpected("The request failed");
        }
    }

    static final class TestSession extends LogoutSession {

        private final String token;

        private TestSession(ApiClient apiClient, SavedSession<String> saved) {
            super(apiClient, saved);
            this.token = saved.state();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Authorization", token);
        }

        @Override
        protected ApiCall<Void> logoutCall() {
            ApiClient authenticated = apiClient.with(authenticator());
            return authenticated.voidCall(authenticated.api(TestApi.class).logout(), TestClient::requireSuccessful);
        }
    }

    static final class Builder extends BrowserClientBuilder<Builder, TestClient> {

        private String key = "app";
        private String page = PAGE;

        Builder() {
            super(METADATA);
        }

        Builder key(String key) {
            this.key = key;
            return this;
        }

        Builder page(String page) {
            this.page = page;
            return this;
        }

        @Override
        public TestClient build() {
            return new TestClient(copy(), apiClient(URL));
        }
    }

    /** Broker in memory, which records the requests and sends the same response for each. */
    static final class TestBroker implements Interceptor {

        final List<Request> requests = new CopyOnWriteArrayList<>();
        final List<String> bodies = new CopyOnWriteArrayList<>();
        volatile int status = 200;

        OkHttpClient client() {
            return new OkHttpClient.Builder().addInterceptor(this).build();
        }

        Builder builder() {
            return new Builder().httpClient(client());
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            Buffer body = new Buffer();
            if (chain.request().body() != null) {
                chain.request().body().writeTo(body);
            }
            bodies.add(body.readUtf8());
            requests.add(chain.request());
            return new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(status)
                    .message("")
                    .body(ResponseBody.create("{\"token\":\"" + TOKEN + "\"}", null))
                    .build();
        }
    }
}

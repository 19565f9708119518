package org.brokersdk.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.kotak.KotakNeoClient;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.KotakNeoApi;
import org.openapitools.client.model.NeoLoginRequest;

/** Client that sends the first step of a Kotak Neo login. */
interface Candidate {

    List<String> NAMES = List.of("sdk", "hand", "stock");
    String ACCESS_TOKEN = "00000000-1111-2222-3333-444444444444";
    String MOBILE_NUMBER = "+910000000000";
    String UCC = "AB123";
    String TOTP = "123456";
    String NEO_FIN_KEY = "neotradeapi";

    /**
     * Logs in.
     *
     * @return the token in the response
     */
    String login() throws Exception;

    /**
     * Creates a candidate. Loads the classes of this candidate only. Classes loaded before would make its first login
     * look faster.
     *
     * @param name one of {@link #NAMES}
     * @param url the base URL of the broker
     */
    static Candidate of(String name, String url) {
        return switch (name) {
            case "sdk" -> new Sdk(url);
            case "hand" -> new ByHand(url);
            case "stock" -> new Stock(url);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The client of the SDK. */
    final class Sdk implements Candidate {

        private final KotakNeoClient client;

        Sdk(String url) {
            client = KotakNeoClient.builder()
                    .baseUrl(url)
                    .accessToken(ACCESS_TOKEN)
                    .mobileNumber(MOBILE_NUMBER)
                    .ucc(UCC)
                    .build();
        }

        @Override
        public String login() {
            return client.login(TOTP).response().token();
        }
    }

    /** OkHttp and Gson by hand, with one connection for each call, as in the SDK. */
    final class ByHand implements Candidate {

        private static final MediaType JSON = MediaType.get("application/json");

        private final Gson gson = new Gson();
        private final OkHttpClient http = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.DAYS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .callTimeout(Duration.ofSeconds(30))
                .build();
        private final String url;

        ByHand(String url) {
            this.url = url.concat("/login/1.0/tradeApiLogin");
        }

        @Override
        public String login() throws IOException {
            String body = gson.toJson(Map.of("mobileNumber", MOBILE_NUMBER, "ucc", UCC, "totp", TOTP));
            Request request = new Request.Builder()
                    .url(url)
                    .header("Authorization", ACCESS_TOKEN)
                    .header("neo-fin-key", NEO_FIN_KEY)
                    .header("Connection", "close")
                    .post(RequestBody.create(body, JSON))
                    .build();
            try (Response response = http.newCall(request).execute()) {
                if (!response.isSuccessful()) {
                    throw new IOException("The login failed");
                }
                return gson.fromJson(response.body().charStream(), Login.class)
                        .data()
                        .token();
            }
        }

        private record Login(Data data) {}

        private record Data(String token) {}
    }

    /** The client that the openapi-generator makes of the same spec with its own templates. It keeps connections. */
    final class Stock implements Candidate {

        private final KotakNeoApi api;

        Stock(String url) {
            ApiClient client = new ApiClient("neoToken", ACCESS_TOKEN);
            client.getAdapterBuilder().baseUrl(url.concat("/"));
            api = client.createService(KotakNeoApi.class);
        }

        @Override
        public String login() throws IOException {
            NeoLoginRequest request =
                    new NeoLoginRequest().mobileNumber(MOBILE_NUMBER).ucc(UCC).totp(TOTP);
            return api.neoLogin(NEO_FIN_KEY, request).execute().body().getData().getToken();
        }
    }
}

package org.brokersdk.bench.contenders;

import com.google.gson.Gson;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.bench.Contender;

/** OkHttp and Gson, by someone who knows that a kept connection may lose a login. */
public class ByHand implements Contender {

    private static final MediaType JSON = MediaType.get("application/json");

    private final Gson gson = new Gson();
    private final OkHttpClient http;
    private final String url;
    private final boolean keeps;

    public ByHand(String url) {
        this(
                url,
                new OkHttpClient.Builder()
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.DAYS))
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .callTimeout(Duration.ofSeconds(30))
                        .build(),
                false);
    }

    ByHand(String url, OkHttpClient http, boolean keeps) {
        this.url = url + Account.PATH;
        this.http = http;
        this.keeps = keeps;
    }

    @Override
    public String login(String totp) throws IOException {
        String body = gson.toJson(Map.of("mobileNumber", Account.MOBILE_NUMBER, "ucc", Account.UCC, "totp", totp));
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Authorization", Account.ACCESS_TOKEN)
                .header("neo-fin-key", Account.NEO_FIN_KEY)
                .post(RequestBody.create(body, JSON));
        if (!keeps) {
            request.header("Connection", "close");
        }
        try (Response response = http.newCall(request.build()).execute()) {
            Answer answer = gson.fromJson(response.body().charStream(), Answer.class);
            if (!response.isSuccessful() || answer == null || answer.data == null || answer.data.token == null) {
                throw new IOException("The login failed with HTTP " + response.code());
            }
            return answer.data.token;
        }
    }

    private static final class Answer {
        private Data data;
    }

    private static final class Data {
        private String token;
    }
}

package org.brokersdk.bench.contenders;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.brokersdk.bench.Contender;

/** The JDK's client and Gson, by hand; it keeps connections. */
public final class Jdk implements Contender {

    private final Gson gson = new Gson();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    public Jdk(String url) {
        this.url = URI.create(url + Account.PATH);
    }

    @Override
    public String login(String totp) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", Account.ACCESS_TOKEN)
                .header("neo-fin-key", Account.NEO_FIN_KEY)
                .POST(BodyPublishers.ofString(
                        gson.toJson(Map.of("mobileNumber", Account.MOBILE_NUMBER, "ucc", Account.UCC, "totp", totp))))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("The login failed with HTTP " + response.statusCode());
        }
        return gson.fromJson(response.body(), JsonObject.class)
                .getAsJsonObject("data")
                .get("token")
                .getAsString();
    }
}

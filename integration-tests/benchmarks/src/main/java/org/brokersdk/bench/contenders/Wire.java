package org.brokersdk.bench.contenders;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.brokersdk.bench.Contender;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoLoginRequest;

/** The generated interface below the client of the SDK, with a connection for each login as the client has. */
public final class Wire implements Contender {

    private final KotakNeoApi api;

    public Wire(String url) {
        OkHttpClient http = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.DAYS))
                .build();
        api = new ApiClient(http, url)
                .header("Connection", "close")
                .neoToken(Account.ACCESS_TOKEN)
                .create(KotakNeoApi.class);
    }

    @Override
    public String login(String totp) throws Exception {
        NeoLoginRequest request = NeoLoginRequest.builder()
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .totp(totp)
                .build();
        return api.neoLogin(request).execute().body().data().token();
    }
}

package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.bench.stock.retrofit2.ApiClient;
import org.brokersdk.bench.stock.retrofit2.api.KotakNeoApi;
import org.brokersdk.bench.stock.retrofit2.model.NeoLoginRequest;

/** What the stock generator makes with {@code retrofit2}. */
public final class StockRetrofit implements Contender {

    private final KotakNeoApi api;

    public StockRetrofit(String url) {
        ApiClient client = new ApiClient("neoToken", Account.ACCESS_TOKEN);
        client.getAdapterBuilder().baseUrl(url + "/");
        api = client.createService(KotakNeoApi.class);
    }

    @Override
    public String login(String totp) throws Exception {
        NeoLoginRequest request = new NeoLoginRequest()
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .totp(totp);
        return api.neoLogin(Account.NEO_FIN_KEY, request)
                .execute()
                .body()
                .getData()
                .getToken();
    }
}

package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.bench.stock.okhttpgson.ApiClient;
import org.brokersdk.bench.stock.okhttpgson.api.KotakNeoApi;
import org.brokersdk.bench.stock.okhttpgson.auth.ApiKeyAuth;
import org.brokersdk.bench.stock.okhttpgson.model.NeoLoginRequest;

/** What the stock generator makes with {@code okhttp-gson}. */
public final class StockOkHttp implements Contender {

    private final KotakNeoApi api;

    public StockOkHttp(String url) {
        ApiClient client = new ApiClient();
        ((ApiKeyAuth) client.getAuthentication("neoToken")).setApiKey(Account.ACCESS_TOKEN);
        api = new KotakNeoApi(client);
        api.setCustomBaseUrl(url);
    }

    @Override
    public String login(String totp) throws Exception {
        NeoLoginRequest request = new NeoLoginRequest()
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .totp(totp);
        return api.neoLogin(Account.NEO_FIN_KEY, request).getData().getToken();
    }
}

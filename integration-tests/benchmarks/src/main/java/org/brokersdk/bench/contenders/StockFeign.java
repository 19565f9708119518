package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.bench.stock.feign.ApiClient;
import org.brokersdk.bench.stock.feign.api.KotakNeoApi;
import org.brokersdk.bench.stock.feign.model.NeoLoginRequest;

/** What the stock generator makes with {@code feign}. */
public final class StockFeign implements Contender {

    private final KotakNeoApi api;

    public StockFeign(String url) {
        api = new ApiClient("neoToken", Account.ACCESS_TOKEN).setBasePath(url).buildClient(KotakNeoApi.class);
    }

    @Override
    public String login(String totp) {
        NeoLoginRequest request = new NeoLoginRequest()
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .totp(totp);
        return api.neoLogin(Account.NEO_FIN_KEY, request).getData().getToken();
    }
}

package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.bench.stock.jdk.ApiClient;
import org.brokersdk.bench.stock.jdk.api.KotakNeoApi;
import org.brokersdk.bench.stock.jdk.model.NeoLoginRequest;

/** What the stock generator makes with {@code native}, which leaves credentials to an interceptor. */
public final class StockJdk implements Contender {

    private final KotakNeoApi api;

    public StockJdk(String url) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", Account.ACCESS_TOKEN));
        api = new KotakNeoApi(client);
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

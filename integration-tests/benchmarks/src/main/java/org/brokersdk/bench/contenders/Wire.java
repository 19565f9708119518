package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoLoginRequest;

/** The generated interface of the SDK, from {@code api()} of its client. */
public final class Wire implements Contender {

    private final KotakNeoApi api;

    public Wire(String url) {
        api = KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken(Account.ACCESS_TOKEN)
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .build()
                .api();
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

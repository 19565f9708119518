package org.brokersdk.bench.contenders;

import org.brokersdk.bench.Contender;
import org.brokersdk.kotak.KotakNeoClient;

/** The client of the SDK. */
public final class Sdk implements Contender {

    private final KotakNeoClient kotak;

    public Sdk(String url) {
        kotak = KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken(Account.ACCESS_TOKEN)
                .mobileNumber(Account.MOBILE_NUMBER)
                .ucc(Account.UCC)
                .build();
    }

    @Override
    public String login(String totp) {
        return kotak.login(totp).response().token();
    }
}

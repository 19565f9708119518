package org.brokersdk.samples;

import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoSession;

public class FirstLogin {
    public static void main(String[] args) {
        KotakNeoClient kotak = KotakNeoClient.builder()
                .accessToken(System.getenv("KOTAK_ACCESS_TOKEN")) // from Kotak's dashboard: More, Trade API
                .mobileNumber("+919812345678")
                .ucc("AB123") // the client code of your profile
                .build();
        Totp totp = Totp.fromBase32(System.getenv("KOTAK_TOTP_SECRET")); // computes the one-time password
        KotakNeoSession session = kotak.login(totp).validate(System.getenv("KOTAK_MPIN"));
        System.out.println("Logged in as " + session.userId());
    }
}

package consumer;

import org.brokersdk.core.Totp;

/** Prints a one-time password. */
public class OneTimePassword {

    public static void main(String[] none) {
        System.out.println(Totp.fromBase32("JBSWY3DPEHPK3PXP").get());
    }
}

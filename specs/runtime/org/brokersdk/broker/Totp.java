package org.brokersdk.broker;

import com.bastiaanjansen.otp.TOTPGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Supplier;
import org.brokersdk.broker.internal.Rules;

/**
 * The one-time password that an authenticator app would show now (RFC 6238: 6 digits, 30 seconds, SHA-1).
 *
 * <p>Needs {@code com.github.bastiaanjansen:otp-java}, which this SDK does not bring along. Immutable and safe to share
 * between threads.
 */
public final class Totp implements Supplier<String> {

    private final TOTPGenerator generator;
    private final Clock clock;

    private Totp(TOTPGenerator generator, Clock clock) {
        this.generator = generator;
        this.clock = clock;
    }

    /**
     * Makes the one-time passwords of a secret, by the clock of this machine.
     *
     * @param secret the Base32 text that the broker showed beside its QR code; spaces and lower case are fine
     * @return tells the one-time password whenever it is asked
     * @throws IllegalArgumentException if the secret is no Base32; the message does not show it
     * @throws IllegalStateException if otp-java is missing
     */
    public static Totp fromBase32(String secret) {
        return fromBase32(secret, Clock.systemUTC());
    }

    /**
     * Makes the one-time passwords of a secret, by a clock of your own.
     *
     * @param secret the Base32 text that the broker showed beside its QR code; spaces and lower case are fine
     * @param clock tells the time
     * @return tells the one-time password whenever it is asked
     * @throws IllegalArgumentException if the secret is no Base32; the message does not show it
     * @throws IllegalStateException if otp-java is missing
     */
    public static Totp fromBase32(String secret, Clock clock) {
        Rules.check("secret", secret, true, 1, Integer.MAX_VALUE, "");
        String base32 = secret.replaceAll("\\s+", "").replaceFirst("=+$", "").toUpperCase(Locale.ROOT);
        // Eight characters hold five bytes, so one, three or six at the end would hold a part of one.
        if (!base32.matches("([A-Z2-7]{8})*([A-Z2-7]{2}|[A-Z2-7]{4,5}|[A-Z2-7]{7,8})")) {
            throw new IllegalArgumentException("secret must be whole Base32: letters and the digits 2 to 7");
        }
        requireLibrary();
        return new Totp(TOTPGenerator.withDefaultValues(base32.getBytes(StandardCharsets.US_ASCII)), clock);
    }

    /** No module descriptor names otp-java, which has no module name that would last. */
    private static void requireLibrary() {
        try {
            Module library =
                    Class.forName("com.bastiaanjansen.otp.TOTPGenerator").getModule();
            Totp.class.getModule().addReads(library);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Add com.github.bastiaanjansen:otp-java to your dependencies for Totp; a modular application also"
                            + " requires otp.java",
                    e);
        }
    }

    /**
     * The one-time password of now. It is good for one login.
     *
     * @return six digits
     */
    @Override
    public String get() {
        return generator.now(clock);
    }

    @Override
    public String toString() {
        return "Totp[secret=***]";
    }
}

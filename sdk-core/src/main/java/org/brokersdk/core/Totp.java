package org.brokersdk.core;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.brokersdk.core.internal.Preconditions;

/**
 * Generator of the one-time passwords that an authenticator app shows.
 *
 * <p>Follows RFC 6238 with 6 digits, 30 seconds and SHA-1. Immutable and safe to share between threads.
 */
public final class Totp implements Supplier<String> {

    private static final String ALGORITHM = "HmacSHA1";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_MILLIS = 30_000;
    private static final int SIX_DIGITS = 1_000_000;

    private final SecretKeySpec key;
    private final Clock clock;

    private Totp(SecretKeySpec key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Creates a generator for a secret, which uses the clock of this machine.
     *
     * @param secret the Base32 text that the broker showed with its QR code; spaces, lower case and padding are allowed
     * @return a supplier of the current one-time password
     * @throws IllegalArgumentException if the secret is not Base32; the message does not show the secret
     */
    public static Totp fromBase32(String secret) {
        return fromBase32(secret, Clock.systemUTC());
    }

    /**
     * Creates a generator for a secret, which uses a given clock.
     *
     * @param secret the Base32 text that the broker showed with its QR code; spaces, lower case and padding are allowed
     * @param clock the clock that returns the current time
     * @return a supplier of the current one-time password
     * @throws IllegalArgumentException if the secret is not Base32; the message does not show the secret
     */
    public static Totp fromBase32(String secret, Clock clock) {
        return new Totp(new SecretKeySpec(decode(Preconditions.required("secret", secret)), ALGORITHM), clock);
    }

    private static byte[] decode(String secret) {
        String text = secret.replaceAll("\\s+", "").replaceFirst("=+$", "");
        byte[] bytes = new byte[(int) (text.length() * 5L / Byte.SIZE)];
        int size = 0;
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = BASE32.indexOf(Character.toUpperCase(text.charAt(i)));
            if (value < 0) {
                throw notBase32();
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[size++] = (byte) (buffer >> bits);
            }
        }
        // Five unused bits or more are a character that completes no byte. The text was cut off.
        if (size == 0 || bits >= 5) {
            throw notBase32();
        }
        return bytes;
    }

    private static IllegalArgumentException notBase32() {
        return new IllegalArgumentException("secret is not complete Base32. Copy the whole text that the broker showed,"
                + " which has letters and the digits 2 to 7, for example JBSW Y3DP EHPK 3PXP");
    }

    /**
     * Returns the current one-time password. A one-time password is valid for one login.
     *
     * @return six digits
     */
    @Override
    public String get() {
        long step = Math.floorDiv(clock.millis(), STEP_MILLIS);
        byte[] hash = hmac(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        // String.format would write Marathi digits where the default locale is Marathi.
        return Integer.toString(SIX_DIGITS + number % SIX_DIGITS).substring(1);
    }

    private byte[] hmac(byte[] message) {
        try {
            // A Mac has state. A shared Mac would mix up two threads.
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime does not support " + ALGORITHM, e);
        }
    }

    /** Returns a fixed text without the secret. */
    @Override
    public String toString() {
        return "Totp[secret=***]";
    }
}

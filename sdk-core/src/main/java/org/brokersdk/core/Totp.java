package org.brokersdk.core;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.Preconditions;

/**
 * Generator of the one-time passwords that an authenticator app shows.
 *
 * <p>Follows RFC 6238 with 6 digits, 30 seconds and SHA-1. Safe to share between threads.
 */
public final class Totp implements Supplier<String> {

    private static final String ALGORITHM = "HmacSHA1";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String OTPAUTH = "otpauth://";
    private static final int STEP_MILLIS = 30_000;
    /** Minimum validity of a fresh password. Almost all requests take less time. */
    private static final int MIN_REMAINING_MILLIS = 5_000;
    /** Maximum sleep of {@link #fresh()} between two looks at the clock, which may be set meanwhile. */
    private static final int MAX_SLEEP_MILLIS = 100;

    /** Number of steps by which the clock may be set back before {@link #fresh()} forgets what it has returned. */
    private static final int MAX_STEPS_BACK = 2;

    private static final int SIX_DIGITS = 1_000_000;

    private final SecretKeySpec key;
    private final Clock clock;
    /** Callers of {@link #fresh()} wait one after the other, so that each gets a step of its own. */
    private final ReentrantLock lock = new ReentrantLock(true);
    /** The last step whose password {@link #fresh()} has returned. */
    private long lastFresh = Long.MIN_VALUE;

    private Totp(SecretKeySpec key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Creates a generator for a secret, which uses the clock of this machine.
     *
     * @param secret the Base32 text that the broker showed, or the {@code otpauth://} URL of its QR code; Base32 may
     *     have spaces, hyphens, lower case and padding
     * @return a supplier of the current one-time password
     * @throws IllegalArgumentException if the secret has another form, or needs another algorithm, length or period;
     *     the message does not show the secret
     */
    public static Totp fromBase32(String secret) {
        return fromBase32(secret, Clock.systemUTC());
    }

    /**
     * Creates a generator for a secret, which uses a given clock.
     *
     * @param secret the Base32 text that the broker showed, or the {@code otpauth://} URL of its QR code; Base32 may
     *     have spaces, hyphens, lower case and padding
     * @param clock the clock that returns the current time
     * @return a supplier of the current one-time password
     * @throws IllegalArgumentException if the secret has another form, or needs another algorithm, length or period;
     *     the message does not show the secret
     */
    public static Totp fromBase32(String secret, Clock clock) {
        String text = Preconditions.notNull("secret", secret).strip();
        Preconditions.notNull("clock", clock);
        String base32 = text.regionMatches(true, 0, OTPAUTH, 0, OTPAUTH.length()) ? secretOfUrl(text) : text;
        return new Totp(new SecretKeySpec(decode(Preconditions.required("secret", base32)), ALGORITHM), clock);
    }

    private static String secretOfUrl(String text) {
        // OkHttp parses the URLs of HTTP only.
        HttpUrl url = HttpUrl.parse("https://" + text.substring(OTPAUTH.length()));
        if (url == null || !url.host().equals("totp")) {
            throw new IllegalArgumentException("secret must be a URL of a TOTP, for example otpauth://totp/Broker?"
                    + "secret=JBSWY3DPEHPK3PXP. Choose the time-based password of one account");
        }
        requireParameter(url, "algorithm", "SHA1");
        requireParameter(url, "digits", "6");
        requireParameter(url, "period", "30");
        String secret = url.queryParameter("secret");
        if (secret == null) {
            throw notBase32();
        }
        return secret;
    }

    private static void requireParameter(HttpUrl url, String name, String expected) {
        String value = url.queryParameter(name);
        if (value != null && !value.equalsIgnoreCase(expected)) {
            throw new IllegalArgumentException("secret must be a URL with " + name + "=" + expected + " or without "
                    + name + ". No other value is supported");
        }
    }

    private static byte[] decode(String secret) {
        String text = secret.replaceAll("[\\s-]+", "").replaceFirst("=+$", "");
        if (text.matches("[0-9]{6}")) {
            throw new IllegalArgumentException(
                    "secret must be the text from which one-time passwords are computed, not a"
                            + " one-time password. The broker shows it with its QR code, for example JBSW Y3DP EHPK 3PXP");
        }
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
        // With five unused bits or more, the last character completes no byte. The text was cut off.
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
        return password(Math.floorDiv(clock.millis(), STEP_MILLIS));
    }

    /**
     * Returns a one-time password that this object has not returned before and that is valid for at least five seconds.
     * Waits for such a password, up to 35 seconds if no other thread waits too. Use one object for each account. If the
     * clock was set back, the wait may be a minute longer, or a password may be returned again.
     *
     * <p>Call this method before a login, and give the login its result: {@code kotak.login(totp.fresh())}. As a
     * supplier, {@code totp::fresh} waits while the timeout of the call runs and the connection is open, so set a
     * timeout of a minute.
     *
     * @return six digits
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag is set
     */
    public String fresh() {
        try {
            lock.lockInterruptibly();
            try {
                long step = nextStep();
                for (long rest = remaining(step); rest > 0; rest = remaining(step)) {
                    Thread.sleep(Math.min(rest, MAX_SLEEP_MILLIS));
                    step = nextStep();
                }
                lastFresh = step;
                return password(step);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for a fresh one-time password was interrupted", e);
        }
    }

    /** Returns the step of the next fresh password. If the clock was set back far, the last step no longer counts. */
    private long nextStep() {
        long soon = Math.floorDiv(clock.millis() + MIN_REMAINING_MILLIS, STEP_MILLIS);
        return lastFresh > soon + MAX_STEPS_BACK ? soon : Math.max(soon, lastFresh + 1);
    }

    private long remaining(long step) {
        return step * STEP_MILLIS - clock.millis();
    }

    private String password(long step) {
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

package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("changes the locale")
class TotpTest {

    /** The secret of the vectors in RFC 6238, appendix B. */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /** The second of a clock that ticks. */
    private final AtomicLong clock = new AtomicLong();

    /** The vectors have eight digits, of which these are the last six. */
    @ParameterizedTest
    @CsvSource({
        "59,287082",
        "1111111109,081804",
        "1111111111,050471",
        "1234567890,005924",
        "2000000000,279037",
        "20000000000,353130"
    })
    void agreesWithTheRfc(long second, String expected) {
        assertThat(Totp.fromBase32(SECRET, at(second)).get()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"30,287082", "59,287082", "60,359152"})
    void changesEvery30Seconds(long second, String expected) {
        assertThat(Totp.fromBase32(SECRET, at(second)).get()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
                " GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n",
                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
                "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
                "otpauth://totp/Broker:AB1234?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Broker",
                "OTPAUTH://TOTP/A%20B?algorithm=sha1&digits=6&period=30&secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq\n"
            })
    void acceptsWhatAnAppAndABrokerShow(String secret) {
        assertThat(Totp.fromBase32(secret, at(59)).get()).isEqualTo("287082");
    }

    /** The expected values are those of otp-java 2.1.0. */
    @ParameterizedTest
    @CsvSource({
        "GE,510319",
        "GEZD,852063",
        "JBSWY,496863",
        "JBSWY3D,968431",
        "JBSWY3DPEHPK3PXP,071271",
        "77,712797",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567,594936"
    })
    void decodesSecretsOfEachLength(String secret, String expected) {
        assertThat(Totp.fromBase32(secret, at(1_111_111_109)).get()).isEqualTo(expected);
    }

    /** A key of 80 bytes is longer than a block of SHA-1. */
    @Test
    void acceptsALongSecret() {
        String secret = SECRET.repeat(4);

        assertThat(Totp.fromBase32(secret, at(1_111_111_109)).get()).isEqualTo("366940");
    }

    @Test
    void usesTheClockOfThisMachine() {
        Totp totp = Totp.fromBase32(SECRET);
        String before = Totp.fromBase32(SECRET, Clock.systemUTC()).get();
        String now = totp.get();
        String after = Totp.fromBase32(SECRET, Clock.systemUTC()).get();

        assertThat(now).matches("[0-9]{6}").isIn(before, after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mr-IN", "bn-IN", "ar-EG", "fa-IR", "my-MM"})
    @ResourceLock(Resources.LOCALE)
    void hasAsciiDigitsInEachDefaultLocale(String tag) {
        withDefaultLocale(tag, () -> {
            assertThat(String.format("%06d", 81_804))
                    .as("a locale with other digits")
                    .isNotEqualTo("081804");
            assertThat(Totp.fromBase32(SECRET, at(1_111_111_109)).get()).isEqualTo("081804");
        });
    }

    /** Checks a secret in lower case in Turkish, where the upper case of i is not I. */
    @Test
    @ResourceLock(Resources.LOCALE)
    void acceptsLowerCaseInATurkishDefaultLocale() {
        String expected = Totp.fromBase32("IIIIIIII", at(59)).get();

        withDefaultLocale(
                "tr-TR",
                () -> assertThat(Totp.fromBase32("iiiiiiii", at(59)).get()).isEqualTo(expected));
    }

    @Test
    void canBeSharedBetweenThreads() {
        Totp totp = Totp.fromBase32(SECRET, at(59));

        assertThat(IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(i -> totp.get())
                        .distinct())
                .containsExactly("287082");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "=",
                "GEZDGNB1",
                "GEZDGNB8",
                "GEZDGNB0",
                "GEZDGNB9",
                "GEZDGNBVG",
                "GEZ",
                "GEZ=GNBV",
                "GEZDGN",
                "GEZDGNBÄ",
                "GEZDGNB_",
                "GEZDGN-",
                "GEZDGNB@",
                "GEZDGNB[",
                "GEZDGNB`",
                "GEZDGNB{",
                "GEZDGNB\uD800"
            })
    void rejectsOtherTextWithoutShowingIt(String secret) {
        assertThatThrownBy(() -> Totp.fromBase32(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secret ")
                .hasMessageNotContaining("GEZ");
    }

    @Test
    void saysWhatToCopy() {
        assertThatThrownBy(() -> Totp.fromBase32("GEZDGNBVG"))
                .hasMessage(
                        "secret is not complete Base32. Copy the whole text that the broker showed, which has letters"
                                + " and the digits 2 to 7, for example JBSW Y3DP EHPK 3PXP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            234567                                        | secret must be the text from which one-time passwords are computed
            482 913                                       | secret must be the text from which one-time passwords are computed
            otpauth://hotp/a?secret=GEZDGNBV              | secret must be a URL of a TOTP
            otpauth-migration://offline?data=GEZDGNBV     | secret is not complete Base32
            otpauth://totp/a                              | secret is not complete Base32
            otpauth://totp/a?secret=GEZDGNBV1             | secret is not complete Base32
            otpauth://totp/a?secret=                      | secret must not be blank
            otpauth://totp/a?secret=GEZDGNBV&digits=8     | secret must be a URL with digits=6
            otpauth://totp/a?secret=GEZDGNBV&period=60    | secret must be a URL with period=30
            otpauth://totp/a?secret=GEZDGNBV&algorithm=SHA256 | secret must be a URL with algorithm=SHA1
            """)
    void namesTheMistake(String secret, String message) {
        assertThatThrownBy(() -> Totp.fromBase32(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContainingAny("GEZ", "234567", "482");
    }

    @Test
    void rejectsAMissingClock() {
        assertThatThrownBy(() -> Totp.fromBase32(SECRET, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clock is required");
    }

    // Fresh one-time passwords

    @ParameterizedTest
    @CsvSource({"30,287082", "54,287082", "55,359152", "59,359152"})
    void freshPasswordIsThatOfTheNextStepIfTheCurrentOneEndsSoon(long second, String expected) {
        assertThat(Totp.fromBase32(SECRET, ticking(second, 1)).fresh()).isEqualTo(expected);
    }

    @Test
    void freshPasswordComesWhenItsStepHasBegun() {
        Totp.fromBase32(SECRET, ticking(57, 1)).fresh();

        assertThat(clock).hasValue(61);
    }

    @Test
    void freshPasswordIsNeverReturnedTwice() {
        Totp totp = Totp.fromBase32(SECRET, ticking(0, 5));

        assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> totp.fresh()).distinct())
                .hasSize(8);
    }

    @Test
    @Timeout(10)
    void waitForAFreshPasswordCanBeInterrupted() {
        Totp totp = Totp.fromBase32(SECRET, at(30));
        assertThat(totp.fresh()).isEqualTo("287082");
        Thread.currentThread().interrupt();

        assertThatThrownBy(totp::fresh)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @Timeout(10)
    void interruptedWaitUsesUpNoPassword() {
        Totp totp = Totp.fromBase32(SECRET, ticking(30, 0));
        assertThat(totp.fresh()).isEqualTo("287082");
        for (int i = 0; i < 3; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(totp::fresh).isInstanceOf(IllegalStateException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        clock.set(60);

        assertThat(totp.fresh()).isEqualTo("359152");
    }

    @Test
    @Timeout(10)
    void clockThatIsSetBackMakesNobodyWait() {
        Totp totp = Totp.fromBase32(SECRET, ticking(3_630, 0));
        totp.fresh();
        clock.set(30);

        assertThat(totp.fresh()).isEqualTo("287082");
    }

    @Test
    @Timeout(10)
    void clockThatIsSetBackByAMinuteRepeatsNoPassword() throws Exception {
        Totp totp = Totp.fromBase32(SECRET, ticking(120, 0));
        String first = totp.fresh();
        clock.set(60);
        FutureTask<String> second = waiting(totp);
        clock.set(150);

        assertThat(second.get()).isEqualTo(totp.get()).isNotEqualTo(first);
    }

    @Test
    @Timeout(10)
    void clockThatIsSetBackDuringTheWaitEndsIt() throws Exception {
        Totp totp = Totp.fromBase32(SECRET, ticking(3_630, 0));
        totp.fresh();
        FutureTask<String> second = waiting(totp);
        clock.set(30);

        assertThat(second.get()).isEqualTo("287082");
    }

    /** Returns the fresh password for which a thread waits. */
    private static FutureTask<String> waiting(Totp totp) {
        FutureTask<String> password = new FutureTask<>(totp::fresh);
        Thread thread = new Thread(password);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return password;
    }

    @Test
    void hidesTheSecretInToString() {
        assertThat(Totp.fromBase32(SECRET).toString()).isEqualTo("Totp[secret=***]");
    }

    private static void withDefaultLocale(String tag, Runnable test) {
        Locale display = Locale.getDefault(Locale.Category.DISPLAY);
        Locale format = Locale.getDefault(Locale.Category.FORMAT);
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            test.run();
        } finally {
            Locale.setDefault(before);
            Locale.setDefault(Locale.Category.DISPLAY, display);
            Locale.setDefault(Locale.Category.FORMAT, format);
        }
    }

    /** A clock that goes on by some seconds whenever it is read. */
    private Clock ticking(long second, int tick) {
        clock.set(second);
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(clock.getAndAdd(tick));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static Clock at(long second) {
        return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
    }
}

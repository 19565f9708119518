package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One-time passwords of each SDK that has them, by the vectors of RFC 6238, whose last six digits these are. */
@ParameterizedClass
@MethodSource("types")
class TotpTest {

    @Parameter
    private Class<?> type;

    static List<Class<?>> types() {
        return Sdk.types("Totp");
    }

    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

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
        assertThat(fromBase32(SECRET, at(second)).get()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
                " GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n",
                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ===="
            })
    void secretIsReadAsPeopleCopyIt(String secret) {
        assertThat(fromBase32(secret, at(59)).get()).isEqualTo("287082");
    }

    @Test
    void followsTheClockOfThisMachine() {
        Supplier<String> totp = fromBase32(SECRET);
        String before = fromBase32(SECRET, Clock.systemUTC()).get();
        String now = totp.get();
        String after = fromBase32(SECRET, Clock.systemUTC()).get();

        assertThat(now).matches("\\d{6}").isIn(before, after);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "=", "GEZDGNB1", "GEZDGNB8", "GEZDGNBVG", "GEZ", "GEZ=GNBV", "GEZDGN", "GEZDGNBÄ"})
    void whatIsNoBase32IsRefusedUnseen(String secret) {
        assertThatThrownBy(() -> fromBase32(new Object[] {secret}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secret ")
                .hasMessageNotContaining("GEZ");
    }

    @Test
    void printsItselfMasked() {
        assertThat(fromBase32(SECRET).toString()).isEqualTo("Totp[secret=***]");
    }

    @Test
    void saysWhatToAddWhereTheLibraryIsMissing() throws Exception {
        Class<?> totp = new WithoutTheLibrary().loadClass(type.getName());

        assertThatThrownBy(() -> totp.getMethod("fromBase32", String.class).invoke(null, SECRET))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.github.bastiaanjansen:otp-java");
    }

    /** The SDKs share no type, but what they share is called alike. */
    @SuppressWarnings("unchecked")
    private Supplier<String> fromBase32(Object... arguments) {
        return (Supplier<String>) Sdk.call(type, "fromBase32", arguments);
    }

    private static Clock at(long second) {
        return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
    }

    /** Loads the SDK again, as if otp-java were not there. */
    private final class WithoutTheLibrary extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.bastiaanjansen.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(type.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = type.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

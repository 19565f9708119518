package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests hashes against the results of {@code sha256sum}. */
class Sha256Test {

    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "s3cur3Id, a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9",
        "Pässw0rd&+%, fc26d8b91f0ef806f9c29c6d6591c1468cc46a60716d6dbb287379114145d1bb"
    })
    void hashesUtf8(String text, String hash) {
        assertThat(Sha256.hash(text)).isEqualTo(hash);
        assertThat(Sha256.isHash(hash)).isTrue();
        assertThat(Sha256.isHash(hash.toUpperCase(java.util.Locale.ROOT))).isTrue();
        assertThat(Sha256.isHash(hash + "0")).isFalse();
        assertThat(Sha256.isHash(hash.substring(1))).isFalse();
        assertThat(Sha256.isHash("g" + hash.substring(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret"})
    void recognizesWhatIsNoHash(String text) {
        assertThat(Sha256.isHash(text)).isFalse();
    }
}

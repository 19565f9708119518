package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.tests.CallAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Suppliers of one-time passwords, which are called when the connection is established. */
class KotakNeoClientTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @Test
    void callsTheSupplierOnce() {
        AtomicInteger calls = new AtomicInteger();
        KotakNeoClient neo = client();
        for (int i = 0; i < 3; i++) {
            broker.enqueue(new MockResponse.Builder()
                    .body("{\"data\":{\"token\":\"t\",\"sid\":\"s\"}}")
                    .build());
        }

        neo.login(() -> "12345" + calls.getAndIncrement());
        neo.loginAsync(() -> "12345" + calls.getAndIncrement()).join();
        neo.login(Totp.fromBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));

        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "12345", "1234567", "12345a", " 12345", "s3cret"})
    void rejectsAOneTimePasswordThatIsNotSixDigits(String totp) {
        KotakNeoClient neo = client();

        for (Throwable failure : new Throwable[] {
            catchThrowable(() -> neo.login(() -> totp)), CallAssertions.failure(neo.loginAsync(() -> totp))
        }) {
            assertThat(failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("totp ")
                    .hasMessageNotContaining("s3");
        }
        assertThat(broker.getRequestCount()).isZero();
    }

    private KotakNeoClient client() {
        return KotakNeoClient.builder()
                .baseUrl("http://127.0.0.1:" + broker.getPort())
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build();
    }
}

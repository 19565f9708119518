package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.TestClient.TestBroker;
import org.brokersdk.core.TestClient.TestSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientTest {

    private final TestBroker broker = new TestBroker();

    @Test
    void closedClientAndItsSessionsRejectCalls() {
        TestClient client = broker.builder().build();
        TestSession session = client.loginWithCode("code");

        client.close();
        client.close();

        List<ThrowingCallable> calls = List.of(
                () -> client.loginWithCode("code"),
                () -> client.loginWithCodeAsync("code"),
                session::logout,
                session::logoutAsync);
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(broker.requests).hasSize(1);
    }

    @Test
    void closeLeavesOtherClientsOpen() {
        OkHttpClient given = broker.client();
        TestClient.Builder builder = new TestClient.Builder().httpClient(given);
        TestClient closed = builder.build();
        TestClient open = builder.build();

        closed.close();

        assertThat(open.loginWithCodeAsync("code").join().userId()).isEqualTo("AB123");
        assertThat(builder.build().loginWithCode("code").userId()).isEqualTo("AB123");
        assertThat(given.dispatcher().executorService().isShutdown()).isFalse();
    }
}

package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import org.brokersdk.core.TestClient.TestBroker;
import org.brokersdk.core.TestClient.TestSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogoutSessionTest {

    private final TestBroker broker = new TestBroker();

    private final TestSession session = broker.builder().build().loginWithCode("code");

    @BeforeEach
    void clearRequests() {
        broker.requests.clear();
    }

    @Test
    void logoutSendsOneRequest() {
        session.logout();

        assertLogoutWasSent();
    }

    @Test
    void logoutAsyncSendsOneRequest() {
        assertThat(session.logoutAsync().join()).isNull();

        assertLogoutWasSent();
    }

    @Test
    void failureReachesTheCaller() {
        broker.status = 500;

        assertThatThrownBy(session::logout).isInstanceOf(BrokerException.class);
        assertThatThrownBy(() -> session.logoutAsync().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BrokerException.class);
        assertThat(broker.requests).hasSize(2);
    }

    private void assertLogoutWasSent() {
        assertThat(broker.requests).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("DELETE");
            assertThat(request.url()).hasToString(TestClient.URL + "/session");
            assertThat(request.header("Authorization")).isEqualTo(TestClient.TOKEN);
        });
    }
}

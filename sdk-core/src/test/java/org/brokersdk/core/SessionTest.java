package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.brokersdk.core.TestClient.TestBroker;
import org.brokersdk.core.TestClient.TestSession;
import org.brokersdk.core.internal.SessionInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionTest {

    private final Instant before = Instant.now();

    private final TestClient client = new TestBroker().builder().build();

    private final TestSession session = client.loginWithCode("code");

    @Test
    void hasTheDataOfTheLogin() {
        assertThat(session.userId()).isEqualTo("AB123");
        assertThat(session.createdAt()).isBetween(before, Instant.now());
        assertThat(session.headers()).isEqualTo(Map.of("Authorization", TestClient.TOKEN));
    }

    @Test
    void savedSessionCanBeRestored() {
        String saved = session.save();

        TestSession restored = client.restore(saved);

        assertThat(saved).contains(TestClient.TOKEN).doesNotContain("\n");
        assertThat(restored.userId()).isEqualTo(session.userId());
        assertThat(restored.createdAt()).isEqualTo(session.createdAt());
        assertThat(restored.headers()).isEqualTo(session.headers());
    }

    @Test
    void toStringOmitsTheToken() {
        assertThat(session)
                .hasToString("TestSession[userId=AB123, createdAt=" + session.createdAt()
                        + ", host=broker.example, token=***]");
    }

    @Test
    void httpClientHasOneSessionInterceptor() {
        OkHttpClient given = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> chain.proceed(chain.request()))
                .build();

        OkHttpClient http = session.httpClient(session.httpClient(given));

        assertThat(http.networkInterceptors())
                .hasSize(2)
                .startsWith(given.networkInterceptors().get(0));
        assertThat(http.networkInterceptors().get(1)).isInstanceOfSatisfying(SessionInterceptor.class, added -> {
            assertThat(added.origin()).hasToString(TestClient.URL + "/");
            assertThat(added).asString().doesNotContain(TestClient.TOKEN);
        });
        assertThat(given.networkInterceptors()).hasSize(1);
        assertThatThrownBy(() -> session.httpClient(null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("httpClient ");
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which hosts belong to a broker, and default values. */
class BrokerMetadataTest {

    @ParameterizedTest
    @CsvSource({
        "broker.example, https://broker.example, true",
        "broker.example, https://BROKER.example:8443/path, true",
        "broker.example, https://a.b.broker.example, true",
        "broker.example, http://broker.example, false",
        "broker.example, http://a.broker.example, false",
        "broker.example, https://notbroker.example, false",
        "broker.example, https://broker.example.evil.example, false",
        "broker.example, https://broker.example@evil.example, false",
        "broker.example, https://example, false",
        ", https://broker.example, false"
    })
    void acceptsHttpsHostsOfTheDomain(String domain, String url, boolean isBrokerHost) {
        assertThat(metadata(domain).isBrokerHost(HttpUrl.get(url))).isEqualTo(isBrokerHost);
    }

    @Test
    void returnsDefaultValues() {
        BrokerMetadata metadata = metadata(null);

        assertThat(metadata.defaultValue("ip")).isEqualTo("127.0.0.1");
        assertThatNullPointerException().isThrownBy(() -> metadata.defaultValue("port"));
    }

    private static BrokerMetadata metadata(String domain) {
        return new BrokerMetadata(
                "broker",
                "1.0",
                0,
                domain,
                Map.of("ip", "127.0.0.1"),
                Map.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of());
    }
}

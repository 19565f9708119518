package org.brokersdk.noren;

import static org.assertj.core.api.Assertions.assertThat;

import org.brokersdk.testing.FakeBroker;
import org.junit.jupiter.api.Test;

class NorenResponseCheckerTest {
    @Test
    void works() {
        FakeBroker broker = new FakeBroker().enqueue(200, "{\"stat\":\"Ok\",\"susertoken\":\"t\"}");
        assertThat(broker.requestCount()).isZero();
    }
}

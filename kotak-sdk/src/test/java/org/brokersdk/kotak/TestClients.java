package org.brokersdk.kotak;

import org.brokersdk.testing.FakeBroker;

/** Clients of one user. */
final class TestClients {

    private TestClients() {}

    static KotakClient.Builder kotak(FakeBroker broker) {
        return KotakClient.builder()
                .httpClient(broker.client())
                .accessToken("access-token")
                .consumerKey("consumer-key")
                .userId("AB1234");
    }

    static KotakNeoClient.Builder neo(FakeBroker broker) {
        return KotakNeoClient.builder()
                .httpClient(broker.client())
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123");
    }

    static String json(String json) {
        return json.replace('\'', '"');
    }
}

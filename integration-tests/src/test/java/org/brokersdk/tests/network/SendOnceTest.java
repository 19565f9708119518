package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.brokersdk.core.BrokerException;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.api.NeoLoginRequest;
import org.brokersdk.tests.ApiClients;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Server;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Response;

/** A broker that requests an immediate retry gets one request, and its response reaches the caller. */
class SendOnceTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "9999999999", "99999999999999999999", "soon"})
    void generatedInterfaceSendsALoginOnce(String retryAfter) throws Exception {
        try (Server server = Server.responding(request -> unavailable(retryAfter));
                KotakNeoClient kotak = neo(server)) {
            Response<?> response = kotak.api()
                    .neoLogin(NeoLoginRequest.builder()
                            .mobileNumber("+910000000000")
                            .ucc("AB123")
                            .totp("123456")
                            .build())
                    .execute();

            assertThat(response.code()).isEqualTo(503);
            assertThat(response.headers().get("Retry-After")).isEqualTo(retryAfter);
            assertThat(server.requests).hasSize(1);
        }
    }

    /** OkHttp cannot see that a request without a body must not be repeated. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "9999999999", "soon"})
    void generatedInterfaceSendsAGetOnce(String retryAfter) throws Exception {
        try (Server server = Server.responding(request -> unavailable(retryAfter))) {
            IiflMarketsApi api = ApiClients.client("iifl", server.url()).api(IiflMarketsApi.class);

            assertThat(api.getProfile().execute().code()).isEqualTo(503);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "9999999999", "soon"})
    void clientsSendALoginOnceAndReportTheStatus(String retryAfter) throws Exception {
        for (Sdk sdk : Sdk.all()) {
            try (Server server = Server.responding(request -> unavailable(retryAfter))) {
                assertThatThrownBy(() -> sdk.login(Sdk.Settings.of(server.url()))
                                .blocking()
                                .get())
                        .as(sdk.toString())
                        .isInstanceOfSatisfying(
                                BrokerException.Unexpected.class,
                                failure -> assertThat(failure.status()).isEqualTo(503));
                assertThat(server.requests).hasSize(1);
            }
        }
    }

    private static byte[] unavailable(String retryAfter) {
        return Server.response(
                503, "text/html", "<html><title>Service unavailable</title></html>", "Retry-After: " + retryAfter);
    }

    private static KotakNeoClient neo(Server server) {
        return KotakNeoClient.builder()
                .accessToken("acc3ss")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .baseUrl(server.url())
                .build();
    }
}

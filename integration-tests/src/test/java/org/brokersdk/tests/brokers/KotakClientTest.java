package org.brokersdk.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakTokens;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The mock server accepts all grants of an access token, of which the samples show one. */
@ExtendWith(PrismExtension.class)
class KotakClientTest {

    @Test
    void issuesAndRevokesAccessTokens(Mocks mocks) {
        try (KotakTokens tokens = KotakClient.builder()
                .baseUrl(mocks.of("kotak").url())
                .consumerKey("consumer-key")
                .tokens("consumer-secret")) {
            assertThat(tokens.issue().accessToken()).isNotEmpty();
            assertThat(tokens.issue("user", "password").accessToken()).isNotEmpty();
            assertThat(tokens.refresh("refresh-token").accessToken()).isNotEmpty();
            assertThat(tokens.issueAsync().join().toString()).contains("accessToken=***");
            assertThatCode(() -> tokens.revoke("token")).doesNotThrowAnyException();
            assertThatCode(() -> tokens.revokeAsync("token").join()).doesNotThrowAnyException();
        }
    }
}

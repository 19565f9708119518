package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;

import org.brokersdk.testing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens that are issued, refreshed and revoked with the consumer key and its secret. */
class KotakTokensTest extends KotakFixture {

    private final KotakTokens tokens = KotakClient.builder()
            .httpClient(broker.client())
            .consumerKey("consumer-key")
            .tokens("consumer-secret");

    @Test
    void issuesAnAccessToken() {
        for (int i = 0; i < 6; i++) {
            respond("{'access_token':'t0ken','token_type':'Bearer'}");
        }

        assertThat(tokens.issue().accessToken()).isEqualTo("t0ken");
        assertThat(tokens.issueAsync().join().toString()).contains("accessToken=***");
        assertThat(tokens.issue("user", "p&w").accessToken()).isEqualTo("t0ken");
        assertThat(tokens.issueAsync("user", "p&w").join().accessToken()).isEqualTo("t0ken");
        assertThat(tokens.refresh("r3fresh").accessToken()).isEqualTo("t0ken");
        assertThat(tokens.refreshAsync("r3fresh").join().accessToken()).isEqualTo("t0ken");

        assertForms("token", "grant_type=client_credentials");
        assertForms("token", "grant_type=password&username=user&password=p%26w");
        assertForms("token", "grant_type=refresh_token&refresh_token=r3fresh");
    }

    @Test
    void revokesAnAccessToken() {
        respond("");
        respond("");

        tokens.revoke("t0ken");
        tokens.revokeAsync("t0ken").join();

        assertForms("revoke", "token=t0ken");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                   | -
                    {'fault':{'code':7}} | UNKNOWN 7
                    {'fault':'s3cret'}   | Unexpected
                    """)
    void acceptsEveryResponseToARevocationWithoutAFault(String json, String outcome) throws Exception {
        respond(json);

        assertThat(Outcome.ofVoid(() -> tokens.revoke("t0ken"))).isEqualTo(outcome);
    }

    @Test
    void rejectsEmptyInput() {
        assertInvalid("username must not be blank", () -> tokens.issue(" ", "password"));
        assertInvalid("password is required", () -> tokens.issueAsync("user", null));
        assertInvalid("refreshToken must not be blank", () -> tokens.refresh(""));
        assertInvalid("token is required", () -> tokens.revoke(null));
    }

    /** Takes the request of the blocking and of the asynchronous call. */
    private void assertForms(String path, String form) {
        for (int i = 0; i < 2; i++) {
            var request = takeRequest("POST https://tradeapi.kotaksecurities.com/apim/oauth/1.0/" + path);
            // Base64 of consumer-key:consumer-secret.
            assertThat(request.headers().get("Authorization"))
                    .isEqualTo("Basic Y29uc3VtZXIta2V5OmNvbnN1bWVyLXNlY3JldA==");
            assertThat(request.body()).isEqualTo(form);
        }
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakInit;
import org.brokersdk.kotak.KotakLogin;
import org.brokersdk.kotak.KotakSession;
import org.brokersdk.kotak.KotakTokens;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Kotak login comes to, on the answers that the spec shows. */
@ExtendWith(PrismExtension.class)
class KotakClientTest {

    private final Gateway mock;

    KotakClientTest(Mocks mocks) {
        mock = mocks.of("kotak");
    }

    @Test
    void logsInVerifiesAndLogsOut() {
        KotakClient kotak = client().userId("AB1234").build();

        KotakInit init = kotak.initSession();
        KotakLogin login = init.login("s3cret");
        KotakSession session = login.verify("1234");

        assertThat(init.response().userid()).isEqualTo("AB1234");
        assertThat(session.userId()).isEqualTo("AB1234");
        assertThat(session.headers())
                .containsEntry("Authorization", "Bearer access-token")
                .containsEntry("consumerKey", "consumer-key")
                .containsEntry("sessionToken", session.response().sessionToken());
        session.logout();
    }

    @Test
    void logsInWithoutWaiting() {
        KotakClient kotak = client().userId("AB1234").build();

        KotakSession session = kotak.initSessionAsync()
                .thenCompose(init -> init.loginAsync("s3cret"))
                .thenCompose(login -> login.verifyAsync("1234"))
                .join();

        session.logoutAsync().join();
        assertThat(session.userId()).isEqualTo("AB1234");
    }

    @Test
    void logsInByNickname() {
        KotakClient kotak = client().nickname("demo").build();

        assertThat(kotak.initSession().response().userid()).isEqualTo("AB1234");
        // The user id that 2FA needs comes from the broker's answer.
        assertThat(kotak.login("s3cret").verify("1234").userId()).isEqualTo("AB1234");
    }

    @Test
    void verifiesInEveryWay() {
        KotakLogin login = client().userId("AB1234").build().login("s3cret");

        for (KotakSession session : new KotakSession[] {
            login.verifyWithoutCode(),
            login.verifyMpin("123456"),
            login.verifyBiometric("bio"),
            login.verifyWithoutCodeAsync().join(),
            login.verifyMpinAsync("123456").join(),
            login.verifyBiometricAsync("bio").join()
        }) {
            assertThat(session.response().sessionToken()).isNotEmpty();
        }
    }

    @Test
    void sendsTheAccessCodeAgain() {
        KotakLogin login = client().userId("AB1234").build().login("s3cret");

        assertThatCode(login::resendAccessCode).doesNotThrowAnyException();
        assertThatCode(() -> login.resendAccessCodeAsync().join()).doesNotThrowAnyException();
    }

    @Test
    void initialisesByPath() {
        KotakClient kotak = client().userId("AB1234").build();

        assertThat(kotak.initSessionByPath().response().userid()).isEqualTo("AB1234");
        assertThat(kotak.initSessionByPathAsync().join().response().userid()).isEqualTo("AB1234");
    }

    @Test
    void getsAndRevokesAccessTokens() {
        try (KotakTokens tokens = KotakClient.builder()
                .baseUrl(mock.url())
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

    @Test
    void keepsTheWordsOfTheBroker() {
        KotakClient kotak = client().userId("AB1234")
                .baseUrl(mock.url(401, "invalidCredentials"))
                .build();

        assertThatThrownBy(() -> kotak.login("s3cret"))
                .isInstanceOf(BrokerException.class)
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.brokerMessage()).isEqualTo("Invalid Credentials");
                    assertThat(rejected.detail().orElseThrow()).contains("Make sure you have provided");
                });
    }

    private KotakClient.Builder client() {
        return KotakClient.builder()
                .baseUrl(mock.url())
                .httpClient(Prefer.NOTHING)
                .accessToken("access-token")
                .consumerKey("consumer-key");
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login to Neo comes to, on the answers that the spec shows. */
@ExtendWith(PrismExtension.class)
class KotakNeoClientTest {

    private static final Set<String> ACCEPTED = Set.of("success", "successMinimal", "passwordExpired");

    private final Gateway mock;

    KotakNeoClientTest(Mocks mocks) {
        mock = mocks.of("kotak");
    }

    @Test
    void logsInValidatesAndLogsOut() {
        KotakNeoLogin login = client(mock.url()).login("123456");
        KotakNeoSession session = login.validate("654321");

        assertThat(login.response().kType()).isEqualTo("View");
        assertThat(session.response().kType()).isEqualTo("Trade");
        assertThat(session.userId()).isEqualTo("AB123");
        assertThat(session.greetingName()).contains("DEMO CLIENT");
        assertThat(session.baseUrl()).isEqualTo(mock.url());
        assertThat(session.headers())
                .containsEntry("Authorization", "access-token")
                .containsEntry("Auth", session.response().token())
                .containsEntry("Sid", session.response().sid())
                .containsEntry("neo-fin-key", "neotradeapi");
        session.logout();
    }

    @Test
    void logsInWithoutWaiting() {
        KotakNeoSession session = client(mock.url())
                .loginAsync("123456")
                .thenCompose(login -> login.validateAsync("654321"))
                .join();

        session.logoutAsync().join();
        assertThat(session.userId()).isEqualTo("AB123");
    }

    @Test
    void asksOnceForTheOneTimePassword() {
        AtomicInteger asked = new AtomicInteger();
        KotakNeoClient kotak = client(mock.url());

        kotak.login(() -> "12345" + asked.getAndIncrement());
        kotak.loginAsync(() -> "12345" + asked.getAndIncrement()).join();
        kotak.login(Totp.fromBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));

        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"success, false", "successMinimal,", "passwordExpired, true"})
    void takesATokenForASuccess(String example, Boolean passwordExpired) {
        KotakNeoSession session = client(mock.url(200, example)).login("123456").validate("654321");

        assertThat(session.headers()).hasSize(4);
        assertThat(session.response().isUserPwdExpired()).isEqualTo(passwordExpired);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "successMinimal"})
    void takesAnythingButAFailureForALogout(String example) {
        assertThatCode(sessionThatLogsOut(200, example)::logout).doesNotThrowAnyException();
    }

    @Test
    void keepsTheWordsOfTheBroker() {
        assertThatThrownBy(() -> client(mock.url(400, "severalErrors")).login("123456"))
                .asInstanceOf(type(Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.brokerMessage()).isEqualTo("Missing required field 'Ucc'");
                    assertThat(rejected.detail()).contains("Missing required field 'Totp' (400)");
                });
    }

    private KotakNeoSession sessionThatLogsOut(int status, String example) {
        return client(mock.url("neoLogout", status, example)).login("123456").validate("654321");
    }

    private static KotakNeoClient client(String url) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .httpClient(Prefer.NOTHING)
                .accessToken("access-token")
                .mobileNumber("+910000000000")
                .ucc("AB123")
                .build();
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.kotak.KotakException.Rejected;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.kotak.KotakNeoSession;
import org.brokersdk.kotak.Reason;
import org.brokersdk.kotak.Totp;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
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

        assertThat(login.answer().kType()).isEqualTo("View");
        assertThat(session.answer().kType()).isEqualTo("Trade");
        assertThat(session.userId()).isEqualTo("AB123");
        assertThat(session.greetingName()).contains("DEMO CLIENT");
        assertThat(session.baseUrl()).isEqualTo("https://e00.kotaksecurities.com/");
        assertThat(session.headers())
                .containsEntry("Authorization", "access-token")
                .containsEntry("Auth", session.answer().token())
                .containsEntry("Sid", session.answer().sid())
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
        assertThat(session.answer().isUserPwdExpired()).isEqualTo(passwordExpired);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "successMinimal"})
    void takesAnythingButAFailureForALogout(String example) {
        assertThatCode(sessionThatLogsOut(200, example)::logout).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "200, missingField, BAD_REQUEST, 400",
        "200, unauthorized, APPLICATION_REFUSED, 100001",
        "200, invalidTotp, WRONG_ONE_TIME_PASSWORD, 401",
        "200, invalidCredentials, WRONG_CREDENTIALS, 401"
    })
    void refusesTheLoginWithAReason(int status, String example, Reason reason, String code) {
        refused(() -> client(mock.url(status, example)).login("123456"), status, reason, code);
    }

    @ParameterizedTest
    @CsvSource({
        "200, missingHeader, BAD_REQUEST, 10512",
        "200, invalidSession, SESSION_EXPIRED, 100022",
        "200, invalidMpin, WRONG_CREDENTIALS, 401"
    })
    void refusesTheValidationWithAReason(int status, String example, Reason reason, String code) {
        refused(() -> loginThatValidates(status, example).validate("654321"), status, reason, code);
    }

    @ParameterizedTest
    @CsvSource({
        "200, missingHeader, BAD_REQUEST, 10512",
        "200, invalidSession, SESSION_EXPIRED, 100022",
        "200, failed, UNKNOWN, 1000"
    })
    void refusesTheLogoutWithAReason(int status, String example, Reason reason, String code) {
        refused(() -> sessionThatLogsOut(status, example).logout(), status, reason, code);
    }

    @ParameterizedTest
    @CsvSource({
        "400, missingField, BAD_REQUEST, 400",
        "400, severalErrors, BAD_REQUEST, 400",
        "429, tooManyRequests, QUOTA_EXCEEDED, 429",
        "500, unexpectedError, BROKER_FAILED, 500",
        "503, unavailable, BROKER_FAILED, 503",
        "504, gatewayTimeout, BROKER_FAILED, 504"
    })
    void refusesEveryStepWithAReason(int status, String example, Reason reason, String code) {
        refused(() -> client(mock.url(status, example)).login("123456"), status, reason, code);
        refused(() -> loginThatValidates(status, example).validate("654321"), status, reason, code);
        refused(() -> sessionThatLogsOut(status, example).logout(), status, reason, code);
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

    /** An example that is added to the spec has to be added here. */
    @Test
    void everyExampleStandsInATestAbove() {
        Set<String> failures = Spec.of("kotak").operations().stream()
                .filter(operation -> operation.id().startsWith("neo"))
                .flatMap(operation -> operation.examples().stream())
                .map(Example::name)
                .filter(name -> !ACCEPTED.contains(name))
                .collect(Collectors.toSet());

        assertThat(failures)
                .containsExactlyInAnyOrder(
                        "missingField",
                        "severalErrors",
                        "missingHeader",
                        "unauthorized",
                        "invalidSession",
                        "invalidTotp",
                        "invalidMpin",
                        "invalidCredentials",
                        "failed",
                        "tooManyRequests",
                        "unexpectedError",
                        "unavailable",
                        "gatewayTimeout");
    }

    private static void refused(ThrowingCallable step, int status, Reason reason, String code) {
        assertThatThrownBy(step).asInstanceOf(type(Rejected.class)).satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.status()).isEqualTo(status);
            assertThat(rejected.code()).contains(code);
            assertThat(rejected.brokerMessage()).isNotBlank();
            assertThat(rejected).hasMessageContaining(reason.advice());
        });
    }

    private KotakNeoLogin loginThatValidates(int status, String example) {
        return client(mock.url("neoValidate", status, example)).login("123456");
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

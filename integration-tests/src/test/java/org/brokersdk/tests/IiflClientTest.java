package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflCustomerSession;
import org.brokersdk.iifl.IiflPartnerSession;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an IIFL login comes to, on the answers that the spec shows. */
@ExtendWith(PrismExtension.class)
class IiflClientTest {

    private static final LocalDate BIRTH = LocalDate.of(1990, 1, 1);

    private final Gateway mock;

    IiflClientTest(Mocks mocks) {
        mock = mocks.of("iifl");
    }

    private final Map<String, Consumer<IiflClient>> calls = Map.of(
            "partnerLogin", iifl -> iifl.partnerLogin("demo@example.com", "1234567890"),
            "customerLogin", iifl -> iifl.customerLogin("DEMO01", "s3cret", BIRTH),
            "registerJwt", iifl -> iifl.restoreCustomer(customerLogin().save()).registerToken());

    @Test
    void logsInAPartner() {
        IiflPartnerSession session = client().build().partnerLogin("demo@example.com", "1234567890");

        assertThat(session.userId()).isEqualTo("demo@example.com");
        assertThat(session.createdAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(session.cookie()).isEqualTo("IIFLMarcookie=demo0session1cookie2=3=");
        assertThat(session.validUpto()).isEqualTo("8/20/2021 10:15:23 AM");
        assertThat(session.validUntil()).contains(Instant.parse("2021-08-20T04:45:23Z"));
        assertThat(session.response().userName()).isEqualTo("IIFLDemoUser");
    }

    @Test
    void logsInACustomerAndRegistersTheToken() {
        IiflCustomerSession session = customerLogin();

        assertThat(session.userId()).isEqualTo("DEMO01");
        assertThat(session.cookie()).isEqualTo("IIFLMarcookie=demo0session1cookie2=3=");
        assertThat(session.token()).contains(session.response().token());
        assertThat(session.response().clientName()).isEqualTo("DEMO CLIENT");
        assertThatCode(session::registerToken).doesNotThrowAnyException();
    }

    @Test
    void logsInWithoutWaiting() {
        IiflClient iifl = client().build();

        assertThat(iifl.partnerLoginAsync("demo@example.com", "1234567890")
                        .join()
                        .userId())
                .isEqualTo("demo@example.com");
        IiflCustomerSession customer =
                iifl.customerLoginAsync("DEMO01", "s3cret", BIRTH).join();
        assertThatCode(() -> customer.registerTokenAsync().join()).doesNotThrowAnyException();
    }

    @Test
    void logsInACustomerOnTheLeastAnswer() {
        IiflCustomerSession session = preferring(200, "successMinimal").customerLogin("DEMO01", "s3cret", BIRTH);

        assertThat(session.token()).isPresent();
        assertThat(session.response().clientName()).isNull();
    }

    @Test
    void logsInACustomerWhoShouldChangeThePassword() {
        IiflCustomerSession session =
                preferring(200, "passwordChangeRequired").customerLogin("DEMO01", "s3cret", BIRTH);

        assertThat(session.response().passwordChangeFlag()).isEqualTo(1);
        assertThat(session.response().passwordChangeMessage()).isEqualTo("Please change your password.");
    }

    @ParameterizedTest
    @CsvSource({"partnerLogin", "customerLogin", "registerJwt"})
    void rejectsASubscriptionKeyThatTheGatewayRefuses(String operation) {
        assertRejected(
                call(operation, preferring(401, "missingSubscriptionKey")),
                401,
                Reason.APPLICATION_REFUSED,
                "401",
                "Access denied due to missing subscription key. Make sure to include subscription key when making"
                        + " requests to an API.");
        assertRejected(
                call(operation, preferring(401, "wrongSubscriptionKey")),
                401,
                Reason.APPLICATION_REFUSED,
                "401",
                "Access denied due to invalid subscription key. Make sure to provide a valid key for an active"
                        + " subscription.");
    }

    @ParameterizedTest
    @CsvSource({"partnerLogin", "customerLogin", "registerJwt"})
    void doesNotExpectAPageOfHtml(String operation) {
        Map.of(403, "blocked", 500, "serverError")
                .forEach((status, page) -> assertThatThrownBy(call(operation, preferring(status, page)))
                        .asInstanceOf(type(Unexpected.class))
                        .satisfies(unexpected -> {
                            assertThat(unexpected.status()).isEqualTo(status);
                            assertThat(unexpected.responseSummary()).startsWith("text/html, ");
                            assertThat(unexpected.responseBody()).startsWith("<html>");
                        }));
    }

    private static void assertRejected(ThrowingCallable call, int status, Reason reason, String code, String message) {
        assertThatThrownBy(call).asInstanceOf(type(Rejected.class)).satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.code().orElse(null)).isEqualTo(code);
            assertThat(rejected.brokerMessage()).isEqualTo(message);
            assertThat(rejected.status()).isEqualTo(status);
        });
    }

    private ThrowingCallable call(String operation, IiflClient iifl) {
        return () -> calls.get(operation).accept(iifl);
    }

    private IiflCustomerSession customerLogin() {
        return client().build().customerLogin("DEMO01", "s3cret", BIRTH);
    }

    private IiflClient preferring(int status, String example) {
        return client().baseUrl(mock.url(status, example)).build();
    }

    private IiflClient.Builder client() {
        return IiflClient.builder()
                .baseUrl(mock.url())
                .httpClient(Prefer.NOTHING)
                .subscriptionKey("subscription-key")
                .encryptionKey("encryption-key")
                .app(IiflApp.builder()
                        .appName("IIFLMarDEMO")
                        .appVersion("1.0")
                        .key("user-key")
                        .userId("app-us3r")
                        .password("app-s3cret")
                        .build());
    }
}

package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, the logins of partners and customers, and the failures of the gateway. */
class IiflClientTest extends IiflFixture {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsMissingSettingsAndInput(String empty) {
        IiflClient iifl = iifl().build();

        assertInvalid("subscriptionKey ", () -> iifl().subscriptionKey(empty).build());
        assertInvalid("encryptionKey ", () -> iifl().encryptionKey(empty).build());
        assertInvalid("Email_id ", () -> iifl.partnerLogin(empty, "1234567890"));
        assertInvalid("ContactNumber ", () -> iifl.partnerLoginAsync("demo@example.com", empty));
        assertInvalid("clientCode ", () -> iifl.customerLogin(empty, "s3cret", BIRTH));
        assertInvalid("password ", () -> iifl.customerLoginAsync("DEMO01", empty, BIRTH));
    }

    @Test
    void rejectsInvalidSettingsAndInput() {
        IiflClient iifl = iifl().build();

        assertInvalid("app is required", () -> iifl().app(null).build());
        assertInvalid(
                "customerRequestCode ", () -> iifl().customerRequestCode("").build());
        assertInvalid(
                "customerRequestCode ", () -> iifl().customerRequestCode(" ").build());
        assertInvalid(
                "subscriptionKey must ",
                () -> iifl().subscriptionKey("s3cret\n").build());
        assertInvalid("Email_id must have 1 to 50", () -> iifl.partnerLogin("s3".repeat(26), "1234567890"));
        assertInvalid("ContactNumber must have", () -> iifl.partnerLogin("demo@example.com", "s3".repeat(8)));
        assertInvalid(
                "LocalIP must have",
                () -> iifl().localIp("s3".repeat(11)).build().partnerLogin("demo@example.com", "1234567890"));
        assertInvalid("dateOfBirth is required", () -> iifl.customerLogin("DEMO01", "s3cret", null));
    }

    @Test
    void logsInAPartner() {
        IiflPartnerSession session = partnerLogin(
                "{'Status':0,'Message':'Successfully LoggedIn','UserName':'IIFLDemoUser',"
                        + "'ValidUpto':'8/20/2021 10:15:23 AM'}",
                "Set-Cookie: IIFLMarcookie=demo0session1cookie2=3=; path=/; HttpOnly");

        assertThat(session.userId()).isEqualTo("demo@example.com");
        assertThat(session.createdAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(session.cookie()).isEqualTo("IIFLMarcookie=demo0session1cookie2=3=");
        assertThat(session.validUpto()).isEqualTo("8/20/2021 10:15:23 AM");
        assertThat(session.validUntil()).contains(Instant.parse("2021-08-20T04:45:23Z"));
        assertThat(session.response().userName()).isEqualTo("IIFLDemoUser");
    }

    @Test
    void logsInACustomer() {
        IiflCustomerSession session =
                customerLogin("DEMO01", "{'Success':0,'Msg':'','Token':'jwt','ClientName':'DEMO CLIENT'}");

        assertThat(session.userId()).isEqualTo("DEMO01");
        assertThat(session.cookie()).isEqualTo("IIFLMarcookie=c");
        assertThat(session.token()).contains(session.response().token()).contains("jwt");
        assertThat(session.response().clientName()).isEqualTo("DEMO CLIENT");
    }

    @Test
    void logsInACustomerIfTheResponseHasOnlyAToken() {
        IiflCustomerSession session = customerLogin("DEMO01", "{'Token':'jwt'}");

        assertThat(session.token()).isPresent();
        assertThat(session.response().clientName()).isNull();
    }

    @Test
    void logsInACustomerWhoMustChangeThePassword() {
        IiflCustomerSession session = customerLogin(
                "DEMO01",
                "{'Msg':'','Token':'jwt','PasswordChangeFlag':1,'PasswordChangeMessage':'Please change your password.'}");

        assertThat(session.response().passwordChangeFlag()).isEqualTo(1);
        assertThat(session.response().passwordChangeMessage()).isEqualTo("Please change your password.");
    }

    @Test
    void logsInAsynchronously() {
        IiflClient iifl = iifl().build();
        respond("{'head':{'status':'0'},'body':{'Status':0}}", COOKIE);
        respond("{'head':{'status':'0'},'body':{'Token':'jwt'}}", COOKIE);
        respond("{'body':{'Status':0}}");

        assertThat(iifl.partnerLoginAsync("demo@example.com", "1234567890")
                        .join()
                        .userId())
                .isEqualTo("demo@example.com");
        iifl.customerLoginAsync("DEMO01", "s3cret", BIRTH)
                .join()
                .registerTokenAsync()
                .join();

        for (String path : new String[] {"LoginRequestMobileForVendor", "LoginRequest", "JWTOpenApiValidation"}) {
            assertThat(takeRequest("POST " + URL + path).headers().values("Ocp-Apim-Subscription-Key"))
                    .containsExactly("s3-subscription");
        }
    }

    static Stream<Arguments> calls() {
        String saved = saved("IiflCustomerSession", "'customer':{'Token':'jwt'}");
        return Stream.of(
                call("partnerLogin", iifl -> iifl.partnerLogin("demo@example.com", "1234567890")),
                call("customerLogin", iifl -> iifl.customerLogin("DEMO01", "s3cret", BIRTH)),
                call("registerToken", iifl -> iifl.restoreCustomer(saved).registerToken()));
    }

    private static Arguments call(String name, Consumer<IiflClient> call) {
        return arguments(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void reportsARejectionOfTheGateway(String name, Consumer<IiflClient> call) {
        for (String message : new String[] {
            "Access denied due to missing subscription key. Make sure to include subscription key when making requests"
                    + " to an API.",
            "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."
        }) {
            respond(401, "{'statusCode':401,'message':'" + message + "'}");

            assertRejected(401, Reason.APPLICATION_REFUSED, "401", message, () -> call.accept(iifl().build()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void reportsAPageInHtml(String name, Consumer<IiflClient> call) {
        for (int status : new int[] {403, 500}) {
            respond(status, "<html><head><title>No</title></head></html>", "Content-Type: text/html");

            Unexpected unexpected = assertUnexpected(status, () -> call.accept(iifl().build()));

            assertThat(unexpected.responseSummary()).startsWith("text/html, ");
            assertThat(unexpected.responseBody()).startsWith("<html>");
        }
    }
}

package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token and saved text of a customer's session. */
class IiflCustomerSessionTest extends IiflFixture {

    /** The client code is sent in plain text, even if the application gave it encrypted. */
    @Test
    void registersTheTokenWithCookieAndPlainClientCode() {
        IiflCustomerSession session = customerLogin("KhbQ9NhE1PBrMsGWPZglwQ==", "{'Token':'jwt'}");
        respond("{'body':{'Status':0,'Message':'Success'}}");

        session.registerToken();

        assertThat(session.userId()).isEqualTo("Demo123");
        RecordedRequest registration = takeRequest("POST " + URL + "JWTOpenApiValidation");
        assertThat(registration.headers().values("Cookie")).containsExactly("IIFLMarcookie=c");
        assertThat(registration.headers().values("Ocp-Apim-Subscription-Key")).containsExactly("s3-subscription");
        assertThat(registration.body()).isEqualTo(json("{'ClientCode':'Demo123','JwtCode':'jwt'}"));
    }

    @Test
    void registersNothingWithoutAToken() {
        IiflCustomerSession session = customerLogin("DEMO01", "{'Msg':''}");

        assertThatThrownBy(session::registerToken)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no token");
        assertThatThrownBy(session::registerTokenAsync).isInstanceOf(IllegalStateException.class);
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void isTheSameAfterSaveAndRestore() {
        IiflCustomerSession session = customerLogin("DEMO01", "{'Token':'jwt'}");
        respond("{'body':{'Status':0}}");

        IiflCustomerSession restored = iifl().build().restoreCustomer(session.save());
        restored.registerToken();

        assertRestored(session, restored);
        assertThat(restored.userId()).isEqualTo("DEMO01");
        assertThat(restored.token()).contains("jwt");
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(broker.takeRequest().headers().get("Cookie")).isEqualTo("IIFLMarcookie=c");
    }

    static Stream<String> textsThatAreNoSession() {
        return textsThatAreNoSession("IiflCustomerSession", "customer", "IiflPartnerSession");
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoSession")
    void rejectsTextThatIsNoSavedSession(String saved) {
        IiflClient iifl = iifl().build();

        assertInvalid("saved must be what IiflCustomerSession.save() returned", () -> iifl.restoreCustomer(saved));
        assertThat(iifl.restoreCustomer(saved("IiflCustomerSession", "'customer':{}"))
                        .createdAt())
                .isEqualTo("2021-08-20T00:00:00Z");
    }

    @Test
    void omitsTokenAndCookieFromText() {
        assertThat(customerLogin("DEMO01", "{'Token':'jwt-s3cret'}").toString())
                .contains("DEMO01", "token=***")
                .doesNotContain("s3cret", "=c");
    }
}

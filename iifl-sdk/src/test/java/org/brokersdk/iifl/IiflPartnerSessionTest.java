package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Cookies, permission, and saved text of a partner's session. */
class IiflPartnerSessionTest extends IiflFixture {

    @Test
    void joinsTheCookiesOfSeveralHeaders() {
        IiflPartnerSession session = partnerLogin(
                "{'Status':0}",
                "Set-Cookie: ASP.NET_SessionId=abc; path=/; HttpOnly",
                "Set-Cookie: IIFLMarcookie=a=b==; path=/; Secure",
                "Set-Cookie: Gone=; expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "Set-Cookie: nonsense");

        assertThat(session.cookie()).isEqualTo("ASP.NET_SessionId=abc; IIFLMarcookie=a=b==");
        assertThat(session.headers())
                .isEqualTo(Map.of("Cookie", session.cookie(), "Ocp-Apim-Subscription-Key", "s3-subscription"));
    }

    @Test
    void takesTheLastValueOfACookie() {
        assertThat(partnerLogin("{'Status':0}", "Set-Cookie: IIFLMarcookie=old", "Set-Cookie: IIFLMarcookie=new;path=/")
                        .cookie())
                .isEqualTo("IIFLMarcookie=new");
    }

    @ParameterizedTest
    @CsvSource({
        "8/20/2021 10:15:23 AM, 2021-08-20T04:45:23Z",
        "12/31/2021 12:00:00 pm, 2021-12-31T06:30:00Z",
        "08/02/2021 12:00:00 AM, 2021-08-01T18:30:00Z",
        "2/30/2021 10:15:23 AM,",
        "20/8/2021 10:15:23 AM,",
        "2021-08-20,",
        "'',",
        ","
    })
    void readsTheEndOfThePermission(String validUpto, Instant validUntil) {
        String field = validUpto == null ? "" : ",'ValidUpto':'" + validUpto + "'";
        IiflPartnerSession session = partnerLogin("{'Status':0" + field + "}", COOKIE);

        assertThat(session.validUpto()).isEqualTo(validUpto);
        assertThat(session.validUntil().orElse(null)).isEqualTo(validUntil);
    }

    @Test
    void isTheSameAfterSaveAndRestore() {
        IiflPartnerSession session =
                partnerLogin("{'Status':0,'ValidUpto':'8/20/2021 10:15:23 AM'}", "Set-Cookie: IIFLMarcookie=a=b=");

        IiflPartnerSession restored = iifl().build().restorePartner(session.save());

        assertRestored(session, restored);
        assertThat(restored.userId()).isEqualTo("demo@example.com");
        assertThat(restored.validUntil()).isEqualTo(session.validUntil()).isPresent();
        assertThat(restored.response()).isEqualTo(session.response());
        assertThat(broker.requestCount()).isZero();
    }

    static Stream<String> textsThatAreNoSession() {
        return textsThatAreNoSession("IiflPartnerSession", "partner", "IiflCustomerSession");
    }

    @ParameterizedTest
    @MethodSource("textsThatAreNoSession")
    void rejectsTextThatIsNoSavedSession(String saved) {
        IiflClient iifl = iifl().build();

        assertInvalid("saved must be what IiflPartnerSession.save() returned", () -> iifl.restorePartner(saved));
        assertThat(iifl.restorePartner(saved("IiflPartnerSession", "'partner':{}"))
                        .createdAt())
                .isEqualTo("2021-08-20T00:00:00Z");
    }

    @Test
    void omitsTheCookieFromText() {
        assertThat(partnerLogin("{'Status':0}", "Set-Cookie: IIFLMarcookie=s3cret")
                        .toString())
                .contains("demo@example.com", "token=***")
                .doesNotContain("s3cret");
    }
}

package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;

import org.brokersdk.testing.FakeBroker.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The validation by MPIN, and the base URL that its response names for later calls. */
class KotakNeoLoginTest extends KotakFixture {

    private static final String DATA_CENTRE = "e00.kotaksecurities.com";
    private static final String GATEWAY = "https://gateway.example:8443/kotak/";

    private final KotakNeoLogin login = neoLogin(neo().build());

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void rejectsAnEmptyMpin(String mpin) {
        assertInvalid("mpin ", () -> login.validate(mpin));
        assertInvalid("mpin ", () -> login.validateAsync(mpin));
    }

    @Test
    void sendsMpinAndTheTokensOfTheLogin() {
        assertThat(neoSession(login, "").response().kType()).isEqualTo("Trade");

        RecordedRequest validate = takeRequest("POST " + NEO_URL + "login/1.0/tradeApiValidate");
        assertThat(validate.headers().get("Authorization")).isEqualTo("access-token");
        assertThat(validate.headers().get("neo-fin-key")).isEqualTo("neotradeapi");
        assertThat(validate.headers().get("sid")).isEqualTo("view-sid");
        assertThat(validate.headers().get("Auth")).isEqualTo("view-token");
        assertThat(validate.body()).isEqualTo(json("{'mpin':'654321'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "true"})
    void acceptsATokenEvenIfThePasswordHasExpired(String expired) {
        respond("{'data':{'token':'trade-token','sid':'trade-sid','isUserPwdExpired':" + expired + "}}");

        KotakNeoSession session = login.validate("654321");

        assertThat(session.headers()).hasSize(4);
        assertThat(String.valueOf(session.response().isUserPwdExpired())).isEqualTo(expired);
    }

    @ParameterizedTest
    @CsvSource({
        "'', " + NEO_URL,
        "' ', " + NEO_URL,
        "https://" + DATA_CENTRE + ":8443, https://" + DATA_CENTRE + ":8443/",
        "https://" + DATA_CENTRE + "/dc?x=y#z, https://" + DATA_CENTRE + "/dc/"
    })
    void usesTheBaseUrlOfTheDataCentre(String named, String expected) {
        assertThat(neoSession(login, named).baseUrl()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "https://evil.example",
                "http://" + DATA_CENTRE,
                "http://mis.kotaksecurities.com",
                "evilkotaksecurities.com",
                "https://" + DATA_CENTRE + "@evil.example",
                "https://evil.example/" + DATA_CENTRE,
                "https://evil.example#." + DATA_CENTRE,
                "kotaksecurities.com.evil.example",
                "http://127.0.0.1",
                "://",
                "ftp://" + DATA_CENTRE
            })
    void rejectsABaseUrlThatIsNotTheBrokers(String named) {
        assertThat(assertUnexpected(200, () -> neoSession(login, named)))
                .hasMessageContaining("not an https URL of the broker")
                .hasMessageNotContainingAny("trade-token", "trade-sid");
    }

    /** Checks that a client of a mock server sends nothing to the broker. */
    @ParameterizedTest
    @ValueSource(strings = {GATEWAY, "https://" + DATA_CENTRE, "https://evil.example"})
    void keepsABaseUrlThatIsNotTheBrokers(String named) {
        KotakNeoSession session = neoSession(neoLogin(neo().baseUrl(GATEWAY).build()), named);
        respond("{'stat':'Ok'}");

        session.logout();

        assertThat(session.baseUrl()).isEqualTo(GATEWAY);
        takeRequest("POST " + GATEWAY + "login/1.0/tradeApiValidate");
        takeRequest("POST " + GATEWAY + "apim/login/2.0/logout");
    }

    @Test
    void omitsTheTokensFromText() {
        assertThat(login).hasToString("KotakNeoLogin[ucc=AB123, token=***, sid=***]");
    }
}

package org.brokersdk.kotak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The login that continues at the host of an initialized session. */
class KotakInitTest extends KotakFixture {

    @Test
    void logsInAtTheHostOfTheUserAndMovesOnce() {
        respond("{'Success':{'redirect':{'host':'ctradeapi.kotaksecurities.com','port':8443}}}");
        respond("{'Success':{'oneTimeToken':'one-time','redirect':{'host':'tradeapi.kotaksecurities.com'}}}");

        kotakSession(kotak().build().initSession().login("s3cret"));

        assertThat(broker.takeRequest().url().host()).isEqualTo("tradeapi.kotaksecurities.com");
        for (String path : new String[] {"login/userid", "2FA/accesscode"}) {
            takeRequest("POST https://ctradeapi.kotaksecurities.com:8443/apim/session/1.0/session/" + path);
        }
    }

    @Test
    void namesUserStatusAndHost() {
        respond(
                "{'Success':{'userid':'AB1234','status':'Active','redirect':{'host':'ctradeapi.kotaksecurities.com'}}}");

        assertThat(kotak().build().initSession())
                .hasToString("KotakInit[userId=AB1234, status=Active, host=ctradeapi.kotaksecurities.com]");
    }
}

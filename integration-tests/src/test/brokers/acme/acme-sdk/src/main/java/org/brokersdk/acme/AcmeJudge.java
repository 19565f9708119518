package org.brokersdk.acme;

import org.brokersdk.acme.api.Outcome;

/** How Acme tells a failure: by a message in the place of the status "ok". */
final class AcmeJudge {

    private AcmeJudge() {}

    static void accepted(Answer answer) {
        Outcome outcome = answer.as(Outcome.class);
        if (outcome.message() != null) {
            throw answer.rejected(outcome.code(), outcome.message());
        }
        if (!answer.isSuccessful() || !"ok".equals(outcome.status())) {
            throw answer.neither();
        }
    }
}

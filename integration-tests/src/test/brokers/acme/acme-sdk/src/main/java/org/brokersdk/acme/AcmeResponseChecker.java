package org.brokersdk.acme;

import org.brokersdk.acme.api.Outcome;
import org.brokersdk.core.internal.ApiResponse;

/** Checks responses of Acme, which report a failure in a message and a success in the status "ok". */
final class AcmeResponseChecker {

    private AcmeResponseChecker() {}

    static void requireSuccess(ApiResponse response) {
        Outcome outcome = response.as(Outcome.class);
        if (outcome.message() != null) {
            throw response.rejected(outcome.code(), outcome.message());
        }
        if (!response.isSuccessful() || !"ok".equals(outcome.status())) {
            throw response.malformedResponse();
        }
    }
}

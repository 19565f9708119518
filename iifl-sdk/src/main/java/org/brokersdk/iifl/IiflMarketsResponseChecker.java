package org.brokersdk.iifl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.iifl.api.UserSessionResponse;
import org.jspecify.annotations.Nullable;

/** Checks responses of the Markets API. They report a failure in the status of the response or of its result. */
final class IiflMarketsResponseChecker {

    private static final Pattern CODE = Pattern.compile("\\bEC\\d+\\b");

    private IiflMarketsResponseChecker() {}

    /** Returns the fields that every response has, unless they reject the request. */
    static UserSessionResponse accepted(ApiResponse response) {
        return accepted(response, new String[0]);
    }

    /** Checks the results as well. A response has one result or a list of results. */
    static void acceptedWithResult(ApiResponse response) {
        accepted(response, "result");
    }

    private static UserSessionResponse accepted(ApiResponse response, String... results) {
        response.parts(UserSessionResponse.class, results)
                .forEach(part -> requireNotRejected(response, part.status(), part.message()));
        UserSessionResponse outcome = response.as(UserSessionResponse.class);
        if (!response.isSuccessful() || !"Ok".equalsIgnoreCase(outcome.status())) {
            throw response.malformedResponse();
        }
        return outcome;
    }

    /**
     * Throws a rejection for a code, or for a status that is not a success. The documents show codes in the status or
     * in the message.
     */
    private static void requireNotRejected(ApiResponse response, @Nullable String status, @Nullable String message) {
        if ("Ok".equalsIgnoreCase(status) || "Success".equalsIgnoreCase(status)) {
            return;
        }
        Matcher found = CODE.matcher(status + " " + message);
        if (found.find()) {
            throw response.rejected(found.group(), message);
        }
        boolean refused = !Preconditions.isBlank(status);
        if (refused || !response.isSuccessful() && message != null) {
            throw response.rejected(refused && !"Not_Ok".equalsIgnoreCase(status) ? status : null, message);
        }
    }
}

package org.brokersdk.iifl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.iifl.api.UserSessionResponse;
import org.jspecify.annotations.Nullable;

/** Checks responses of the Markets API, which report a failure in a status, of the response or of its result. */
final class IiflMarketsResponseChecker {

    private static final Pattern CODE = Pattern.compile("\\bEC\\d+\\b");

    private IiflMarketsResponseChecker() {}

    /** Returns what every response has, if that does not reject the request. */
    static UserSessionResponse accepted(ApiResponse response) {
        return accepted(response, new String[0]);
    }

    /** Requires the same of the results, of which a response holds one or a list. */
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

    /** Rejects by a code, which the documents show in the status or in the message, or by any other status. */
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

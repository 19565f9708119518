package org.brokersdk.iifl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.iifl.api.LogoutResponse;
import org.brokersdk.iifl.api.MarketsResult;
import org.brokersdk.iifl.api.UserSessionResponse;
import org.jspecify.annotations.Nullable;

/** Checks responses of the Markets API, which report a failure in a status, of the response or of its result. */
final class IiflMarketsResponseChecker {

    private static final Pattern CODE = Pattern.compile("\\bEC\\d+\\b");

    private IiflMarketsResponseChecker() {}

    /** Returns what every response has, if that does not reject the request. */
    static UserSessionResponse accepted(ApiResponse response) {
        UserSessionResponse outcome = response.as(UserSessionResponse.class);
        requireNotRejected(response, outcome.status(), outcome.message());
        if (!response.isSuccessful() || !"Ok".equalsIgnoreCase(outcome.status())) {
            throw response.malformedResponse();
        }
        return outcome;
    }

    static void acceptedWithResult(ApiResponse response) {
        accepted(response);
        MarketsResult result = response.as(LogoutResponse.class).result();
        if (result != null) {
            requireNotRejected(response, result.status(), result.message());
        }
    }

    /** Rejects by a code, which the documents show in the status or in the message. */
    private static void requireNotRejected(ApiResponse response, @Nullable String status, @Nullable String message) {
        if ("Ok".equalsIgnoreCase(status) || "Success".equalsIgnoreCase(status)) {
            return;
        }
        Matcher found = CODE.matcher(status + " " + message);
        String code = found.find() ? found.group() : null;
        if (code != null || "Not_Ok".equalsIgnoreCase(status) || !response.isSuccessful() && message != null) {
            throw response.rejected(code, message);
        }
    }
}

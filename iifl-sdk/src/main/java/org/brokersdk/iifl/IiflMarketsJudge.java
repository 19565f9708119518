package org.brokersdk.iifl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.brokersdk.iifl.api.LogoutAnswer;
import org.brokersdk.iifl.api.MarketsResult;
import org.brokersdk.iifl.api.UserSessionAnswer;
import org.jspecify.annotations.Nullable;

/** How the Markets API tells a failure: by a status, whole or of its result, in which a code may stand. */
final class IiflMarketsJudge {

    private static final Pattern CODE = Pattern.compile("\\bEC\\d+\\b");

    private IiflMarketsJudge() {}

    /** What every answer has, unless it is a refusal. */
    static UserSessionAnswer accepted(Answer answer) {
        UserSessionAnswer outcome = answer.as(UserSessionAnswer.class);
        refuse(answer, outcome.status(), outcome.message());
        if (!answer.isSuccessful() || !"Ok".equalsIgnoreCase(outcome.status())) {
            throw answer.neither();
        }
        return outcome;
    }

    static void acceptedWithResult(Answer answer) {
        accepted(answer);
        MarketsResult result = answer.as(LogoutAnswer.class).result();
        if (result != null) {
            refuse(answer, result.status(), result.message());
        }
    }

    /** The documents let a code stand in the status or in the message. */
    private static void refuse(Answer answer, @Nullable String status, @Nullable String message) {
        if ("Ok".equalsIgnoreCase(status) || "Success".equalsIgnoreCase(status)) {
            return;
        }
        Matcher found = CODE.matcher(status + " " + message);
        String code = found.find() ? found.group() : null;
        if (code != null || "Not_Ok".equalsIgnoreCase(status) || !answer.isSuccessful() && message != null) {
            throw answer.rejected(code, message);
        }
    }
}

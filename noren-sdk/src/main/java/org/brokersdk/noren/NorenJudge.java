package org.brokersdk.noren;

import java.util.regex.Pattern;
import org.brokersdk.noren.api.AccessTokenAnswer;
import org.brokersdk.noren.api.RequestStatusAnswer;
import org.brokersdk.noren.api.StatusAnswer;
import org.brokersdk.noren.internal.Contract;
import org.brokersdk.noren.internal.Rules;
import org.jspecify.annotations.Nullable;

/** How Noren tells a failure: by a {@code stat}, at any HTTP status, or by a {@code ReqStatus}. */
final class NorenJudge {

    /** A {@code ReqStatus} may tell a failure, in words that no document lists. */
    private static final Pattern FAILURE = Pattern.compile(
            "\\b(invalid|wrong|fail\\w*|error|not|unable|expired|blocked)\\b", Pattern.CASE_INSENSITIVE);

    private NorenJudge() {}

    /** The answer, whose {@code stat} is Ok. */
    static <A> A ok(Answer answer, Class<A> type) {
        if (!"Ok".equals(accepted(answer)) || !answer.isSuccessful()) {
            throw answer.neither();
        }
        return answer.as(type);
    }

    /** The answer to the OAuth exchange or to a refresh. The token alone will do: no document promises a stat. */
    static AccessTokenAnswer token(Answer answer) {
        AccessTokenAnswer login = answer.as(AccessTokenAnswer.class);
        String stat = accepted(answer, login.stat(), login.emsg());
        if (stat != null && !"Ok".equals(stat) || !answer.isSuccessful() || !isToken(login.accessToken())) {
            throw answer.neither();
        }
        return login;
    }

    /** An answer that has a {@code ReqStatus} in place of a {@code stat}. */
    static RequestStatusAnswer request(Answer answer) {
        accepted(answer);
        RequestStatusAnswer model = answer.as(RequestStatusAnswer.class);
        if (Rules.isBlank(model.reqStatus())) {
            throw answer.neither();
        }
        if (!answer.isSuccessful() || FAILURE.matcher(model.reqStatus()).find()) {
            throw answer.rejected(null, model.reqStatus());
        }
        return model;
    }

    /** The {@code stat} of an answer, which is no refusal. */
    static @Nullable String accepted(Answer answer, @Nullable String stat, @Nullable String emsg) {
        if ("Not_Ok".equals(stat) || stat == null && !Rules.isBlank(emsg)) {
            throw answer.rejected(null, emsg);
        }
        return stat;
    }

    /** Whether later calls can send the token: it must not end the field of a body. */
    @Contract("null -> false")
    static boolean isToken(@Nullable String token) {
        return Rules.isVisible(token) && token.indexOf('&') < 0;
    }

    private static @Nullable String accepted(Answer answer) {
        StatusAnswer status = answer.as(StatusAnswer.class);
        return accepted(answer, status.stat(), status.emsg());
    }
}

package org.brokersdk.iifl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.brokersdk.iifl.api.CustomerLoginAnswer;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.GatewayError;
import org.brokersdk.iifl.api.PartnerLoginAnswer;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.brokersdk.iifl.api.RegisterJwtAnswer;
import org.brokersdk.iifl.api.RegisterJwtResult;
import org.brokersdk.iifl.api.ResponseHead;
import org.brokersdk.iifl.internal.Rules;
import org.jspecify.annotations.Nullable;

/** How the Open API tells a failure: in the head, in the body, or in the words of the gateway in front. */
final class IiflJudge {

    private IiflJudge() {}

    static PartnerLoginResult partnerLogin(Answer answer) {
        ResponseHead head = common(answer).head();
        PartnerLoginResult login = answer.as(PartnerLoginAnswer.class).body();
        if (!isAccepted(head) || login == null || !isZero(login.status())) {
            throw answer.neither();
        }
        return login;
    }

    /**
     * What tells a success is inferred: a token or an empty {@code Msg}. The meaning of {@code Success} is documented
     * nowhere.
     */
    static CustomerLoginResult customerLogin(Answer answer) {
        ResponseHead head = common(answer).head();
        CustomerLoginResult login = answer.as(CustomerLoginAnswer.class).body();
        if (!isAccepted(head) || login == null) {
            throw answer.neither();
        }
        if (Rules.isBlank(login.token())) {
            String why = login.msg();
            if (why == null) {
                throw answer.neither();
            }
            if (!why.isBlank()) {
                throw answer.rejected(null, why);
            }
        }
        return login;
    }

    static void registration(Answer answer) {
        RegisterJwtResult registered = common(answer).body();
        if (registered == null || !isZero(registered.status())) {
            throw answer.neither();
        }
    }

    /** The session that the lines of {@code Set-Cookie} make up, as later calls send it. */
    static String cookie(Answer answer) {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String line : answer.headers().values("Set-Cookie")) {
            String[] pair = line.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0].strip(), pair.length == 1 ? "" : pair[1].strip());
        }
        String cookie = cookies.entrySet().stream()
                .filter(pair -> !pair.getKey().isEmpty() && !pair.getValue().isEmpty())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .filter(IiflJudge::isSendable)
                .collect(Collectors.joining("; "));
        if (!isSession(cookie)) {
            throw answer.unexpected("The answer does not set the cookie " + Facts.SESSION_COOKIE);
        }
        return cookie;
    }

    /** Whether later calls can send it as their cookie, and the broker will find the session there. */
    static boolean isSession(String cookie) {
        return isSendable(cookie) && ("; " + cookie).contains("; " + Facts.SESSION_COOKIE + "=");
    }

    private static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** What every answer has, unless it is a refusal that can be told by that much. */
    private static RegisterJwtAnswer common(Answer answer) {
        GatewayError gateway = answer.as(GatewayError.class);
        if (gateway.message() != null) {
            throw answer.rejected(text(gateway.statusCode()), gateway.message());
        }
        RegisterJwtAnswer common = answer.as(RegisterJwtAnswer.class);
        ResponseHead head = common.head();
        if (head != null && head.status() != null && !isAccepted(head)) {
            throw answer.rejected("head " + head.status(), head.statusDescription());
        }
        RegisterJwtResult body = common.body();
        // The number alone does not tell: a message that the spec knows for a refusal is one at any number.
        if (body != null && (body.status() != null && !isZero(body.status()) || answer.isRefusal(body.message()))) {
            throw answer.rejected(text(body.status()), body.message());
        }
        if (!answer.isSuccessful()) {
            throw answer.neither();
        }
        return common;
    }

    private static boolean isAccepted(@Nullable ResponseHead head) {
        return head != null && "0".equals(head.status());
    }

    private static boolean isZero(@Nullable Integer status) {
        return status != null && status == 0;
    }

    private static @Nullable String text(@Nullable Integer code) {
        return code == null ? null : code.toString();
    }
}

package org.brokersdk.iifl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.CustomerLoginAnswer;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.GatewayError;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.PartnerLoginAnswer;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.brokersdk.iifl.api.RegisterJwtAnswer;
import org.brokersdk.iifl.api.RegisterJwtRequest;
import org.brokersdk.iifl.api.RegisterJwtResult;
import org.brokersdk.iifl.api.ResponseHead;
import org.brokersdk.iifl.api.Rules;
import retrofit2.Call;

/** The calls of one application, and how their answers are judged. */
final class IiflCalls {

    private static final String SESSION_COOKIE = "IIFLMarcookie";
    private static final int SESSION_LOST = 9;
    static final String NEITHER = "The answer has neither a refusal nor what the broker promised";

    private static final Map<Integer, Reason> PARTNER_STATUS = Map.of(
            1, Reason.WRONG_CREDENTIALS,
            2, Reason.WRONG_CREDENTIALS,
            3, Reason.WRONG_CREDENTIALS,
            4, Reason.VALIDITY_EXPIRED,
            5, Reason.WRONG_CREDENTIALS);

    /** "Wrong password, the account will be locked after two more" is not blocked yet. */
    private static final Pattern IS_BLOCKED =
            Pattern.compile("(?<!will be |will get )\\b(blocked|locked|deactivated|disabled|suspended)\\b");

    private static final Pattern ABOUT_WHO =
            Pattern.compile("log ?in|password|client|user|pin\\b|birth|dob|credential");
    private static final Pattern IS_WRONG = Pattern.compile("invalid|wrong|incorrect|not match|mismatch|not valid");

    final IiflClient.Builder settings;
    final IiflEncryption encryption;
    final IiflApi api;
    private final Transport transport;
    private final HttpUrl baseUrl;
    private final ApiClient client;

    IiflCalls(IiflClient.Builder settings, IiflEncryption encryption, Transport transport, String baseUrl) {
        this.settings = settings;
        this.encryption = encryption;
        this.transport = transport;
        this.baseUrl = HttpUrl.get(baseUrl);
        this.client = new ApiClient(transport.http(baseUrl), baseUrl).subscriptionKey(settings.subscriptionKey);
        this.api = client.create(IiflApi.class);
    }

    void close() {
        transport.close();
    }

    <T> Exchange<T> exchange(Call<?> call, Function<Answer, T> judge) {
        return exchange(client, call, judge);
    }

    Exchange<Void> registration(IiflSession session, RegisterJwtRequest request) {
        ApiClient inSession = new ApiClient(session.httpClient(transport.http(baseUrl.toString())), baseUrl.toString());
        return exchange(inSession, inSession.create(IiflApi.class).registerJwt(request), answer -> {
            RegisterJwtResult registered = common(answer, Map.of()).body();
            if (registered == null || !isZero(registered.status())) {
                throw answer.unexpected(NEITHER);
            }
            return null;
        });
    }

    private <T> Exchange<T> exchange(ApiClient by, Call<?> call, Function<Answer, T> judge) {
        return new Exchange<>(transport, by, call, judge);
    }

    static PartnerLoginResult partnerLogin(Answer answer) {
        ResponseHead head = common(answer, PARTNER_STATUS).head();
        PartnerLoginResult login = answer.as(PartnerLoginAnswer.class).body();
        if (!isAccepted(head) || login == null || !isZero(login.status())) {
            throw answer.unexpected(NEITHER);
        }
        return login;
    }

    /**
     * What tells a success is inferred: a token or an empty {@code Msg}. The meaning of {@code Success} is documented
     * nowhere.
     */
    static CustomerLoginResult customerLogin(Answer answer) {
        ResponseHead head = common(answer, Map.of()).head();
        CustomerLoginResult login = answer.as(CustomerLoginAnswer.class).body();
        if (!isAccepted(head) || login == null || isBlank(login.token()) && login.msg() == null) {
            throw answer.unexpected(NEITHER);
        }
        if (isBlank(login.token()) && !login.msg().isBlank()) {
            throw answer.rejected(customerReason(login.msg()), null, login.msg());
        }
        return login;
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
                .filter(IiflCalls::isSendable)
                .collect(Collectors.joining("; "));
        if (!isSession(cookie)) {
            throw answer.unexpected("The answer does not set the cookie " + SESSION_COOKIE);
        }
        return cookie;
    }

    /** Whether later calls can send it as their cookie, and the broker will find the session there. */
    static boolean isSession(String cookie) {
        return isSendable(cookie) && ("; " + cookie).contains("; " + SESSION_COOKIE + "=");
    }

    HttpUrl baseUrl() {
        return baseUrl;
    }

    static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    static void require(String field, String value) {
        Rules.check(field, value, true, 1, Integer.MAX_VALUE, "");
    }

    private static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** What every answer has, unless it is a refusal that can be told by that much. */
    private static RegisterJwtAnswer common(Answer answer, Map<Integer, Reason> byStatus) {
        GatewayError gateway = answer.as(GatewayError.class);
        if (gateway.message() != null) {
            throw answer.rejected(
                    gatewayReason(answer.status(), gateway.message()), text(gateway.statusCode()), gateway.message());
        }
        RegisterJwtAnswer common = answer.as(RegisterJwtAnswer.class);
        ResponseHead head = common.head();
        if (head != null && head.status() != null && !isAccepted(head)) {
            Reason reason =
                    "2".equals(head.status()) ? Reason.APPLICATION_REFUSED : byMessage(head.statusDescription());
            throw answer.rejected(reason == null ? Reason.UNKNOWN : reason, head.status(), head.statusDescription());
        }
        RegisterJwtResult body = common.body();
        Reason reason = body == null ? null : reason(body, byStatus);
        if (reason != null) {
            throw answer.rejected(reason, text(body.status()), body.message());
        }
        if (!answer.isSuccessful()) {
            throw answer.unexpected(NEITHER);
        }
        return common;
    }

    /** Why the body is a refusal, or null if it is none. Its number alone does not tell: 2 means two things. */
    private static Reason reason(RegisterJwtResult body, Map<Integer, Reason> byStatus) {
        Reason reason = byMessage(body.message());
        if (reason != null || body.status() == null || isZero(body.status())) {
            return reason;
        }
        return body.status() == SESSION_LOST
                ? Reason.SESSION_EXPIRED
                : byStatus.getOrDefault(body.status(), Reason.UNKNOWN);
    }

    private static Reason byMessage(String message) {
        return switch (words(message)) {
            case "invalid head parameters." -> Reason.APPLICATION_REFUSED;
            case "invalid input parameters.", "invalid body parameters." -> Reason.BAD_REQUEST;
            case "error while processing your request." -> Reason.BROKER_FAILED;
            case "invalid session" -> Reason.SESSION_EXPIRED;
            default -> null;
        };
    }

    /** By words that are likely, as IIFL documents none. */
    private static Reason customerReason(String message) {
        Reason reason = byMessage(message);
        String words = words(message);
        if (reason != null) {
            return reason;
        }
        if (words.contains("password") && (words.contains("expire") || words.contains("change"))) {
            return Reason.PASSWORD_EXPIRED;
        }
        if (IS_BLOCKED.matcher(words).find()) {
            return Reason.BLOCKED;
        }
        return IS_WRONG.matcher(words).find() && ABOUT_WHO.matcher(words).find()
                ? Reason.WRONG_CREDENTIALS
                : Reason.UNKNOWN;
    }

    static Reason gatewayReason(int status, String message) {
        return switch (status) {
            case 400 -> Reason.BAD_REQUEST;
            case 401 -> Reason.APPLICATION_REFUSED;
            // The gateway tells a spent quota by 403, too many calls at once by 429.
            case 403 -> words(message).contains("quota") ? Reason.QUOTA_EXCEEDED : Reason.NOT_ENTITLED;
            case 429 -> Reason.QUOTA_EXCEEDED;
            case 500, 502, 503, 504 -> Reason.BROKER_FAILED;
            default -> Reason.UNKNOWN;
        };
    }

    private static boolean isAccepted(ResponseHead head) {
        return head != null && "0".equals(head.status());
    }

    private static boolean isZero(Integer status) {
        return status != null && status == 0;
    }

    private static String words(String message) {
        return message == null ? "" : message.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static String text(Integer code) {
        return code == null ? null : code.toString();
    }
}

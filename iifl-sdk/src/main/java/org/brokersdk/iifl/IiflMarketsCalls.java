package org.brokersdk.iifl;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.brokersdk.iifl.api.ApiClient;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.LogoutAnswer;
import org.brokersdk.iifl.api.MarketsResult;
import org.brokersdk.iifl.api.Profile;
import org.brokersdk.iifl.api.ProfileAnswer;
import org.brokersdk.iifl.api.Rules;
import org.brokersdk.iifl.api.UserSessionAnswer;
import org.brokersdk.iifl.api.UserSessionRequest;
import retrofit2.Call;

/** The calls of the Markets API, and how their answers are judged. */
final class IiflMarketsCalls {

    private static final Pattern CODE = Pattern.compile("\\bEC\\d+\\b");

    private final Transport transport;
    private final HttpUrl baseUrl;
    private final ApiClient client;

    IiflMarketsCalls(Transport transport, String baseUrl) {
        this.transport = transport;
        this.baseUrl = HttpUrl.get(baseUrl);
        this.client = new ApiClient(transport.http(baseUrl), baseUrl);
    }

    IiflMarketsApi api() {
        return client.create(IiflMarketsApi.class);
    }

    HttpUrl baseUrl() {
        return baseUrl;
    }

    void close() {
        transport.close();
    }

    <T> Exchange<T> login(UserSessionRequest request, Function<UserSessionAnswer, T> opened) {
        return exchange(client, api -> api.getUserSession(request), answer -> {
            UserSessionAnswer session = accepted(answer, Reason.WRONG_ONE_TIME_PASSWORD);
            if (!Rules.isVisible(session.userSession())) {
                throw answer.unexpected(IiflCalls.NEITHER);
            }
            return opened.apply(session);
        });
    }

    Exchange<Profile> profile(String userSession) {
        return exchange(client.userSession(userSession), IiflMarketsApi::getProfile, answer -> {
            acceptedWithResult(answer);
            Profile profile = answer.as(ProfileAnswer.class).result();
            if (profile == null) {
                throw answer.unexpected(IiflCalls.NEITHER);
            }
            return profile;
        });
    }

    Exchange<Void> logout(String userSession) {
        return exchange(client.userSession(userSession), IiflMarketsApi::logout, answer -> {
            acceptedWithResult(answer);
            return null;
        });
    }

    private <T> Exchange<T> exchange(ApiClient by, Function<IiflMarketsApi, Call<?>> call, Function<Answer, T> judge) {
        return new Exchange<>(transport, by, call.apply(by.create(IiflMarketsApi.class)), judge);
    }

    private static void acceptedWithResult(Answer answer) {
        accepted(answer, Reason.SESSION_EXPIRED);
        MarketsResult result = answer.as(LogoutAnswer.class).result();
        if (result != null) {
            refuse(answer, result.status(), result.message(), Reason.SESSION_EXPIRED);
        }
    }

    /** What every answer has, unless it is a refusal. */
    private static UserSessionAnswer accepted(Answer answer, Reason refusedToken) {
        UserSessionAnswer outcome = answer.as(UserSessionAnswer.class);
        refuse(answer, outcome.status(), outcome.message(), refusedToken);
        if (!answer.isSuccessful() || !"Ok".equalsIgnoreCase(outcome.status())) {
            throw answer.unexpected(IiflCalls.NEITHER);
        }
        return outcome;
    }

    /** The documents let a code stand in the status or in the message. */
    private static void refuse(Answer answer, String status, String message, Reason refusedToken) {
        if ("Ok".equalsIgnoreCase(status) || "Success".equalsIgnoreCase(status)) {
            return;
        }
        Matcher found = CODE.matcher(status + " " + message);
        String code = found.find() ? found.group() : null;
        if (code != null || "Not_Ok".equalsIgnoreCase(status) || !answer.isSuccessful() && message != null) {
            throw answer.rejected(reason(answer.status(), code, message, refusedToken), code, message);
        }
    }

    private static Reason reason(int status, String code, String message, Reason refusedToken) {
        if (status == 429) {
            return Reason.QUOTA_EXCEEDED;
        }
        return switch (code == null ? "" : code) {
            case "EC004", "EC014" -> Reason.BLOCKED;
            case "EC016" -> Reason.WRONG_CREDENTIALS;
            case "EC044" -> refusedToken;
            case "EC054" -> Reason.APPLICATION_REFUSED;
            case "EC055", "EC500" -> Reason.NOT_ENTITLED;
            case "EC069" -> Reason.PASSWORD_EXPIRED;
            // Whom a session was refused lacks the right; whom a session let in before has lost the session.
            case "EC075" -> refusedToken == Reason.SESSION_EXPIRED ? refusedToken : Reason.NOT_ENTITLED;
            case "EC923", "EC940" -> Reason.BROKER_FAILED;
            default -> status == 401 ? refusedToken : IiflCalls.gatewayReason(status, message);
        };
    }
}

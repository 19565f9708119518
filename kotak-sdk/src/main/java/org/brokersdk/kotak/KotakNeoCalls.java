package org.brokersdk.kotak;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.NeoAnswer;
import org.brokersdk.kotak.api.NeoError;
import org.brokersdk.kotak.api.NeoFailure;
import org.brokersdk.kotak.api.NeoSession;
import retrofit2.Call;

/** The calls of one user of Neo, and how their answers are judged. */
final class KotakNeoCalls {

    static final String NEO_FIN_KEY = "neotradeapi";

    private static final Pattern IS_INCOMPLETE = Pattern.compile("missing|required (field|header)");
    private static final Pattern IS_REFUSED = Pattern.compile("unauthori[sz]ed|access token|consumer key");
    private static final Pattern IS_BLOCKED = Pattern.compile("(?<!will be |will get )\\b(blocked|locked)\\b");

    final KotakNeoClient.Builder settings;
    final KotakNeoApi api;
    private final Transport transport;
    private final HttpUrl baseUrl;
    private final ApiClient client;

    KotakNeoCalls(KotakNeoClient.Builder settings, Transport transport, String baseUrl) {
        this.settings = settings;
        this.transport = transport;
        this.baseUrl = HttpUrl.get(baseUrl.endsWith("/") ? baseUrl : baseUrl + "/");
        this.client = new ApiClient(transport.http(baseUrl), baseUrl).neoToken(settings.accessToken);
        this.api = client.create(KotakNeoApi.class);
    }

    void close() {
        transport.close();
    }

    HttpUrl baseUrl() {
        return baseUrl;
    }

    /** A call whose answer has a session, and the wanted part can be made of it, or else is a failure. */
    <T> Exchange<T> exchange(Call<NeoAnswer> call, Function<NeoSession, T> wanted) {
        return new Exchange<>(transport, client, call, answer -> {
            requireNoFailure(answer);
            NeoSession session =
                    answer.isSuccessful() ? answer.as(NeoAnswer.class).data() : null;
            if (session == null
                    || "failed".equalsIgnoreCase(session.status())
                    || KotakCalls.usable(session.token()) == null
                    || KotakCalls.usable(session.sid()) == null) {
                throw answer.unexpected("The answer has neither a failure nor what the broker promised");
            }
            answer.requireUser(session.ucc(), settings.ucc);
            if (home(session) == null) {
                throw answer.unexpected("The answer sends later calls, and the tokens with them, away from the broker");
            }
            return wanted.apply(session);
        });
    }

    /**
     * Ends a session at its data centre.
     *
     * <p>A client that talks to something else than the broker, such as a mock, sends this to the same place.
     */
    Exchange<Void> logout(NeoSession session) {
        HttpUrl url = KotakCalls.isKotak(baseUrl) ? home(session) : baseUrl;
        ApiClient home = new ApiClient(transport.http(url.toString()), url.toString()).neoBearer(settings.accessToken);
        Call<NeoFailure> call = home.create(KotakNeoApi.class).neoLogout(session.sid(), session.token());
        return new Exchange<>(transport, home, call, answer -> {
            // No one knows what a success looks like.
            if (!answer.isSuccessful() || !answer.isEmpty()) {
                requireNoFailure(answer);
            }
            if (!answer.isSuccessful()) {
                throw answer.unexpected("The answer does not say why the call failed");
            }
            return null;
        });
    }

    /**
     * The base URL of the session's data centre: the one that the broker named, or else that of the client.
     *
     * <p>Later calls carry secrets there. So it is null if it is neither of the broker's domain, over https, nor where
     * the client talks to anyhow.
     */
    HttpUrl home(NeoSession session) {
        if (session.baseUrl() == null || session.baseUrl().isBlank()) {
            return baseUrl;
        }
        HttpUrl named = KotakCalls.url(session.baseUrl().strip());
        if (named == null || !KotakCalls.isKotak(named) && !Carrier.isSameOrigin(named, baseUrl)) {
            return null;
        }
        HttpUrl.Builder home =
                named.newBuilder().username("").password("").query(null).fragment(null);
        return named.encodedPath().endsWith("/")
                ? home.build()
                : home.addPathSegment("").build();
    }

    private static void requireNoFailure(Answer answer) {
        NeoFailure failure = answer.as(NeoFailure.class);
        List<NeoError> errors =
                failure.error().stream().filter(Objects::nonNull).toList();
        if (!errors.isEmpty()) {
            NeoError first = errors.get(0);
            String others = errors.stream()
                    .skip(1)
                    .map(error -> error.message() + " (" + error.code() + ")")
                    .collect(Collectors.joining("; "));
            throw rejected(answer, first.code(), first.message(), others.isEmpty() ? null : others);
        }
        if (failure.errMsg() != null || isNot("ok", failure.stat())) {
            String code = failure.stCode() == null ? null : failure.stCode().toString();
            throw rejected(answer, code, failure.errMsg() == null ? failure.stat() : failure.errMsg(), null);
        }
        if (failure.errorCode() != null
                || isNot("success", failure.status())
                || !answer.isSuccessful() && failure.message() != null) {
            String message = failure.message() == null ? failure.status() : failure.message();
            throw rejected(answer, failure.errorCode(), message, null);
        }
    }

    private static boolean isNot(String expected, String text) {
        return text != null && !text.equalsIgnoreCase(expected);
    }

    private static KotakException rejected(Answer answer, String code, String message, String detail) {
        return answer.rejected(reason(answer, code, message), code, message, detail);
    }

    private static Reason reason(Answer answer, String code, String message) {
        Reason byStatus = byNumber(answer.isSuccessful() ? code : String.valueOf(answer.status()));
        if ("100022".equals(code)) {
            return Reason.SESSION_EXPIRED;
        }
        if (byStatus == Reason.QUOTA_EXCEEDED || byStatus == Reason.BROKER_FAILED) {
            return byStatus;
        }
        Reason byWords = byWords(message == null ? "" : message.toLowerCase(Locale.ROOT));
        return byWords == Reason.UNKNOWN ? byStatus : byWords;
    }

    /** By words that are likely, as Kotak documents few. */
    private static Reason byWords(String words) {
        if (IS_INCOMPLETE.matcher(words).find()) {
            return Reason.BAD_REQUEST;
        }
        if (IS_BLOCKED.matcher(words).find()) {
            return Reason.BLOCKED;
        }
        if (words.contains("password") && words.contains("expired")) {
            return Reason.PASSWORD_EXPIRED;
        }
        if (IS_REFUSED.matcher(words).find()) {
            return Reason.APPLICATION_REFUSED;
        }
        if (words.contains("session")) {
            return Reason.SESSION_EXPIRED;
        }
        // "Invalid credentials or TOTP." leaves it open; a fresh one-time password would not mend the former.
        if (words.contains("credential") || words.contains("mpin")) {
            return Reason.WRONG_CREDENTIALS;
        }
        return words.contains("otp") ? Reason.WRONG_ONE_TIME_PASSWORD : Reason.UNKNOWN;
    }

    /** By the HTTP status or, where that tells of a success, by a code of the broker that is one. */
    private static Reason byNumber(String number) {
        return switch (number == null ? "" : number) {
            case "400", "422" -> Reason.BAD_REQUEST;
            case "401" -> Reason.WRONG_CREDENTIALS;
            case "403" -> Reason.NOT_ENTITLED;
            case "429" -> Reason.QUOTA_EXCEEDED;
            case "500", "502", "503", "504" -> Reason.BROKER_FAILED;
            default -> Reason.UNKNOWN;
        };
    }
}

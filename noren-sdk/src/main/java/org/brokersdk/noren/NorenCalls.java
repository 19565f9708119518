package org.brokersdk.noren;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.brokersdk.noren.api.ApiClient;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.RequestStatusAnswer;
import org.brokersdk.noren.api.Rules;
import org.brokersdk.noren.api.StatusAnswer;
import retrofit2.Call;

/** The calls to one broker, what they are given, and how their answers are judged. */
final class NorenCalls {

    /** The words of {@code emsg} that tell a reason; the first that fits counts. */
    private static final List<Words> REASONS = List.of(
            new Words(Reason.BLOCKED, "blocked", "deactivated"),
            new Words(Reason.WRONG_ONE_TIME_PASSWORD, "invalid otp"),
            new Words(Reason.PASSWORD_EXPIRED, "password expired", "change password"),
            new Words(Reason.APPLICATION_REFUSED, "invalid app key", "invalid vendor code", "invalid_verifier"),
            new Words(Reason.NOT_ENTITLED, "invalid access type", "user not enabled"),
            new Words(Reason.SESSION_EXPIRED, "session expired", "invalid session key"),
            new Words(
                    Reason.WRONG_CREDENTIALS,
                    "wrong password",
                    "invalid user",
                    "wrong user id",
                    "wrong pan/dob",
                    "invalid pan"),
            new Words(Reason.BAD_REQUEST, "is not valid json", "not in string format"),
            new Words(Reason.BROKER_FAILED, "server timeout"));

    /** A {@code ReqStatus} may tell a failure, in words that no document lists. */
    private static final Pattern FAILURE = Pattern.compile(
            "\\b(invalid|wrong|fail\\w*|error|not|unable|expired|blocked)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    final NorenApi api;
    private final Transport transport;
    private final HttpUrl baseUrl;
    private final ApiClient client;

    private record Words(Reason reason, String... any) {}

    NorenCalls(Transport transport, String baseUrl) {
        this(transport, HttpUrl.get(baseUrl), new ApiClient(transport.http(baseUrl), baseUrl));
    }

    private NorenCalls(Transport transport, HttpUrl baseUrl, ApiClient client) {
        this.transport = transport;
        this.baseUrl = baseUrl;
        this.client = client;
        this.api = client.create(NorenApi.class);
    }

    /** The same calls, each with a bearer token. */
    NorenCalls bearing(String token) {
        return new NorenCalls(transport, baseUrl, client.accessToken(token));
    }

    <A> A create(Class<A> type) {
        return client.create(type);
    }

    HttpUrl baseUrl() {
        return baseUrl;
    }

    void close() {
        transport.close();
    }

    <T> Exchange<T> exchange(Call<?> call, Function<Answer, T> judge) {
        return new Exchange<>(transport, client, call, judge);
    }

    /** A call whose answer is wanted as it is, if only its {@code stat} is Ok. */
    <A> Exchange<A> exchange(Call<A> call, Class<A> type) {
        return exchange(call, answer -> ok(answer, type));
    }

    /** A call that is made for its effect: the {@code stat} Ok will do. */
    Exchange<Void> nothing(Call<StatusAnswer> call) {
        return exchange(call, answer -> {
            ok(answer, StatusAnswer.class);
            return null;
        });
    }

    /** A call whose answer has a {@code ReqStatus} in place of a {@code stat}. */
    Exchange<RequestStatusAnswer> request(Call<RequestStatusAnswer> call) {
        return exchange(call, answer -> {
            acceptedStat(answer);
            RequestStatusAnswer model = answer.as(RequestStatusAnswer.class);
            String words = model.reqStatus();
            if (words == null || words.isBlank()) {
                throw broken(answer);
            }
            if (!answer.isSuccessful() || FAILURE.matcher(words).find()) {
                throw answer.rejected(reason(words), null, words);
            }
            return model;
        });
    }

    /** The answer, whose {@code stat} is Ok. */
    static <A> A ok(Answer answer, Class<A> type) {
        if (!"Ok".equals(acceptedStat(answer)) || !answer.isSuccessful()) {
            throw broken(answer);
        }
        return answer.as(type);
    }

    static NorenException broken(Answer answer) {
        return answer.unexpected("The answer has neither a Not_Ok nor what the broker promised");
    }

    /** The token, unless it would end the field of a body that it is sent in. */
    static String usable(String token) {
        return Rules.isVisible(token) && token.indexOf('&') < 0 ? token : null;
    }

    static String required(String field, String value) {
        Rules.check(field, value, true, 1, Integer.MAX_VALUE, "");
        return value;
    }

    static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    /** A page to send a browser to. */
    static String page(String url, String name, String value, String state) {
        HttpUrl.Builder page = HttpUrl.get(url).newBuilder().addQueryParameter(name, value);
        if (state != null) {
            page.addQueryParameter("state", state);
        }
        return page.build().toString();
    }

    /** A password as a person types it. */
    static String plain(String field, String password) {
        if (SHA_256.matcher(required(field, password)).matches()) {
            throw new IllegalArgumentException(field + " must be the password itself, not a hash of it");
        }
        return password;
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String acceptedStat(Answer answer) {
        StatusAnswer status = answer.as(StatusAnswer.class);
        return accepted(answer, status.stat(), status.emsg());
    }

    /** The {@code stat} of an answer, which is no refusal. */
    static String accepted(Answer answer, String stat, String emsg) {
        if ("Not_Ok".equals(stat) || stat == null && !isBlank(emsg)) {
            throw answer.rejected(reason(emsg), null, emsg);
        }
        return stat;
    }

    /** The gateway writes two spaces where the back office writes one. */
    private static Reason reason(String message) {
        String folded = String.valueOf(message).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return REASONS.stream()
                .filter(words -> List.of(words.any).stream().anyMatch(folded::contains))
                .map(Words::reason)
                .findFirst()
                .orElse(Reason.UNKNOWN);
    }
}

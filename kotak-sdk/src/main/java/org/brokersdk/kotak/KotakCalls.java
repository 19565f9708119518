package org.brokersdk.kotak;

import java.util.Locale;
import java.util.function.BiFunction;
import okhttp3.HttpUrl;
import org.brokersdk.kotak.api.ApiClient;
import org.brokersdk.kotak.api.Fault;
import org.brokersdk.kotak.api.FaultAnswer;
import org.brokersdk.kotak.api.HostPort;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.Rules;
import retrofit2.Call;

/** The calls of one user at one host, and how their answers are judged. */
final class KotakCalls {

    static final String DOMAIN = "kotaksecurities.com";
    private static final int HTTP_PORT = 80;

    final KotakClient.Builder settings;
    final KotakApi api;
    private final Transport transport;
    private final HttpUrl entrance;
    private final HttpUrl baseUrl;
    private final ApiClient client;

    KotakCalls(KotakClient.Builder settings, Transport transport, String baseUrl) {
        this(settings, transport, HttpUrl.get(baseUrl), HttpUrl.get(baseUrl));
    }

    private KotakCalls(KotakClient.Builder settings, Transport transport, HttpUrl entrance, HttpUrl baseUrl) {
        this.settings = settings;
        this.transport = transport;
        this.entrance = entrance;
        this.baseUrl = baseUrl;
        this.client = new ApiClient(transport.http(baseUrl.toString()), baseUrl.toString())
                .accessToken(settings.accessToken)
                .consumerKey(settings.consumerKey);
        this.api = client.create(KotakApi.class);
    }

    /**
     * The same calls at the host where the broker says that the user is at home.
     *
     * <p>They carry secrets, so they move once only, over https, and from the broker's domain to the broker's domain.
     */
    KotakCalls at(HostPort home) {
        if (!baseUrl.equals(entrance) || home == null || home.host() == null || !isKotak(baseUrl)) {
            return this;
        }
        HttpUrl url = url(home.host());
        if (url == null || !isKotak(url)) {
            return this;
        }
        HttpUrl.Builder moved = baseUrl.newBuilder().host(url.host()).port(url.port());
        if (home.port() != null && home.port() > 0 && home.port() < 1 << 16 && home.port() != HTTP_PORT) {
            moved.port(home.port());
        }
        return new KotakCalls(settings, transport, entrance, moved.build());
    }

    /** Where the client was told to talk to, before the broker named the user's home. */
    HttpUrl entrance() {
        return entrance;
    }

    HttpUrl baseUrl() {
        return baseUrl;
    }

    String host() {
        return baseUrl.host();
    }

    void close() {
        transport.close();
    }

    /** A call whose answer has the wanted part, or else is a failure. */
    <A, T> Exchange<T> exchange(Call<A> call, Class<A> type, BiFunction<Answer, A, T> wanted) {
        return new Exchange<>(transport, client, call, answer -> judge(answer, type, wanted));
    }

    /** A call that is made for its effect: anything but a failure will do. */
    <A> Exchange<Void> nothing(Call<A> call, Class<A> type) {
        return new Exchange<>(transport, client, call, answer -> {
            judge(answer, type, (whole, anything) -> anything);
            return null;
        });
    }

    static <A, T> T judge(Answer answer, Class<A> type, BiFunction<Answer, A, T> wanted) {
        Fault fault = answer.as(FaultAnswer.class).fault();
        if (fault != null) {
            throw rejected(answer, fault);
        }
        T part = answer.isSuccessful() ? wanted.apply(answer, answer.as(type)) : null;
        if (part == null) {
            throw answer.unexpected("The answer has neither a fault nor what the broker promised");
        }
        return part;
    }

    /** The token, unless it could not be sent back in a header. */
    static String usable(String token) {
        return Rules.isVisible(token) ? token : null;
    }

    private static KotakException rejected(Answer answer, Fault fault) {
        String code = fault.code() == null ? null : fault.code().toString();
        return answer.rejected(reason(answer.status(), fault), code, fault.message(), fault.description());
    }

    private static Reason reason(int status, Fault fault) {
        int code = fault.code() == null ? 0 : fault.code();
        String words = (fault.message() + " " + fault.description()).toLowerCase(Locale.ROOT);
        return switch (code) {
            case 900901 -> Reason.WRONG_CREDENTIALS;
            case 50001 -> Reason.WRONG_ONE_TIME_PASSWORD;
            case 900807 -> Reason.QUOTA_EXCEEDED;
            case 999024 -> Reason.WRONG_HOST;
            case 70009 -> Reason.BLOCKED;
            default ->
                switch (status) {
                    case 400 -> Reason.BAD_REQUEST;
                    case 401 -> Reason.WRONG_CREDENTIALS;
                    case 403 -> words.contains("lock") ? Reason.BLOCKED : Reason.NOT_ENTITLED;
                    case 429 -> Reason.QUOTA_EXCEEDED;
                    case 500, 503, 504 -> Reason.BROKER_FAILED;
                    default -> Reason.UNKNOWN;
                };
        };
    }

    /** A host or a URL as the broker names it, or null if it is neither. */
    static HttpUrl url(String named) {
        return HttpUrl.parse(named.contains("://") ? named : "https://" + named);
    }

    /** The broker's domain, if a host is in it: what is at home there is at home in all of it. */
    static String domainOf(HttpUrl url) {
        return isKotak(url) ? DOMAIN : null;
    }

    /** Whether secrets may go there. */
    static boolean isKotak(HttpUrl url) {
        return Carrier.isIn(DOMAIN, url);
    }
}

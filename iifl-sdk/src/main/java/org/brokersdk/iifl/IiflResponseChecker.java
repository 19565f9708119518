package org.brokersdk.iifl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.Cookie;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.iifl.api.CustomerLoginResponse;
import org.brokersdk.iifl.api.CustomerLoginResult;
import org.brokersdk.iifl.api.GatewayError;
import org.brokersdk.iifl.api.PartnerLoginResponse;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.brokersdk.iifl.api.RegisterJwtResponse;
import org.brokersdk.iifl.api.RegisterJwtResult;
import org.brokersdk.iifl.api.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Checks responses of the Open API, which report a failure in the head, in the body, or in a message of the gateway.
 */
final class IiflResponseChecker {

    private static final HttpUrl ANY_URL = HttpUrl.get("https://localhost/");

    private IiflResponseChecker() {}

    static PartnerLoginResult partnerLogin(ApiResponse response) {
        ResponseHead head = common(response).head();
        PartnerLoginResult login = response.as(PartnerLoginResponse.class).body();
        if (!isAccepted(head) || login == null || !isZero(login.status())) {
            throw response.malformedResponse();
        }
        return login;
    }

    /**
     * Returns the result of a customer's login. It is inferred that a token or an empty {@code Msg} reports success. No
     * document states the meaning of {@code Success}.
     */
    static CustomerLoginResult customerLogin(ApiResponse response) {
        ResponseHead head = common(response).head();
        CustomerLoginResult login = response.as(CustomerLoginResponse.class).body();
        if (!isAccepted(head) || login == null) {
            throw response.malformedResponse();
        }
        if (Preconditions.isBlank(login.token())) {
            String message = login.msg();
            if (message == null) {
                throw response.malformedResponse();
            }
            if (!message.isBlank()) {
                throw response.rejected(null, message);
            }
        }
        return login;
    }

    static void registration(ApiResponse response) {
        RegisterJwtResult registered = common(response).body();
        if (registered == null || !isZero(registered.status())) {
            throw response.malformedResponse();
        }
    }

    /** Returns the cookies of the response, as later calls send them. */
    static String cookie(ApiResponse response) {
        Map<String, Cookie> cookies = new LinkedHashMap<>();
        for (String line : response.headers().values("Set-Cookie")) {
            // The domain is IIFL's, also where a mock server or a gateway responds.
            Cookie cookie = Cookie.parse(ANY_URL, line.replaceAll("(?i);\\s*domain=[^;]*", ""));
            if (cookie == null) {
                continue;
            }
            boolean deleted = cookie.value().isEmpty() || cookie.expiresAt() < System.currentTimeMillis();
            if (deleted) {
                cookies.values()
                        .removeIf(earlier -> earlier.name().equals(cookie.name())
                                && earlier.path().equals(cookie.path()));
            } else {
                cookies.put(cookie.name(), cookie);
            }
        }
        String cookie = cookies.values().stream()
                .map(pair -> pair.name() + "=" + pair.value())
                .collect(Collectors.joining("; "));
        if (!isSession(cookie)) {
            throw response.unexpected("The response does not set the cookie " + SpecValues.SESSION_COOKIE);
        }
        return cookie;
    }

    /** Returns true if later calls can send the cookies, and the session is one of them. */
    static boolean isSession(String cookie) {
        return isSendable(cookie) && ("; " + cookie).contains("; " + SpecValues.SESSION_COOKIE + "=");
    }

    private static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** Returns the fields that every response has, unless they reject the request. */
    private static RegisterJwtResponse common(ApiResponse response) {
        response.parts(GatewayError.class).forEach(gateway -> {
            if (gateway.message() != null) {
                throw response.rejected(gateway.statusCode(), gateway.message());
            }
        });
        response.parts(RegisterJwtResponse.class).forEach(part -> requireNotRejected(response, part));
        RegisterJwtResponse common = response.as(RegisterJwtResponse.class);
        if (!response.isSuccessful()) {
            throw response.malformedResponse();
        }
        return common;
    }

    private static void requireNotRejected(ApiResponse response, RegisterJwtResponse part) {
        ResponseHead head = part.head();
        if (head != null && head.status() != null && !isAccepted(head)) {
            throw response.rejected("head " + head.status(), head.statusDescription());
        }
        RegisterJwtResult body = part.body();
        // The status does not suffice. A message that the spec lists as a rejection rejects with any status.
        if (body != null
                && (!Preconditions.isBlank(body.status()) && !isZero(body.status())
                        || response.isKnownRejection(body.message()))) {
            throw response.rejected(body.status(), body.message());
        }
    }

    private static boolean isAccepted(@Nullable ResponseHead head) {
        return head != null && "0".equals(head.status());
    }

    private static boolean isZero(@Nullable String status) {
        return "0".equals(status);
    }
}

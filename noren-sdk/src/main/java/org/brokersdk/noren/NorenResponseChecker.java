package org.brokersdk.noren;

import java.util.regex.Pattern;
import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Contract;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.noren.api.AccessTokenResponse;
import org.brokersdk.noren.api.RequestStatusResponse;
import org.brokersdk.noren.api.StatusResponse;
import org.jspecify.annotations.Nullable;

/** Checks responses of Noren, which report a failure in {@code stat}, at any HTTP status, or in {@code ReqStatus}. */
final class NorenResponseChecker {

    /** Words of a {@code ReqStatus} that report a failure. No document lists them. */
    private static final Pattern FAILURE = Pattern.compile(
            "\\b(invalid|wrong|fail\\w*|error|not|unable|expired|blocked)\\b", Pattern.CASE_INSENSITIVE);

    private NorenResponseChecker() {}

    /** Returns the response, whose {@code stat} must be Ok. */
    static <R> R ok(ApiResponse response, Class<R> type) {
        if (!"Ok".equals(accepted(response)) || !response.isSuccessful()) {
            throw response.malformedResponse();
        }
        return response.as(type);
    }

    /** Returns the response to the OAuth exchange or to a refresh. A token suffices: no document promises a stat. */
    static AccessTokenResponse token(ApiResponse response) {
        AccessTokenResponse login = response.as(AccessTokenResponse.class);
        String stat = accepted(response, login.stat(), login.emsg());
        if (stat != null && !"Ok".equals(stat) || !response.isSuccessful() || !isToken(login.accessToken())) {
            throw response.malformedResponse();
        }
        return login;
    }

    /** Returns a response that has a {@code ReqStatus} in place of a {@code stat}. */
    static RequestStatusResponse requestStatus(ApiResponse response) {
        accepted(response);
        RequestStatusResponse model = response.as(RequestStatusResponse.class);
        if (Preconditions.isBlank(model.reqStatus())) {
            throw response.malformedResponse();
        }
        if (!response.isSuccessful() || FAILURE.matcher(model.reqStatus()).find()) {
            throw response.rejected(null, model.reqStatus());
        }
        return model;
    }

    /** Returns the {@code stat} of a response that does not reject the request. */
    static @Nullable String accepted(ApiResponse response, @Nullable String stat, @Nullable String emsg) {
        if ("Not_Ok".equals(stat) || stat == null && !Preconditions.isBlank(emsg)) {
            throw response.rejected(null, emsg);
        }
        return stat;
    }

    /** Returns true if later calls can send the token: it must not end the field of a form. */
    @Contract("null -> false")
    static boolean isToken(@Nullable String token) {
        return Preconditions.isVisible(token) && token.indexOf('&') < 0;
    }

    private static @Nullable String accepted(ApiResponse response) {
        StatusResponse status = response.as(StatusResponse.class);
        return accepted(response, status.stat(), status.emsg());
    }
}

package org.brokersdk.noren;

import org.brokersdk.core.internal.ApiResponse;
import org.brokersdk.core.internal.Contract;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.noren.api.AccessTokenResponse;
import org.brokersdk.noren.api.FlattradeTokenResponse;
import org.brokersdk.noren.api.RequestStatusResponse;
import org.brokersdk.noren.api.StatusResponse;
import org.jspecify.annotations.Nullable;

/**
 * Checks responses of Noren. They report a failure in {@code stat} with any HTTP status, in {@code ReqStatus}, or in
 * the HTTP status alone.
 */
final class NorenResponseChecker {

    /** Values of {@code ReqStatus} that report success, in the documents of Profitmart, ProStocks and Infinn. */
    static final String OTP_SENT = "OTP generation success";

    static final String PASSWORD_RESET = "Password Reset Success";

    private NorenResponseChecker() {}

    /** Returns the response, whose {@code stat} must be Ok. */
    static <R> R ok(ApiResponse response, Class<R> type) {
        requireNotRejected(response);
        if (!"Ok".equals(response.as(StatusResponse.class).stat()) || !response.isSuccessful()) {
            throw response.malformedResponse();
        }
        return response.as(type);
    }

    /**
     * Returns the response to an OAuth login or to a refresh. A token suffices, as no document promises a {@code stat}.
     */
    static AccessTokenResponse token(ApiResponse response) {
        requireNotRejected(response);
        AccessTokenResponse login = response.as(AccessTokenResponse.class);
        if (login.stat() != null && !"Ok".equals(login.stat())
                || !response.isSuccessful()
                || !isToken(login.accessToken())) {
            throw response.malformedResponse();
        }
        return login;
    }

    /** Returns the response to a login of Flattrade, whose {@code stat} or {@code status} must be Ok. */
    static FlattradeTokenResponse flattradeToken(ApiResponse response) {
        response.parts(FlattradeTokenResponse.class)
                .forEach(part -> requireNotRejected(response, stat(part), part.emsg()));
        FlattradeTokenResponse login = response.as(FlattradeTokenResponse.class);
        if (!"Ok".equals(stat(login)) || !response.isSuccessful() || !isToken(login.token())) {
            throw response.malformedResponse();
        }
        return login;
    }

    private static @Nullable String stat(FlattradeTokenResponse login) {
        return login.stat() == null ? login.status() : login.stat();
    }

    /**
     * Returns a response that has a {@code ReqStatus} instead of a {@code stat}. Any other text than the success is a
     * rejection.
     */
    static RequestStatusResponse requestStatus(ApiResponse response, String success) {
        requireNotRejected(response);
        RequestStatusResponse model = response.as(RequestStatusResponse.class);
        if (Preconditions.isBlank(model.reqStatus())) {
            throw response.malformedResponse();
        }
        if (!response.isSuccessful()
                || !success.equalsIgnoreCase(model.reqStatus().strip())) {
            throw response.rejected(null, model.reqStatus());
        }
        return model;
    }

    /** Returns true if later calls can send the token. An ampersand would end the field of a form. */
    @Contract("null -> false")
    static boolean isToken(@Nullable String token) {
        return Preconditions.isVisible(token) && token.indexOf('&') < 0;
    }

    private static void requireNotRejected(ApiResponse response) {
        response.parts(StatusResponse.class)
                .forEach(part -> requireNotRejected(
                        response, part.stat(), Preconditions.isBlank(part.emsg()) ? part.errmsg() : part.emsg()));
    }

    private static void requireNotRejected(ApiResponse response, @Nullable String stat, @Nullable String emsg) {
        if ("Not_Ok".equalsIgnoreCase(stat) || !"Ok".equals(stat) && !Preconditions.isBlank(emsg)) {
            throw response.rejected(null, emsg);
        }
    }
}

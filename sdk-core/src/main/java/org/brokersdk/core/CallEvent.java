package org.brokersdk.core;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of one call, for metrics and structured logs. It contains no secret and no user id.
 *
 * @param broker the broker as in the name of its SDK, such as {@code kotak}
 * @param operation the operation as the generated interface names it, such as {@code neoLogin}
 * @param outcome the way in which the call ended
 * @param reason the reason of a rejection, or else null
 * @param status the HTTP status of the response, or 0 without one
 * @param duration the time from the call of the method to its end
 * @param requestSent true if the broker may have received the request
 * @see ClientBuilder#onCall(Consumer)
 */
public record CallEvent(
        String broker,
        String operation,
        Outcome outcome,
        @Nullable Reason reason,
        int status,
        Duration duration,
        boolean requestSent) {

    /** Way in which a call ended. Later versions may add one, so give a {@code switch} a default. */
    public enum Outcome {
        /** The call has a result. From {@code api()} it may be a rejection, as nothing checks the response there. */
        SUCCEEDED,
        /** The call failed with {@link BrokerException.Rejected}. */
        REJECTED,
        /** The call failed with {@link BrokerException.Unexpected}. */
        UNEXPECTED,
        /** The call failed with {@link BrokerException.Unreachable}, or its caller canceled it. */
        UNREACHABLE,
        /** The call failed with another exception, such as that of a supplier of a one-time password. */
        FAILED
    }
}

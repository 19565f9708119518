package org.brokersdk.testing;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.brokersdk.core.BrokerException;

/** Describes how a call ended, for tables of expected outcomes. */
public final class Outcome {

    /** Outcome of a call that succeeded. */
    private static final String SUCCESS = "-";

    private Outcome() {}

    /**
     * Returns a dash if the call returns a result, {@code Unexpected} if the response is unexpected, and the reason,
     * code and detail of a rejection. Throws every other exception.
     */
    public static String of(Callable<?> call) throws Exception {
        try {
            Objects.requireNonNull(call.call());
            return SUCCESS;
        } catch (BrokerException.Rejected e) {
            return e.reason()
                    + withSpace(e.code().orElse(null))
                    + withSpace(e.detail().orElse(null));
        } catch (BrokerException.Unexpected e) {
            return "Unexpected";
        }
    }

    /** Returns the outcome of a call without a result. */
    public static String ofVoid(Runnable call) throws Exception {
        return of(() -> {
            call.run();
            return SUCCESS;
        });
    }

    private static String withSpace(String text) {
        return text == null ? "" : " " + text;
    }
}

package org.brokersdk.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failure of a call, of one of three kinds. All brokers share these types, so a program needs one {@code catch} for all
 * brokers.
 *
 * <p>Messages quote ordinary words, short numbers and dates of a response. {@code ***} replaces everything else, the
 * values that the call sent, and received tokens.
 *
 * @serial exclude
 */
public abstract sealed class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The broker rejected the request.
     *
     * @serial exclude
     */
    public static final class Rejected extends BrokerException {

        private static final long serialVersionUID = 1;

        private final Reason reason;
        private final String suggestedAction;
        private final @Nullable String code;
        private final @Nullable String brokerMessage;
        private final @Nullable String detail;
        private final int status;
        private final @Nullable Duration retryAfter;
        private final transient @Nullable String responseBody;

        /**
         * Creates the exception. The SDKs do this; programs need it only for their own tests.
         *
         * @param reason the reason
         * @param suggestedAction the action that a person can take
         * @param code the broker's own code, or null
         * @param brokerMessage the broker's own words, or null
         * @param detail further words of the broker, or null
         * @param status the HTTP status
         * @param retryAfter the time to wait, or null
         * @param responseBody the complete body; no message shows it
         */
        public Rejected(
                Reason reason,
                String suggestedAction,
                @Nullable String code,
                @Nullable String brokerMessage,
                @Nullable String detail,
                int status,
                @Nullable Duration retryAfter,
                @Nullable String responseBody) {
            super(
                    (brokerMessage == null || brokerMessage.isBlank()
                                    ? "The broker rejected the request" + (status == 0 ? "" : " with HTTP " + status)
                                            + " and gave no reason"
                                    : "The broker said: " + brokerMessage)
                            + (detail == null || detail.isBlank() ? "" : " - " + detail)
                            + (code == null ? "" : " (" + code + ")") + ". "
                            + (retryAfter == null ? "" : "Wait for " + retryAfter.toSeconds() + " seconds. ")
                            + suggestedAction,
                    null);
            this.reason = reason;
            this.suggestedAction = suggestedAction;
            this.code = code;
            this.brokerMessage = brokerMessage;
            this.detail = detail;
            this.status = status;
            this.retryAfter = retryAfter;
            this.responseBody = responseBody;
        }

        /**
         * Returns the reason, for a {@code switch}.
         *
         * @return the reason
         */
        public Reason reason() {
            return reason;
        }

        /**
         * Returns the action that a person can take.
         *
         * @return a sentence or two; those of {@link Reason#suggestedAction()} unless the spec of this broker has its
         *     own
         */
        public String suggestedAction() {
            return suggestedAction;
        }

        /**
         * Returns the broker's own code.
         *
         * @return the code, if the response has one, redacted like {@link #brokerMessage()}
         */
        public Optional<String> code() {
            return Optional.ofNullable(code);
        }

        /**
         * Returns the broker's own words.
         *
         * @return at most 500 characters of the message, or null; {@code ***} replaces secrets and everything but
         *     ordinary words, short numbers and dates
         */
        public @Nullable String brokerMessage() {
            return brokerMessage;
        }

        /**
         * Returns further words of the broker beside its message.
         *
         * @return the text, if the response has one, redacted like {@link #brokerMessage()}
         */
        public Optional<String> detail() {
            return Optional.ofNullable(detail);
        }

        /**
         * Returns the HTTP status, which is 200 in many rejections. The status is 0 if a login page reported the
         * failure.
         *
         * @return the status
         */
        public int status() {
            return status;
        }

        /**
         * Returns the time to wait before the next call, from the header {@code Retry-After}.
         *
         * @return the time, if the response has one, in seconds or as a date
         */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        /**
         * Returns the complete response body. It may contain passwords and tokens, so keep it out of logs.
         *
         * @return the first MiB of the body; null in an exception that was serialized
         */
        public @Nullable String responseBody() {
            return responseBody;
        }
    }

    /**
     * The call ended without a response. The broker could not be reached or did not respond within the timeout, or the
     * call was interrupted or canceled. Message and cause quote no data from the network.
     *
     * @serial exclude
     */
    public static final class Unreachable extends BrokerException {

        private static final long serialVersionUID = 1;

        private final boolean requestSent;

        /**
         * Creates the exception. The SDKs do this; programs need it only for their own tests.
         *
         * @param message the message
         * @param cause the cause, or null
         * @param requestSent true if the broker may have received the request
         */
        public Unreachable(String message, @Nullable Throwable cause, boolean requestSent) {
            super(message, cause);
            this.requestSent = requestSent;
        }

        /**
         * Returns true if the broker may have received the request. Then find out whether the request worked before you
         * repeat it. False means that no byte of the request was written, and none will be.
         *
         * @return true if the request was sent, completely or in part
         */
        public boolean requestSent() {
            return requestSent;
        }
    }

    /**
     * The response is not a documented response of the broker. Examples are HTML, no body, half a body, another
     * structure, or the data of another user. A proxy or gateway may have sent the response.
     *
     * @serial exclude
     */
    public static final class Unexpected extends BrokerException {

        private static final long serialVersionUID = 1;

        private final int status;
        private final String responseSummary;
        private final transient @Nullable String responseBody;

        /**
         * Creates the exception. The SDKs do this; programs need it only for their own tests.
         *
         * @param message the difference from a documented response
         * @param status the HTTP status, or 0 if the response has none
         * @param responseSummary a summary without secrets, or empty if there is no body
         * @param responseBody the complete body; no message shows it
         */
        public Unexpected(String message, int status, String responseSummary, @Nullable String responseBody) {
            super(
                    message + (status == 0 ? "" : " (HTTP " + status + ")") + ": "
                            + (responseSummary.isEmpty() ? "nothing" : responseSummary),
                    null);
            this.status = status;
            this.responseSummary = responseSummary;
            this.responseBody = responseBody;
        }

        /**
         * Returns the HTTP status.
         *
         * @return the status, or 0 if the response is not valid HTTP
         */
        public int status() {
            return status;
        }

        /**
         * Returns a summary of the response. It contains media type and length. For a page, it contains title and first
         * heading. For JSON, it contains the field names, and the values of fields that explain a failure.
         *
         * @return at most 500 characters, in which {@code ***} replaces secrets; empty if there is no body
         */
        public String responseSummary() {
            return responseSummary;
        }

        /**
         * Returns the complete response body. It may contain passwords and tokens, so keep it out of logs.
         *
         * @return the first MiB of the body; null in an exception that was serialized
         */
        public @Nullable String responseBody() {
            return responseBody;
        }
    }
}

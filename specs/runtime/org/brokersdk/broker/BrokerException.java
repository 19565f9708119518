package org.brokersdk.broker;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not work, in one of three ways. What a message quotes of an answer has {@code ***} in place of what
 * the caller has sent with this call, of tokens that have come, and of what looks like one.
 *
 * @serial exclude
 */
public abstract sealed class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The broker said no.
     *
     * @serial exclude
     */
    public static final class Rejected extends BrokerException {

        private static final long serialVersionUID = 1;

        private final Reason reason;
        private final String advice;
        private final @Nullable String code;
        private final @Nullable String brokerMessage;
        private final @Nullable String detail;
        private final int status;
        private final @Nullable Duration retryAfter;
        private final transient @Nullable String answer;

        Rejected(
                Reason reason,
                String advice,
                @Nullable String code,
                @Nullable String brokerMessage,
                @Nullable String detail,
                int status,
                @Nullable Duration retryAfter,
                String answer) {
            super(
                    (brokerMessage == null || brokerMessage.isBlank()
                                    ? "The broker refused and did not say why"
                                    : "The broker said: " + brokerMessage)
                            + (detail == null || detail.isBlank() ? "" : " - " + detail)
                            + (code == null ? "" : " (" + code + ")") + ". "
                            + (retryAfter == null ? "" : "Wait for " + retryAfter.toSeconds() + " seconds. ")
                            + advice,
                    null);
            this.reason = reason;
            this.advice = advice;
            this.code = code;
            this.brokerMessage = brokerMessage;
            this.detail = detail;
            this.status = status;
            this.retryAfter = retryAfter;
            this.answer = answer;
        }

        /**
         * Why, to switch on.
         *
         * @return the reason
         */
        public Reason reason() {
            return reason;
        }

        /**
         * What to do, at this broker where that is known.
         *
         * @return a sentence or two for a person, which are those of {@link Reason#advice()} unless the spec says more
         */
        public String advice() {
            return advice;
        }

        /**
         * The broker's own code.
         *
         * @return the code, if one came, with {@code ***} in place of what is secret
         */
        public Optional<String> code() {
            return Optional.ofNullable(code);
        }

        /**
         * The broker's own words.
         *
         * @return at most 500 characters of the message, with {@code ***} in place of what was sent, of tokens and of
         *     what looks like one, and without control characters; or null
         */
        public @Nullable String brokerMessage() {
            return brokerMessage;
        }

        /**
         * What the broker said beside its message.
         *
         * @return the text, if one came, shown as {@link #brokerMessage()} is
         */
        public Optional<String> detail() {
            return Optional.ofNullable(detail);
        }

        /**
         * The HTTP status, which may well be 200.
         *
         * @return the status
         */
        public int status() {
            return status;
        }

        /**
         * How long to wait.
         *
         * @return the time, if the broker told one in seconds or as a date
         */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        /**
         * The whole answer, which may hold passwords and tokens: a secret, for looking at and not for a log.
         *
         * @return the first MiB of the body as it came; null in an exception that was serialized
         */
        public @Nullable String secretAnswer() {
            return answer;
        }
    }

    /**
     * No answer came: the broker could not be reached, did not answer in time, or the caller was interrupted. The
     * message says whether the request may have arrived. Neither it nor the cause quotes what came over the wire.
     *
     * @serial exclude
     */
    public static final class Unreachable extends BrokerException {

        private static final long serialVersionUID = 1;

        Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The broker, or something between, answered what it had not promised: HTML, nothing, half an answer, another
     * shape, the data of another user.
     *
     * @serial exclude
     */
    public static final class Unexpected extends BrokerException {

        private static final long serialVersionUID = 1;

        private final int status;
        private final String excerpt;
        private final transient @Nullable String answer;

        Unexpected(String what, int status, String excerpt, String answer) {
            super(what + " (HTTP " + status + "): " + (excerpt.isEmpty() ? "nothing" : excerpt), null);
            this.status = status;
            this.excerpt = excerpt;
            this.answer = answer;
        }

        /**
         * The HTTP status.
         *
         * @return the status
         */
        public int status() {
            return status;
        }

        /**
         * What is known to be harmless of the answer: its media type and length, title and first heading of a page, and
         * of JSON the names of the fields, with the values of those that explain a failure.
         *
         * @return at most 500 characters, with {@code ***} in place of secrets; empty if nothing came
         */
        public String excerpt() {
            return excerpt;
        }

        /**
         * The whole answer, which may hold passwords and tokens: a secret, for looking at and not for a log.
         *
         * @return the first MiB of the body as it came; null in an exception that was serialized
         */
        public @Nullable String secretAnswer() {
            return answer;
        }
    }
}

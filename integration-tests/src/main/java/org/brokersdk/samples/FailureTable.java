package org.brokersdk.samples;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrokerException;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;

/**
 * Table of the failures for the docs. It runs the sample of each operation against the mock servers, with each response
 * of the spec.
 */
public final class FailureTable {

    /** Long enough for a request to arrive, unless the machine is busy. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    /** Longer than any answer takes, however busy it is. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * A failure.
     *
     * @param broker who failed
     * @param operation what was called
     * @param example the name of the answer in the spec, or null where there was no answer
     * @param status the HTTP status, or 0 where there was no answer
     * @param kind which exception the SDK throws
     * @param reason its reason, if the broker said no
     * @param code the broker's code, if one came
     * @param message the broker's words, or what is known of the answer, or how there was none
     * @param detail what the broker said beside its message, if anything
     * @param advice what to do, if the SDK knows
     */
    public record Failure(
            String broker,
            String operation,
            String example,
            int status,
            String kind,
            String reason,
            String code,
            String message,
            String detail,
            String advice) {}

    private FailureTable() {}

    /**
     * Provokes every failure.
     *
     * @param mocks who fails
     * @return what the SDKs made of it
     */
    static List<Failure> of(Mocks mocks) {
        return OperationSample.all().parallelStream()
                .flatMap(sample -> of(mocks, sample).stream())
                .toList();
    }

    private static List<Failure> of(Mocks mocks, OperationSample sample) {
        List<Failure> failures = new ArrayList<>();
        for (Example example : sample.operation().examples()) {
            try (Gateway gateway = sample.against(mocks, example)) {
                failure(sample, example.name(), example.status(), within(PATIENCE, gateway))
                        .ifPresent(failures::add);
            }
        }
        failure(sample, null, 0, refused(mocks.open(sample.broker()))).ifPresent(failures::add);
        unanswered(mocks, sample, SILENCE).ifPresent(failures::add);
        return failures;
    }

    private static OkHttpClient refused(Gateway gateway) {
        gateway.close();
        return within(PATIENCE, gateway);
    }

    private static Optional<Failure> unanswered(Mocks mocks, OperationSample sample, Duration silence) {
        try (Gateway gateway = mocks.open(sample.broker())) {
            List<String> operations = sample.operation().spec().operations().stream()
                    .map(Operation::id)
                    .toList();
            // Waits until the client is gone.
            operations.forEach(operation -> gateway.answer(
                    operation, (request, client) -> client.getInputStream().read()));
            Optional<Failure> failure = failure(sample, null, 0, within(silence, gateway));
            if (operations.stream().anyMatch(operation -> gateway.arrivals(operation) > 0)) {
                return failure;
            }
        }
        return unanswered(mocks, sample, silence.multipliedBy(2));
    }

    private static OkHttpClient within(Duration timeout, Gateway gateway) {
        return gateway.http().newBuilder().callTimeout(timeout).build();
    }

    private static Optional<Failure> failure(OperationSample sample, String example, int status, OkHttpClient http) {
        try {
            sample.run(http);
            return Optional.empty();
        } catch (RuntimeException e) {
            String kind = e.getClass().getSimpleName();
            if (e instanceof BrokerException.Rejected rejected) {
                return Optional.of(new Failure(
                        sample.broker(),
                        sample.operation().id(),
                        example,
                        status,
                        kind,
                        rejected.reason().toString(),
                        rejected.code().orElse(null),
                        rejected.brokerMessage(),
                        rejected.detail().orElse(null),
                        rejected.suggestedAction()));
            }
            if (example != null && e instanceof BrokerException.Unexpected unexpected) {
                return Optional.of(failure(sample, example, status, kind, unexpected.responseSummary(), null));
            }
            if (example == null && e instanceof BrokerException.Unreachable) {
                // The message begins with how it failed, and goes on with what to do.
                String action = e.getMessage().replaceFirst("^.*?\\. (?=[A-Z])", "");
                return Optional.of(failure(sample, null, status, kind, how(e.getCause()), action));
            }
            throw new IllegalStateException(sample + " failed with " + example + " in no way that it should", e);
        }
    }

    private static Failure failure(
            OperationSample sample, String example, int status, String kind, String message, String action) {
        return new Failure(
                sample.broker(), sample.operation().id(), example, status, kind, null, null, message, null, action);
    }

    /** OkHttp puts the address in front of why it could not connect, and that is another one each time. */
    private static String how(Throwable failure) {
        boolean named = failure instanceof ConnectException && failure.getCause() != null;
        return (named ? failure.getCause() : failure).getMessage();
    }
}

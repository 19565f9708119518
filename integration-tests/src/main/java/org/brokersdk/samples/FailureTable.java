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

    /** First timeout of a call without a response. A request arrives within it, unless the machine is busy. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    /** Timeout that no call with a response reaches. */
    private static final Duration LONG_TIMEOUT = Duration.ofMinutes(5);

    /**
     * Failure of a sample.
     *
     * @param broker the broker
     * @param operation the operationId
     * @param example the name of the example in the spec, or null if there was no response
     * @param status the HTTP status, or 0 if there was no response
     * @param kind the simple name of the exception
     * @param reason the reason of a rejection, or null
     * @param code the broker's code, or null
     * @param message the broker's message, a summary of an unexpected response, or the error of the connection
     * @param detail the broker's detail, or null
     * @param suggestedAction what to do, or null
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
            String suggestedAction) {}

    private FailureTable() {}

    /**
     * Causes every failure.
     *
     * @param mocks the mock servers
     * @return the failures that the SDKs reported
     */
    static List<Failure> of(Mocks mocks) {
        return OperationSample.all().parallelStream()
                .flatMap(sample -> of(mocks, sample).stream())
                .toList();
    }

    private static List<Failure> of(Mocks mocks, OperationSample sample) {
        List<Failure> failures = new ArrayList<>();
        for (Example example : sample.operation().examples()) {
            try (Gateway gateway = sample.openGateway(mocks, example)) {
                failure(sample, example.name(), example.status(), clientWithTimeout(LONG_TIMEOUT, gateway))
                        .ifPresent(failures::add);
            }
        }
        failure(sample, null, 0, closed(mocks.open(sample.broker()))).ifPresent(failures::add);
        timedOut(mocks, sample, SHORT_TIMEOUT).ifPresent(failures::add);
        return failures;
    }

    private static OkHttpClient closed(Gateway gateway) {
        gateway.close();
        return clientWithTimeout(LONG_TIMEOUT, gateway);
    }

    private static Optional<Failure> timedOut(Mocks mocks, OperationSample sample, Duration timeout) {
        try (Gateway gateway = mocks.open(sample.broker())) {
            List<String> operations = sample.operation().spec().operations().stream()
                    .map(Operation::id)
                    .toList();
            // Waits until the client closes the connection.
            operations.forEach(operation -> gateway.handle(
                    operation, (request, client) -> client.getInputStream().read()));
            Optional<Failure> failure = failure(sample, null, 0, clientWithTimeout(timeout, gateway));
            if (operations.stream().anyMatch(operation -> gateway.arrivals(operation) > 0)) {
                return failure;
            }
        }
        return timedOut(mocks, sample, timeout.multipliedBy(2));
    }

    private static OkHttpClient clientWithTimeout(Duration timeout, Gateway gateway) {
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
                // The first sentence says what happened, and the others what to do.
                String action = e.getMessage().replaceFirst("^.*?\\. (?=[A-Z])", "");
                return Optional.of(failure(sample, null, status, kind, connectionError(e.getCause()), action));
            }
            throw new IllegalStateException(
                    sample + " with the example " + example + " failed with an exception that is not of the SDK", e);
        }
    }

    private static Failure failure(
            OperationSample sample, String example, int status, String kind, String message, String action) {
        return new Failure(
                sample.broker(), sample.operation().id(), example, status, kind, null, null, message, null, action);
    }

    /** Returns the error of a connection. OkHttp puts the address before it, which differs in each run. */
    private static String connectionError(Throwable failure) {
        boolean hasAddress = failure instanceof ConnectException && failure.getCause() != null;
        return (hasAddress ? failure.getCause() : failure).getMessage();
    }
}

package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.core.BrokerException;

/** Assertions about calls that fail, and methods that wait for other threads. */
public final class CallAssertions {

    private CallAssertions() {}

    /** Asserts that a call failed without a response, and that it states correctly whether its request was sent. */
    public static void assertUnreachable(Throwable failure, boolean requestSent) {
        assertThat(failure).isInstanceOfSatisfying(BrokerException.Unreachable.class, unreachable -> {
            assertThat(unreachable.requestSent()).as(unreachable.toString()).isEqualTo(requestSent);
            assertThat(unreachable).hasMessageContaining(requestSent ? "may have arrived" : "Nothing was sent");
        });
    }

    /** Asserts that nothing a careless caller may print of a failure contains a secret. */
    public static void assertHidden(Throwable failure, String secret) {
        assertHidden(failure, List.of(secret));
    }

    /** Asserts that nothing a careless caller may print of a failure contains one of the secrets. */
    public static void assertHidden(Throwable failure, List<String> secrets) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        Stream<String> printed = Stream.of(trace.toString(), String.valueOf(failure.getMessage()), failure.toString());
        Stream<String> parts = Stream.empty();
        if (failure instanceof BrokerException.Rejected rejected) {
            parts = Stream.of(
                    String.valueOf(rejected.brokerMessage()),
                    rejected.detail().orElse(""),
                    rejected.code().orElse(""));
        } else if (failure instanceof BrokerException.Unexpected unexpected) {
            parts = Stream.of(unexpected.responseSummary());
        }
        String texts =
                Stream.concat(printed, parts).collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
        assertThat(secrets).noneMatch(secret -> texts.contains(secret.toLowerCase(Locale.ROOT)));
    }

    public static Throwable failure(CompletableFuture<?> future) {
        try {
            return new AssertionError("The call returned " + future.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException | CompletionException e) {
            return e.getCause();
        } catch (Exception e) {
            return e;
        }
    }

    public static Duration timed(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public static void await(Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.get() && System.nanoTime() < deadline) {
            sleep(5);
        }
        assertThat(condition.get()).isTrue();
    }

    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

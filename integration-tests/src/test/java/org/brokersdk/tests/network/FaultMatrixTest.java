package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.assertj.core.api.SoftAssertions;
import org.brokersdk.core.BrokerException;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.LoopbackServer;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.tests.PrismExtension;
import org.brokersdk.tests.RawResponse;
import org.brokersdk.tests.RefusingPort;
import org.brokersdk.tests.network.Fault.FaultContext;
import org.brokersdk.tests.network.Fault.Outcome;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation of every SDK with every fault. Each call ends within its timeout with an outcome that the SDK
 * promises. It sends at most one request and leaves no open connection.
 */
@ExtendWith(PrismExtension.class)
class FaultMatrixTest {

    /** Longest time of a call that only its timeout ends. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Longest time of any other call on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Limit of running calls. Calls that wait for their timeout do not count, as they use no processor. */
    private static final Semaphore RUNNING =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    private static final Duration MARGIN = Duration.ofSeconds(2);

    /**
     * Run of a call without a fault.
     *
     * @param sample the call
     * @param callsBefore the number of calls before the call of the operation
     * @param responses the responses by operation
     */
    private record RecordedRun(OperationSample sample, int callsBefore, Map<String, byte[]> responses) {

        static RecordedRun of(Mocks mocks, OperationSample sample) {
            AtomicInteger callsBefore = new AtomicInteger();
            Map<String, byte[]> responses = new ConcurrentHashMap<>();
            try (Gateway gateway = mocks.open(sample.broker())) {
                RouteToGateway route = new RouteToGateway(gateway);
                for (Operation operation : sample.operation().spec().operations()) {
                    gateway.handle(operation.id(), (request, client) -> {
                        if (operation.id().equals(sample.operation().id())) {
                            callsBefore.set(route.calls() - 1);
                        }
                        responses.put(operation.id(), gateway.forward(request));
                        client.getOutputStream().write(responses.get(operation.id()));
                    });
                }
                sample.run(route.http());
            }
            return new RecordedRun(sample, callsBefore.get(), Map.copyOf(responses));
        }

        RawResponse success() throws IOException {
            return RawResponse.parse(responses.get(sample.operation().id()));
        }

        /** Opens a gateway that sends the recorded responses. Prism would serve one request at a time. */
        Gateway openGateway(Mocks mocks) {
            Gateway gateway = mocks.open(sample.broker());
            responses.forEach((operation, response) -> gateway.handle(
                    operation, (request, client) -> client.getOutputStream().write(response)));
            return gateway;
        }
    }

    /** Returns the first operation of each API. */
    @TestFactory
    Stream<DynamicNode> everyFaultOfTheFirstOperations(Mocks mocks) {
        return matrix(mocks, FaultMatrixTest::isFirst);
    }

    @TestFactory
    @Tag("full")
    Stream<DynamicNode> everyFaultOfEveryOtherOperation(Mocks mocks) {
        return matrix(mocks, sample -> !isFirst(sample));
    }

    private static boolean isFirst(OperationSample sample) {
        return sample.operation().spec().operations().stream()
                .filter(operation -> operation.api().equals(sample.operation().api()))
                .findFirst()
                .filter(sample.operation()::equals)
                .isPresent();
    }

    private static Stream<DynamicNode> matrix(Mocks mocks, Predicate<OperationSample> filter) {
        List<RecordedRun> runs = OperationSample.all().stream()
                .filter(filter)
                .map(sample -> RecordedRun.of(mocks, sample))
                .toList();
        List<Fault> faults = Fault.all();
        // The checks run in parallel. Each test waits for its own check.
        ExecutorService executor = Executors.newFixedThreadPool(64);
        List<DynamicNode> tests = faults.stream()
                .<DynamicNode>map(fault -> dynamicContainer(
                        fault.name(),
                        runs.stream()
                                .map(run -> test(run, executor.submit(() -> check(mocks, run, fault))))
                                .toList()))
                .toList();
        executor.shutdown();
        return tests.stream();
    }

    private static DynamicTest test(RecordedRun run, Future<?> check) {
        return dynamicTest(run.sample().toString(), () -> {
            try {
                check.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    private static Void check(Mocks mocks, RecordedRun run, Fault fault) throws IOException, InterruptedException {
        AtomicInteger fragments = new AtomicInteger();
        try (Gateway gateway = run.openGateway(mocks);
                LoopbackServer otherServer =
                        LoopbackServer.start(client -> client.getInputStream().read());
                RefusingPort refusingPort = new RefusingPort();
                LoopbackServer faultyServer = LoopbackServer.start(raw -> fault.script()
                        .run(
                                new FaultyConnection(raw, gateway, fragments),
                                new FaultContext(
                                        run.sample(),
                                        run.success(),
                                        otherServer.address().getPort())))) {
            SocketAddress faultyAddress = fault.script() == null ? refusingPort.address() : faultyServer.address();
            OkHttpClient http = new RouteToGateway(gateway, run.callsBefore(), faultyAddress)
                    .http()
                    .newBuilder()
                    .callTimeout(fault.stalls() ? SHORT : LONG)
                    .build();
            if (!fault.stalls()) {
                RUNNING.acquire();
            }
            long start = System.nanoTime();
            Throwable failure = failureOf(run.sample(), http);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (!fault.stalls()) {
                RUNNING.release();
            }
            // When all connections are closed, the servers have read every request.
            int open = awaitClose(gateway.server(), faultyServer, otherServer);
            int requests = gateway.arrivals(run.sample().operation().id()) + fragments.get();

            // check() avoids the proxies of SoftAssertions, which each thread would create again.
            SoftAssertions checks = new SoftAssertions();
            Outcome outcome = outcome(failure);
            Function<String, String> label = value -> value + " of " + run.sample() + " with " + fault;
            checks.check(() -> assertThat(outcome)
                    .as(label.apply("outcome") + ", " + failure)
                    .isIn(fault.outcomes().apply(run.sample())));
            if (failure != null) {
                checks.check(() -> assertThat(failure).as(label.apply("type")).isInstanceOf(BrokerException.class));
                fault.facts()
                        .forEach((method, fact) -> fact(failure, method)
                                .ifPresent(actual -> checks.check(() -> assertThat(actual)
                                        .as(label.apply(method))
                                        .isEqualTo(fact))));
                // No further call was sent.
                checks.check(() -> assertThat(gateway.server().accepted())
                        .as(label.apply("other connections"))
                        .isEqualTo(run.callsBefore()));
            }
            if (outcome == Outcome.UNREACHABLE) {
                checks.check(() -> assertThat(failure)
                        .as(label.apply("message"))
                        .hasMessageContaining(requests == 0 ? "Nothing was sent" : "may have arrived"));
                checks.check(() -> assertThat(((BrokerException.Unreachable) failure).requestSent())
                        .as(label.apply("requestSent()"))
                        .isEqualTo(requests > 0));
            }
            // Only a fault that stalls ends by the timeout.
            checks.check(() ->
                    assertThat(took).as(label.apply("time")).isLessThan(fault.stalls() ? SHORT.plus(MARGIN) : LONG));
            checks.check(() -> assertThat(requests).as(label.apply("requests")).isLessThanOrEqualTo(1));
            checks.check(() -> assertThat(otherServer.accepted())
                    .as(label.apply("connections elsewhere"))
                    .isZero());
            checks.check(
                    () -> assertThat(open).as(label.apply("open connections")).isZero());
            checks.assertAll();
        }
        return null;
    }

    /**
     * Proxy selector that sends one call to the server with the fault, and all other calls to the gateway. It counts
     * the calls, as another program may connect to a server.
     */
    private static final class RouteToGateway extends ProxySelector {

        private final Gateway gateway;
        private final int callsBefore;
        private final SocketAddress faultyAddress;
        private final AtomicInteger calls = new AtomicInteger();

        RouteToGateway(Gateway gateway) {
            this(gateway, -1, null);
        }

        RouteToGateway(Gateway gateway, int callsBefore, SocketAddress faultyAddress) {
            this.gateway = gateway;
            this.callsBefore = callsBefore;
            this.faultyAddress = faultyAddress;
        }

        /** Returns a client that uses this route. */
        OkHttpClient http() {
            return gateway.http().newBuilder().proxy(null).proxySelector(this).build();
        }

        int calls() {
            return calls.get();
        }

        @Override
        public List<Proxy> select(URI call) {
            boolean isFaulty = calls.getAndIncrement() == callsBefore;
            return List.of(new Proxy(
                    Proxy.Type.HTTP, isFaulty ? faultyAddress : gateway.server().address()));
        }

        @Override
        public void connectFailed(URI call, SocketAddress proxy, IOException failure) {}
    }

    private static Throwable failureOf(OperationSample sample, OkHttpClient http) {
        try {
            sample.run(http);
            return null;
        } catch (RuntimeException e) {
            // run() wraps an exception that is no RuntimeException.
            return e.getCause() instanceof Error error ? error : e;
        }
    }

    /** Returns the outcome by the name of the exception. */
    private static Outcome outcome(Throwable failure) {
        String name = failure == null ? "RESULT" : failure.getClass().getSimpleName();
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private static Optional<Object> fact(Throwable failure, String method) {
        try {
            return Optional.of(failure.getClass().getMethod(method).invoke(failure));
        } catch (NoSuchMethodException e) {
            // This kind of failure has no such method.
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all connections are closed, and returns the number of those that are still open. */
    private static int awaitClose(LoopbackServer... servers) throws InterruptedException {
        long deadline = System.nanoTime() + MARGIN.toNanos();
        int open;
        while ((open = Stream.of(servers)
                                .mapToInt(LoopbackServer::openConnections)
                                .sum())
                        > 0
                && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return open;
    }
}

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
 * Every operation of every SDK, and everything that can go wrong with it: each ends in time, in one of the ways that
 * the SDK promises, having sent no more than one request and leaving no connection.
 */
@ExtendWith(PrismExtension.class)
class FaultMatrixTest {

    /** Longest time of a call that only its timeout ends. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Longest time of any other call on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Calls that only wait may be many; of those that work too many would make each other late. */
    private static final Semaphore WORKING =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors());

    private static final Duration MARGIN = Duration.ofSeconds(2);

    /**
     * Run of a call without a fault.
     *
     * @param sample the call
     * @param before how many calls come before that of the operation
     * @param answers what is answered to each, by operation
     */
    private record RecordedRun(OperationSample sample, int before, Map<String, byte[]> answers) {

        static RecordedRun of(Mocks mocks, OperationSample sample) {
            AtomicInteger before = new AtomicInteger();
            Map<String, byte[]> answers = new ConcurrentHashMap<>();
            try (Gateway gateway = mocks.open(sample.broker())) {
                RouteToGateway route = new RouteToGateway(gateway);
                for (Operation operation : sample.operation().spec().operations()) {
                    gateway.answer(operation.id(), (request, client) -> {
                        if (operation.id().equals(sample.operation().id())) {
                            before.set(route.calls() - 1);
                        }
                        answers.put(operation.id(), gateway.ask(request));
                        client.getOutputStream().write(answers.get(operation.id()));
                    });
                }
                sample.run(route.http());
            }
            return new RecordedRun(sample, before.get(), Map.copyOf(answers));
        }

        RawResponse success() throws IOException {
            return RawResponse.parse(answers.get(sample.operation().id()));
        }

        /** Answers without the mock, which serves one at a time. */
        Gateway rehearsed(Mocks mocks) {
            Gateway gateway = mocks.open(sample.broker());
            answers.forEach((operation, answer) -> gateway.answer(
                    operation, (request, client) -> client.getOutputStream().write(answer)));
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

    private static Stream<DynamicNode> matrix(Mocks mocks, Predicate<OperationSample> wanted) {
        List<RecordedRun> runs = OperationSample.all().stream()
                .filter(wanted)
                .map(sample -> RecordedRun.of(mocks, sample))
                .toList();
        List<Fault> faults = Fault.all();
        // Many run at once; each test waits for its own.
        ExecutorService cells = Executors.newFixedThreadPool(64);
        List<DynamicNode> tests = faults.stream()
                .<DynamicNode>map(fault -> dynamicContainer(
                        fault.name(),
                        runs.stream()
                                .map(run -> test(run, cells.submit(() -> check(mocks, run, fault))))
                                .toList()))
                .toList();
        cells.shutdown();
        return tests.stream();
    }

    private static DynamicTest test(RecordedRun run, Future<?> cell) {
        return dynamicTest(run.sample().toString(), () -> {
            try {
                cell.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    private static Void check(Mocks mocks, RecordedRun run, Fault fault) throws IOException, InterruptedException {
        AtomicInteger fragments = new AtomicInteger();
        try (Gateway gateway = run.rehearsed(mocks);
                LoopbackServer elsewhere =
                        LoopbackServer.start(client -> client.getInputStream().read());
                RefusingPort refusingPort = new RefusingPort();
                LoopbackServer broken = LoopbackServer.start(raw -> fault.script()
                        .play(
                                new Link(raw, gateway, fragments),
                                new FaultContext(
                                        run.sample(),
                                        run.success(),
                                        elsewhere.address().getPort())))) {
            SocketAddress wrong = fault.script() == null ? refusingPort.address() : broken.address();
            OkHttpClient http = new RouteToGateway(gateway, run.before(), wrong)
                    .http()
                    .newBuilder()
                    .callTimeout(fault.stalls() ? SHORT : LONG)
                    .build();
            if (!fault.stalls()) {
                WORKING.acquire();
            }
            long start = System.nanoTime();
            Throwable failure = failureOf(run.sample(), http);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (!fault.stalls()) {
                WORKING.release();
            }
            // The servers have read all that there was to read when refusingPort is there any more.
            int open = awaitEnd(gateway.server(), broken, elsewhere);
            int requests = gateway.arrivals(run.sample().operation().id()) + fragments.get();

            // Without its proxies, which each thread would make once more.
            SoftAssertions cell = new SoftAssertions();
            Outcome outcome = outcome(failure);
            Function<String, String> of = what -> what + " of " + run.sample() + " with " + fault;
            cell.check(() -> assertThat(outcome)
                    .as(of.apply("outcome") + ", " + failure)
                    .isIn(fault.outcomes().apply(run.sample())));
            if (failure != null) {
                cell.check(() -> assertThat(failure).as(of.apply("type")).isInstanceOf(BrokerException.class));
                fault.facts()
                        .forEach((method, fact) -> fact(failure, method)
                                .ifPresent(said -> cell.check(() ->
                                        assertThat(said).as(of.apply(method)).isEqualTo(fact))));
                // Nor were the calls made that would have come next.
                cell.check(() -> assertThat(gateway.server().accepted())
                        .as(of.apply("other connections"))
                        .isEqualTo(run.before()));
            }
            if (outcome == Outcome.UNREACHABLE) {
                cell.check(() -> assertThat(failure)
                        .as(of.apply("message"))
                        .hasMessageContaining(requests == 0 ? "Nothing was sent" : "may have arrived"));
                cell.check(() -> assertThat(((BrokerException.Unreachable) failure).requestSent())
                        .as(of.apply("requestSent()"))
                        .isEqualTo(requests > 0));
            }
            // What can end by itself does, and well before the timeout.
            cell.check(
                    () -> assertThat(took).as(of.apply("time")).isLessThan(fault.stalls() ? SHORT.plus(MARGIN) : LONG));
            cell.check(() -> assertThat(requests).as(of.apply("requests")).isLessThanOrEqualTo(1));
            cell.check(() -> assertThat(elsewhere.accepted())
                    .as(of.apply("connections elsewhere"))
                    .isZero());
            cell.check(() -> assertThat(open).as(of.apply("open connections")).isZero());
            cell.assertAll();
        }
        return null;
    }

    /**
     * Leads every call to a gateway, but one to where it goes wrong. Counts the calls itself: to a server there may
     * come somebody else, who looks for one that had the same port.
     */
    private static final class RouteToGateway extends ProxySelector {

        private final Gateway gateway;
        private final int before;
        private final SocketAddress wrong;
        private final AtomicInteger calls = new AtomicInteger();

        RouteToGateway(Gateway gateway) {
            this(gateway, -1, null);
        }

        RouteToGateway(Gateway gateway, int before, SocketAddress wrong) {
            this.gateway = gateway;
            this.before = before;
            this.wrong = wrong;
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
            boolean now = calls.getAndIncrement() == before;
            return List.of(
                    new Proxy(Proxy.Type.HTTP, now ? wrong : gateway.server().address()));
        }

        @Override
        public void connectFailed(URI call, SocketAddress proxy, IOException failure) {}
    }

    private static Throwable failureOf(OperationSample sample, OkHttpClient http) {
        try {
            sample.run(http);
            return null;
        } catch (RuntimeException e) {
            // What is no RuntimeException comes as the cause of one.
            return e.getCause() instanceof Error error ? error : e;
        }
    }

    /** The SDKs share no class, but their exceptions are all alike. */
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
            // This kind of failure does not say it.
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits a while until no client is there any more. */
    private static int awaitEnd(LoopbackServer... servers) throws InterruptedException {
        long deadline = System.nanoTime() + MARGIN.toNanos();
        int open;
        while ((open = Stream.of(servers).mapToInt(LoopbackServer::open).sum()) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return open;
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.METADATA;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.login;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.BrokerException.Unreachable;
import org.brokersdk.core.CallEvent;
import org.brokersdk.core.CallEvent.Outcome;
import org.brokersdk.core.Reason;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class TransportTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Request REQUEST = new Request.Builder()
            .url("https://broker.example/users/AB%20123?token=s3cret")
            .build();

    private final FakeServer broker = new FakeServer();

    private Transport transport(Consumer<String> logger) {
        return new Transport(METADATA, broker.client(), TIMEOUT, logger, null, null, null, executor -> executor);
    }

    @Test
    void userAgentNamesTheSdkAndTheProduct() {
        String sdk = "fixture-sdk/1.2.3 Java/" + Runtime.version().feature();

        assertThat(transport(line -> {}).userAgent()).isEqualTo(sdk);
        assertThat(new Transport(
                                METADATA,
                                broker.client(),
                                TIMEOUT,
                                null,
                                "my-app/1.0",
                                null,
                                null,
                                executor -> executor)
                        .userAgent())
                .isEqualTo("my-app/1.0 " + sdk);
    }

    @Test
    void hasTheSettingsOfItsClient() {
        Transport transport = transport(line -> {});

        assertThat(transport.timeout()).isEqualTo(TIMEOUT);
        assertThat(transport.metadata()).isSameAs(METADATA);
    }

    @Test
    void closeIsForOneClientAlone() {
        Transport closed = transport(line -> {});
        Transport open = transport(line -> {});
        closed.requireOpen();

        closed.close();
        closed.close();

        assertThatThrownBy(closed::requireOpen)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This client is closed. Build a new one");
        open.requireOpen();
    }

    @Test
    void closeLeavesTheGivenClientOpen() throws Exception {
        OkHttpClient given = new OkHttpClient();
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            ApiClient client = Fixtures.client(server.url(), given);
            assertThat(login(client).execute()).isEqualTo(200);

            client.transport().close();

            assertThat(given.dispatcher().executorService().isShutdown()).isFalse();
            assertThat(login(Fixtures.client(server.url(), given)).execute()).isEqualTo(200);
        }
    }

    @Test
    void logsMethodPathOutcomeAndMilliseconds() {
        List<String> log = new CopyOnWriteArrayList<>();

        transport(log::add).log(REQUEST, "200", 1_999_999);

        assertThat(log).containsExactly("GET /users/AB%20123 200 1 ms");
    }

    @Test
    @ResourceLock("java.util.logging")
    void logsToTheLoggerOfThePackageWithoutALogger() {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.brokersdk.fixture");
        Handler recording = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                records.add(logged);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        recording.setLevel(Level.ALL);
        logger.addHandler(recording);
        logger.setUseParentHandlers(false);
        try {
            transport(null).log(REQUEST, "200", 1_000_000);
            logger.setLevel(Level.FINE);
            broker.enqueue(200, "{}");
            login(ApiClient.of(transport(null), "https://broker.example")).execute();
        } finally {
            logger.removeHandler(recording);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        }

        // The default level shows no line.
        assertThat(records).singleElement().satisfies(logged -> {
            assertThat(logged.getLevel()).isEqualTo(Level.FINE);
            assertThat(logged.getLoggerName()).isEqualTo("org.brokersdk.fixture");
            assertThat(logged.getMessage()).matches("POST /login 200 \\d+ ms");
        });
    }

    @Test
    void givenLoggerReplacesTheLoggerOfThePackage() {
        List<String> log = new CopyOnWriteArrayList<>();
        broker.enqueue(200, "{}");

        login(ApiClient.of(transport(log::add), "https://broker.example")).execute();

        assertThat(log).singleElement().asString().matches("POST /login 200 \\d+ ms");
    }

    @Test
    @ResourceLock("Thread.getDefaultUncaughtExceptionHandler")
    void loggerThatThrowsLosesNoResponse() throws Exception {
        broker.enqueue(200, "{}").enqueue(200, "{}");
        StackOverflowError thrown = new StackOverflowError("made up");
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            uncaught.add(e);
            throw new IllegalStateException("made up as well");
        });
        try {
            ApiCall<Integer> login = login(ApiClient.of(
                    transport(line -> {
                        throw thrown;
                    }),
                    "https://broker.example"));

            assertThat(login.execute()).isEqualTo(200);
            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).containsExactly(thrown, thrown);
    }

    private static Transport observed(Consumer<CallEvent> listener, UnaryOperator<Executor> context) {
        return new Transport(
                METADATA, HttpClients.DEFAULT, Duration.ofSeconds(1), line -> {}, null, listener, null, context);
    }

    private static Stream<Arguments> failuresAndEvents() {
        return Stream.of(
                Arguments.of(null, Outcome.SUCCEEDED, null, 200),
                Arguments.of(
                        new Rejected(Reason.BLOCKED, "", null, "s3cret", null, 401, null, "s3cret"),
                        Outcome.REJECTED,
                        Reason.BLOCKED,
                        200),
                Arguments.of(new Unexpected("s3cret", 502, "", "s3cret"), Outcome.UNEXPECTED, null, 502),
                Arguments.of(new Unreachable("s3cret", null, true), Outcome.UNREACHABLE, null, 200),
                Arguments.of(new IllegalStateException("s3cret"), Outcome.FAILED, null, 200));
    }

    @ParameterizedTest
    @MethodSource("failuresAndEvents")
    void eventSaysHowTheCallEnded(Throwable failure, Outcome outcome, Reason reason, int status) {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        Transport transport = observed(events::add, executor -> executor);
        Request request = ApiClient.of(transport, "https://broker.example")
                .api(TestApi.class)
                .user("s3cret")
                .request();

        transport.report(request, 200, failure, Duration.ofMillis(83), true);

        assertThat(events)
                .containsExactly(
                        new CallEvent("fixture", "user", outcome, reason, status, Duration.ofMillis(83), true));
        assertThat(events.toString()).doesNotContain("s3cret");
    }

    @Test
    void listenerThatThrowsLosesNoResponse() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            ApiCall<Integer> login = login(ApiClient.of(
                    observed(
                            event -> {
                                throw new StackOverflowError("made up");
                            },
                            executor -> executor),
                    server.url()));

            assertThat(login.execute()).isEqualTo(200);
            assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void supplierThatThrowsIsAnEventWithoutARequest() throws Exception {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            ApiClient client = ApiClient.of(observed(events::add, executor -> executor), server.url());

            assertThatThrownBy(Fixtures.deferredLogin(client, () -> {
                        throw new IllegalStateException("made up");
                    })::execute)
                    .hasMessage("made up");
        }

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(event.requestSent()).isFalse();
            assertThat(event.status()).isZero();
        });
    }

    @Test
    void timeoutIsOneEvent() throws Exception {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        try (LoopbackServer server = LoopbackServer.silent()) {
            ApiCall<Integer> login = login(ApiClient.of(observed(events::add, executor -> executor), server.url()));
            assertThatThrownBy(login::execute).isInstanceOf(Unreachable.class);
            await(() -> server.openConnections() == 0 && !events.isEmpty());
        }

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.UNREACHABLE);
            assertThat(event.requestSent()).isTrue();
            assertThat(event.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void contextIsCapturedInTheCallingThreadForEachCall() throws Exception {
        List<Thread> capturing = new CopyOnWriteArrayList<>();
        List<Thread> listening = new CopyOnWriteArrayList<>();
        UnaryOperator<Executor> context = executor -> {
            capturing.add(Thread.currentThread());
            return executor;
        };
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            ApiCall<Integer> login = login(
                    ApiClient.of(observed(event -> listening.add(Thread.currentThread()), context), server.url()));
            login.execute();
            login.executeAsync().get(10, TimeUnit.SECONDS);
        }

        assertThat(capturing).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(listening).hasSize(2).doesNotContain(Thread.currentThread());
    }

    @Test
    void contextWithoutAnExecutorSendsNothing() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            ApiCall<Integer> login = login(ApiClient.of(observed(event -> {}, executor -> null), server.url()));

            assertThatThrownBy(login::execute).hasMessageContaining("callContext");
            assertThatThrownBy(login::executeAsync).hasMessageContaining("callContext");
            assertThat(server.connections).hasValue(0);
        }
    }

    /** OpenTelemetry hands out such a factory. */
    @Test
    void callFactoryWrapsTheClient() throws Exception {
        List<Call> created = new CopyOnWriteArrayList<>();
        OkHttpClient isolated = HttpClients.isolated(new OkHttpClient()).build();
        Call.Factory wrapper = request -> {
            Call call = isolated.newCall(
                    request.newBuilder().header("traceparent", "00-1").build());
            created.add(call);
            return call;
        };
        Transport transport =
                new Transport(METADATA, wrapper, TIMEOUT, line -> {}, null, null, null, executor -> executor);
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Integer> login =
                    login(ApiClient.of(transport, server.url())).executeAsync();
            await(() -> server.requests.size() == 1);

            login.cancel(false);

            await(() -> server.openConnections() == 0);
            assertThat(server.requests).singleElement().asString().contains("traceparent: 00-1\r\n");
            assertThat(created)
                    .singleElement()
                    .satisfies(call -> assertThat(call.isCanceled()).isTrue());
        }
    }

    @Test
    void callFactoryCannotSendTwice() throws Exception {
        OkHttpClient isolated = HttpClients.isolated(new OkHttpClient()).build();
        OkHttpClient retrying = isolated.newBuilder()
                .addInterceptor(chain -> {
                    chain.proceed(chain.request()).close();
                    return chain.proceed(chain.request());
                })
                .build();
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(200, "{}"))) {
            Throwable failure = catchThrowable(login(ApiClient.of(
                    new Transport(METADATA, retrying, TIMEOUT, line -> {}, null, null, null, executor -> executor),
                    server.url()))::execute);

            assertThat(failure).isInstanceOf(Unreachable.class);
            assertThat(((Unreachable) failure).requestSent()).isTrue();
            assertThat(server.requests).hasSize(1);
        }
    }
}

package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpMetricsEventListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.brokersdk.core.CallEvent;
import org.brokersdk.core.CallEvent.Outcome;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.RefusingPort;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;

/** Metrics, traces and logs of the libraries that users attach see each login once, and no secret of the request. */
class ObservabilityTest {

    @EverySdk
    void micrometerCountsOneTimerForEachLogin(Sdk sdk) throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OkHttpClient given = new OkHttpClient.Builder()
                .eventListener(OkHttpMetricsEventListener.builder(registry, "broker.requests")
                        .uriMapper(request -> request.url().encodedPath())
                        .build())
                .build();
        try (Server server = Server.responding(request -> sdk.success("t0ken"))) {
            Client client = sdk.client(Settings.of(server.url()).httpClient(given), Sdk.USER);
            sdk.login(client).blocking().get();
            sdk.login(client).async().get().join();

            Timer timer = registry.get("broker.requests").timer();
            assertThat(timer.count()).isEqualTo(2);
            assertThat(timer.getId().getTag("status")).isEqualTo("200");
            assertNoSecret(
                    sdk,
                    registry.getMeters().stream()
                            .map(Meter::getId)
                            .map(Object::toString)
                            .collect(Collectors.joining()));
        }
    }

    @EverySdk
    void openTelemetryCreatesOneSpanForEachLogin(Sdk sdk) throws Exception {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (OpenTelemetrySdk telemetry = telemetry(spans);
                Server server = Server.responding(request -> sdk.success("t0ken"))) {
            ClientBuilder<?, ?> builder = sdk.builder(Sdk.USER);
            sdk.setUrl(builder, server.url());
            builder.callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory);
            Client client = builder.build();
            sdk.login(client).blocking().get();
            sdk.login(client).async().get().join();

            List<SpanData> finished = spans.getFinishedSpanItems();
            assertThat(finished).hasSize(2).allSatisfy(span -> {
                assertThat(span.getName()).isEqualTo("POST");
                assertNoSecret(sdk, span.getName() + span.getAttributes() + span.getEvents() + span.getStatus());
            });
            assertThat(server.requests).hasSize(2);
        }
    }

    @EverySdk
    void eventDescribesEachCall(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> sdk.success("t0ken"))) {
            assertEvents(sdk, server.url(), Outcome.SUCCEEDED, 200, true);
        }
        try (Server server = Server.responding(request -> Server.json(401, sdk.rejection("Password is wrong")))) {
            assertThat(assertEvents(sdk, server.url(), Outcome.REJECTED, 401, true))
                    .allSatisfy(event -> assertThat(event.reason()).isNotNull());
        }
        try (Server server = Server.responding(request -> Server.response(200, "text/html", "<h1>Welcome</h1>"))) {
            assertEvents(sdk, server.url(), Outcome.UNEXPECTED, 200, true);
        }
        try (Server server = Server.responding(request -> new byte[0])) {
            assertEvents(sdk, server.url(), Outcome.UNREACHABLE, 0, true);
        }
        try (RefusingPort refusingPort = new RefusingPort()) {
            assertEvents(sdk, refusingPort.url(), Outcome.UNREACHABLE, 0, false);
        }
    }

    /** Logs in by a blocking and an asynchronous call, and returns the two events. */
    private static List<CallEvent> assertEvents(Sdk sdk, String url, Outcome outcome, int status, boolean sent) {
        List<CallEvent> events = new CopyOnWriteArrayList<>();
        ClientBuilder<?, ?> builder = sdk.builderAt(url);
        builder.onCall(events::add);
        Sdk.Login login = sdk.login(builder.build());
        catchThrowable(() -> login.blocking().get());
        catchThrowable(() -> login.async().get().join());

        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(outcome);
            assertThat(event.status()).isEqualTo(status);
            assertThat(event.requestSent()).isEqualTo(sent);
            assertThat(event.broker()).isEqualTo(sdk.broker());
            assertThat(Spec.of(sdk.broker()).operations())
                    .extracting(Operation::id)
                    .contains(event.operation());
            assertThat(event.duration()).isPositive();
            assertNoSecret(sdk, event.toString());
            assertThat(event.toString()).doesNotContain(Sdk.USER);
        });
        return events;
    }

    @EverySdk
    void threadLocalsOfTheCallerReachLoggerListenerAndStages(Sdk sdk) throws Exception {
        ThreadLocal<String> mdc = new ThreadLocal<>();
        UnaryOperator<Executor> capture = executor -> {
            String captured = mdc.get();
            return task -> executor.execute(() -> {
                mdc.set(captured);
                try {
                    task.run();
                } finally {
                    mdc.remove();
                }
            });
        };
        assertContextReaches(sdk, capture, mdc::get, run -> {
            mdc.set("caller");
            run.run();
        });
    }

    @EverySdk
    void micrometerPropagatesTheContextOfTheCaller(Sdk sdk) throws Exception {
        ThreadLocal<String> mdc = new ThreadLocal<>();
        ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("mdc", mdc);
        ContextSnapshotFactory snapshots =
                ContextSnapshotFactory.builder().contextRegistry(registry).build();
        assertContextReaches(sdk, executor -> snapshots.captureAll().wrapExecutor(executor), mdc::get, run -> {
            mdc.set("caller");
            run.run();
        });
    }

    @EverySdk
    void openTelemetryPropagatesTheContextOfTheCaller(Sdk sdk) throws Exception {
        ContextKey<String> key = ContextKey.named("mdc");
        assertContextReaches(
                sdk,
                executor -> Context.current().wrap(executor),
                () -> Context.current().get(key),
                run -> Context.current().with(key, "caller").wrap(run).run());
    }

    @EverySdk
    void spanOfTheCallIsAChildOfTheSpanOfTheCaller(Sdk sdk) throws Exception {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (OpenTelemetrySdk telemetry = telemetry(spans);
                Server server = Server.responding(request -> sdk.success("t0ken"))) {
            ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
            builder.callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory);
            builder.callContext(executor -> Context.current().wrap(executor));
            Sdk.Login login = sdk.login(builder.build());
            Span caller = telemetry.getTracer("test").spanBuilder("caller").startSpan();
            Context.current()
                    .with(caller)
                    .wrap((Runnable) login.blocking()::get)
                    .run();
            Context.current()
                    .with(caller)
                    .wrap((Runnable) () -> login.async().get().join())
                    .run();

            assertThat(spans.getFinishedSpanItems())
                    .hasSize(2)
                    .allSatisfy(span -> assertThat(span.getParentSpanId())
                            .isEqualTo(caller.getSpanContext().getSpanId()));
        }
    }

    private static void assertContextReaches(
            Sdk sdk, UnaryOperator<Executor> capture, Supplier<String> current, Consumer<Runnable> caller)
            throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Server server = Server.responding(request -> sdk.success("t0ken"));
                Server silent = Server.handling(connection -> Thread.sleep(60_000))) {
            caller.accept(() -> {
                ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
                builder.logger(line -> seen.add(current.get()));
                builder.onCall(event -> seen.add(current.get()));
                builder.callContext(capture);
                Sdk.Login login = sdk.login(builder.build());
                login.blocking().get();
                login.async().get().thenRun(() -> seen.add(current.get())).join();
                assertThat(seen).containsExactly("caller", "caller", "caller", "caller", "caller");

                ClientBuilder<?, ?> timingOut = sdk.builderAt(silent.url());
                timingOut.timeout(Duration.ofMillis(300));
                timingOut.callContext(capture);
                sdk.login(timingOut.build())
                        .async()
                        .get()
                        .handle((value, failure) -> seen.add(current.get()))
                        .join();
                assertThat(seen).hasSize(6).containsOnly("caller");
            });
        }
    }

    @EverySdk
    void loggingInterceptorPrintsNoRequestBody(Sdk sdk) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpLoggingInterceptor logging = new HttpLoggingInterceptor(lines::add);
        logging.setLevel(HttpLoggingInterceptor.Level.BODY);
        OkHttpClient given = new OkHttpClient.Builder().addInterceptor(logging).build();
        try (Server server = Server.responding(request -> sdk.success("t0ken"))) {
            sdk.login(Settings.of(server.url()).httpClient(given)).blocking().get();

            assertThat(lines)
                    .anyMatch(line -> line.startsWith("--> END POST") && line.contains("one-shot body omitted"));
            assertThat(String.join("\n", lines)).doesNotContain(Sdk.OTP, Sdk.PASSWORD);
        }
    }

    private static void assertNoSecret(Sdk sdk, String text) {
        assertThat(text).doesNotContain(sdk.secrets()).doesNotContain("t0ken", Sdk.ACCESS);
    }

    private static OpenTelemetrySdk telemetry(InMemorySpanExporter spans) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
    }
}

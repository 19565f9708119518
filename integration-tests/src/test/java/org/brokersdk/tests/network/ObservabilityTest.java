package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpMetricsEventListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.tests.EverySdk;
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
        try (Server server = Server.replying(request -> sdk.success("t0ken"))) {
            Client client = sdk.client(Settings.of(server.url()).httpClient(given), Sdk.USER);
            sdk.login(client).now().get();
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
    void openTelemetryMakesOneSpanForEachLogin(Sdk sdk) throws Exception {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                                .build())
                        .build();
                Server server = Server.replying(request -> sdk.success("t0ken"))) {
            ClientBuilder<?, ?> builder = sdk.builder(Sdk.USER);
            sdk.place(builder, server.url());
            builder.callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory);
            Client client = builder.build();
            sdk.login(client).now().get();
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
    void loggingInterceptorPrintsNoRequestBody(Sdk sdk) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpLoggingInterceptor logging = new HttpLoggingInterceptor(lines::add);
        logging.setLevel(HttpLoggingInterceptor.Level.BODY);
        OkHttpClient given = new OkHttpClient.Builder().addInterceptor(logging).build();
        try (Server server = Server.replying(request -> sdk.success("t0ken"))) {
            sdk.login(Settings.of(server.url()).httpClient(given)).now().get();

            assertThat(lines)
                    .anyMatch(line -> line.startsWith("--> END POST") && line.contains("one-shot body omitted"));
            assertThat(String.join("\n", lines)).doesNotContain(Sdk.OTP, Sdk.PASSWORD);
        }
    }

    private static void assertNoSecret(Sdk sdk, String text) {
        assertThat(text).doesNotContain(sdk.secrets()).doesNotContain("t0ken", Sdk.ACCESS);
    }
}

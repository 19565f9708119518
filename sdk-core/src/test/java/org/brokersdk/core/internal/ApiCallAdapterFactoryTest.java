package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.assertUnreachable;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.client;

import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.BrokerException.Unreachable;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;

/** Tests that calls of a generated interface keep the promises of the clients. */
@Timeout(30)
class ApiCallAdapterFactoryTest {

    private static final String CANCELED = "The call was canceled";

    private static final String MALFORMED = " is malformed. Check that headers are ASCII without line breaks,"
            + " and that no path parameter is . or ..";

    private final FakeServer broker = new FakeServer();

    private final ApiClient client = client("https://broker.example", broker.client());

    private final TestApi api = client.api(TestApi.class);

    /** Outcome of a call that was enqueued. */
    private record Enqueued<T>(Call<T> call, Response<T> response, Throwable failure) {}

    private static <T> CompletableFuture<Enqueued<T>> enqueue(Call<T> call) {
        CompletableFuture<Enqueued<T>> outcome = new CompletableFuture<>();
        call.enqueue(new Callback<T>() {
            @Override
            public void onResponse(Call<T> enqueued, Response<T> response) {
                outcome.complete(new Enqueued<>(enqueued, response, null));
            }

            @Override
            public void onFailure(Call<T> enqueued, Throwable failure) {
                outcome.complete(new Enqueued<>(enqueued, null, failure));
            }
        });
        return outcome;
    }

    private static <T> Enqueued<T> get(Call<T> call) throws Exception {
        return enqueue(call).get(10, TimeUnit.SECONDS);
    }

    @Test
    void successHasStatusHeadersAndBody() throws Exception {
        broker.enqueue(200, "{\"token\":\"a\"}", "X-Trace: 1").enqueue(201, "{\"token\":\"b\"}");
        Call<Map<String, String>> blocking = api.login(Map.of("otp", "1"));
        Call<Map<String, String>> async = blocking.clone();

        Response<Map<String, String>> response = blocking.execute();
        Enqueued<Map<String, String>> enqueued = get(async);

        assertThat(response.code()).isEqualTo(200);
        assertThat(response.isSuccessful()).isTrue();
        assertThat(response.headers().get("X-Trace")).isEqualTo("1");
        assertThat(response.body()).containsExactly(Map.entry("token", "a"));
        assertThat(enqueued.call()).isSameAs(async);
        assertThat(enqueued.failure()).isNull();
        assertThat(enqueued.response().code()).isEqualTo(201);
        assertThat(enqueued.response().body()).containsExactly(Map.entry("token", "b"));
        assertThat(broker.takeRequest().body()).isEqualTo("{\"otp\":\"1\"}");
        assertThat(broker.takeRequest().body()).isEqualTo("{\"otp\":\"1\"}");
    }

    @Test
    void errorStatusHasItsBody() throws Exception {
        broker.enqueue(401, "{\"message\":\"no\"}").enqueue(500, "down");

        Response<?> response = api.profile().execute();
        Response<?> enqueued = get(api.profile()).response();

        assertThat(response.code()).isEqualTo(401);
        assertThat(response.body()).isNull();
        assertThat(response.errorBody().string()).isEqualTo("{\"message\":\"no\"}");
        assertThat(enqueued.code()).isEqualTo(500);
        assertThat(enqueued.errorBody().string()).isEqualTo("down");
    }

    @Test
    void responseMayHaveNoBodyOrPlainText() throws Exception {
        broker.enqueue(204, "").enqueue(200, "1.2.3");

        assertThat(api.logout().execute().body()).isNull();
        assertThat(api.text().execute().body()).isEqualTo("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "{\"token\":\"s3cret\"", "[\"s3cret\"]", "\"s3cret\"", ""})
    void unreadableJsonIsUnexpectedAndNotQuoted(String body) throws Exception {
        broker.enqueue(200, body).enqueue(200, body);

        for (Throwable failure : List.of(
                catchThrowable(api.profile()::execute), get(api.profile()).failure())) {
            assertThat(failure)
                    .isInstanceOf(Unexpected.class)
                    .hasMessageStartingWith("The response is not the JSON that the broker documents (HTTP 200): ")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }

    @Test
    void valueThatDoesNotFitIsNull() throws Exception {
        String body = "{\"token\":{\"a\":\"s3cret\"},\"user\":\"b\"}";
        broker.enqueue(200, body).enqueue(200, body);

        for (Response<Map<String, String>> response :
                List.of(api.profile().execute(), get(api.profile()).response())) {
            assertThat(response.body()).hasSize(2).containsEntry("token", null).containsEntry("user", "b");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void bodyOfMoreThanAMebibyteIsUnexpected(int status) throws Exception {
        String large = "\"" + "x".repeat(1 << 20) + "\"";
        broker.enqueue(status, large).enqueue(status, large);

        for (Throwable failure : List.of(
                catchThrowable(api.profile()::execute), get(api.profile()).failure())) {
            assertThat(failure)
                    .isInstanceOf(Unexpected.class)
                    .hasMessageStartingWith("The response is larger than 1 MiB or too complex (HTTP " + status + ")");
        }
    }

    @Test
    void closedClientRejectsCalls() {
        Call<Map<String, String>> call = api.profile();
        client.transport().close();

        assertThatThrownBy(call::execute)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This client is closed. Build a new one");
        assertThatThrownBy(() -> get(call.clone()))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This client is closed. Build a new one");
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void timeoutIncludesDns() throws Exception {
        CountDownLatch testEnd = new CountDownLatch(1);
        OkHttpClient hanging = new OkHttpClient.Builder()
                .dns(host -> {
                    await(() -> testEnd.getCount() == 0);
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();
        TestApi slow = client("https://broker.example", hanging, Duration.ofMillis(300), line -> {})
                .api(TestApi.class);

        try {
            for (Throwable failure : List.of(
                    catchThrowable(slow.profile()::execute), get(slow.profile()).failure())) {
                assertUnreachable(failure, "The broker could not be reached: it took longer than 300 ms", false);
            }
        } finally {
            testEnd.countDown();
        }
    }

    @Test
    void cancelBeforeTheExecutionSendsNothing() throws Exception {
        Call<Map<String, String>> blocking = api.profile();
        Call<Map<String, String>> async = api.profile();
        blocking.cancel();
        async.cancel();

        assertUnreachable(catchThrowable(blocking::execute), CANCELED, false);
        assertUnreachable(get(async).failure(), CANCELED, false);
        assertThat(blocking.isCanceled()).isTrue();
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void cancelDuringTheExecutionClosesTheConnection() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            TestApi silent = client(server.url()).api(TestApi.class);
            Call<Map<String, String>> blocking = silent.profile();
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            new Thread(() -> failure.complete(catchThrowable(blocking::execute))).start();
            Call<Map<String, String>> async = silent.profile();
            CompletableFuture<Enqueued<Map<String, String>>> enqueued = enqueue(async);
            await(() -> server.requests.size() == 2);
            assertThat(async.isCanceled()).isFalse();

            blocking.cancel();
            async.cancel();

            assertUnreachable(failure.get(10, TimeUnit.SECONDS), CANCELED, true);
            assertUnreachable(enqueued.get(10, TimeUnit.SECONDS).failure(), CANCELED, true);
            assertThat(async.isCanceled()).isTrue();
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void cancelAfterTheResponseChangesNothing() throws Exception {
        broker.enqueue(200, "{}");
        Call<Map<String, String>> call = api.profile();
        Response<Map<String, String>> response = call.execute();

        call.cancel();

        assertThat(response.body()).isEmpty();
        assertThat(call.isCanceled()).isTrue();
    }

    /** A callback may wait for another thread that asks the call for its state. */
    @Test
    void callbackOfACanceledCallHoldsNoLock() throws Exception {
        try (LoopbackServer server = LoopbackServer.silent()) {
            CompletableFuture<Boolean> canceled = new CompletableFuture<>();
            Call<Map<String, String>> call =
                    client(server.url()).api(TestApi.class).profile();
            call.enqueue(new Callback<>() {
                @Override
                public void onResponse(Call<Map<String, String>> enqueued, Response<Map<String, String>> response) {}

                @Override
                public void onFailure(Call<Map<String, String>> enqueued, Throwable failure) {
                    CompletableFuture<Boolean> wasCanceled = new CompletableFuture<>();
                    new Thread(() -> wasCanceled.complete(enqueued.isCanceled())).start();
                    canceled.complete(wasCanceled
                            .completeOnTimeout(false, 5, TimeUnit.SECONDS)
                            .join());
                }
            });
            await(() -> server.requests.size() == 1);

            call.cancel();

            assertThat(canceled.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void missingCallbackSendsNothing() {
        assertThatThrownBy(() -> api.profile("s1").enqueue(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callback is required");
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void callIsExecutedOnce() throws Exception {
        broker.enqueue(200, "{}").enqueue(200, "{}");
        Call<Map<String, String>> call = api.profile("s1");
        assertThat(call.isExecuted()).isFalse();
        assertThat(call.isCanceled()).isFalse();

        call.execute();

        assertThat(call.isExecuted()).isTrue();
        assertThatThrownBy(call::execute)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("This call was executed before. Use clone() for another call");
        assertThatThrownBy(() -> get(call)).isExactlyInstanceOf(IllegalStateException.class);
        call.cancel();
        Call<Map<String, String>> clone = call.clone();
        assertThat(clone.isExecuted()).isFalse();
        assertThat(clone.isCanceled()).isFalse();
        assertThat(clone.execute().code()).isEqualTo(200);
        assertThat(broker.requestCount()).isEqualTo(2);
        assertThat(broker.takeRequest().headers().get("X-Session")).isEqualTo("s1");
        assertThat(broker.takeRequest().headers().get("X-Session")).isEqualTo("s1");
    }

    @Test
    void callHasTheCredentialsOfItsClient() throws Exception {
        broker.enqueue(200, "{}");

        client.with(RequestAuthenticator.header("Authorization", "t0ken"))
                .api(TestApi.class)
                .profile()
                .execute();

        assertThat(broker.takeRequest().headers().get("Authorization")).isEqualTo("t0ken");
    }

    @Test
    void callShowsItsRequestAndTheTimeoutOfTheClient() {
        Call<Map<String, String>> call = client("https://broker.example", Duration.ofMillis(1_500))
                .api(TestApi.class)
                .profile("s1");

        assertThat(call.request().url()).hasToString("https://broker.example/profile");
        assertThat(call.request().header("X-Session")).isEqualTo("s1");
        assertThat(call.timeout().timeoutNanos()).isEqualTo(1_500_000_000);
    }

    @Test
    void failureNamesTheBrokenConnection() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("")) {
            TestApi broken = client(server.url()).api(TestApi.class);

            for (Throwable failure : List.of(
                    catchThrowable(broken.logout()::execute),
                    get(broken.logout()).failure())) {
                assertThat(failure).isInstanceOf(Unreachable.class);
                assertThat(((Unreachable) failure).requestSent()).isTrue();
            }
            assertThat(server.requests).hasSize(2);
        }
    }

    static Stream<Function<TestApi, Call<?>>> malformed() {
        String lineBreak = "s3cret\r\nX-Admin: s3cret";
        return Stream.of(
                api -> api.profile(lineBreak),
                api -> api.profile("s3cr\u00e9t"),
                api -> api.replace(lineBreak, Map.of()),
                api -> api.change(lineBreak, Map.of()),
                api -> api.logout(lineBreak),
                api -> api.tags(List.of("a", lineBreak)),
                api -> api.tags(List.of("s3cr\u00e9t")),
                api -> api.user(".."));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedArgumentIsNotQuoted(Function<TestApi, Call<?>> create) {
        for (Throwable failure : List.of(
                catchThrowable(create.apply(api)::execute),
                catchThrowable(() -> get(create.apply(api))),
                catchThrowable(create.apply(api)::request),
                catchThrowable(() -> client.call(create.apply(api), ApiResponse::status)))) {
            assertThat(failure)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("An argument of this call" + MALFORMED)
                    .hasNoCause();
        }
        assertThat(catchThrowable(create.apply(api)::timeout)).isNull();
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void messagesOfTheSdkStay() {
        assertThatThrownBy(api.users(Arrays.asList("a,b", "c"))::execute)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a list in a path must have at least one item, and no empty item and no comma");
        assertThatThrownBy(api.tags(List.of("a,b", "c"))::execute)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("X-Tags must not have a comma in a value of a list. Remove the comma");
    }

    @Test
    void otherReturnTypesAreLeftToRetrofit() {
        Retrofit retrofit =
                new Retrofit.Builder().baseUrl("https://broker.example").build();

        assertThat(new ApiCallAdapterFactory(client).get(String.class, new Annotation[0], retrofit))
                .isNull();
    }

    /** Callbacks run in threads of the SDK, of which there are as many as there are calls. */
    @Test
    void callbackThatHangsDelaysNoOtherCall() throws Exception {
        CountDownLatch testEnd = new CountDownLatch(1);
        CompletableFuture<String> thread = new CompletableFuture<>();
        broker.enqueue(200, "{}").enqueue(200, "{}");
        api.profile().enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<Map<String, String>> enqueued, Response<Map<String, String>> response) {
                thread.complete(Thread.currentThread().getName());
                await(() -> testEnd.getCount() == 0);
            }

            @Override
            public void onFailure(Call<Map<String, String>> enqueued, Throwable failure) {
                thread.completeExceptionally(failure);
            }
        });
        assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("broker-sdk call");

        assertThat(get(api.profile()).response().code()).isEqualTo(200);
        testEnd.countDown();
    }
}

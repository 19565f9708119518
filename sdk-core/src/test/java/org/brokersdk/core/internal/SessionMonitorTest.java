package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.since;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.LogoutSession;
import org.brokersdk.core.Reason;
import org.brokersdk.core.Session;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the program learns the end of a session once, and that its calls do not notice. */
@Timeout(30)
class SessionMonitorTest {

    private static final String TOKEN = "t0ken-of-alice";

    private static final String ENDED = "{\"stat\":\"Not_Ok\",\"emsg\":\"Session Expired : Invalid Session Key\"}";

    private static final UnaryOperator<Executor> INLINE = executor -> Runnable::run;

    private static final BrokerMetadata METADATA = new BrokerMetadata(
            "fixture",
            "1.2.3",
            0,
            null,
            Map.of(),
            Map.of(
                    "TestApi",
                    List.of(
                            line(Reason.ADDRESS_REFUSED, Set.of(), "invalid ip"),
                            line(Reason.SESSION_EXPIRED, Set.of(), "session expired"),
                            line(Reason.SESSION_EXPIRED, Set.of(401, 403)))),
            Set.of("emsg"),
            Set.of("token"),
            Set.of(),
            List.of());

    private final MockWebServer broker = new MockWebServer();

    private final List<Session> told = new CopyOnWriteArrayList<>();

    private final List<Rejected> causes = new CopyOnWriteArrayList<>();

    private static ReasonMatcher line(Reason reason, Set<Integer> statuses, String... words) {
        return new ReasonMatcher(reason, "", Set.of(), statuses, Set.of(), List.of(words), List.of(), List.of());
    }

    private record Outcome(String stat, String emsg) {}

    private static final class TestSession extends LogoutSession {

        TestSession(ApiClient client) {
            super(client, SavedSession.now(TestSession.class, "AB123", client.baseUrl(), TOKEN));
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Token", TOKEN);
        }

        void profile() {
            apiClient.voidCall(api().profile(), TestSession::requireOk).execute();
        }

        TestApi api() {
            return apiClient.api(TestApi.class);
        }

        SessionMonitor monitor() {
            return apiClient.monitor();
        }

        @Override
        protected ApiCall<Void> logoutCall() {
            return apiClient.voidCall(api().logout(TOKEN), TestSession::requireOk);
        }

        private static void requireOk(ApiResponse response) {
            response.parts(Outcome.class).forEach(part -> {
                if ("Not_Ok".equals(part.stat())) {
                    throw response.rejected(null, part.emsg());
                }
            });
            if (!response.isSuccessful()) {
                throw response.malformedResponse();
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        broker.start();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    /** Returns a session whose listener runs at once, in the thread that reads the response. */
    private TestSession session() {
        return session(url());
    }

    private TestSession session(String origin) {
        return session(
                origin,
                (session, cause) -> {
                    told.add(session);
                    causes.add(cause);
                },
                INLINE);
    }

    private TestSession session(BiConsumer<Session, Rejected> listener, UnaryOperator<Executor> context) {
        return session(url(), listener, context);
    }

    private static TestSession session(
            String origin, BiConsumer<Session, Rejected> listener, UnaryOperator<Executor> context) {
        Transport transport = new Transport(
                METADATA, HttpClients.DEFAULT, Duration.ofSeconds(20), line -> {}, null, null, listener, context);
        return new TestSession(ApiClient.of(transport, origin));
    }

    private String url() {
        return broker.url("/").toString();
    }

    private void enqueue(int status, String body) {
        broker.enqueue(response(status, body).build());
    }

    private static MockResponse.Builder response(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body);
    }

    private String get(Session session) throws IOException {
        return get(session.httpClient(new OkHttpClient()), url());
    }

    private static String get(OkHttpClient http, String url) throws IOException {
        try (Response response =
                http.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            200 | {"stat":"Not_Ok","emsg":"Session Expired : Invalid Session Key"}   | true
            500 | {"stat":"Not_Ok","emsg":"session expired"}                         | true
            401 | {"stat":"Not_Ok","emsg":"Please log in"}                           | true
            403 | {"stat":"Not_Ok"}                                                  | true
            401 | {}                                                                 | true
            401 | ``                                                                 | true
            403 | {"stat":"Not_Ok","emsg":"Invalid IP"}                              | false
            401 | <html><h1>session expired</h1></html>                              | false
            403 | Forbidden                                                          | false
            404 | {"stat":"Not_Ok"}                                                  | false
            200 | {"stat":"Not_Ok","emsg":"Wrong password"}                          | false
            200 | {"stat":"Ok","remarks":"session expired","emsg":"session expired"} | false
            200 | [{"stat":"Ok","rejreason":"session expired"},{"stat":"Ok"}]        | false
            200 | session expired                                                    | false
            200 | {"stat":"Not_Ok","emsg":"session expired"                          | false
            200 | ``                                                                 | false
            """)
    void rulesOfTheBrokerDecide(int status, String body, boolean ended) throws IOException {
        TestSession session = session();
        enqueue(status, body);

        assertThat(get(session)).isEqualTo(body);

        assertThat(told).isEqualTo(ended ? List.of(session) : List.of());
    }

    @Test
    void rejectionHasTheWordsOfTheBrokerAndNoSecret() throws IOException {
        enqueue(200, "{\"stat\":\"Not_Ok\",\"emsg\":\"Session Expired for " + TOKEN + "\"}");

        get(session());

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.reason()).isEqualTo(Reason.SESSION_EXPIRED);
            assertThat(cause.status()).isEqualTo(200);
            assertThat(cause).hasMessageStartingWith("The broker said: Session Expired for ***");
            assertThat(cause.toString() + told).doesNotContain(TOKEN);
        });
    }

    @Test
    void ownCallsOfTheSessionCountAsWell() throws IOException {
        TestSession first = session();
        TestSession second = session();
        enqueue(200, ENDED);
        enqueue(200, ENDED);

        assertThatThrownBy(first::profile)
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_EXPIRED));
        assertThat(second.api().profile().execute().body()).containsEntry("stat", "Not_Ok");

        assertThat(told).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void longestBodyThatCounts(int more) throws IOException {
        String padding = "x".repeat(SessionMonitor.MAX_BODY - ENDED.length() - ",\"pad\":\"\"".length() + more);
        String body = ENDED.replace("}", ",\"pad\":\"" + padding + "\"}");
        enqueue(200, body);

        assertThat(get(session())).isEqualTo(body);

        assertThat(told).hasSize(1 - more);
    }

    @Test
    void downloadIsUnchanged() throws IOException {
        String body = ENDED.replace("}", "") + "y".repeat(3 << 20);
        broker.enqueue(response(200, "").chunkedBody(body, 10_000).build());

        assertThat(get(session())).isEqualTo(body);

        assertThat(told).isEmpty();
    }

    @Test
    void compressedAndChunkedBodiesCount() throws IOException {
        Buffer gzip = new Buffer();
        try (BufferedSink sink = Okio.buffer(new GzipSink(gzip))) {
            sink.writeUtf8(ENDED);
        }
        broker.enqueue(response(200, "")
                .addHeader("Content-Encoding", "gzip")
                .body(gzip)
                .build());
        broker.enqueue(response(200, "").chunkedBody(ENDED, 5).build());

        assertThat(get(session())).isEqualTo(ENDED);
        assertThat(get(session())).isEqualTo(ENDED);

        assertThat(told).hasSize(2);
    }

    /** Such a program gets the bytes that it asked for, and nobody can read them on its behalf. */
    @Test
    void bodyThatTheProgramDecompressesItselfDoesNotCount() throws IOException {
        Buffer gzip = new Buffer();
        try (BufferedSink sink = Okio.buffer(new GzipSink(gzip))) {
            sink.writeUtf8(ENDED);
        }
        byte[] bytes = gzip.snapshot().toByteArray();
        broker.enqueue(response(200, "")
                .addHeader("Content-Encoding", "gzip")
                .body(gzip)
                .build());
        Request request = new Request.Builder()
                .url(url())
                .header("Accept-Encoding", "gzip")
                .build();

        try (Response response =
                session().httpClient(new OkHttpClient()).newCall(request).execute()) {
            assertThat(response.body().bytes()).isEqualTo(bytes);
        }

        assertThat(told).isEmpty();
    }

    /** Many programs look at the status, and close the body unread. */
    @Test
    void failureThatIsClosedUnreadCounts() throws IOException {
        enqueue(401, ENDED);
        enqueue(401, "{\"stat\":\"Not_Ok\",\"emsg\":\"Invalid IP\"}");
        Request request = new Request.Builder().url(url()).build();
        OkHttpClient http = session().httpClient(new OkHttpClient());

        http.newCall(request).execute().close();
        session().httpClient(new OkHttpClient()).newCall(request).execute().close();

        assertThat(told).hasSize(1);
    }

    @Test
    void bodyCountsWhenItsEndIsReadOrWhenItIsClosed() throws IOException {
        broker.enqueue(response(200, "").chunkedBody(ENDED, 1_000).build());
        broker.enqueue(response(200, "").chunkedBody(ENDED, 1_000).build());
        Request request = new Request.Builder().url(url()).build();
        OkHttpClient http = session().httpClient(new OkHttpClient());

        try (Response response = http.newCall(request).execute()) {
            assertThat(response.body().source().readUtf8()).isEqualTo(ENDED);
            assertThat(told).hasSize(1);
        }
        try (Response response = session().httpClient(http).newCall(request).execute()) {
            assertThat(response.body().source().readUtf8(ENDED.length())).isEqualTo(ENDED);
            assertThat(told).hasSize(1);
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void successThatIsClosedUnreadDoesNotCount() throws IOException {
        enqueue(200, ENDED);
        Request request = new Request.Builder().url(url()).build();

        session().httpClient(new OkHttpClient()).newCall(request).execute().close();

        assertThat(told).isEmpty();
    }

    @Test
    void headRequestHasOnlyAStatus() throws IOException {
        broker.enqueue(new MockResponse.Builder().code(401).build());
        broker.enqueue(new MockResponse.Builder().code(204).build());
        OkHttpClient http = session().httpClient(new OkHttpClient());

        http.newCall(new Request.Builder().url(url()).head().build()).execute().close();
        get(http, url());

        assertThat(told).hasSize(1);
    }

    @Test
    void failureThatNeverEndsHoldsTheProgramForASecond() throws IOException {
        broker.enqueue(response(401, "")
                .body(ENDED.repeat(100))
                .throttleBody(1, 200, TimeUnit.MILLISECONDS)
                .build());
        Request request = new Request.Builder().url(url()).build();
        Response response =
                session().httpClient(new OkHttpClient()).newCall(request).execute();
        long start = System.nanoTime();

        response.close();

        assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
        assertThat(told).isEmpty();
    }

    @Test
    void responseThatBreaksOffFailsAsWithoutAListener() throws IOException {
        broker.enqueue(response(401, ENDED)
                .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        TestSession session = session();

        assertThatThrownBy(() -> get(session)).isInstanceOf(IOException.class);
        assertThat(told).isEmpty();
        enqueue(401, ENDED);
        get(session);
        assertThat(told).containsExactly(session);
    }

    /** The next event of a stream may come in an hour. */
    @Test
    void streamIsNotDelayed() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.responding(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            read.await();
        })) {
            TestSession session = session(server.url());
            long start = System.nanoTime();

            try (Response response = session.httpClient(new OkHttpClient())
                    .newCall(new Request.Builder().url(server.url()).build())
                    .execute()) {
                assertThat(response.body().source().readUtf8Line()).isEqualTo("data: one");
                assertThat(server.openConnections()).isOne();
            }
            assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
            read.countDown();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void anotherOriginCannotEndTheSession() throws IOException {
        try (MockWebServer foreign = new MockWebServer()) {
            foreign.start();
            foreign.enqueue(response(401, ENDED).build());
            foreign.enqueue(response(401, ENDED).build());
            broker.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", foreign.url("/there"))
                    .build());
            OkHttpClient http = session().httpClient(new OkHttpClient());

            assertThat(get(http, url())).isEqualTo(ENDED);
            assertThat(get(http, foreign.url("/").toString())).isEqualTo(ENDED);

            assertThat(told).isEmpty();
        }
    }

    /** A WebSocket has no credentials, so its failure says nothing about the session. */
    @Test
    void webSocketWorksAndDoesNotCount() throws Exception {
        broker.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        socket.send("tick");
                    }
                })
                .build());
        enqueue(401, ENDED);
        OkHttpClient http = session().httpClient(new OkHttpClient());
        List<CompletableFuture<String>> received = List.of(new CompletableFuture<>(), new CompletableFuture<>());

        for (CompletableFuture<String> result : received) {
            WebSocket socket =
                    http.newWebSocket(new Request.Builder().url(url()).build(), new WebSocketListener() {
                        @Override
                        public void onMessage(WebSocket open, String text) {
                            result.complete(text);
                        }

                        @Override
                        public void onFailure(WebSocket open, Throwable failure, Response response) {
                            result.complete(response == null ? "failed" : "failed with " + response.code());
                        }
                    });
            result.get(10, TimeUnit.SECONDS);
            socket.cancel();
        }

        assertThat(received).extracting(CompletableFuture::join).containsExactly("tick", "failed with 401");
        assertThat(told).isEmpty();
    }

    /** A program may read another protocol from the connection itself. */
    @Test
    void upgradedConnectionStaysReadable() throws Exception {
        String upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" + ENDED;
        try (LoopbackServer server = LoopbackServer.responding(upgrade)) {
            Request request = new Request.Builder()
                    .url(server.url())
                    .header("Connection", "Upgrade")
                    .header("Upgrade", "x")
                    .build();
            try (Response response = session(server.url())
                    .httpClient(new OkHttpClient())
                    .newCall(request)
                    .execute()) {
                assertThat(Okio.buffer(response.socket().getSource()).readUtf8(ENDED.length()))
                        .isEqualTo(ENDED);
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void requestWithoutATokenDoesNotCount() throws IOException {
        OkHttpClient http = new SessionInterceptor(
                        METADATA,
                        broker.url("/"),
                        SessionMonitor::ignore,
                        session().monitor())
                .addTo(new OkHttpClient());
        enqueue(200, ENDED);

        assertThat(get(http, url())).isEqualTo(ENDED);

        assertThat(told).isEmpty();
    }

    @Test
    void sixteenThreadsTellOnce() {
        TestSession session = session();
        OkHttpClient http = session.httpClient(new OkHttpClient());
        IntStream.range(0, 32).forEach(i -> enqueue(200, ENDED));

        List<CompletableFuture<Void>> calls = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                get(http, url());
                                assertThatThrownBy(session::profile).isInstanceOf(Rejected.class);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        CallFuture.THREADS))
                .toList();
        calls.forEach(CompletableFuture::join);

        assertThat(told).containsExactly(session);
    }

    @Test
    void eachSessionObjectIsToldForItself() throws IOException {
        TestSession first = session();
        TestSession second = session();
        IntStream.range(0, 4).forEach(i -> enqueue(200, ENDED));

        get(first);
        get(first);
        get(second);
        get(second);

        assertThat(told).containsExactly(first, second);
    }

    /** The later session replaces the earlier one in a client, so the earlier one is not told. */
    @Test
    void laterSessionOfAClientReplacesTheEarlierOne() throws IOException {
        TestSession first = session();
        TestSession second = session();
        OkHttpClient http = second.httpClient(first.httpClient(new OkHttpClient()));
        enqueue(200, ENDED);

        get(http, url());

        assertThat(http.interceptors()).hasSize(1);
        assertThat(told).containsExactly(second);
    }

    /** The thread of the listener may begin late. */
    @Test
    void endBeforeTheLogoutDoesNotNotifyAfterIt() throws Exception {
        List<Runnable> queued = new CopyOnWriteArrayList<>();
        TestSession session = session((ended, cause) -> told.add(ended), executor -> queued::add);
        enqueue(200, ENDED);
        get(session);

        assertThat(session.logoutAsync()).isNotDone();
        enqueue(200, ENDED);
        queued.forEach(Runnable::run);

        assertThat(queued).hasSize(2);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ok", "Not_Ok"})
    void logoutOfTheProgramIsNotTold(String stat) throws Exception {
        TestSession session = session();
        TestSession other = session();
        IntStream.range(0, 2).forEach(i -> enqueue(200, ENDED.replace("Not_Ok", stat)));
        IntStream.range(0, 2).forEach(i -> enqueue(200, ENDED));

        CompletableFuture<Void> logout = CompletableFuture.runAsync(session::logout);
        logout.handle((value, failure) -> null).get(10, TimeUnit.SECONDS);
        other.logoutAsync().handle((value, failure) -> null).get(10, TimeUnit.SECONDS);
        get(session);
        get(other);

        assertThat(told).isEmpty();
    }

    @Test
    @ResourceLock("Thread.getDefaultUncaughtExceptionHandler")
    void listenerThatThrowsChangesNothing() throws IOException {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        StackOverflowError thrown = new StackOverflowError("made up");
        try {
            TestSession session = session(
                    (ended, cause) -> {
                        throw thrown;
                    },
                    executor -> executor);
            TestSession withoutContext = session((ended, cause) -> told.add(ended), executor -> {
                throw new IllegalStateException("made up as well");
            });
            IntStream.range(0, 3).forEach(i -> enqueue(200, ENDED));

            assertThat(get(session)).isEqualTo(ENDED);
            await(() -> uncaught.contains(thrown));
            assertThat(get(withoutContext)).isEqualTo(ENDED);
            await(() -> uncaught.size() == 2);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void listenerThatBlocksHoldsNoCall() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        TestSession session = session(
                (ended, cause) -> {
                    told.add(ended);
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                executor -> executor);
        enqueue(200, ENDED);
        enqueue(200, ENDED);
        enqueue(200, ENDED);

        assertThat(get(session)).isEqualTo(ENDED);
        assertThatThrownBy(session::profile).isInstanceOf(Rejected.class);
        assertThat(get(session)).isEqualTo(ENDED);

        await(() -> told.size() == 1);
        release.countDown();
    }

    @Test
    void listenerMaySendCallsOfItsOwn() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        TestSession session = session(
                (ended, cause) -> {
                    try {
                        TestSession next = session();
                        next.profile();
                        result.complete(get(next));
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                executor -> executor);
        enqueue(200, ENDED);
        enqueue(200, "{\"stat\":\"Ok\"}");
        enqueue(200, "{\"stat\":\"Ok\"}");

        get(session);

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("{\"stat\":\"Ok\"}");
        assertThat(told).isEmpty();
    }

    @Test
    void listenerHasTheContextOfTheCaller() throws Exception {
        ThreadLocal<String> mdc = new ThreadLocal<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        UnaryOperator<Executor> capture = executor -> {
            String captured = mdc.get();
            return task -> executor.execute(() -> {
                mdc.set(captured);
                task.run();
                mdc.remove();
            });
        };
        BiConsumer<Session, Rejected> listener = (ended, cause) -> seen.add(mdc.get());
        enqueue(200, ENDED);
        enqueue(200, ENDED);

        mdc.set("caller");
        get(session(listener, capture));
        assertThatThrownBy(session(listener, capture)::profile).isInstanceOf(Rejected.class);

        await(() -> seen.size() == 2);
        assertThat(seen).containsOnly("caller");
    }

    @Test
    void withoutAListenerTheClientHasNoInterceptorMore() {
        Transport transport = Fixtures.transport(new OkHttpClient(), Duration.ofSeconds(20), line -> {});
        TestSession session = new TestSession(ApiClient.of(transport, url()));

        assertThat(session.httpClient(new OkHttpClient()).interceptors()).isEmpty();
    }

    @Test
    void showsNoTokenInToString() {
        assertThat(session().httpClient(new OkHttpClient()).interceptors())
                .singleElement()
                .asString()
                .startsWith("SessionMonitor[TestSession[userId=AB123")
                .doesNotContain(TOKEN);
    }
}

package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.OTP;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.deferredLogin;
import static org.brokersdk.core.internal.Fixtures.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.brokersdk.core.BrokerException.Rejected;
import org.brokersdk.core.BrokerException.Unexpected;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Invocation;

class ApiCallTest {

    private static final String OK = LoopbackServer.response(200, "{}");

    private final FakeServer broker = new FakeServer();

    private final ApiClient client = client("https://broker.example", broker.client());

    private final TestApi api = client.api(TestApi.class);

    @Test
    void eachExecutionSendsTheRequest() throws Exception {
        broker.enqueue(200, "{}").enqueue(201, "{}").enqueue(202, "{}");
        ApiCall<Integer> login = login(client);
        assertThat(broker.requestCount()).isZero();

        assertThat(login.execute()).isEqualTo(200);
        assertThat(login.execute()).isEqualTo(201);
        assertThat(login.executeAsync().get(10, TimeUnit.SECONDS)).isEqualTo(202);

        assertThat(broker.requestCount()).isEqualTo(3);
    }

    @Test
    void requestHasTheHeadersOfTheSdk() {
        broker.enqueue(200, "{}");

        login(client).execute();

        Headers headers = broker.takeRequest().headers();
        assertThat(headers.values("User-Agent"))
                .containsExactly("fixture-sdk/1.2.3 Java/" + Runtime.version().feature());
        assertThat(headers.values("Connection")).containsExactly("close");
    }

    @Test
    void requestHasTheCredentialsOfTheClient() {
        broker.enqueue(200, "{}");

        login(client.with(RequestAuthenticator.header("Authorization", "t0ken"))
                        .with(RequestAuthenticator.query("key", "k")))
                .execute();

        FakeServer.RecordedRequest request = broker.takeRequest();
        assertThat(request.headers().get("Authorization")).isEqualTo("t0ken");
        assertThat(request.url().queryParameter("key")).isEqualTo("k");
        assertThat(request.body()).isEqualTo("{\"otp\":\"" + OTP + "\"}");
    }

    @Test
    void credentialThatCannotBeAddedFailsTheCall() {
        IOException thrown = new IOException("made up");

        assertThatThrownBy(login(client.with(request -> {
                    throw thrown;
                }))::execute)
                .isExactlyInstanceOf(UncheckedIOException.class)
                .hasCause(thrown);
        assertThat(broker.requestCount()).isZero();
    }

    @Test
    void listInAHeaderIsOneLine() {
        broker.enqueue(200, "{}").enqueue(200, "{}");

        client.call(api.tags(List.of("a", "b", "c")), ApiResponse::status).execute();
        client.call(api.tags(List.of("a,b")), ApiResponse::status).execute();

        assertThat(broker.takeRequest().headers().values("X-Tags")).containsExactly("a,b,c");
        assertThat(broker.takeRequest().headers().values("X-Tags")).containsExactly("a,b");
    }

    @Test
    void listInAHeaderMustNotContainAComma() {
        assertThatThrownBy(client.call(api.tags(List.of("a", "s3cret,b")), ApiResponse::status)::execute)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("X-Tags must not have a comma in a value of a list. Remove the comma");
        assertThat(broker.requestCount()).isZero();
    }

    /** OkHttp's logging interceptor asks this, and prints no one-shot body. */
    @Test
    void interceptorsSeeAOneShotBody() throws Exception {
        List<Request> seen = new CopyOnWriteArrayList<>();
        Interceptor logging = chain -> {
            seen.add(chain.request());
            return chain.proceed(chain.request());
        };
        OkHttpClient given = new OkHttpClient.Builder()
                .addInterceptor(logging)
                .addNetworkInterceptor(logging)
                .build();
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient logged = client(server.url(), given);

            login(logged).execute();
            deferredLogin(logged, () -> OTP).execute();
            logged.call(logged.api(TestApi.class).profile(), ApiResponse::status)
                    .execute();

            assertThat(seen).extracting(Request::body).hasSize(6).satisfies(bodies -> {
                assertThat(bodies.subList(0, 4)).allMatch(RequestBody::isOneShot);
                assertThat(bodies.subList(4, 6)).containsOnlyNulls();
            });
            assertThat(seen.get(0).body().contentType()).hasToString("application/json; charset=UTF-8");
            // The one-time password is known to no interceptor.
            assertThat(text(seen.get(3).body())).isEqualTo("{\"otp\":\"" + ApiCall.PLACEHOLDER + "\"}");
            assertThat(server.requests.get(0))
                    .contains("Content-Length: 16\r\n")
                    .endsWith("{\"otp\":\"" + OTP + "\"}");
            assertThat(server.requests.get(1))
                    .contains("Content-Length: 16\r\n")
                    .endsWith("{\"otp\":\"" + OTP + "\"}");
        }
    }

    private static String text(RequestBody body) throws IOException {
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return buffer.readUtf8();
    }

    @Test
    void messagesRedactWhatIsSentAndFurtherSecrets() throws Exception {
        String message = "password hidden1 and secret hidden2 and otp 777111 and Mumbai";
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(400, "{}"))) {
            ApiClient network = client(server.url());
            ApiCall<Void> login = ApiCall.withOneTimePassword(
                    otp -> network.voidCall(network.api(TestApi.class).login(Map.of("otp", otp)), response -> {
                                throw response.rejected(null, message);
                            })
                            .redacting("hidden1", "hidden2"),
                    () -> "777111");

            for (Throwable failure : Fixtures.failures(login)) {
                assertThat(failure).isInstanceOf(Rejected.class);
                assertThat(((Rejected) failure).brokerMessage())
                        .isEqualTo("password *** and secret *** and otp *** and Mumbai");
            }
        }
    }

    /** A regular expression that recurses for each character would overflow the stack of the thread. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 4_500, 100_000, 900_000})
    void longTextInAResponseIsATypedFailure(int length) {
        String body = "{\"trace\":\"" + "a\\n".repeat(length / 3) + "\"}";
        broker.enqueue(200, body).enqueue(200, body);

        assertThat(Fixtures.failures(client.voidCall(api.profile(), response -> {
                    throw response.malformedResponse();
                })))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(Unexpected.class));
    }

    @Test
    void oneTimePasswordIsDeferredAndEverythingElseChecked() {
        AtomicInteger supplierCalls = new AtomicInteger();
        List<String> built = new ArrayList<>();

        Throwable failure = catchThrowable(() -> ApiCall.withOneTimePassword(
                otp -> {
                    built.add(otp);
                    throw new IllegalArgumentException("userId is required");
                },
                () -> {
                    supplierCalls.incrementAndGet();
                    return OTP;
                }));

        assertThat(failure).hasMessage("userId is required");
        assertThat(built).containsExactly("000000");
        assertThat(supplierCalls).hasValue(0);
    }

    @Test
    void deferredBodyReplacesBodyAndLengthAlone() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient network = client(server.url()).with(RequestAuthenticator.header("Authorization", "t0ken"));

            deferredLogin(network, () -> "a-longer-password").execute();

            assertThat(server.requests)
                    .singleElement()
                    .asString()
                    .startsWith("POST /login HTTP/1.1\r\n")
                    .contains("Authorization: t0ken\r\n", "User-Agent: fixture-sdk/", "Content-Length: 27\r\n")
                    .containsOnlyOnce("Content-Length")
                    .endsWith("\r\n\r\n{\"otp\":\"a-longer-password\"}");
        }
    }

    /** Interceptors compress the body that they see, which has a placeholder of the one-time password. */
    @Test
    void deferredBodyHasNoHeadersOfABodyThatAnInterceptorSet() throws Exception {
        OkHttpClient compressing = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Content-Encoding", "gzip")
                        .post(gzip(chain.request().body()))
                        .build()))
                .build();
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            deferredLogin(client(server.url(), compressing), () -> OTP).execute();

            assertThat(server.requests)
                    .singleElement()
                    .asString()
                    .doesNotContain("Content-Encoding", "Transfer-Encoding")
                    .endsWith("\r\n\r\n{\"otp\":\"" + OTP + "\"}");
        }
    }

    /** Returns a body of unknown length. */
    private static RequestBody gzip(RequestBody body) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return body.contentType();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                try (BufferedSink gzip = Okio.buffer(new GzipSink(sink))) {
                    body.writeTo(gzip);
                }
            }
        };
    }

    @Test
    void interceptorMayRemoveTheTags() throws Exception {
        OkHttpClient untagging = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().tag(Invocation.class, null).build()))
                .build();
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient network = client(server.url(), untagging);

            assertThatThrownBy(network.call(network.api(TestApi.class).profile(), response -> {
                        throw response.rejected("1", "no");
                    })::execute)
                    .isInstanceOf(Rejected.class);
        }
    }

    /** The failure quotes the request with the one-time password that was sent, so it redacts that one. */
    @Test
    void rejectedOneTimePasswordReachesTheCaller() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient network = client(server.url());

            List<Throwable> failures = Fixtures.failures(ApiCall.withOneTimePassword(
                    otp -> {
                        Preconditions.check("totp", otp, true, 6, 6, "\\d+", "");
                        return login(network, otp);
                    },
                    () -> "12345"));

            assertThat(failures)
                    .allSatisfy(failure -> assertThat(failure)
                            .isExactlyInstanceOf(IllegalArgumentException.class)
                            .hasMessage("totp must have 6 to 6 characters, but has 5"));
            assertThat(server.requests).isEmpty();
        }
    }
}

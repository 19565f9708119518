package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.brokersdk.core.internal.Fixtures.assertUnreachable;
import static org.brokersdk.core.internal.Fixtures.await;
import static org.brokersdk.core.internal.Fixtures.client;
import static org.brokersdk.core.internal.Fixtures.failures;
import static org.brokersdk.core.internal.Fixtures.login;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.brokersdk.core.internal.Fixtures.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;

/** Tests that a request is sent once, whatever a server, OkHttp or an interceptor wants. */
@Timeout(30)
class SendOnceInterceptorTest {

    private static final String SENT_AGAIN = "The broker could not be reached: an interceptor of the given OkHttpClient"
            + " tried to send the request again, which is refused";

    private static final String OK = LoopbackServer.response(200, "{}");

    /** Client that would send each request again. */
    private static final OkHttpClient EAGER;

    static {
        Authenticator resending = (route, response) ->
                response.request().newBuilder().header("X-Try", "again").build();
        EAGER = new OkHttpClient.Builder()
                .authenticator(resending)
                .proxyAuthenticator(resending)
                .build();
    }

    private static List<Call<?>> calls(TestApi api) {
        return List.of(api.login(Map.of("otp", "1")), api.profile(), api.logout());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    301 | Location: /elsewhere
                    302 | Location: /elsewhere
                    303 | Location: /elsewhere
                    307 | Location: /elsewhere
                    308 | Location: /elsewhere
                    401 | WWW-Authenticate: Basic realm="x"
                    408 | Retry-After: 0
                    421 | Retry-After: 0
                    429 | Retry-After: 0
                    503 | Retry-After: 0
                    503 | Retry-After: 00
                    503 | Retry-After: 9999999999
                    503 | Retry-After: soon
                    """)
    void responseThatAsksForAnotherRequestIsTheResult(int status, String header) throws Exception {
        String name = header.split(": ")[0];
        String value = header.split(": ")[1];
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(status, "{}", header))) {
            ApiClient client = client(server.url(), EAGER);
            int requests = 0;
            for (Call<?> call : calls(client.api(TestApi.class))) {
                ApiResponse response =
                        client.call(call.clone(), received -> received).execute();
                assertThat(server.requests).hasSize(++requests);
                assertThat(response.status()).isEqualTo(status);
                assertThat(response.headers().values(name)).containsExactly(value);

                retrofit2.Response<?> ofTheInterface = call.execute();
                assertThat(server.requests).hasSize(++requests);
                assertThat(ofTheInterface.code()).isEqualTo(status);
                assertThat(ofTheInterface.headers().values(name)).containsExactly(value);
            }
        }
    }

    /** OkHttp rejects this status without a proxy. */
    @Test
    void requestForProxyCredentialsIsAFailure() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(
                LoopbackServer.response(407, "{}", "Proxy-Authenticate: Basic realm=\"x\""))) {
            ApiClient client = client(server.url(), EAGER);
            int requests = 0;
            for (Call<?> call : calls(client.api(TestApi.class))) {
                for (Throwable failure : List.of(
                        catchThrowable(() ->
                                client.call(call.clone(), received -> received).execute()),
                        catchThrowable(call::execute))) {
                    assertUnreachable(
                            failure,
                            "The broker could not be reached: the connection broke before a response arrived",
                            true);
                    assertThat(server.requests).hasSizeLessThanOrEqualTo(requests + 2);
                }
                assertThat(server.requests).hasSize(requests += 2);
            }
        }
    }

    @Test
    void responseWithoutRetryAfterGetsNone() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(503, "{}"))) {
            ApiClient client = client(server.url());

            assertThat(client.call(client.api(TestApi.class).profile(), ApiResponse::headers)
                            .execute()
                            .get("Retry-After"))
                    .isNull();
        }
    }

    @Test
    void interceptorThatRetriesCausesAFailureAndNoSecondRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(LoopbackServer.response(500, "{}"))) {
            ApiClient client = client(server.url(), with(chain -> {
                chain.proceed(chain.request()).close();
                return chain.proceed(chain.request());
            }));

            assertThat(failures(login(client))).allSatisfy(failure -> {
                assertUnreachable(failure, SENT_AGAIN, true);
                assertThat(failure).cause().isExactlyInstanceOf(IOException.class);
            });
            assertUnreachable(catchThrowable(client.api(TestApi.class).profile()::execute), SENT_AGAIN, true);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void interceptorThatRetriesAfterABrokenConnectionSendsNoSecondRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("")) {
            ApiClient client = client(server.url(), with(chain -> {
                try {
                    return chain.proceed(chain.request());
                } catch (IOException e) {
                    return chain.proceed(chain.request());
                }
            }));

            assertUnreachable(catchThrowable(login(client)::execute), SENT_AGAIN, true);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void interceptorThatRetriesBeforeTheRequestWasSentSucceeds() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), with(chain -> {
                try {
                    return chain.proceed(chain.request()
                            .newBuilder()
                            .url("http://127.0.0.1:1/")
                            .build());
                } catch (IOException e) {
                    return chain.proceed(chain.request());
                }
            }));

            assertThat(login(client).execute()).isEqualTo(200);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void interceptorThatKeepsTheFirstResponseReturnsIt() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), with(chain -> {
                Response first = chain.proceed(chain.request());
                Response copy = first.newBuilder().body(first.peekBody(100)).build();
                first.close();
                try {
                    return chain.proceed(chain.request());
                } catch (IOException e) {
                    return copy;
                }
            }));

            assertThat(login(client).execute()).isEqualTo(200);
            assertThat(server.requests).hasSize(1);
        }
    }

    /** OkHttp itself refuses these, before the request reaches the interceptor of the SDK. */
    @Test
    void attemptToRepeatThatOkHttpRefusesIsATypedFailure() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            Interceptor closing = chain -> {
                chain.proceed(chain.request()).close();
                return chain.proceed(chain.request());
            };
            Interceptor forgettingToClose = chain -> {
                chain.proceed(chain.request());
                return chain.proceed(chain.request());
            };
            OkHttpClient network =
                    new OkHttpClient.Builder().addNetworkInterceptor(closing).build();

            for (OkHttpClient retrying : List.of(network, with(forgettingToClose))) {
                assertThat(failures(login(client(server.url(), retrying))))
                        .allSatisfy(failure -> assertUnreachable(
                                failure,
                                "The broker could not be reached: an interceptor or an event listener of the given"
                                        + " OkHttpClient caused IllegalStateException",
                                true));
            }
            assertThat(server.requests).hasSize(4);
            await(() -> server.openConnections() == 0);
        }
    }

    @Test
    void exceptionOfAnInterceptorAfterTheRequestWasSentIsNotQuoted() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            ApiClient client = client(server.url(), with(chain -> {
                throw new IllegalArgumentException(
                        chain.proceed(chain.request()).body().string());
            }));

            assertThat(failures(login(client))).allSatisfy(failure -> {
                assertUnreachable(
                        failure,
                        "The broker could not be reached: an interceptor or an event listener of the given"
                                + " OkHttpClient caused IllegalArgumentException",
                        true);
                assertThat(failure).cause().hasMessage("IllegalArgumentException");
            });
        }
    }

    @Test
    void exceptionOfAnInterceptorBeforeTheRequestWasSentReachesTheCaller() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            IllegalStateException thrown = new IllegalStateException("made up");

            assertThat(failures(login(client(server.url(), with(chain -> {
                        throw thrown;
                    })))))
                    .allSatisfy(failure -> assertThat(failure).isSameAs(thrown));
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void requestThatBelongsToNoCallIsRejected() throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(OK)) {
            OkHttpClient isolated = HttpClients.isolated(new OkHttpClient()).build();
            Request request = new Request.Builder().url(server.url()).build();

            assertThatThrownBy(isolated.newCall(request)::execute)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(
                            "The request has no call. An interceptor must build its request with newBuilder() of the given request");
            ApiClient client = client(server.url(), with(chain -> chain.proceed(request)));
            assertUnreachable(
                    catchThrowable(login(client)::execute),
                    "The broker could not be reached: no connection was established",
                    false);
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t-t0ken\r\n\r\n",
                "HTTP/1.1 s3cr3t-t0ken\r\n\r\n",
                "HTTP/1.1 200 OK\r\ns3cr3t-t0ken\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: s3cr3t-t0ken\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cr3t-t0ken\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\ns3cr3t-t0ken",
                "HTTP/1.1 99999 s3cr3t-t0ken\r\n\r\n"
            })
    void malformedResponseIsNotQuoted(String response) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding(response)) {
            ApiClient client = client(server.url());
            ApiCall<Object> call = client.call(
                    client.api(Fixtures.TestApi.class).login(Map.of("otp", "1")),
                    received -> received.as(Object.class));

            assertThat(failures(call)).allSatisfy(failure -> {
                StringWriter printed = new StringWriter();
                failure.printStackTrace(new PrintWriter(printed));
                assertThat(printed.toString()).doesNotContain("s3cr3t");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1", "Content-Length: none", "Connection: close"})
    void responseWithoutALengthEndsWithItsConnection(String header) throws Exception {
        try (LoopbackServer server = LoopbackServer.responding("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n{}")) {
            ApiClient client = client(server.url());

            assertThat(client.call(client.api(TestApi.class).profile(), ApiResponse::isEmpty)
                            .execute())
                    .isFalse();
        }
    }

    private static OkHttpClient with(Interceptor interceptor) {
        return new OkHttpClient.Builder().addInterceptor(interceptor).build();
    }
}

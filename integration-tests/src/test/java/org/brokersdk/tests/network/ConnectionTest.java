package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Cache;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Login;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.sdks.KotakNeoSdk;
import org.brokersdk.tests.sdks.KotakSdk;
import org.brokersdk.tests.sdks.NorenOauthSdk;
import org.brokersdk.tests.sdks.NorenSdk;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections of logins: each request is sent once, and its response reaches only its caller. */
@Timeout(60)
class ConnectionTest {

    /** The server sends each response twice. The second one remains on the connection. */
    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void remainingBytesAreNoResponse(Sdk sdk) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (Server server = Server.handling(connection -> {
            while (true) {
                if (Server.readFrom(connection.getInputStream()) == null) {
                    return;
                }
                byte[] response = sdk.success("token-" + next.getAndIncrement());
                ByteArrayOutputStream doubled = new ByteArrayOutputStream();
                doubled.write(response);
                doubled.write(response);
                connection.getOutputStream().write(doubled.toByteArray());
                connection.getOutputStream().flush();
            }
        })) {
            OkHttpClient shared = new OkHttpClient();
            for (int i = 0; i < 20; i++) {
                Object result = sdk.login(Settings.of(server.url()).httpClient(shared))
                        .blocking()
                        .get();

                assertThat(Sdk.token(result)).contains("token-" + i);
            }
            assertThat(server.connections).hasValue(20);
        }
    }

    /** Logs in again at once, at a server that closes each connection without announcing it. */
    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void closedConnectionFailsNoLogin(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> sdk.success("token"))) {
            Login login = sdk.login(Settings.of(server.url()).httpClient(new OkHttpClient()));
            for (int i = 0; i < 50; i++) {
                assertThat(login.blocking().get()).isNotNull();
                assertThat(login.async().get().get()).isNotNull();
            }
            assertThat(server.requests).hasSize(100);
        }
    }

    /**
     * Interceptors and listeners see each login once. Settings that could retry a login or mix accounts are ignored.
     */
    @EverySdk
    void givenClientAppliesExceptItsRetriesAndSharedState(Sdk sdk, @TempDir java.nio.file.Path directory)
            throws Exception {
        AtomicInteger applied = new AtomicInteger();
        AtomicInteger ignored = new AtomicInteger();
        try (Server server = Server.responding(request -> sdk.success("token", "Cache-Control: max-age=600"))) {
            int port = okhttp3.HttpUrl.get(server.url()).port();
            OkHttpClient given = new OkHttpClient.Builder()
                    .dns(host -> {
                        applied.incrementAndGet();
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .cache(new Cache(directory.toFile(), 1 << 20))
                    .connectionPool(new ConnectionPool())
                    .authenticator((route, response) -> {
                        ignored.incrementAndGet();
                        return null;
                    })
                    .eventListenerFactory(call -> {
                        applied.incrementAndGet();
                        return okhttp3.EventListener.NONE;
                    })
                    .addInterceptor(chain -> {
                        applied.incrementAndGet();
                        return chain.proceed(chain.request());
                    })
                    .addNetworkInterceptor(chain -> {
                        applied.incrementAndGet();
                        return chain.proceed(chain.request()
                                .newBuilder()
                                .header("X-Corporate", "id")
                                .build());
                    })
                    .cookieJar(new okhttp3.CookieJar() {
                        @Override
                        public void saveFromResponse(okhttp3.HttpUrl url, List<okhttp3.Cookie> cookies) {
                            ignored.incrementAndGet();
                        }

                        @Override
                        public List<okhttp3.Cookie> loadForRequest(okhttp3.HttpUrl url) {
                            ignored.incrementAndGet();
                            return List.of();
                        }
                    })
                    .build();
            Login login = sdk.login(Settings.of("http://localhost:" + port).httpClient(given));

            for (int i = 1; i <= 3; i++) {
                assertThat(login.blocking().get()).isNotNull();
                assertThat(server.requests).hasSize(i);
                assertThat(applied).hasValue(4 * i);
            }
            assertThat(ignored).hasValue(0);
            assertThat(given.connectionPool().connectionCount()).isZero();
            assertThat(given.cache().requestCount()).isZero();
            server.requests.forEach(
                    request -> assertThat(request.header("X-Corporate")).isEqualTo("id"));
        }
    }

    @EverySdk
    void interceptorThatRetriesGetsNoSecondLogin(Sdk sdk) throws Exception {
        try (Server server = Server.responding(request -> sdk.success("token"))) {
            OkHttpClient retrying = new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        chain.proceed(chain.request()).close();
                        return chain.proceed(chain.request());
                    })
                    .build();

            CallAssertions.assertUnreachable(
                    catchThrowable(sdk.login(Settings.of(server.url()).httpClient(retrying))
                            .blocking()::get),
                    true);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @EverySdk
    void requestIsNotRetriedWhateverTheStatus(Sdk sdk) throws Exception {
        for (int status : new int[] {301, 307, 308, 401, 408, 421, 429, 503}) {
            try (Server server = Server.responding(request -> Server.response(
                    status,
                    "text/html",
                    "",
                    "Location: /elsewhere",
                    "Retry-After: 0",
                    "WWW-Authenticate: Basic realm=\"x\""))) {
                OkHttpClient retrying = new OkHttpClient.Builder()
                        .authenticator((route, response) -> response.request()
                                .newBuilder()
                                .header("X-Try", "again")
                                .build())
                        .build();

                Throwable failure =
                        catchThrowable(sdk.login(Settings.of(server.url()).httpClient(retrying))
                                .blocking()::get);

                assertThat(Sdk.kind(failure)).isIn("Rejected", "Unexpected");
                assertThat(server.requests).hasSize(1);
            }
        }
    }

    static Stream<Arguments> responsesWithAUser() {
        return Stream.of(
                Arguments.of(new KotakSdk(), "{\"Success\":{\"oneTimeToken\":\"t\",\"userid\":\"%s\"}}"),
                Arguments.of(new KotakNeoSdk(), "{\"data\":{\"token\":\"t\",\"sid\":\"s\",\"ucc\":\"%s\"}}"),
                Arguments.of(
                        new NorenSdk(), "{\"stat\":\"Ok\",\"susertoken\":\"t\",\"uid\":\"%s\",\"actid\":\"OTHER\"}"),
                Arguments.of(
                        new NorenOauthSdk(),
                        "{\"stat\":\"Ok\",\"access_token\":\"t\",\"uid\":\"%s\",\"actid\":\"OTHER\"}"),
                Arguments.of(new NorenOauthSdk(), "{\"stat\":\"Ok\",\"access_token\":\"t\",\"USERID\":\"%s\"}"));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("responsesWithAUser")
    void responseForAnotherUserIsUnexpected(Sdk sdk, String response) throws Exception {
        for (String user :
                List.of("AB1234", "ab1234", " AB1234 ", "A***34", "AB****", "****34", "******", "XXXX34", "", " ")) {
            try (Server server = Server.responding(response.formatted(user))) {
                assertThat(sdk.login(Settings.of(server.url())).blocking().get())
                        .as(user)
                        .isNotNull();
            }
        }
        for (String otherUser :
                List.of("AB1235", "XY9999", "AB12345", "AB123", "B***34", "A***35", "XX1234", "AB12***1234")) {
            try (Server server = Server.responding(response.formatted(otherUser))) {
                Throwable failure =
                        catchThrowable(sdk.login(Settings.of(server.url())).blocking()::get);

                assertThat(Sdk.kind(failure)).as(otherUser).isEqualTo("Unexpected");
                assertThat(failure).hasMessageContaining("another user").hasMessageNotContaining(otherUser);
            }
        }
    }
}

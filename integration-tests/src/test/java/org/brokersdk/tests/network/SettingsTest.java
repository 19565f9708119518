package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Maven;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.brokersdk.tests.sdks.FlattradeSdk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the settings of a client. */
class SettingsTest {

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @EverySdk
    void logsMethodPathStatusAndTimeAlone(Sdk sdk) {
        List<String> log = new ArrayList<>();
        server.enqueue(loggedIn(sdk));

        login(sdk, builder -> builder.logger(log::add));

        assertThat(log).singleElement().asString().matches("POST /[\\w./]+ 200 \\d+ ms");
    }

    @Tag("jar")
    @EverySdk
    void userAgentHasTheVersion(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        server.enqueue(loggedIn(sdk));

        login(sdk, builder -> {});
        login(sdk, builder -> builder.userAgent("my-app/1.0"));

        String name = sdk.broker() + "-sdk/" + Maven.property("sdkVersion") + " Java/"
                + Runtime.version().feature();
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo(name);
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo("my-app/1.0 " + name);
    }

    /** Runs a login in another JVM, which must not wait for idle threads. */
    @ParameterizedTest
    @MethodSource("org.brokersdk.tests.Sdk#onePerBroker")
    void jvmEndsAtOnceAfterAnAsynchronousLogin(Sdk sdk) throws Exception {
        server.enqueue(loggedIn(sdk));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspecs=" + Spec.DIRECTORY,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        AsynchronousLogin.class.getName(),
                        sdk.getClass().getName(),
                        url())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(jvm.getInputStream().readAllBytes())).startsWith("logged in");
        assertThat(jvm.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(jvm.exitValue()).isZero();
    }

    /** Program that the JVM above runs. */
    static final class AsynchronousLogin {
        public static void main(String[] args) throws Exception {
            Sdk sdk = (Sdk) Class.forName(args[0]).getConstructor().newInstance();
            try (Client client = sdk.client(Settings.of(args[1]), Sdk.USER)) {
                sdk.login(client).async().get().join();
                System.out.println("logged in");
            }
        }
    }

    @EverySdk
    void requestWithoutTlsUsesNoProxy(Sdk sdk) throws Exception {
        try (Server proxy = Server.responding(request -> sdk.success("from-the-proxy"));
                Server broker = Server.responding(request -> sdk.success("token"))) {
            assertThatThrownBy(() -> sdk.login(Settings.of(broker.url()).proxy(proxy.url())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("proxy ");

            int port = HttpUrl.get(proxy.url()).port();
            Proxy http = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
            OkHttpClient proxied = new OkHttpClient.Builder().proxy(http).build();
            OkHttpClient selecting = new OkHttpClient.Builder()
                    .proxySelector(new ProxySelector() {
                        @Override
                        public List<Proxy> select(URI uri) {
                            return List.of(http);
                        }

                        @Override
                        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
                    })
                    .build();
            sdk.login(Settings.of(broker.url()).httpClient(proxied)).blocking().get();
            sdk.login(Settings.of(broker.url()).httpClient(selecting))
                    .blocking()
                    .get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(broker.requests).hasSize(2);
        }
    }

    /** Checks that a client and its session call no other host. */
    @EverySdk
    void baseUrlAppliesToAllCallsOfAClientAndItsSession(Sdk sdk) throws Exception {
        Set<String> lookedUp = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        try (Server server = Server.responding(request -> {
            int step = next.getAndIncrement();
            return step < sdk.steps() ? sdk.response(step, "t0ken") : Server.json(200, "{}");
        })) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .dns(host -> {
                        lookedUp.add(host);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();
            String url = server.url().replace("127.0.0.1", "localhost");
            ClientBuilder<?, ?> builder = sdk.builderAt(url);
            builder.httpClient(http);
            Client client = builder.build();
            if (client instanceof BrowserClient<?> browser) {
                assertThat(browser.loginUrl()).startsWith(url);
            }
            Session session = sdk.session(sdk.login(client).blocking().get());

            Set<String> methods = Stream.of(session.getClass().getMethods())
                    .filter(method -> method.getParameterCount() == 0)
                    .filter(method -> Sdk.isOfAnSdk(method.getDeclaringClass().getName()))
                    .map(Method::getName)
                    .collect(Collectors.toSet());
            int calls = 0;
            for (String method : methods) {
                Throwable failure = catchThrowable(() -> Sdk.call(session, method));
                if (failure instanceof IllegalStateException) {
                    // The session lacks a value such as a refresh token, so the method sends nothing.
                    assertThat(failure).hasMessageStartingWith("This session has no ");
                } else if (method.endsWith("Async") || methods.contains(method + "Async")) {
                    calls++;
                }
            }
            int requests = sdk.steps() + calls;
            CallAssertions.await(() -> server.requests.size() >= requests);

            assertThat(lookedUp).containsExactly("localhost");
            assertThat(server.requests).hasSize(requests);
        }
    }

    @Test
    void tokenUrlWithoutTlsUsesNoProxy() throws Exception {
        Sdk flattrade = new FlattradeSdk();
        try (Server proxy = Server.responding(request -> flattrade.success("from-the-proxy"));
                Server tokens = Server.responding(request -> flattrade.success("token"))) {
            int port = HttpUrl.get(proxy.url()).port();
            OkHttpClient proxied = new OkHttpClient.Builder()
                    .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)))
                    .build();
            FlattradeClient.Builder builder = (FlattradeClient.Builder) flattrade.builder(Sdk.USER);
            builder.tokenUrl(tokens.url());
            builder.httpClient(proxied);

            flattrade.login(builder.build()).blocking().get();

            assertThat(proxy.connections).hasValue(0);
            assertThat(tokens.requests).hasSize(1);
        }
    }

    /** Logs in at the server, with more settings. */
    private void login(Sdk sdk, Consumer<ClientBuilder<?, ?>> settings) {
        ClientBuilder<?, ?> builder = sdk.builderAt(url());
        settings.accept(builder);
        sdk.login(builder.build()).blocking().get();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static MockResponse loggedIn(Sdk sdk) {
        MockResponse.Builder response = new MockResponse.Builder().body(sdk.body(0, "token"));
        for (String header : sdk.headers("token")) {
            response.addHeader(header);
        }
        return response.build();
    }
}

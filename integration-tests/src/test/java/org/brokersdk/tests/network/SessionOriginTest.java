package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Cache;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.Session;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.CallAssertions;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a session are sent only to its origin, and to the domain of its broker. */
@Timeout(60)
class SessionOriginTest {

    /** Text that each credential of a session contains. */
    private static final String TOKEN = "t0ken-of-%s-%s";

    /** Session with the server of its login. */
    private record LoggedIn(Sdk sdk, Server server, Session session) implements AutoCloseable {

        static LoggedIn of(Sdk sdk) throws IOException {
            AtomicInteger next = new AtomicInteger();
            Server server = Server.responding(request -> {
                int step = next.getAndIncrement();
                return step < sdk.steps()
                        ? sdk.response(step, token(sdk, "alice"))
                        : Server.json(200, "{}", "Cache-Control: max-age=600");
            });
            return new LoggedIn(
                    sdk,
                    server,
                    sdk.session(sdk.login(Settings.of(server.url())).blocking().get()));
        }

        String url() {
            return server.url();
        }

        String token(String user) {
            return token(sdk, user);
        }

        private static String token(Sdk sdk, String user) {
            return TOKEN.formatted(user, sdk);
        }

        String save() {
            return session.save();
        }

        Session restore(String url, String saved) {
            return sdk.restore(sdk.client(Settings.of(url), Sdk.USER), saved);
        }

        /** Returns the session with another origin. */
        Session at(String origin) {
            return restore(origin, save().replace(url(), origin));
        }

        /** Returns the session with another server as its origin. */
        Session movedTo(Server newServer) {
            return restore(newServer.url(), save().replace(port(server), port(newServer)));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static OkHttpClient withSession(Session session, OkHttpClient given) {
        return session.httpClient(given);
    }

    /** Checks that nothing connects to the base URL, and that no name is looked up. */
    @EverySdk
    void nothingIsSentBeforeALogin(Sdk sdk) throws Exception {
        try (LoggedIn login = LoggedIn.of(sdk)) {
            int before = login.server.connections.get();
            Set<String> lookedUp = ConcurrentHashMap.newKeySet();
            OkHttpClient http = new OkHttpClient.Builder()
                    .dns(host -> {
                        lookedUp.add(host);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();

            Client client = sdk.client(Settings.of(login.url()).httpClient(http), Sdk.USER);
            if (client instanceof BrowserClient<?> browser) {
                browser.loginUrl();
                browser.loginUrl("state");
            }
            Session restored = sdk.restore(client, login.save());
            restored.httpClient(http);
            CallAssertions.sleep(60);

            assertThat(login.server.connections).hasValue(before);
            assertThat(lookedUp).isEmpty();
        }
    }

    @EverySdk
    void tokenIsSentToTheOriginOfItsSession(Sdk sdk) throws Exception {
        try (LoggedIn login = LoggedIn.of(sdk)) {
            post(withSession(login.session(), new OkHttpClient()), login.url());

            Server.Request request = last(login.server());
            assertThat(request.all()).contains(login.token("alice"));
            login.session()
                    .headers()
                    .forEach((name, value) -> assertThat(request.header(name)).isEqualTo(value));
        }
    }

    @EverySdk
    void tokenDoesNotFollowARedirectToAnotherOrigin(Sdk sdk) throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (LoggedIn login = LoggedIn.of(sdk);
                    Server otherServer = Server.responding("{}");
                    Server redirecting = Server.responding(request ->
                            Server.response(status, "text/plain", "", "Location: " + otherServer.url() + "/there"))) {
                OkHttpClient http = withSession(login.session(), new OkHttpClient());
                // The redirect begins at the origin of the session, where the request has the token.
                OkHttpClient redirected = withSession(login.movedTo(redirecting), new OkHttpClient());

                post(http, otherServer.url());
                post(redirected, redirecting.url());

                assertThat(last(redirecting).all()).contains(login.token("alice"));
                assertThat(otherServer.requests).hasSize(2);
                for (Server.Request request : otherServer.requests) {
                    assertThat(request.all()).doesNotContain(login.token("alice"));
                    sdk.secrets().forEach(secret -> assertThat(request.all()).doesNotContain(secret));
                }
            }
        }
    }

    @EverySdk
    void sessionsOfTwoUsersShareNothing(Sdk sdk, @TempDir Path directory) throws Exception {
        try (LoggedIn login = LoggedIn.of(sdk)) {
            Session bob = login.restore(login.url(), login.save().replace("-alice-", "-bob-"));
            OkHttpClient caching = new OkHttpClient.Builder()
                    .cache(new Cache(directory.toFile(), 1 << 20))
                    .build();
            OkHttpClient alice = withSession(login.session(), caching);

            get(alice, login.url());
            get(withSession(bob, caching), login.url());
            String second = last(login.server()).all();
            post(withSession(bob, alice), login.url());

            // A GET has no form. The number of requests shows that no response came from a cache.
            if (!bob.headers().isEmpty()) {
                assertThat(second).contains(login.token("bob"));
            }
            assertThat(login.server().requests).hasSize(sdk.steps() + 3);
            assertThat(last(login.server()).all()).contains(login.token("bob")).doesNotContain(login.token("alice"));
            caching.cache().flush();
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile)
                                .filter(file -> !file.getFileName().toString().startsWith("journal")))
                        .isEmpty();
            }
        }
    }

    /** Checks that a session replaces a session of the same origin or domain, and no other interceptor. */
    @EverySdk
    void oneClientHasSessionsOfSeveralOrigins(Sdk sdk) throws Exception {
        try (LoggedIn login = LoggedIn.of(sdk)) {
            Object domain = Spec.of(sdk.broker()).get("x-domain");
            String broker = domain == null ? "broker.example" : (String) domain;
            OkHttpClient given = new OkHttpClient.Builder()
                    .addNetworkInterceptor(chain -> chain.proceed(chain.request()))
                    .build();

            OkHttpClient first = withSession(login.session(), given);
            OkHttpClient second = withSession(login.at("https://one." + broker + ":8443"), first);
            OkHttpClient third = withSession(login.at("https://two." + broker + ":8443"), second);

            assertThat(withSession(login.session(), first).networkInterceptors())
                    .hasSize(2);
            assertThat(second.networkInterceptors()).hasSize(3);
            assertThat(third.networkInterceptors()).hasSize(domain == null ? 4 : 3);
            assertThat(withSession(login.session(), third).networkInterceptors())
                    .hasSize(domain == null ? 4 : 3);
        }
    }

    private static String port(Server server) {
        return server.url().substring(server.url().lastIndexOf(':') + 1);
    }

    private static Server.Request last(Server server) {
        return server.requests.get(server.requests.size() - 1);
    }

    private static void post(OkHttpClient http, String url) throws IOException {
        RequestBody body = RequestBody.create("jData={}", MediaType.get("application/x-www-form-urlencoded"));
        execute(http, new Request.Builder().url(url + "/orders").post(body).build());
    }

    private static void get(OkHttpClient http, String url) throws IOException {
        execute(http, new Request.Builder().url(url + "/profile").build());
    }

    private static void execute(OkHttpClient http, Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            response.body().string();
        }
    }
}

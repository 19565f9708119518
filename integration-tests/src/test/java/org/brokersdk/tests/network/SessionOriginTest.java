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

/** Tokens go home, and nowhere else. */
@Timeout(60)
class SessionOriginTest {

    /** Is in everything that a session carries. */
    private static final String TOKEN = "t0ken-of-%s-%s";

    /** A session, and the server at which it was made. */
    private record Home(Sdk sdk, Server server, Session session) implements AutoCloseable {

        static Home of(Sdk sdk) throws IOException {
            AtomicInteger next = new AtomicInteger();
            Server server = Server.replying(request -> {
                int step = next.getAndIncrement();
                return step < sdk.steps()
                        ? sdk.answer(step, token(sdk, "alice"))
                        : Server.json(200, "{}", "Cache-Control: max-age=600");
            });
            return new Home(
                    sdk,
                    server,
                    sdk.session(sdk.login(Settings.of(server.url())).now().get()));
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

        /** The same session, as if it had been made at another place. */
        Session at(String origin) {
            return restore(origin, save().replace(url(), origin));
        }

        /** The same session, as if it had been made at another server. */
        Session movedTo(Server other) {
            return restore(other.url(), save().replace(port(server), port(other)));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static OkHttpClient carrying(Session session, OkHttpClient given) {
        return session.httpClient(given);
    }

    /** Checks that nothing connects to the base URL, and that no name is looked up. */
    @EverySdk
    void nothingIsSentBeforeAMethodSaysSo(Sdk sdk) throws Exception {
        try (Home home = Home.of(sdk)) {
            int before = home.server.connections.get();
            Set<String> lookedUp = ConcurrentHashMap.newKeySet();
            OkHttpClient http = new OkHttpClient.Builder()
                    .dns(host -> {
                        lookedUp.add(host);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();

            Client client = sdk.client(Settings.of(home.url()).httpClient(http), Sdk.USER);
            if (client instanceof BrowserClient<?> browser) {
                browser.loginUrl();
                browser.loginUrl("state");
            }
            Session restored = sdk.restore(client, home.save());
            restored.httpClient(http);
            CallAssertions.sleep(60);

            assertThat(home.server.connections).hasValue(before);
            assertThat(lookedUp).isEmpty();
        }
    }

    @EverySdk
    void tokenGoesHome(Sdk sdk) throws Exception {
        try (Home home = Home.of(sdk)) {
            post(carrying(home.session(), new OkHttpClient()), home.url());

            Server.Request request = last(home.server());
            assertThat(request.all()).contains(home.token("alice"));
            home.session()
                    .headers()
                    .forEach((name, value) -> assertThat(request.header(name)).isEqualTo(value));
        }
    }

    @EverySdk
    void tokenFollowsNoRedirectAway(Sdk sdk) throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (Home home = Home.of(sdk);
                    Server foreign = Server.replying("{}");
                    Server gate = Server.replying(request ->
                            Server.answer(status, "text/plain", "", "Location: " + foreign.url() + "/there"))) {
                OkHttpClient http = carrying(home.session(), new OkHttpClient());
                // The way to the foreign place begins at home, where the token is put on.
                OkHttpClient redirected = carrying(home.movedTo(gate), new OkHttpClient());

                post(http, foreign.url());
                post(redirected, gate.url());

                assertThat(last(gate).all()).contains(home.token("alice"));
                assertThat(foreign.requests).hasSize(2);
                for (Server.Request request : foreign.requests) {
                    assertThat(request.all()).doesNotContain(home.token("alice"));
                    sdk.secrets().forEach(secret -> assertThat(request.all()).doesNotContain(secret));
                }
            }
        }
    }

    @EverySdk
    void bobIsNotAlice(Sdk sdk, @TempDir Path directory) throws Exception {
        try (Home home = Home.of(sdk)) {
            Session bob = home.restore(home.url(), home.save().replace("-alice-", "-bob-"));
            OkHttpClient caching = new OkHttpClient.Builder()
                    .cache(new Cache(directory.toFile(), 1 << 20))
                    .build();
            OkHttpClient ofAlice = carrying(home.session(), caching);

            get(ofAlice, home.url());
            get(carrying(bob, caching), home.url());
            String second = last(home.server()).all();
            post(carrying(bob, ofAlice), home.url());

            // What goes in a form is not in a GET; that it came at all shows that no cache answered.
            if (!bob.headers().isEmpty()) {
                assertThat(second).contains(home.token("bob"));
            }
            assertThat(home.server().requests).hasSize(sdk.steps() + 3);
            assertThat(last(home.server()).all()).contains(home.token("bob")).doesNotContain(home.token("alice"));
            caching.cache().flush();
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile)
                                .filter(file -> !file.getFileName().toString().startsWith("journal")))
                        .isEmpty();
            }
        }
    }

    /** A session takes the place of one with the same home, and of nothing else. */
    @EverySdk
    void sessionsOfSeveralHomesLiveInOneClient(Sdk sdk) throws Exception {
        try (Home home = Home.of(sdk)) {
            Object domain = Spec.of(sdk.broker()).get("x-domain");
            String broker = domain == null ? "broker.example" : (String) domain;
            OkHttpClient given = new OkHttpClient.Builder()
                    .addNetworkInterceptor(chain -> chain.proceed(chain.request()))
                    .build();

            OkHttpClient here = carrying(home.session(), given);
            OkHttpClient there = carrying(home.at("https://one." + broker + ":8443"), here);
            OkHttpClient elsewhere = carrying(home.at("https://two." + broker + ":8443"), there);

            assertThat(carrying(home.session(), here).networkInterceptors()).hasSize(2);
            assertThat(there.networkInterceptors()).hasSize(3);
            assertThat(elsewhere.networkInterceptors()).hasSize(domain == null ? 4 : 3);
            assertThat(carrying(home.session(), elsewhere).networkInterceptors())
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

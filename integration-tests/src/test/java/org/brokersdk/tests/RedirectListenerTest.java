package org.brokersdk.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speaks to the listener of each SDK over bare sockets, as browsers do and as enemies do. */
@ParameterizedClass
@MethodSource("brokers")
@Timeout(60)
@ResourceLock("redirect-listener")
class RedirectListenerTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    /**
     * The listener of an SDK. The SDKs share no type, but what they share is called alike.
     *
     * @param type its class
     * @param code the parameter by which the broker's page sends its code
     */
    record Broker(Class<?> type, String code) {

        Listener open(int port) throws IOException {
            return listener("open", port);
        }

        Listener openWithoutState(int port) throws IOException {
            return listener("openWithoutState", port);
        }

        /** Where the broker's page sends the browser. */
        String redirect(Listener listener, String code) {
            return "/login?" + this.code + "=" + code + "&state="
                    + listener.state().get();
        }

        private Listener listener(String way, int port) {
            Object listener = Sdk.call(type, way, port);
            return new Listener(
                    () -> (String) Sdk.call(listener, "url"),
                    () -> (String) Sdk.call(listener, "state"),
                    timeout -> (String) Sdk.call(listener, "await", timeout),
                    () -> Sdk.call(listener, "close"));
        }
    }

    static List<Broker> brokers() {
        return Sdk.types("RedirectListener").stream()
                .map(type -> new Broker(type, BrowserSdk.nameOfCode(Sdk.broker(type))))
                .toList();
    }

    interface Wait {
        String await(Duration timeout) throws TimeoutException, InterruptedException;
    }

    record Listener(Supplier<String> url, Supplier<String> state, Wait waiting, Runnable closing)
            implements AutoCloseable {

        int port() {
            return URI.create(url.get()).getPort();
        }

        String await(Duration timeout) throws TimeoutException, InterruptedException {
            return waiting.await(timeout);
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    @Parameter
    private Broker broker;

    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        listener = broker.open(0);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void takesTheRedirectAndShowsNothingOfIt() throws Exception {
        String page = get(redirect("ABC123") + "&clientId=TESTCLIENT1");

        assertThat(page)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("You may close this window")
                .doesNotContain("ABC123", "TESTCLIENT1", listener.state().get());
        assertThat(listener.await(LONG))
                .isEqualTo("http://127.0.0.1:" + listener.port() + redirect("ABC123") + "&clientId=TESTCLIENT1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/elsewhere"})
    void everyPageIsForThisMomentAndThisWindowAlone(String path) throws Exception {
        String page = get(path);

        assertThat(page.lines())
                .contains(
                        "Content-Type: text/html; charset=utf-8",
                        "Content-Length: " + body(page).length(),
                        "Cache-Control: no-store",
                        "Referrer-Policy: no-referrer",
                        "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy: default-src 'none'",
                        "Connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?", "?CODE=s3cret", "?CODE=s3cret&state", "?CODE=s3cret&state=", "?CODE=s3cret&state=no"})
    void refusesAnotherStateAndGoesOnWaiting(String query) throws Exception {
        String page = get("/login" + query.replace("CODE", broker.code));

        assertThat(page).startsWith("HTTP/1.1 400 ").contains("not the login that was started here");
        assertThat(page).doesNotContain("s3cret");
        stillWaits();
    }

    @Test
    void refusesTwoStates() throws Exception {
        assertThat(get(redirect("1") + "&state=wrong")).startsWith("HTTP/1.1 400 ");
        assertThat(get(redirect("1") + "&state=" + listener.state().get())).startsWith("HTTP/1.1 400 ");
        stillWaits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&CODE", "&CODE=", "&CODE=%20", "&CODE=+%09", "&clientId=TESTCLIENT1", "&xCODE=s3cret"})
    void saysThatTheCodeIsMissing(String query) throws Exception {
        String page = get("/login?state=" + listener.state().get() + query.replace("CODE", broker.code));

        assertThat(page).startsWith("HTTP/1.1 400 ").contains("sent no " + broker.code);
        assertThat(page).doesNotContain("s3cret", "TESTCLIENT1");
        stillWaits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CODE=s3cret", "CODE=", "CODE"})
    void refusesSeveralCodes(String another) throws Exception {
        String spelled = another.replace("CODE", broker.code);

        assertThat(get(redirect("s3cret") + "&" + spelled))
                .startsWith("HTTP/1.1 400 ")
                .contains("more than one " + broker.code)
                .doesNotContain("s3cret");
        assertThat(get(redirect("s3cret") + "&" + spelled.toUpperCase())).startsWith("HTTP/1.1 400 ");
        stillWaits();
    }

    @Test
    void takesTheCodeInAnySpelling() throws Exception {
        String query = "/login?" + broker.code.toUpperCase() + "=1&state="
                + listener.state().get();

        assertThat(get(query)).startsWith("HTTP/1.1 200 ");
        assertThat(listener.await(LONG)).endsWith(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error=s3cret", "error=access_denied&error_description=s3cret%3Cb%3E", "Error_Description=s3cret"
            })
    void saysThatTheBrokerReportedAnError(String query) throws Exception {
        assertThat(get("/login?state=" + listener.state().get() + "&" + query))
                .startsWith("HTTP/1.1 400 ")
                .contains("reported an error", "Start the login again")
                .doesNotContain("s3cret", "access_denied", "<b>");
        stillWaits();
    }

    @Test
    void takesARedirectWithoutStateWhereTheCallerSaysSo() throws Exception {
        try (Listener lenient = broker.openWithoutState(0)) {
            assertThat(get(lenient, "/login")).startsWith("HTTP/1.1 400 ").contains("sent no " + broker.code);
            assertThat(get(lenient, "/login?" + broker.code + "=1&state=wrong")).startsWith("HTTP/1.1 400 ");
            assertThat(get(lenient, "/login?" + broker.code + "=2")).startsWith("HTTP/1.1 200 ");
            assertThat(lenient.await(LONG)).endsWith("?" + broker.code + "=2");
        }
        try (Listener lenient = broker.openWithoutState(0)) {
            assertThat(get(
                            lenient,
                            "/login?" + broker.code + "=3&state="
                                    + lenient.state().get()))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(lenient.await(LONG)).contains(broker.code + "=3");
        }
    }

    @Test
    void keepsTheFirstRedirect() throws Exception {
        assertThat(get(redirect("first"))).startsWith("HTTP/1.1 200 ");
        assertThat(get(redirect("second"))).startsWith("HTTP/1.1 200 ");

        assertThat(listener.await(LONG)).endsWith(redirect("first"));
        assertThat(listener.await(LONG)).endsWith(redirect("first"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Purpose: prefetch",
                "sec-purpose: prefetch;prerender",
                "Purpose: prefetch",
                "X-Moz: Prefetch",
                "X-Purpose: preview"
            })
    void doesNotTakeWhatTheBrowserLoadsAheadOfTime(String header) throws Exception {
        assertThat(send("GET " + redirect("1") + " HTTP/1.1\r\n" + header + "\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Cache-Control: no-store");
        stillWaits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get"})
    void isOnlyForGet(String method) throws Exception {
        String page = send(method + " " + redirect("1") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(page).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET\r\n");
        assertThat(body(page).isEmpty()).isEqualTo(method.equals("HEAD"));
        stillWaits();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/favicon.ico", "/", "/login/", "/loginx", "/Login", "//login", "/x/../login", "/%6cogin", "*"})
    void hasNothingElse(String path) throws Exception {
        assertThat(get(redirect("1").replace("/login", path)))
                .startsWith("HTTP/1.1 404 ")
                .contains("There is nothing here");
        stillWaits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:65535"})
    void isReachedByTheNamesOfThisMachine(String host) throws Exception {
        assertThat(send("GET " + redirect("1") + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "",
                "127.0.0.1.evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "evil.example/127.0.0.1",
                "user@127.0.0.1",
                "127.0.0.1\r\nHost: evil.example",
                "127.0.0.1\r\nhost: 127.0.0.1"
            })
    void isReachedByNoOtherName(String host) throws Exception {
        assertThat(send("GET " + redirect("1") + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("evil");
        stillWaits();
    }

    @Test
    void speaksHttp10() throws Exception {
        assertThat(send("GET " + redirect("1") + " HTTP/1.0\r\n\r\n")).contains("You may close this window");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "\u0000",
                "GET /login HTTP/1.1\n\n",
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /login\r\n\r\n",
                "GET /login HTTP/2.0\r\n\r\n",
                "GET  /login HTTP/1.1\r\n\r\n",
                "GET /login?\u00e9 HTTP/1.1\r\n\r\n",
                "GET /log in HTTP/1.1\r\n\r\n",
                "GET /login HTTP/1.1\r\nHost\r\n\r\n",
                "GET /login HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "GET /login HTTP/1.1\r\n Host: localhost\r\n\r\n",
                "GET /login HTTP/1.1\r\nA: b\rc\r\n\r\n",
                "GET /login HTTP/1.1\r\n: b\r\n\r\n"
            })
    void refusesWhatIsNoRequest(String text) throws Exception {
        assertThat(send(text)).startsWith("HTTP/1.1 400 ").contains("not a request");
        stillWaits();
    }

    @Test
    void refusesARequestThatBreaksOff() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "GET /login HTTP/1.1\r\nHost: loc");
            socket.shutdownOutput();

            assertThat(read(socket)).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024 + 1, 32 * 1024, 1024 * 1024})
    void refusesALongHead(int length) throws Exception {
        String start = "GET " + redirect("1") + " HTTP/1.1\r\nCookie: ";

        assertThat(send(start + "x".repeat(length - start.length()) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(send("x".repeat(length))).startsWith("HTTP/1.1 431 ");
        stillWaits();
    }

    @Test
    void takesTheCookiesThatAPersonHas() throws Exception {
        String start = "GET " + redirect("1") + " HTTP/1.1\r\nCookie: \u00c3\u0085=";

        assertThat(send(start + "x".repeat(16 * 1024 - start.length()) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void takesARequestByteByByte() throws Exception {
        try (Socket socket = connect()) {
            for (byte b : request(redirect("slow")).getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(b);
                Thread.sleep(1);
            }

            assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(listener.await(LONG)).endsWith(redirect("slow"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1024 * 1024})
    void pageArrivesWhateverFollowsTheRequest(int length) throws Exception {
        String page = send(request(redirect("first")) + request(redirect("second")) + "\u0000".repeat(length));

        assertThat(page).startsWith("HTTP/1.1 200 ").endsWith("You may close this window.");
        assertThat(page.split("HTTP/1.1")).hasSize(2);
        assertThat(listener.await(LONG)).endsWith(redirect("first"));
    }

    @Test
    void pageArrivesAtAHalfClosedSocket() throws Exception {
        try (Socket socket = connect()) {
            write(socket, request(redirect("1")));
            socket.shutdownOutput();

            assertThat(read(socket)).endsWith("You may close this window.");
        }
    }

    @Test
    void manyRequestsAtOnceHinderNoOther() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                sockets.add(connect());
            }
            String request = request(redirect("1"));
            for (int i = 0; i < request.length(); i++) {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(request.charAt(i));
                }
            }
            for (Socket socket : sockets) {
                assertThat(read(socket)).endsWith("You may close this window.");
            }
        } finally {
            closeAll(sockets);
        }
    }

    @Test
    void stalledConnectionsNeitherCostThreadsNorKeepTheBrowserOut() throws Exception {
        Set<Thread> before = threads();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                stalled.add(connect());
                write(stalled.get(i), "GET /log");
            }

            long start = System.nanoTime();
            assertThat(get(redirect("1"))).endsWith("You may close this window.");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(listener.await(LONG)).endsWith(redirect("1"));
            Set<Thread> more = threads();
            more.removeAll(before);
            assertThat(more).isEmpty();
            assertThat(isOver(stalled.get(0))).isTrue();
            assertThat(isOver(stalled.get(1999))).isFalse();
        } finally {
            closeAll(stalled);
        }
    }

    @Tag("full")
    @Test
    void letsGoOfWhoNeverFinishes() throws Exception {
        try (Socket silent = connect();
                Socket slow = connect()) {
            CompletableFuture<String> nothing = later(() -> read(silent));
            long start = System.nanoTime();
            while (!isOver(slow) && System.nanoTime() - start < LONG.toNanos() * 2) {
                slow.getOutputStream().write('G');
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
            assertThat(nothing.get(5, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void brokenConnectionsBreakNothingElse() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0);
                write(socket, request(redirect("1")).substring(0, i % 20));
            }
        }

        assertThat(get(redirect("1"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void redirectCountsThoughNobodyReadsThePage() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            write(socket, request(redirect("1")));
            listener.await(LONG);
        }

        assertThat(listener.await(LONG)).endsWith(redirect("1"));
    }

    @Test
    void pageArrivesThoughTheListenerIsClosedAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            String redirect = redirect("1");
            String more = "x".repeat(i * 1000);
            int port = listener.port();
            CompletableFuture<String> page = later(() -> send(port, request(redirect) + more));
            listener.await(LONG);
            listener.close();

            assertThat(page.get(10, TimeUnit.SECONDS)).endsWith("You may close this window.");
            listener = broker.open(0);
        }
    }

    @Test
    void closingEndsTheWaitAtOnce() throws Exception {
        CompletableFuture<String> wait = later(() -> listener.await(LONG));
        assertThatThrownBy(() -> wait.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        try (Socket stays = connect()) {
            write(stays, request("/"));
            assertThat(read(stays)).startsWith("HTTP/1.1 404 ");
            listener.close();

            assertThatThrownBy(() -> wait.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThatThrownBy(() -> listener.await(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void redirectOutlivesTheListener() throws Exception {
        get(redirect("1"));
        String url = listener.url().get();

        listener.close();
        listener.close();

        assertThat(listener.await(Duration.ZERO)).endsWith(redirect("1"));
        assertThat(listener.url().get()).isEqualTo(url);
    }

    @Test
    void waitsAsLongAsItIsTold() throws Exception {
        for (Duration none :
                List.of(SHORT, Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThatThrownBy(() -> listener.await(none)).isInstanceOf(TimeoutException.class);
        }
        for (Duration ages : List.of(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofDays(365_000))) {
            CompletableFuture<String> wait = later(() -> listener.await(ages));
            assertThatThrownBy(() -> wait.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        get(redirect("1"));
        listener.await(LONG);
        for (Duration any : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(listener.await(any)).endsWith(redirect("1"));
        }
    }

    @Test
    void waitCanBeInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> listener.await(LONG)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void refusesBadArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener.await(null))
                .withMessage("timeout is required");
        for (int port : List.of(-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> broker.open(port))
                    .withMessage("port must be 0 to 65535");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> broker.openWithoutState(port))
                    .withMessage("port must be 0 to 65535");
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        assertThatThrownBy(() -> broker.open(listener.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("port " + listener.port(), "choose another");
    }

    @Test
    void statesAreNeverTheSame() throws IOException {
        try (Listener other = broker.open(0)) {
            assertThat(listener.state().get())
                    .matches("[A-Za-z0-9_-]{22}")
                    .isNotEqualTo(other.state().get());
        }
    }

    @Test
    void listensOnThisMachineAlone() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        assertThat(listener.url().get()).startsWith("http://127.0.0.1:");

        for (InetAddress address : others) {
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(address, listener.port()), 1000);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsNoProgramAlive() throws Exception {
        assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
    }

    @Test
    void anInterruptFromOutsideChangesNothing() throws Exception {
        Set<Thread> threads = threads();
        threads.forEach(Thread::interrupt);
        Thread.sleep(50);
        long start = busy(threads);
        Thread.sleep(500);

        assertThat(Duration.ofNanos(busy(threads) - start)).isLessThan(Duration.ofMillis(30));
        assertThat(get(redirect("1"))).startsWith("HTTP/1.1 200 ");
    }

    private void stillWaits() throws Exception {
        assertThatThrownBy(() -> listener.await(SHORT)).isInstanceOf(TimeoutException.class);
        assertThat(get(redirect("right"))).startsWith("HTTP/1.1 200 ");
        assertThat(listener.await(LONG)).endsWith(redirect("right"));
    }

    private String redirect(String code) {
        return broker.redirect(listener, code);
    }

    private String get(String target) throws IOException {
        return get(listener, target);
    }

    static String get(Listener listener, String target) throws IOException {
        return send(listener.port(), request(target));
    }

    static String request(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n";
    }

    private String send(String request) throws IOException {
        return send(listener.port(), request);
    }

    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            write(socket, request);
            return read(socket);
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", listener.port());
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** All that comes, up to a proper end. A connection that is cut off throws. */
    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private static boolean isOver(Socket socket) throws IOException {
        socket.setSoTimeout(500);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private static String body(String page) {
        return page.substring(page.indexOf("\r\n\r\n") + 4);
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Of no other test, as whoever opens a listener has the lock of that name. */
    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().equals("redirect-listener"));
        return threads;
    }

    /** How long the threads have had a processor; of one that has ended, nothing is known. */
    private static long busy(Set<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    interface Task<T> {
        T run() throws Exception;
    }

    static <T> CompletableFuture<T> later(Task<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.run());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}

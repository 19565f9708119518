package org.brokersdk.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.Redirect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests on plain sockets, as browsers and attackers do. */
@Timeout(60)
@ResourceLock("redirect-listener")
class RedirectListenerTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final List<String> CODES = List.of("code", "request_code");
    private static final String ACCEPTED = "<p>The login page redirected you here. You may close this window.";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RedirectListener listener;
    private int port;

    /** Uses a port below those that the system assigns, so no other program gets the port of a closed listener. */
    @BeforeEach
    void open() {
        while (listener == null) {
            port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try {
                listener = RedirectListener.open(url("http://127.0.0.1:PORT/login"), true, CODES);
            } catch (IOException e) {
                // The port is taken, so the next one is tried.
            }
        }
    }

    @AfterEach
    void close() {
        listener.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "CODE", "request_code", "Request_Code"})
    void acceptsTheRedirectWithoutShowingIt(String name) throws Exception {
        String target = "/login?" + name + "=s3cret%20&state=" + listener.state() + "&clientId=evil";

        assertPage(get(target), 200, ACCEPTED);
        assertThat(listener.await(LONG)).isEqualTo("http://127.0.0.1:" + port + target);
    }

    /** Each row has the targets that get one page. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | login was not started here | /login /login? /login?code=s3cret /login?code=s3cret&state
                    400 | login was not started here | /login?code=s3cret&state= /login?code=s3cret&state=no
                    400 | login was not started here | /login?code=1&STATE&state=no /login?code=1&STATE&STATE
                    400 | sent no code       | /login?STATE /login?STATE&code /login?STATE&code= /login?STATE&code=%20
                    400 | sent no code       | /login?STATE&code=+%09 /login?STATE&clientId=s3cret /login?STATE&xcode=s3cret
                    400 | more than one code | /login?STATE&code=s3cret&code=s3cret /login?STATE&code=s3cret&code=
                    400 | more than one code | /login?STATE&code=s3cret&code /login?STATE&code=s3cret&CODE=s3cret
                    400 | more than one code | /login?STATE&code=s3cret&request_code /login?STATE&Request_Code&code=s3cret
                    404 | There is nothing here | /favicon.ico / /login/?STATE&code=1 /loginx?STATE&code=1
                    404 | There is nothing here | /Login?STATE&code=1 /x/../login?STATE&code=1 /%6cogin?STATE&code=1
                    404 | There is nothing here | /?STATE&code=1 http://127.0.0.1/login?STATE&code=1
                    """)
    void rejectsOtherTargetsAndGoesOnWaiting(int status, String text, String targets) throws Exception {
        for (String target : targets.split(" ")) {
            assertPage(get(target.replace("STATE", "state=" + listener.state())), status, text);
        }
        assertStillWaits();
    }

    /** Each row has the headers that get one page. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    503 | Load this page again | Sec-Purpose: prefetch, sec-purpose: prefetch;prerender, X-Moz: Prefetch
                    503 | Load this page again | Purpose: prefetch, X-Purpose: preview
                    400 | not of this machine  | Host:, Host: evil.example, Host: evil.example:80, Host: user@127.0.0.1
                    400 | not of this machine  | Host: localhost.evil.example, Host: evil.example/127.0.0.1
                    400 | not of this machine  | Host: 127.0.0.1\\nHost: evil.example, Host: 127.0.0.1\\nhost: 127.0.0.1
                    """)
    void rejectsOtherHeadersAndGoesOnWaiting(int status, String text, String headers) throws Exception {
        for (String header : headers.replace("\\n", "\r\n").split(", ")) {
            assertPage(send("GET " + redirect("1") + " HTTP/1.1\r\n" + header + "\r\n\r\n"), status, text);
        }
        assertStillWaits();
    }

    @Test
    void acceptsGetOnly() throws Exception {
        String rest = " " + redirect("1") + " HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody";
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "get")) {
            assertPage(send(method + rest), 405, "\r\nAllow: GET\r\n");
        }
        assertThat(send("HEAD" + rest)).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
        assertStillWaits();
    }

    @Test
    void acceptsWhatBrowsersSend() throws Exception {
        String line = "GET " + redirect("1") + " HTTP/1.1\r\n";
        for (String host : List.of("127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:65535")) {
            assertThat(sendAll(line + "Host: " + host + "\r\n\r\n")).endsWith(ACCEPTED);
        }
        String cookies = "Cookie: \u00c3\u0085=" + "x".repeat(16 * 1024);
        assertThat(sendAll(line + cookies + "\r\n\r\n")).endsWith(ACCEPTED);
        assertThat(sendAll(line.replace("HTTP/1.1", "HTTP/1.0") + "\r\n")).endsWith(ACCEPTED);
    }

    /** The JDK decides how to reject these. */
    @Test
    void rejectsMalformedRequestsAndGoesOnWaiting() throws Exception {
        String requests = """
                \\26\\3\\1\\2\\0\\1 | \\0 | \\r\\n\\r\\n | GET\\r\\n\\r\\n | GET TARGET\\r\\n\\r\\n | GET TARGET HTTP/1.1\\n\\n
                GET  TARGET HTTP/1.1\\r\\n\\r\\n | GET TARGET\\1 HTTP/1.1\\r\\n\\r\\n | GET /log TARGET HTTP/1.1\\r\\n\\r\\n
                GET /login?\u00e9 HTTP/1.1\\r\\n\\r\\n | GET /TARGET HTTP/1.1\\r\\n\\r\\n | GET * HTTP/1.1\\r\\n\\r\\n
                GET TARGET HTTP/1.1\\r\\nHost: loc | GET TARGET HTTP/1.1\\r\\nHost\\r\\n\\r\\n
                GET TARGET HTTP/1.1\\r\\n: b\\r\\n\\r\\n | GET TARGET HTTP/1.1\\r\\nHost : localhost\\r\\n\\r\\n
                GET TARGET HTTP/1.1\\r\\nA: b\\rc\\r\\n\\r\\n | GET TARGET HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n
                GET TARGET HTTP/1.1\\r\\nContent-Length: 9\\r\\n\\r\\nhalf | GET TARGET&a=| HTTP/1.1\\r\\n\\r\\n
                GET TARGET HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nno chunk\\r\\n
                """;
        for (String request : requests.split(" \\| |\n")) {
            assertThat(sendAll(request.translateEscapes().replace("TARGET", redirect("1"))))
                    .as(request)
                    .matches("(?s)|HTTP/1\\.1 4.*")
                    .doesNotContain(listener.state());
        }
        assertThat(sendAll("x".repeat(1024 * 1024))).isEmpty();
        assertStillWaits();
    }

    @Test
    void acceptsARedirectWithoutStateIfNoneIsRequired() throws Exception {
        reopen(false, List.of("authCode"));

        assertThat(get("/login?code=1")).startsWith("HTTP/1.1 400 ").contains("sent no authCode");
        assertThat(get("/login?authCode=1&state=wrong")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/login?authCode=2")).endsWith(ACCEPTED);
        assertThat(listener.await(LONG)).endsWith("/login?authCode=2");

        reopen(false, List.of("authCode"));
        assertThat(get("/login?AUTHCODE=3&state=" + listener.state())).endsWith(ACCEPTED);
        assertThat(listener.await(LONG)).contains("AUTHCODE=3");
    }

    @Test
    void keepsTheFirstRedirect() throws Exception {
        // The listener reads one request of a connection.
        String page = send(request(redirect("first")) + request(redirect("second")));
        assertThat(page).startsWith("HTTP/1.1 200 ").endsWith(ACCEPTED);
        assertThat(page.split("HTTP/1.1")).hasSize(2);
        assertThat(get(redirect("third"))).endsWith(ACCEPTED);

        assertThat(listener.await(LONG)).endsWith(redirect("first"));
        listener.close();
        listener.close();
        assertThat(listener.await(Duration.ZERO)).endsWith(redirect("first"));
    }

    @Test
    void acceptsRequestsByteByByte() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sockets.add(connect());
        }
        for (char c : request(redirect("slow")).toCharArray()) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(c);
            }
        }
        for (Socket socket : sockets) {
            assertThat(read(socket)).endsWith(ACCEPTED);
            socket.close();
        }
        assertThat(listener.await(LONG)).endsWith(redirect("slow"));
    }

    /** An incomplete request must not delay another connection, also if only its body is missing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /log",
                "GET /login HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
                "HEAD /login HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
                "POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
            })
    void stalledConnectionsDoNotKeepTheBrowserOut(String request) throws Exception {
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            stalled.add(connect());
            write(stalled.get(i), request);
        }

        assertThat(get(redirect("1"))).endsWith(ACCEPTED);
        assertThat(listener.await(LONG)).endsWith(redirect("1"));
        // A connection that has sent nothing occupies no thread.
        assertThat(isClosed(stalled.get(0))).isEqualTo(!request.isEmpty());
        assertThat(isClosed(stalled.get(199))).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().matches("HTTP-Dispatcher|redirect-listener"))
                .hasSizeBetween(1, 70)
                .allMatch(Thread::isDaemon);

        listener.close();
        for (Socket socket : stalled) {
            assertThat(isClosed(socket)).isTrue();
            socket.close();
        }
    }

    @Test
    void everyPageArrivesInAStorm() throws Exception {
        Future<Void> storm = threads.submit(() -> {
            Queue<Socket> sockets = new ArrayDeque<>();
            while (true) {
                Socket socket = connect();
                write(socket, "GET /");
                sockets.add(socket);
                if (sockets.size() > 100) {
                    read(sockets.remove());
                }
            }
        });
        for (int i = 0; i < 20; i++) {
            assertThat(get(redirect("1"))).endsWith(ACCEPTED);
        }
        assertThat(storm.isDone()).isFalse();

        listener.close();

        assertThatThrownBy(() -> storm.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(SocketException.class);
        reopen(true, CODES);
    }

    @Test
    void redirectCountsThoughThePageCannotBeWritten() throws Exception {
        String request = request(redirect("1"));
        for (int length = 0; length <= request.length(); length++) {
            assertThatThrownBy(() -> listener.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0);
                write(socket, request.substring(0, length));
            }
        }

        assertThat(listener.await(LONG)).endsWith(redirect("1"));
    }

    @Test
    void pageArrivesThoughTheListenerIsClosedAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = connect()) {
                write(socket, request(redirect("1")));
                listener.await(LONG);
                listener.close();

                assertThat(read(socket)).endsWith(ACCEPTED);
            }
            reopen(true, CODES);
        }
    }

    @Test
    void portIsFreeAsSoonAsTheListenerIsClosed() throws Exception {
        long closing = 0;
        for (int i = 0; i < 30; i++) {
            try (Socket stalled = connect()) {
                write(stalled, "GET /log");
                get("/");
                boolean interrupted = i % 2 == 1;
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                long start = System.nanoTime();

                listener.close();

                assertThat(Thread.interrupted()).isEqualTo(interrupted);
                closing += System.nanoTime() - start;
                assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
                reopen(true, CODES);
            }
        }
        // HttpServer.stop(1) would take 30 seconds.
        assertThat(Duration.ofNanos(closing)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void closingEndsTheWait() {
        Future<String> wait = threads.submit(() -> listener.await(LONG));
        assertThatThrownBy(() -> wait.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        listener.close();

        assertThatThrownBy(() -> wait.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> listener.await(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void waitsAsLongAsTheTimeout() throws Exception {
        for (long seconds : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> listener.await(Duration.ofSeconds(seconds)))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThatThrownBy(() -> listener.await(Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        Future<String> wait = threads.submit(() -> listener.await(longest));
        assertThatThrownBy(() -> wait.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        get(redirect("1"));

        assertThat(wait.get(20, TimeUnit.SECONDS)).endsWith(redirect("1"));
        for (long seconds : new long[] {0, -1, Long.MAX_VALUE}) {
            assertThat(listener.await(Duration.ofSeconds(seconds))).endsWith(redirect("1"));
        }
        reopen(true, CODES);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> listener.await(LONG)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void rejectsBadArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener.await(null))
                .withMessage("timeout is required");
        for (String wrongUrl : List.of("https://localhost:PORT/login", "http://app.example:PORT/login")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RedirectListener.open(url(wrongUrl), true, CODES))
                    .withMessageStartingWith("redirectUrl must be an http URL of this machine for a listener");
        }
        assertThatThrownBy(() -> RedirectListener.open(url("http://127.0.0.1:PORT/login"), true, CODES))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("port " + port, "Choose another port");
    }

    /** Each row has a registered URL, and the target of the redirect. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost:PORT/callback,     /callback?code=1&STATE",
        "http://LOCALHOST:PORT/a/b%20c?d=e,  /a/b%20c?d=e&code=1&STATE",
        "http://127.0.0.1:PORT,              /?code=1&STATE",
    })
    void acceptsThePathThatIsRegistered(String registered, String target) throws Exception {
        listener.close();
        listener = RedirectListener.open(url(registered), true, CODES);
        String redirect = target.replace("STATE", "state=" + listener.state());

        assertPage(get("/login?code=1&state=" + listener.state()), 404, "There is nothing here");
        assertPage(get(redirect), 200, ACCEPTED);

        String received = listener.await(LONG);
        assertThat(received).endsWith(redirect);
        assertThat(Redirect.parse(received, url(registered), listener.state(), CODES)
                        .code())
                .isEqualTo("1");
    }

    @Test
    void acceptsAnIpv6Address() throws Exception {
        listener.close();
        listener = RedirectListener.open(url("http://[::1]:PORT/login"), false, CODES);

        try (Socket socket = new Socket("::1", port)) {
            write(socket, request("/login?code=1").replace("127.0.0.1", "[::1]:" + port));
            assertThat(read(socket)).endsWith(ACCEPTED);
        }
        assertThat(listener.await(LONG)).isEqualTo("http://[::1]:" + port + "/login?code=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error=access_denied                                    | NOT_ENTITLED        | access_denied | null
            error=server_error&error_description=Try+again+later.  | BROKER_FAILED       | server_error  | Try again later.
            error=unauthorized_client                              | APPLICATION_REFUSED | unauthorized_client | null
            error=invalid_scope                                    | BAD_REQUEST         | invalid_scope | null
            error=access_denied&error=s3cret&ERROR                 | NOT_ENTITLED        | access_denied | null
            error=s3cret&error_description=s3cret%20s3cret         | UNKNOWN             | null          | null
            Error_Description=Access+Restricted+for+API+Only+Users | UNKNOWN             | null          | \
            Access Restricted for API Only Users
            """, nullValues = "null", ignoreLeadingAndTrailingWhitespace = true)
    void errorOfTheLoginPageEndsTheWait(String query, Reason reason, String code, String words) throws Exception {
        assertPage(get("/login?" + query + "&state=" + listener.state()), 400, "reported an error");

        assertThatThrownBy(() -> listener.await(LONG))
                .isInstanceOfSatisfying(BrokerException.Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.code().orElse(null)).isEqualTo(code);
                    assertThat(rejected.brokerMessage()).isEqualTo(words);
                    assertThat(rejected.status()).isZero();
                })
                .hasMessageContaining("Start the login again")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void errorOfAnotherLoginDoesNotEndTheWait() throws Exception {
        assertPage(get("/login?error=access_denied&state=other"), 400, "login was not started here");
        assertStillWaits();
    }

    @Test
    void timeoutSaysThatNothingArrived() {
        assertThatThrownBy(() -> listener.await(Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("No redirect arrived at http://127.0.0.1:" + port
                        + "/login within the timeout. Nothing else arrived."
                        + " Register exactly this URL with the broker.");
    }

    @Test
    void timeoutSaysWhatArrivedInstead() throws Exception {
        get("/callback?code=s3cret&state=" + listener.state());
        get("/callback");
        get("/s3%63ret");
        get("/login?code=s3cret");
        sendAll("\u0016\u0003\u0001\u0002\0\u0001");

        assertThatThrownBy(() -> listener.await(Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("Instead arrived: a request for /callback; a request for another path; a request"
                        + " that got the page \"This login was not started here. Start the login again.\";"
                        + " connections without a readable HTTP request (1), perhaps with TLS, because the registered URL"
                        + " begins with https. Register exactly")
                .hasMessageNotContainingAny("s3", listener.state());
    }

    @Test
    void timeoutNamesFewArrivals() throws Exception {
        for (int i = 0; i < 20; i++) {
            get("/" + i);
        }

        assertThatThrownBy(() -> listener.await(Duration.ZERO))
                .hasMessageContaining("/4")
                .hasMessageNotContaining("/5");
    }

    @Test
    void statesAreNeverTheSame() throws IOException {
        String state = listener.state();
        reopen(true, CODES);
        assertThat(listener.state()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(state);
    }

    @Test
    void listensOnThisMachineOnly() throws IOException {
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .forEach(address -> assertThatThrownBy(() -> new Socket(address, port).close())
                        .isInstanceOf(IOException.class));
    }

    private void assertPage(String page, int status, String text) {
        assertThat(page)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(text)
                .doesNotContain("s3cret", "evil", "<b>", listener.state());
        assertThat(page.toLowerCase(Locale.ROOT).lines())
                .contains(
                        "content-type: text/html; charset=utf-8",
                        "content-length: " + (page.length() - page.indexOf("\r\n\r\n") - 4),
                        "cache-control: no-store",
                        "referrer-policy: no-referrer",
                        "x-content-type-options: nosniff",
                        "content-security-policy: default-src 'none'",
                        "connection: close");
    }

    private void assertStillWaits() throws Exception {
        assertThatThrownBy(() -> listener.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThat(get(redirect("right"))).endsWith(ACCEPTED);
        assertThat(listener.await(LONG)).endsWith(redirect("right"));
    }

    private void reopen(boolean stateRequired, List<String> codeParameters) throws IOException {
        listener.close();
        listener = RedirectListener.open(url("http://127.0.0.1:PORT/login"), stateRequired, codeParameters);
    }

    private HttpUrl url(String url) {
        return HttpUrl.get(url.replace("PORT", String.valueOf(port)));
    }

    private String redirect(String code) {
        return "/login?code=" + code + "&state=" + listener.state();
    }

    private static String request(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n";
    }

    private String get(String target) throws IOException {
        return send(request(target));
    }

    private String send(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            return read(socket);
        }
    }

    /** Sends a request that may be incomplete, or too long. */
    private String sendAll(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            socket.shutdownOutput();
            return read(socket);
        } catch (SocketException e) {
            return "";
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", port);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Reads to the end. A connection is reset if the listener closes it with bytes that it has not read. */
    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(page);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return page.toString(ISO_8859_1);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}

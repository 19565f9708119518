package org.brokersdk.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP server on loopback that accepts every login. The token in a response contains the client code of its request.
 */
final class Broker implements AutoCloseable {

    private static final Pattern UCC = Pattern.compile("\"ucc\" *: *\"(\\w+)\"");
    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
    private static final String BODY = """
            {"data":{"token":"token-of-%1$s-eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl",\
            "sid":"00000000-0000-0000-0000-000000000000","rid":"00000000-0000-0000-0000-000000000000",\
            "hsServerId":"","isUserPwdExpired":false,"ucc":"%1$s","greetingName":"NOBODY","isTrialAccount":false,\
            "dataCenter":"E00","searchAPIKey":"","kType":"Trade","status":"success",\
            "baseUrl":"https://e00.kotaksecurities.com"}}""";

    private final ServerSocket server = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final long millis;

    /**
     * Starts the server.
     *
     * @param millis the time that a response takes
     */
    Broker(long millis) throws IOException {
        this.millis = millis;
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            String request;
            do {
                request = read(connection.getInputStream());
                Matcher ucc = UCC.matcher(request);
                // Validating a login sends no client code. Only account 0 does so.
                String body = BODY.formatted(ucc.find() ? ucc.group(1) : "U000000");
                Thread.sleep(millis);
                byte[] response = RESPONSE.formatted(body.length(), body).getBytes(StandardCharsets.US_ASCII);
                connection.getOutputStream().write(response);
            } while (!request.contains("Connection: close"));
        } catch (IOException | InterruptedException e) {
            // The client has closed the connection, or the server is closed.
        }
    }

    /** Reads one request. Its body is a JSON object, so the last byte is a brace. */
    private static String read(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        byte[] buffer = new byte[8_192];
        do {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("The client has closed the connection");
            }
            request.append(new String(buffer, 0, length, StandardCharsets.US_ASCII));
        } while (request.indexOf("\r\n\r\n") < 0 || request.charAt(request.length() - 1) != '}');
        return request.toString();
    }
}

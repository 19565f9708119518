package org.brokersdk.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers every login alike, after a time or at once, on loopback. It says where in its first line, and
 * ends when its input does.
 */
final class Broker {

    /** The client code of a request comes back in the token, so that nobody can be given the answer of another. */
    private static final String ANSWER = """
            {"data":{"token":"view-token-of-%s-eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl",\
            "sid":"00000000-0000-0000-0000-000000000000","rid":"00000000-0000-0000-0000-000000000000",\
            "hsServerId":"","isUserPwdExpired":false,"ucc":"%s","greetingName":"NOBODY","isTrialAccount":false,\
            "dataCenter":"E00","searchAPIKey":"","kType":"View","status":"success"}}""";

    private Broker() {}

    /**
     * Starts it.
     *
     * @param arguments how many milliseconds an answer takes
     */
    public static void main(String[] arguments) throws IOException {
        long takes = Long.parseLong(arguments[0]);
        ExecutorService connections = Executors.newCachedThreadPool();
        ServerSocket server = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> {
            while (true) {
                try {
                    Socket connection = server.accept();
                    connections.execute(() -> serve(connection, takes));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
        System.out.println("http://127.0.0.1:" + server.getLocalPort());
        while (System.in.read() != -1) {
            // Until whoever has started it is gone.
        }
        System.exit(0);
    }

    private static void serve(Socket connection, long takes) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (boolean goesOn = true; goesOn; ) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
                TimeUnit.MILLISECONDS.sleep(takes);
                goesOn = !head.contains("\r\nconnection: close");
                String ucc = body.replaceFirst("(?s).*\"ucc\" *: *\"(\\w+)\".*", "$1");
                String answer = ANSWER.formatted(ucc, ucc);
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + answer.length()
                                + (goesOn ? "" : "\r\nConnection: close") + "\r\n\r\n" + answer)
                        .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Whoever asked is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c != -1; c = in.read()) {
            head.append((char) c);
            if (c == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
                return head.toString().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static int length(String head) {
        int at = head.indexOf("\r\ncontent-length:");
        return at < 0
                ? 0
                : Integer.parseInt(head.substring(head.indexOf(':', at) + 1, head.indexOf("\r\n", at + 2))
                        .strip());
    }
}

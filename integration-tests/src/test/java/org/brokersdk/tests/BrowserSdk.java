package org.brokersdk.tests;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.Session;
import org.brokersdk.mocks.Spec;

/** A client that logs in by a page of the broker. Its secret is the code that the browser brings back. */
public abstract class BrowserSdk extends Sdk {

    /** Redirect URL of the browser logins. */
    public static final String REDIRECT = "https://my-server.example/login";

    private static final Map<String, String> NAMES_OF_CODES = new ConcurrentHashMap<>();

    /**
     * Says how the broker talks.
     *
     * @param refusal as for any client
     * @param answer what a code is answered, with {@code %s} in place of the token
     */
    public BrowserSdk(String refusal, String answer) {
        super(refusal, answer);
    }

    @Override
    public Login login(Client client, String user, Supplier<String> secret) {
        BrowserClient<?> browser = (BrowserClient<?>) client;
        return new Login(
                () -> browser.login(redirect(user, secret.get()).toString()),
                () -> browser.loginAsync(redirect(user, secret.get()).toString()));
    }

    @Override
    public Session restore(Client client, String saved) {
        return ((BrowserClient<?>) client).restore(saved);
    }

    /** The code of an account: each has its own. */
    public static String code(String user, String secret) {
        return user.equals(USER) ? secret : secret + "-" + user;
    }

    /** The first of the parameters by which a login page may send its code back, or null if the broker has no page. */
    static String nameOfCode(String broker) {
        return Spec.of(broker).get("x-redirect-codes") instanceof List<?> names ? (String) names.get(0) : null;
    }

    /** A redirect URL of this machine, at a free port. */
    public static String localRedirect() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort() + "/callback";
        }
    }

    /** The whole URL at which the browser comes back. */
    public HttpUrl.Builder redirect(String user, String secret) {
        String name = NAMES_OF_CODES.computeIfAbsent(broker(), BrowserSdk::nameOfCode);
        return HttpUrl.get(REDIRECT).newBuilder().addQueryParameter(name, code(user, secret));
    }
}

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

/** Client that logs in on a page of the broker. Its secret is the authorization code of the redirect. */
public abstract class BrowserSdk extends Sdk {

    /** Redirect URL of the browser logins. */
    public static final String REDIRECT = "https://my-server.example/login";

    private static final Map<String, String> CODE_PARAMETERS = new ConcurrentHashMap<>();

    /**
     * Creates an entry.
     *
     * @param rejection the JSON of a rejection, with {@code %s} instead of its message
     * @param response the JSON of a successful response, with {@code %s} instead of the token
     */
    public BrowserSdk(String rejection, String response) {
        super(rejection, response);
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

    /** Returns the authorization code of an account. Each account has its own. */
    public static String code(String user, String secret) {
        return user.equals(USER) ? secret : secret + "-" + user;
    }

    /**
     * Returns the first parameter of the redirect that may contain the code, or null if the broker has no login page.
     */
    static String codeParameter(String broker) {
        return Spec.of(broker).get("x-redirect-codes") instanceof List<?> names ? (String) names.get(0) : null;
    }

    /** Returns a redirect URL of this machine, at a free port. */
    public static String localRedirect() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://localhost:" + socket.getLocalPort() + "/callback";
        }
    }

    /** Returns the URL of the redirect. */
    public HttpUrl.Builder redirect(String user, String secret) {
        String name = CODE_PARAMETERS.computeIfAbsent(broker(), BrowserSdk::codeParameter);
        return HttpUrl.get(REDIRECT).newBuilder().addQueryParameter(name, code(user, secret));
    }
}

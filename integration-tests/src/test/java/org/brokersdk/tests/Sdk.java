package org.brokersdk.tests;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.mocks.Spec;

/**
 * Client with one login, for tests of all clients of all SDKs.
 *
 * <p>Each entry is a class of the package {@code sdks} whose name ends with {@code Sdk}. The tests find these classes.
 */
public abstract class Sdk {

    /** Secret of the application, such as an access token. */
    public static final String ACCESS = "access-value-0123";

    /** Secret with characters that JSON, HTML and URLs escape. */
    public static final String PASSWORD = "Pass-w0rd!<&>\"x";

    /** One-time password, or another secret of one login. */
    public static final String OTP = "482913";

    public static final String USER = "AB1234";

    private static final Gson GSON = new Gson();
    private static final Pattern TOKEN_FIELD = Pattern.compile("\"(\\w+)\":\"%s\"");

    private final String rejection;
    private final List<String> responses;

    /**
     * Creates an entry.
     *
     * @param rejection the JSON of a rejection, with {@code %s} instead of its message
     * @param responses the JSON of the response to each step of a login, with {@code %s} instead of its tokens
     */
    public Sdk(String rejection, String... responses) {
        this.rejection = rejection;
        this.responses = List.of(responses);
    }

    /** Holder that loads the classes on first use. A subclass cannot be loaded before this class. */
    private static final class Entries {

        private static final List<Sdk> ALL = find();
    }

    private static List<Sdk> find() {
        try {
            Path classes = Path.of(Sdk.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String sdks = Sdk.class.getPackageName() + ".sdks";
            try (Stream<Path> files = Files.list(classes.resolve(sdks.replace('.', '/')))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith("Sdk.class"))
                        .sorted()
                        .map(file -> create(sdks + "." + file.replace(".class", "")))
                        .filter(sdk -> Spec.BROKERS.contains(sdk.broker()))
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sdk create(String name) {
        try {
            return (Sdk) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " needs a constructor without parameters", e);
        }
    }

    /** Returns the entries of all SDKs. */
    public static List<Sdk> all() {
        return Entries.ALL;
    }

    /** Returns one client of each SDK, for tests that take long and whose subject the clients of an SDK share. */
    public static List<Sdk> onePerBroker() {
        Map<String, Sdk> first = new LinkedHashMap<>();
        all().forEach(sdk -> first.putIfAbsent(sdk.broker(), sdk));
        return List.copyOf(first.values());
    }

    /** Returns the clients whose login accepts a supplier of the one-time password. */
    public static List<Sdk> withSupplier() {
        return all().stream()
                .filter(sdk -> Stream.of(sdk.clientType().getMethods())
                        .filter(method -> method.getName().equals("login"))
                        .anyMatch(method -> List.of(method.getParameterTypes()).contains(Supplier.class)))
                .toList();
    }

    /** Returns a builder that lacks only the base URL. */
    public abstract ClientBuilder<?, ?> builder(String user);

    /** Returns a login with a client that the builder has built. */
    public abstract Login login(Client client, String user, Supplier<String> secret);

    /** Returns the session after the further steps of a login, if there are any. */
    public Session session(Object login) {
        return (Session) login;
    }

    /** Restores a saved session. */
    public abstract Session restore(Client client, String saved);

    /** Returns the secrets that a login sends, and those that the broker may know. */
    public List<String> secrets() {
        return List.of(OTP, PASSWORD);
    }

    /** Returns true if a client is for one account. Otherwise it logs in all accounts. */
    public boolean isOfOneAccount() {
        return false;
    }

    /** Returns the id of the operation whose failures all calls of a session have. */
    public String sessionOperation() {
        return "logout";
    }

    /** Returns the text in the body of a login that identifies the account. */
    public String accountText(String user) {
        return user;
    }

    /** Sets the URL that the client calls. */
    public void setUrl(ClientBuilder<?, ?> builder, String url) {
        builder.baseUrl(url);
    }

    /** Returns the headers of a response. */
    public String[] headers(String token) {
        return new String[0];
    }

    /** Returns the name of the broker. */
    public final String broker() {
        return broker(clientType());
    }

    /** Returns the name of the broker that a class belongs to. */
    public static String broker(Class<?> type) {
        return type.getPackageName().replaceFirst(".*\\.", "");
    }

    /** Returns true if this entry is for the client of the broker. */
    public final boolean isOf(String broker, String client) {
        return broker().equals(broker) && clientType().getSimpleName().equals(client);
    }

    private Class<?> clientType() {
        return builder(USER).getClass().getEnclosingClass();
    }

    /** Returns a rejection that has the message in each of its texts. */
    public final String rejection(String message) {
        return rejection.replace("%s", GSON.toJson(message));
    }

    /** Returns a response that logs in with the token. */
    public final byte[] success(String token, String... headers) {
        return response(0, token, headers);
    }

    /** Returns the number of responses until a session. */
    public final int steps() {
        return responses.size();
    }

    /** Returns the response to a step of the login. */
    public final byte[] response(int step, String token, String... headers) {
        String[] all = Stream.of(headers(token), headers).flatMap(Stream::of).toArray(String[]::new);
        return Server.json(200, body(step, token), all);
    }

    /** Returns the body of the response to a step of the login. */
    public final String body(int step, String token) {
        return responses.get(step).replace("%s", token);
    }

    /** Returns the names of the fields that contain the token. */
    public final List<String> tokenFields() {
        return TOKEN_FIELD
                .matcher(responses.get(0))
                .results()
                .map(field -> field.group(1))
                .toList();
    }

    /** Login by a blocking and by an asynchronous call. */
    public record Login(Supplier<Object> blocking, Supplier<CompletableFuture<?>> async) {}

    /** Settings that every client has. A setting that is null is not set. */
    public record Settings(
            String baseUrl, Duration timeout, OkHttpClient httpClient, Consumer<String> logger, String proxy) {

        public static Settings of(String baseUrl) {
            return new Settings(baseUrl, null, null, null, null);
        }

        public Settings timeout(Duration timeout) {
            return new Settings(baseUrl, timeout, httpClient, logger, proxy);
        }

        public Settings httpClient(OkHttpClient httpClient) {
            return new Settings(baseUrl, timeout, httpClient, logger, proxy);
        }

        public Settings logger(Consumer<String> logger) {
            return new Settings(baseUrl, timeout, httpClient, logger, proxy);
        }

        public Settings proxy(String proxy) {
            return new Settings(baseUrl, timeout, httpClient, logger, proxy);
        }
    }

    /** Returns a login of the default user. */
    public final Login login(Settings settings) {
        return login(settings, USER, () -> OTP);
    }

    public final Login login(Settings settings, String user, Supplier<String> secret) {
        return login(client(settings, user), user, secret);
    }

    /** Returns a login with a given client. */
    public final Login login(Client client) {
        return login(client, USER, () -> OTP);
    }

    public final Client client(Settings settings, String user) {
        ClientBuilder<?, ?> builder = builder(user);
        setUrl(builder, settings.baseUrl());
        if (settings.timeout() != null) {
            builder.timeout(settings.timeout());
        }
        if (settings.httpClient() != null) {
            builder.httpClient(settings.httpClient());
        }
        if (settings.logger() != null) {
            builder.logger(settings.logger());
        }
        if (settings.proxy() != null) {
            builder.proxy(settings.proxy());
        }
        return builder.build();
    }

    /** Returns a builder with the URL to call. */
    public final ClientBuilder<?, ?> builderAt(String url) {
        ClientBuilder<?, ?> builder = builder(USER);
        setUrl(builder, url);
        return builder;
    }

    /**
     * Returns the text that contains the token of a session or of the step before: the token, a cookie, or the JSON
     * response.
     */
    public static String token(Object result) {
        for (String method : List.of("key", "cookie", "response")) {
            if (has(result, method)) {
                Object value = call(result, method);
                return value.getClass().isRecord() ? GSON.toJson(value) : value.toString();
            }
        }
        throw new AssertionError(result);
    }

    /** Returns a class of the SDK of a broker, by its name in the package of the SDK. */
    public static Class<?> type(String broker, String name) {
        try {
            return Class.forName("org.brokersdk." + broker + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "specs/" + broker + ".yaml has no SDK with the class " + name + ". Write " + broker
                            + "-sdk/pom.xml, and name the module in pom.xml and in integration-tests/pom.xml",
                    e);
        }
    }

    /** Returns true if a class belongs to an SDK. */
    public static boolean isOfAnSdk(String type) {
        return type.startsWith("org.brokersdk.core.")
                || Spec.BROKERS.stream().anyMatch(broker -> type.startsWith("org.brokersdk." + broker + "."));
    }

    /** Returns the kind of a failure, such as Rejected. */
    public static String kind(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean has(Object target, String name) {
        return Arrays.stream(target.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 0);
    }

    /** Calls a method by its name and the number of its parameters. If the target is a class, the method is static. */
    public static Object call(Object target, String name, Object... arguments) {
        Class<?> type = target instanceof Class<?> given ? given : target.getClass();
        Method method = Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .filter(candidate -> candidate.getParameterCount() == arguments.length)
                .filter(candidate -> !candidate.isBridge())
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has no " + name));
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Sdk.<RuntimeException>sneakyThrow(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Throws an exception without declaring it. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> E sneakyThrow(Throwable throwable) throws E {
        throw (E) throwable;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName().replaceFirst("Sdk$", "");
    }
}

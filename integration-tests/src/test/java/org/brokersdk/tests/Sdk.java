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
 * A client with one login, for what holds for every client of every SDK: the SDKs share no class, but all are made
 * alike.
 *
 * <p>There is no list of them: each is a class of the package {@code sdks} whose name ends with {@code Sdk}.
 */
public abstract class Sdk {

    /** A secret that the application has, such as an access token. */
    public static final String ACCESS = "access-value-0123";

    /** A secret of characters that are escaped everywhere. */
    public static final String PASSWORD = "Pass-w0rd!<&>\"x";

    /** A one-time password, or whatever else the secret of one login is. */
    public static final String OTP = "482913";

    public static final String USER = "AB1234";

    private static final Gson GSON = new Gson();
    private static final Pattern TOKEN_FIELD = Pattern.compile("\"(\\w+)\":\"%s\"");

    private final String refusal;
    private final List<String> answers;

    /**
     * Says how the broker talks.
     *
     * @param refusal the JSON of a refusal, with {@code %s} wherever its words stand, as JSON
     * @param answers the JSON that each step up to the session is answered, with {@code %s} in place of its tokens
     */
    public Sdk(String refusal, String... answers) {
        this.refusal = refusal;
        this.answers = List.of(answers);
    }

    /** Holder that loads the classes on first use. A subclass cannot be loaded before this class. */
    private static final class Found {

        private static final List<Sdk> ALL = find();
    }

    private static List<Sdk> find() {
        try {
            Path classes = Path.of(Sdk.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String place = Sdk.class.getPackageName() + ".sdks";
            try (Stream<Path> files = Files.list(classes.resolve(place.replace('.', '/')))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith("Sdk.class"))
                        .sorted()
                        .map(file -> made(place + "." + file.replace(".class", "")))
                        .filter(sdk -> Spec.BROKERS.contains(sdk.broker()))
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sdk made(String name) {
        try {
            return (Sdk) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " needs a constructor without parameters", e);
        }
    }

    /** The clients of all SDKs. */
    public static List<Sdk> all() {
        return Found.ALL;
    }

    /** Returns one client of each SDK, for tests that take long and whose subject the clients of an SDK share. */
    public static List<Sdk> oneOfEach() {
        Map<String, Sdk> first = new LinkedHashMap<>();
        all().forEach(sdk -> first.putIfAbsent(sdk.broker(), sdk));
        return List.copyOf(first.values());
    }

    /** Those whose one-time password may be supplied when it is needed. */
    public static List<Sdk> askingLate() {
        return all().stream()
                .filter(sdk -> Stream.of(sdk.clientType().getMethods())
                        .filter(method -> method.getName().equals("login"))
                        .anyMatch(method -> List.of(method.getParameterTypes()).contains(Supplier.class)))
                .toList();
    }

    /** A builder with all that it needs but the place to call. */
    public abstract ClientBuilder<?, ?> builder(String user);

    /** The login, of what the builder has built. */
    public abstract Login login(Client client, String user, Supplier<String> secret);

    /** Goes on from what the login answered to the session, if that is not the same. */
    public Session session(Object login) {
        return (Session) login;
    }

    /** Takes a session up that was saved. */
    public abstract Session restore(Client client, String saved);

    /** The secrets that a login of this client sends, or that its broker may know all the same. */
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
    public String mark(String user) {
        return user;
    }

    /** Has the client call another place. */
    public void place(ClientBuilder<?, ?> builder, String url) {
        builder.baseUrl(url);
    }

    /** Returns the headers of a response. */
    public String[] headers(String token) {
        return new String[0];
    }

    /** The name of its SDK. */
    public final String broker() {
        return broker(clientType());
    }

    /** The name of the SDK that a class is of. */
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

    /** An answer that refuses, in these words, wherever words can stand. */
    public final String refusal(String words) {
        return refusal.replace("%s", GSON.toJson(words));
    }

    /** An answer that logs in with this token. */
    public final byte[] success(String token, String... headers) {
        return answer(0, token, headers);
    }

    /** Returns the number of responses until a session. */
    public final int steps() {
        return answers.size();
    }

    /** Returns the response to a step of the login. */
    public final byte[] answer(int step, String token, String... headers) {
        String[] all = Stream.of(headers(token), headers).flatMap(Stream::of).toArray(String[]::new);
        return Server.json(200, body(step, token), all);
    }

    /** The JSON of that answer. */
    public final String body(int step, String token) {
        return answers.get(step).replace("%s", token);
    }

    /** The names of the fields in which an answer has its token. */
    public final List<String> tokenFields() {
        return TOKEN_FIELD
                .matcher(answers.get(0))
                .results()
                .map(field -> field.group(1))
                .toList();
    }

    /** The login, in both ways of calling. */
    public record Login(Supplier<Object> now, Supplier<CompletableFuture<?>> async) {}

    /** Settings of every client; null is not set. */
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

    /** A login that waits for its call. */
    public final Login login(Settings settings) {
        return login(settings, USER, () -> OTP);
    }

    public final Login login(Settings settings, String user, Supplier<String> secret) {
        return login(client(settings, user), user, secret);
    }

    /** A login with a client that was built otherwise. */
    public final Login login(Client client) {
        return login(client, USER, () -> OTP);
    }

    public final Client client(Settings settings, String user) {
        ClientBuilder<?, ?> builder = builder(user);
        place(builder, settings.baseUrl());
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

    /** A builder that calls this place. */
    public final ClientBuilder<?, ?> builderAt(String url) {
        ClientBuilder<?, ?> builder = builder(USER);
        place(builder, url);
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

    /** A class of the SDK of a broker, by its name below the package of that. */
    public static Class<?> type(String broker, String name) {
        try {
            return Class.forName("org.brokersdk." + broker + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "specs/" + broker + ".yaml has no SDK with a class " + name + ": write " + broker
                            + "-sdk/pom.xml, and name the module in pom.xml and in integration-tests/pom.xml",
                    e);
        }
    }

    /** Returns true if a class belongs to an SDK. */
    public static boolean isOfAnSdk(String type) {
        return type.startsWith("org.brokersdk.core.")
                || Spec.BROKERS.stream().anyMatch(broker -> type.startsWith("org.brokersdk." + broker + "."));
    }

    /** The kind of a failure, such as Rejected. */
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

    /** Calls a method by its name and the number of its parameters; a static one, if the target is a class. */
    public static Object call(Object target, String name, Object... arguments) {
        Class<?> type = target instanceof Class<?> itself ? itself : target.getClass();
        Method method = Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .filter(candidate -> candidate.getParameterCount() == arguments.length)
                .filter(candidate -> !candidate.isBridge())
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has no " + name));
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Sdk.<RuntimeException>sneaky(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Throws what the compiler would have declared. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> E sneaky(Throwable throwable) throws E {
        throw (E) throwable;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName().replaceFirst("Sdk$", "");
    }
}

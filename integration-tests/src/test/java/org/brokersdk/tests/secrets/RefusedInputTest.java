package org.brokersdk.tests.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.core.BrowserClient;
import org.brokersdk.core.Client;
import org.brokersdk.core.ClientBuilder;
import org.brokersdk.core.Session;
import org.brokersdk.core.Totp;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;
import org.brokersdk.noren.NorenBroker;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenLogin;
import org.brokersdk.noren.NorenOauthClient;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that all clients refuse input that cannot work before anything is sent. The test finds settings, methods and
 * parameters by reflection, so a new one needs no list.
 */
class RefusedInputTest {

    private static final String VALUE = "ZX9876";

    /** Mistakes of copied text, with the message that refuses them. */
    private static final Map<UnaryOperator<String>, String> COPIES = Map.of(
            value -> value + "\n", " must not begin or end with a blank",
            value -> value + "\r\n", " must not begin or end with a blank",
            value -> " " + value, " must not begin or end with a blank",
            value -> value + "\u00a0", " must not begin or end with a blank",
            value -> "\ufeff" + value, " must not begin or end with a blank",
            value -> value.charAt(0) + "\t" + value.substring(1), " must not have a control character",
            value -> "\"" + value + "\"", " must not be in quotes",
            value -> "\u201c" + value + "\u201d", " must not be in quotes");

    private static final Set<String> KEYS = Set.of(
            "accessToken",
            "consumerKey",
            "apiKey",
            "apiSecret",
            "appKey",
            "appSecret",
            "secret",
            "subscriptionKey",
            "encryptionKey",
            "vendorCode");

    private static Server server;

    /** Responses of the server: the steps of a login, and then rejections. */
    private static volatile List<byte[]> responses = List.of();

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static volatile byte[] rejection;

    @BeforeAll
    static void open() throws IOException {
        server = Server.responding(request -> {
            int next = NEXT.getAndIncrement();
            return next < responses.size() ? responses.get(next) : rejection;
        });
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    /** Setting of a builder with a refused value, and the message. */
    private record RefusedSetting(Sdk sdk, String setting, String value, String message) {

        @Override
        public String toString() {
            return sdk + "." + setting + "(" + value.replace("\n", "\\n") + ")";
        }
    }

    private static boolean isInUpperCase(Sdk sdk, String setting) {
        return setting.equals("ucc") || setting.equals("userId") && sdk.broker().equals("noren");
    }

    static Stream<RefusedSetting> settings() {
        return Sdk.all().stream()
                .flatMap(sdk -> textSettings(sdk)
                        .flatMap(setting -> Stream.of(
                                        COPIES.entrySet().stream()
                                                .map(copy -> new RefusedSetting(
                                                        sdk,
                                                        setting,
                                                        copy.getKey().apply(VALUE),
                                                        copy.getValue())),
                                        Stream.of("Bearer " + VALUE, "bearer " + VALUE)
                                                .filter(value -> KEYS.contains(setting))
                                                .map(value -> new RefusedSetting(
                                                        sdk, setting, value, " must not begin with Bearer")),
                                        Stream.of("FA12345:::" + VALUE)
                                                .filter(value -> KEYS.contains(setting))
                                                .map(value ->
                                                        new RefusedSetting(sdk, setting, value, " must be one value")),
                                        Stream.of("zx9876", "Zx9876")
                                                .filter(value -> isInUpperCase(sdk, setting))
                                                .map(value -> new RefusedSetting(sdk, setting, value, " must be ")))
                                .flatMap(rows -> rows)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingsAreRefused(RefusedSetting refused) {
        ClientBuilder<?, ?> builder = refused.sdk.builderAt(server.url());

        assertRefused(refused.setting + refused.message, refused.value, () -> {
            Sdk.call(builder, refused.setting, refused.value);
            builder.build();
        });
    }

    /** Checks formats that only one client has. */
    @ParameterizedTest
    @MethodSource
    void formatsOfOneClientAreRefused(String message, String value, ThrowingCallable call) {
        assertRefused(message, value, call);
    }

    static Stream<Arguments> formatsOfOneClientAreRefused() {
        return Stream.of(
                form(
                        "mobileNumber must be the country code",
                        "9812345678",
                        value -> neo().mobileNumber(value).build()),
                form(
                        "mobileNumber must be the country code",
                        "+91 98123 45678",
                        value -> neo().mobileNumber(value).build()),
                form(
                        "ucc must be the client code",
                        "98765",
                        value -> neo().ucc(value).build()),
                form(
                        "ucc must be the client code",
                        "+919812345678",
                        value -> neo().ucc(value).build()),
                form("totp must be six digits", "98765", value -> neo().build().login(value)),
                form(
                        "totp must be six digits",
                        "GEZDGNBVGY3TQOJQ",
                        value -> neo().build().login(value)),
                form("mpin must be six digits", "9876", neoLogin()::validate),
                form(
                        "clientId must be one value",
                        "FA12345_U:::k",
                        value -> NorenOauthClient.builder()
                                .broker(NorenBroker.SHOONYA)
                                .clientId(value)
                                .secret("s")
                                .userId("FA12345")
                                .redirectUrl("http://localhost:3000/callback")
                                .build()));
    }

    @EverySdk
    void codeWithOtherTextIsRefused(Sdk sdk) {
        if (client(sdk) instanceof BrowserClient<?> browser) {
            for (String value : List.of("https://my-server.example/?code=Z9Y8", "code=Z9Y8", "?code=Z9Y8&state=x")) {
                assertRefused("code must be the authorization code alone", "Z9Y8", () -> browser.loginWithCode(value));
                assertRefused(
                        "code must be the authorization code alone", "Z9Y8", () -> browser.loginWithCodeAsync(value));
            }
        }
    }

    /** Checks that blanks in a one-time password are removed, and that other mistakes of copied text are refused. */
    @EverySdk
    void argumentsAreRefusedOrCorrected(Sdk sdk) {
        for (Object target : targets(sdk)) {
            for (Method method : methods(target)) {
                int texts = (int) Arrays.stream(method.getParameterTypes())
                        .filter(String.class::equals)
                        .count();
                for (int i = 0; i < texts; i++) {
                    argumentIsRefusedOrCorrected(target, method, i);
                }
            }
        }
    }

    private static void argumentIsRefusedOrCorrected(Object target, Method method, int index) {
        String valid = Stream.of(VALUE, "987654", "9876")
                .filter(value -> !(call(target, method, texts(value, -1, null)) instanceof IllegalArgumentException))
                .findFirst()
                .orElseThrow(() -> new AssertionError(method + " takes none of the values of this test"));
        String sent = lastBody();
        COPIES.forEach((copy, message) -> {
            int before = server.requests.size();
            Throwable failure = call(target, method, texts(valid, index, copy.apply(valid)));
            if (failure instanceof IllegalArgumentException) {
                assertThat(failure).hasMessageNotContaining(valid).hasNoCause();
                assertThat(server.requests).hasSize(before);
            } else {
                assertThat(lastBody()).as(method.toString()).isEqualTo(sent);
            }
        });
    }

    /** Returns the body of the last request, or an empty text. */
    private static String lastBody() {
        return server.requests.isEmpty()
                ? ""
                : server.requests.get(server.requests.size() - 1).body();
    }

    private static Function<Class<?>, Object> texts(String valid, int index, String changed) {
        AtomicInteger next = new AtomicInteger();
        return type -> type != String.class ? dummy(type) : next.getAndIncrement() == index ? changed : valid;
    }

    /** Checks that a line break at the end is accepted, as editors add one. */
    @EverySdk
    void savedSessionMayEndWithALineBreak(Sdk sdk) {
        List<Object> targets = targets(sdk);
        Client client = (Client) targets.get(0);
        String saved = ((Session) targets.get(targets.size() - 1)).save();

        assertThat(sdk.restore(client, saved + "\r\n").save()).isEqualTo(saved);
        assertRefused("saved must be what ", saved, () -> sdk.restore(client, "'" + saved + "'"));
    }

    // Null

    @EverySdk
    void nullIsRefused(Sdk sdk) {
        ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
        for (Object target :
                Stream.concat(Stream.of(builder), targets(sdk).stream()).toList()) {
            for (Method method : target.getClass().getMethods()) {
                for (int i = 0; isOfAnSdk(method) && i < method.getParameterCount(); i++) {
                    if (!method.getParameterTypes()[i].isPrimitive()) {
                        nullIsRefused(target, method, i);
                    }
                }
            }
        }
    }

    private static void nullIsRefused(Object target, Method method, int index) {
        AtomicInteger next = new AtomicInteger();
        int before = server.requests.size();

        Throwable failure = call(target, method, type -> next.getAndIncrement() == index ? null : dummy(type));

        assertThat(failure).as(method + " with null at " + index).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests).hasSize(before);
    }

    @Test
    void nullIsRefusedByOtherClasses() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> BatchLogin.of(null),
                () -> BatchLogin.of(account -> new CompletableFuture<>()).onResult(null),
                () -> BatchLogin.of(account -> new CompletableFuture<>()).execute(null),
                () -> BatchLogin.of(account -> new CompletableFuture<>()).execute(Collections.singletonList(null)),
                () -> Totp.fromBase32(null),
                () -> Totp.fromBase32("GEZDGNBVGY3TQOJQ", (Clock) null),
                () -> new org.brokersdk.iifl.IiflEncryption(null),
                () -> NorenBroker.SHOONYA.baseUrl(null),
                () -> NorenBroker.SHOONYA.webSocket(null),
                () -> NorenClient.builder().broker(null),
                () -> NorenOauthClient.builder().broker(null))) {
            assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class);
        }
        assertThat(NorenBroker.SHOONYA.logins()).contains(NorenLogin.OAUTH);
    }

    // The clients

    /** Returns the client, the result of its login, and the session. */
    private static List<Object> targets(Sdk sdk) {
        Client client = client(sdk);
        responses = java.util.stream.IntStream.range(0, sdk.steps())
                .mapToObj(step -> sdk.response(step, "t0ken"))
                .toList();
        rejection = Server.json(200, sdk.rejection("Not now"));
        NEXT.set(0);
        Object login = sdk.login(client).blocking().get();
        Object session = sdk.session(login);
        return login == session ? List.of(client, session) : List.of(client, login, session);
    }

    private static KotakNeoClient.Builder neo() {
        return KotakNeoClient.builder()
                .baseUrl(server.url())
                .accessToken("token")
                .mobileNumber("+910000000000")
                .ucc("AB123");
    }

    private static KotakNeoLogin neoLogin() {
        return (KotakNeoLogin) targets(sdk("KotakNeo")).get(1);
    }

    private static Client client(String name) {
        return client(sdk(name));
    }

    /**
     * Returns a client. It has a client id if there is such a setting, as an authorization code alone names no user.
     */
    private static Client client(Sdk sdk) {
        ClientBuilder<?, ?> builder = sdk.builderAt(server.url());
        if (textSettings(sdk).anyMatch("clientId"::equals)) {
            Sdk.call(builder, "clientId", Sdk.USER);
        }
        return builder.build();
    }

    private static Sdk sdk(String name) {
        return Sdk.all().stream()
                .filter(sdk -> sdk.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Arguments form(String message, String value, Consumer<String> call) {
        return Arguments.of(message, value, (ThrowingCallable) () -> call.accept(value));
    }

    private static void assertRefused(String message, String value, ThrowingCallable call) {
        int before = server.requests.size();
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContainingAny(value, "^", "\\d")
                .hasNoCause();
        assertThat(server.requests).hasSize(before);
    }

    // Reflection

    /** Returns the settings with a text that is no URL. */
    private static Stream<String> textSettings(Sdk sdk) {
        ClientBuilder<?, ?> builder = sdk.builder(Sdk.USER);
        return Arrays.stream(builder.getClass().getMethods())
                .filter(method -> List.of(method.getParameterTypes()).equals(List.of(String.class)))
                .filter(method -> method.getReturnType().isInstance(builder))
                .filter(method -> !method.isBridge())
                .map(Method::getName)
                .filter(name -> {
                    Throwable failure = catchThrowable(() -> Sdk.call(builder, name, "no URL"));
                    return failure == null || !failure.getMessage().contains("URL");
                })
                .distinct();
    }

    /** Returns the methods that send a request. A redirect may have blanks at its ends, so its methods are omitted. */
    private static List<Method> methods(Object target) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Method method : target.getClass().getMethods()) {
            boolean redirect =
                    target instanceof BrowserClient && method.getName().matches("login(Async)?");
            if (isOfAnSdk(method) && !redirect && !method.getName().startsWith("restore")) {
                methods.put(method.toString(), method);
            }
        }
        return List.copyOf(methods.values());
    }

    private static boolean isOfAnSdk(Method method) {
        return Sdk.isOfAnSdk(method.getDeclaringClass().getName())
                && !method.getName().equals("equals")
                && !method.isBridge()
                && !Modifier.isStatic(method.getModifiers());
    }

    /** Returns the exception that a call throws. Waits for its future. */
    private static Throwable call(Object target, Method method, Function<Class<?>, Object> argument) {
        return catchThrowable(() -> {
            try {
                method.setAccessible(true);
                Object result = method.invoke(
                        target,
                        Arrays.stream(method.getParameterTypes()).map(argument).toArray());
                if (result instanceof CompletableFuture<?> future) {
                    catchThrowable(future::join);
                }
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Object dummy(Class<?> type) {
        Supplier<String> supplier = () -> "123456";
        UnaryOperator<Object> function = value -> value;
        Consumer<Object> consumer = value -> {};
        return Stream.of(
                        VALUE,
                        supplier,
                        LocalDate.EPOCH,
                        Duration.ofSeconds(5),
                        new OkHttpClient(),
                        function,
                        consumer,
                        NorenBroker.PROSTOCKS)
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This test needs a value of " + type));
    }
}

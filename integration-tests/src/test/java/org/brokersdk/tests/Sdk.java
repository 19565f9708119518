package org.brokersdk.tests;

import com.google.gson.Gson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.IiflApp;
import org.brokersdk.iifl.IiflClient;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.kotak.KotakClient;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.noren.FlattradeClient;
import org.brokersdk.noren.NorenClient;
import org.brokersdk.noren.NorenOauthClient;

/**
 * A client with one login, for what holds for every client of every SDK: the SDKs share no class, but all are made
 * alike.
 */
enum Sdk {
    KOTAK(
            "Kotak",
            "{\"Success\":{\"oneTimeToken\":\"%s\"}}",
            "{\"fault\":{\"code\":50001,\"message\":%s,\"description\":%s}}") {
        @Override
        Object builder(String user) {
            return KotakClient.builder()
                    .accessToken(ACCESS)
                    .consumerKey("consumer-key")
                    .userId(user);
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            KotakClient kotak = (KotakClient) client;
            return new Login(() -> kotak.login(secret.get()), () -> kotak.loginAsync(secret.get()));
        }
    },
    NEO(
            "Kotak",
            "{\"data\":{\"token\":\"%s\",\"sid\":\"sid\"}}",
            "{\"error\":[{\"code\":%s,\"message\":%s},{\"code\":%2$s,\"message\":%1$s}]}") {
        @Override
        Object builder(String user) {
            return KotakNeoClient.builder()
                    .accessToken(ACCESS)
                    .mobileNumber("+910000000000")
                    .ucc(user);
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            KotakNeoClient neo = (KotakNeoClient) client;
            return new Login(() -> neo.login(secret), () -> neo.loginAsync(secret));
        }
    },
    IIFL(
            "Iifl",
            "{\"head\":{\"status\":\"0\"},\"body\":{\"Status\":0,\"Message\":\"%s\"}}",
            "{\"head\":{\"status\":%s,\"statusDescription\":%s}}") {
        @Override
        Object builder(String user) {
            return IiflClient.builder()
                    .subscriptionKey(ACCESS)
                    .encryptionKey("encryption-key")
                    .app(IiflApp.builder()
                            .appName("app")
                            .appVersion("1.0")
                            .key("user-key")
                            .userId("app-user")
                            .password(PASSWORD)
                            .build());
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            IiflClient iifl = (IiflClient) client;
            return new Login(
                    () -> iifl.partnerLogin(user + "@example.com", "1234567890"),
                    () -> iifl.partnerLoginAsync(user + "@example.com", "1234567890"));
        }
    },
    MARKETS("Iifl", "{\"status\":\"Ok\",\"userSession\":\"%s\"}", "{\"status\":\"Not_Ok\",\"message\":%s}") {
        @Override
        Object builder(String user) {
            return IiflMarketsClient.builder()
                    .appKey("app-key")
                    .appSecret(PASSWORD)
                    .redirectUrl(REDIRECT);
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            IiflMarketsClient iifl = (IiflMarketsClient) client;
            String redirect = REDIRECT + "?authCode=" + code(user) + "&clientId=" + user;
            return new Login(() -> iifl.login(redirect), () -> iifl.loginAsync(redirect));
        }
    },
    NOREN("Noren", "{\"stat\":\"Ok\",\"susertoken\":\"%s\"}", "{\"stat\":\"Not_Ok\",\"emsg\":%s}") {
        @Override
        Object builder(String user) {
            return NorenClient.builder()
                    .vendorCode("vendor-code")
                    .apiKey(ACCESS)
                    .deviceId("device");
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            NorenClient noren = (NorenClient) client;
            return new Login(() -> noren.login(user, PASSWORD, secret), () -> noren.loginAsync(user, PASSWORD, secret));
        }
    },
    OAUTH("Noren", "{\"stat\":\"Ok\",\"access_token\":\"%s\"}", "{\"stat\":\"Not_Ok\",\"emsg\":%s}") {
        @Override
        Object builder(String user) {
            return NorenOauthClient.builder()
                    .loginPage("https://broker.example/authorize")
                    .clientId("client-id")
                    .secret(PASSWORD)
                    .userId(user)
                    .redirectUrl(REDIRECT);
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            NorenOauthClient noren = (NorenOauthClient) client;
            String code = code(user);
            return new Login(() -> noren.loginWithCode(code), () -> noren.loginWithCodeAsync(code));
        }
    },
    FLATTRADE("Noren", "{\"stat\":\"Ok\",\"token\":\"%s\",\"client\":\"FT1\"}", "{\"stat\":\"Not_Ok\",\"emsg\":%s}") {
        @Override
        Object builder(String user) {
            return FlattradeClient.builder()
                    .apiKey("api-key")
                    .apiSecret(PASSWORD)
                    .redirectUrl(REDIRECT);
        }

        @Override
        Login login(Object client, String user, Supplier<String> secret) {
            FlattradeClient flattrade = (FlattradeClient) client;
            String code = code(user);
            return new Login(() -> flattrade.loginWithCode(code), () -> flattrade.loginWithCodeAsync(code));
        }
    };

    static final String ACCESS = "access-value-0123";
    static final String PASSWORD = "Pass-w0rd!<&>\"x";
    static final String OTP = "482913";
    static final String USER = "AB1234";
    private static final Gson GSON = new Gson();
    private static final String REDIRECT = "https://my-server.example/login";

    /** The name in front of the exceptions of its SDK. */
    final String broker;

    private final String success;
    private final String refusal;

    Sdk(String broker, String success, String refusal) {
        this.broker = broker;
        this.success = success;
        this.refusal = refusal;
    }

    /** An answer that refuses, in these words, wherever words can stand. */
    String refusal(String words) {
        String json = GSON.toJson(words);
        return refusal.formatted(json, json);
    }

    /** The login, in both ways of calling. */
    record Login(Supplier<Object> now, Supplier<CompletableFuture<?>> async) {}

    /** What every client can be told; null is not told. */
    record Settings(
            String baseUrl,
            Duration timeout,
            OkHttpClient httpClient,
            Executor executor,
            Consumer<String> logger,
            String proxy) {

        static Settings of(String baseUrl) {
            return new Settings(baseUrl, null, null, null, null, null);
        }

        Settings timeout(Duration timeout) {
            return new Settings(baseUrl, timeout, httpClient, executor, logger, proxy);
        }

        Settings httpClient(OkHttpClient httpClient) {
            return new Settings(baseUrl, timeout, httpClient, executor, logger, proxy);
        }

        Settings executor(Executor executor) {
            return new Settings(baseUrl, timeout, httpClient, executor, logger, proxy);
        }

        Settings logger(Consumer<String> logger) {
            return new Settings(baseUrl, timeout, httpClient, executor, logger, proxy);
        }

        Settings proxy(String proxy) {
            return new Settings(baseUrl, timeout, httpClient, executor, logger, proxy);
        }
    }

    /** The secrets that a login of this client sends, or that its broker may know all the same. */
    List<String> secrets() {
        return switch (this) {
            case KOTAK, NEO -> List.of(OTP, ACCESS);
            case IIFL, MARKETS, OAUTH, FLATTRADE -> List.of(PASSWORD, ACCESS);
            case NOREN -> List.of(PASSWORD, ACCESS, OTP);
        };
    }

    abstract Object builder(String user);

    abstract Login login(Object client, String user, Supplier<String> secret);

    /** A login that waits for its call. */
    Login login(Settings settings) {
        return login(settings, USER, () -> OTP);
    }

    Login login(Settings settings, String user, Supplier<String> secret) {
        return login(client(settings, user), user, secret);
    }

    AutoCloseable client(Settings settings, String user) {
        Object builder = builder(user);
        set(builder, "baseUrl", settings.baseUrl());
        if (this == FLATTRADE) {
            set(builder, "tokenUrl", settings.baseUrl());
        }
        set(builder, "timeout", settings.timeout());
        set(builder, "httpClient", settings.httpClient());
        set(builder, "executor", settings.executor());
        set(builder, "logger", settings.logger());
        set(builder, "proxy", settings.proxy());
        return (AutoCloseable) call(builder, "build");
    }

    /** An answer that logs in with this token. */
    byte[] success(String token, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = this == IIFL ? "Set-Cookie: IIFLMarcookie=" + token : "X-Nothing: else";
        return Server.json(200, success.formatted(token), all);
    }

    /** The code that a redirect brings: each account has its own. */
    static String code(String user) {
        return user.equals(USER) ? ACCESS : ACCESS + "-" + user;
    }

    /** What holds the token of a session, or of the step before it: the token, a cookie, or the answer in JSON. */
    static String token(Object result) {
        for (String method : List.of("key", "cookie", "answer")) {
            if (has(result, method)) {
                Object value = call(result, method);
                return value.getClass().isRecord() ? GSON.toJson(value) : value.toString();
            }
        }
        throw new AssertionError(result);
    }

    /** A class of the SDK of a broker, by its name below the package of that. */
    static Class<?> type(String broker, String name) {
        try {
            return Class.forName("org.brokersdk." + broker + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "specs/" + broker + ".yaml has no SDK with a class " + name + ": write " + broker
                            + "-sdk/pom.xml, and name the module in pom.xml and in integration-tests/pom.xml",
                    e);
        }
    }

    /** The kind of a failure, such as Rejected. */
    static String kind(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    /** Sets one of the settings that a builder has; a null stays as it is. */
    static void set(Object builder, String name, Object value) {
        if (value != null) {
            call(builder, name, value);
        }
    }

    private static boolean has(Object target, String name) {
        return Arrays.stream(target.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name) && method.getParameterCount() == 0);
    }

    static Object call(Object target, String name, Object... arguments) {
        Method method = Arrays.stream(target.getClass().getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .filter(candidate -> candidate.getParameterCount() == arguments.length)
                .filter(candidate -> !candidate.isBridge())
                .findFirst()
                .orElseThrow(() -> new AssertionError(target.getClass() + " has no " + name));
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}

package org.brokersdk.tests;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import okhttp3.OkHttpClient;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.BrokerMetadata;
import org.brokersdk.core.internal.HttpClients;
import org.brokersdk.core.internal.RequestAuthenticator;
import org.brokersdk.core.internal.Transport;

/** Creates API clients for tests that call a generated interface without a client of the SDK. */
public final class ApiClients {

    private ApiClients() {}

    public static ApiClient client(String broker, String url) {
        return client(broker, url, new OkHttpClient());
    }

    public static ApiClient client(String broker, String url, OkHttpClient http) {
        Transport transport = new Transport(
                metadata(broker),
                HttpClients.isolated(http).build(),
                Duration.ofSeconds(30),
                null,
                null,
                null,
                null,
                executor -> executor);
        return ApiClient.of(transport, url);
    }

    /** Returns the facts that the SDK of a broker passes to the core. */
    public static BrokerMetadata metadata(String broker) {
        try {
            Field metadata = Sdk.type(broker, "SpecValues").getDeclaredField("METADATA");
            metadata.setAccessible(true);
            return (BrokerMetadata) metadata.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the credential of a security scheme of the spec. */
    public static RequestAuthenticator credential(String broker, String scheme, String... values) {
        Method method = Arrays.stream(Sdk.type(broker, "SecuritySchemes").getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No security scheme " + scheme));
        method.setAccessible(true);
        Object[] arguments = Arrays.copyOf(values, method.getParameterCount());
        Arrays.fill(arguments, Math.min(values.length, arguments.length), arguments.length, values[values.length - 1]);
        try {
            return (RequestAuthenticator) method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw Sdk.<RuntimeException>sneakyThrow(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}

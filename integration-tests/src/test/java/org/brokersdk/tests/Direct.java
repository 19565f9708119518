package org.brokersdk.tests;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.Request;
import retrofit2.Call;

/** What the clients send in place of Retrofit, behind the same interface. */
final class Direct {

    private static final Interceptor OPEN = chain -> chain.proceed(chain.request());

    private Direct() {}

    /**
     * An API whose calls have the requests of the clients.
     *
     * @param api a generated interface
     * @param client the {@code ApiClient} of the same SDK
     */
    static <A> A create(Class<A> api, Object client) {
        String sdk = api.getPackageName().replaceFirst("\\.api$", "");
        return proxy(
                api,
                (self, method, arguments) -> method.isDefault()
                        ? InvocationHandler.invokeDefault(self, method, arguments)
                        : call(client, (Request) invoke(
                                invoke(null, Class.forName(sdk + ".Requests"), method.getName(), arguments),
                                Class.forName(sdk + ".Outgoing"),
                                "on",
                                client)));
    }

    private static Call<?> call(Object client, Request request) {
        return proxy(Call.class, (self, method, arguments) -> switch (method.getName()) {
            case "request" -> request;
            case "execute" -> {
                ((okhttp3.Call.Factory) invoke(client, client.getClass(), "gated", OPEN))
                        .newCall(request)
                        .execute()
                        .close();
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object object, Class<?> type, String name, Object... arguments) throws Throwable {
        Method method = Stream.of(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

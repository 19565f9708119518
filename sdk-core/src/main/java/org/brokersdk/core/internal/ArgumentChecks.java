package org.brokersdk.core.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * Checks the arguments of a generated interface. A null is rejected unless its parameter is {@link Nullable}, and so is
 * a null in a list. Retrofit would send the request without such a query parameter, header or item. An argument that
 * breaks a {@link ParameterRule} is rejected too.
 */
final class ArgumentChecks {

    private ArgumentChecks() {}

    /** Returns an interface of Retrofit whose methods check their arguments. */
    static <A> A check(Class<A> type, A api) {
        InvocationHandler retrofit = Proxy.getInvocationHandler(api);
        InvocationHandler checking = (proxy, method, arguments) -> {
            // A default method calls an abstract method of this proxy, which checks all arguments.
            if (arguments != null && !method.isDefault()) {
                check(method, arguments);
            }
            return retrofit.invoke(proxy, method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, checking));
    }

    private static void check(Method method, @Nullable Object[] arguments) {
        // The JDK reads the annotations of a Parameter once, and those of its type at each call.
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            Annotation[] annotations = parameters[i].getAnnotations();
            String name = name(annotations);
            if (name == null) {
                continue;
            }
            if (arguments[i] == null && !parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                Preconditions.notNull(name, null);
            }
            if (arguments[i] instanceof List<?> items) {
                Limits.items(name, items, 0, Integer.MAX_VALUE);
            }
            for (Annotation annotation : annotations) {
                if (annotation instanceof ParameterRule rule) {
                    check(name, arguments[i], rule);
                }
                // The URL would be that of another operation.
                if (annotation instanceof Path && String.valueOf(arguments[i]).isEmpty()) {
                    throw new IllegalArgumentException(name + " must not be empty in a path");
                }
            }
        }
    }

    private static void check(String name, @Nullable Object argument, ParameterRule rule) {
        Preconditions.check(name, argument, false, rule.minLength(), rule.maxLength(), rule.pattern(), rule.form());
        if (argument instanceof Number number && !rule.minimum().isEmpty()) {
            Limits.atLeast(name, number, rule.minimum());
        }
        if (argument instanceof Number number && !rule.maximum().isEmpty()) {
            Limits.atMost(name, number, rule.maximum());
        }
        if (argument instanceof List<?> items) {
            Limits.items(name, items, rule.minItems(), rule.maxItems());
        }
        if (argument != null && rule.values() != void.class) {
            Limits.listed(
                    name,
                    argument instanceof List<?> items ? items : List.of(argument),
                    OpenEnum.values(rule.values()));
        }
    }

    /** Returns the name of a parameter in the request, or null if the parameter is not sent. */
    private static @Nullable String name(Annotation[] annotations) {
        String name = null;
        for (Annotation annotation : annotations) {
            if (annotation instanceof Path path) {
                name = path.value();
            } else if (annotation instanceof Query query) {
                name = query.value();
            } else if (annotation instanceof Header header) {
                name = header.value();
            } else if (annotation instanceof Body) {
                name = "body";
            }
        }
        return name;
    }
}

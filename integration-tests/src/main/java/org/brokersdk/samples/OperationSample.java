package org.brokersdk.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;
import retrofit2.Invocation;

/**
 * A method of this package that shows how one operation is called.
 *
 * <p>There is no list of them: a public method without parameters, in a class of this package whose name begins with
 * the broker's and ends with {@code Samples}, is the sample of the operation of its name.
 *
 * @param broker whose operation it is
 * @param operation the operation in the broker's spec
 * @param method the method that calls it
 */
public record OperationSample(String broker, Operation operation, Method method) {

    private static final Path SOURCES =
            Spec.DIRECTORY.getParent().resolve("integration-tests/src/main/java/org/brokersdk/samples");

    /**
     * The samples of all operations of all specs.
     *
     * @return one for each operation
     * @throws IllegalStateException if an operation has none
     */
    public static List<OperationSample> all() {
        List<Method> methods = methods();
        return Spec.BROKERS.stream()
                .flatMap(broker -> Spec.of(broker).operations().stream()
                        .map(operation ->
                                new OperationSample(broker, operation, find(methods, broker, operation.id()))))
                .toList();
    }

    /**
     * Calls the operation, and what has to be called before it.
     *
     * @param http sends the calls
     */
    public void run(OkHttpClient http) {
        try {
            method.invoke(method.getDeclaringClass()
                    .getConstructor(OkHttpClient.class)
                    .newInstance(http));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(this + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(this + " cannot be run", e);
        }
    }

    /**
     * What a sample is run with: it names no mock, so its calls are sent to one.
     *
     * @param mocks where to
     * @param example the answer to this operation, or null for any success; those before it succeed
     * @return a client
     */
    public OkHttpClient against(Mocks mocks, Example example) {
        HttpUrl mock = HttpUrl.get(mocks.of(broker).url());
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(rerouted(chain, mock, example)))
                .build();
    }

    private Request rerouted(Interceptor.Chain chain, HttpUrl mock, Example example) {
        Invocation call = chain.request().tag(Invocation.class);
        // Prism leaves out the path of a server, so only as much is kept as the spec names.
        List<String> path = chain.request().url().encodedPathSegments();
        int length = pathOf(call.method()).split("/").length;
        HttpUrl.Builder url =
                mock.newBuilder().encodedQuery(chain.request().url().encodedQuery());
        url.encodedPath("/" + String.join("/", path.subList(path.size() - length, path.size())));
        Request.Builder request = chain.request().newBuilder().url(url.build());
        if (example != null && call.method().getName().equals(operation.id())) {
            request.header("Prefer", "code=" + example.status() + ", example=" + example.name());
            request.header("Accept", example.mediaType());
        }
        return request.build();
    }

    /** What the one annotation for the HTTP method, such as {@code @POST}, says. */
    private static String pathOf(Method call) {
        return Arrays.stream(call.getAnnotations())
                .map(annotation -> {
                    try {
                        return annotation.annotationType().getMethod("value").invoke(annotation);
                    } catch (ReflectiveOperationException e) {
                        return null;
                    }
                })
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Method find(List<Method> methods, String broker, String operationId) {
        return methods.stream()
                .filter(method -> method.getDeclaringClass()
                        .getSimpleName()
                        .toLowerCase(Locale.ROOT)
                        .startsWith(broker))
                .filter(method -> method.getName().equals(operationId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The operation " + operationId + " of " + broker
                        + " has no sample: write a method of this name in a class of " + SOURCES.getFileName()));
    }

    private static List<Method> methods() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Samples.java"))
                    .map(file -> OperationSample.class.getPackageName() + "." + file.replace(".java", ""))
                    .flatMap(OperationSample::methods)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Method> methods(String className) {
        try {
            return Arrays.stream(Class.forName(className).getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return broker + " " + operation.id();
    }
}

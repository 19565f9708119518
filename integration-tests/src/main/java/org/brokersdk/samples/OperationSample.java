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
import okhttp3.OkHttpClient;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;

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
     * Where a sample is run: it names no mock, so its calls are brought to one.
     *
     * @param mocks where to
     * @param example the answer to this operation, or null for any success; those before it succeed
     * @return a gateway that the caller closes
     */
    public Gateway against(Mocks mocks, Example example) {
        Gateway gateway = mocks.open(broker);
        if (example != null) {
            gateway.prefer(operation.id(), example.status(), example.name());
        }
        return gateway;
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

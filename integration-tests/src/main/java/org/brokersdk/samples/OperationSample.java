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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Operation.Example;
import org.brokersdk.mocks.Spec;

/**
 * Sample of an operation: a method of this package that calls the operation.
 *
 * <p>The sample has the name of the operation, and its class has the name of the API, such as {@code KotakNeoSamples}.
 *
 * @param operation the operation in the broker's spec
 * @param method the method that calls it
 */
public record OperationSample(Operation operation, Method method) {

    private static final Path REPOSITORY = Spec.DIRECTORY.getParent();
    private static final String SOURCES = "integration-tests/src/main/java/org/brokersdk/samples/";

    /**
     * Returns the samples of the {@link Spec#testedOperations() tested operations}.
     *
     * @return one sample for each operation
     * @throws IllegalStateException if an operation has no sample, or a sample has no operation
     */
    public static List<OperationSample> all() {
        Set<String> known = Spec.all().stream()
                .flatMap(spec -> spec.operations().stream())
                .map(operation -> type(operation) + "." + operation.id())
                .collect(Collectors.toSet());
        methods()
                .filter(method -> !known.contains(method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .findFirst()
                .ifPresent(method -> {
                    throw new IllegalStateException(
                            source(method.getDeclaringClass().getSimpleName()) + ": " + method.getName()
                                    + "() is the sample of no operation. Give it the name of an operation, or delete it");
                });
        return Spec.testedOperations().stream().map(OperationSample::of).toList();
    }

    /**
     * Returns the samples of a broker.
     *
     * @param broker one of {@link Spec#BROKERS}
     * @return one sample for each operation of its spec
     * @throws IllegalStateException if an operation has no sample
     */
    public static List<OperationSample> of(String broker) {
        return Spec.of(broker).operations().stream().map(OperationSample::of).toList();
    }

    private static OperationSample of(Operation operation) {
        return new OperationSample(operation, find(operation));
    }

    /**
     * Returns the broker of the operation.
     *
     * @return one of {@link Spec#BROKERS}
     */
    public String broker() {
        return operation.spec().broker();
    }

    /**
     * Returns true if the operation returns a session.
     *
     * @return true if the method returns a session
     */
    public boolean opensSession() {
        return method.getReturnType().getSimpleName().endsWith("Session");
    }

    /**
     * Returns the source file of the sample.
     *
     * @return the file
     */
    public Path source() {
        return REPOSITORY.resolve(source(method.getDeclaringClass().getSimpleName()));
    }

    /**
     * Calls the operation, and before it the operations that it needs.
     *
     * @param http the client that sends the calls
     * @return the result, or null if there is none
     */
    public Object run(OkHttpClient http) {
        try {
            return method.invoke(method.getDeclaringClass()
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
     * Opens a gateway that routes the calls of this sample to the mock server.
     *
     * @param mocks the mock servers
     * @param example the response to this operation, or null for any success; the operations before it succeed
     * @return a gateway that the caller closes
     */
    public Gateway openGateway(Mocks mocks, Example example) {
        Gateway gateway = mocks.open(broker());
        if (example != null) {
            gateway.prefer(operation.id(), example.status(), example.name());
        }
        return gateway;
    }

    private static Method find(Operation operation) {
        String type = type(operation);
        try {
            return Class.forName(OperationSample.class.getPackageName() + "." + type)
                    .getMethod(operation.id());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The operation " + operation.id() + " of " + operation.spec()
                            + " has no sample. Write a public method " + operation.id() + "() in " + source(type),
                    e);
        }
    }

    private static String type(Operation operation) {
        return operation.api() + "Samples";
    }

    private static String source(String type) {
        return SOURCES + type + ".java";
    }

    /** Returns all methods that could be samples. */
    private static Stream<Method> methods() {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve(SOURCES))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("Samples.java"))
                    .flatMap(file -> methods(file.replace(".java", "")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Method> methods(String type) {
        try {
            return Arrays.stream(Class.forName(OperationSample.class.getPackageName() + "." + type)
                            .getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return broker() + " " + operation.id();
    }
}

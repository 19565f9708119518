package org.brokersdk.samples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import okio.BufferedSource;
import okio.Okio;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Gateway.Request;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;

/**
 * Recording of the requests and responses of an operation's sample at a mock server, for the docs.
 *
 * @param broker the broker
 * @param operation the operationId
 * @param steps the requests in their order; one of them is of the operation
 * @param laterCalls the credentials of later calls, if the sample returns a session
 */
public record Recording(String broker, String operation, List<Step> steps, List<LaterCalls> laterCalls) {

    /** Headers that the docs omit: those of the connection, and those that every client sends. */
    private static final Set<String> OMITTED_HEADERS =
            Set.of("host", "connection", "content-length", "accept-encoding", "user-agent", "date");

    /**
     * Request with its response.
     *
     * @param operation the operationId
     * @param method the class and the method of the SDK that sent it, such as {@code KotakNeoLogin.validate}
     * @param line the line of the sample that called that method
     * @param request the request
     * @param response the response
     */
    public record Step(String operation, String method, String line, Message request, Message response) {}

    /**
     * Request or response.
     *
     * @param start method and URL, or the status
     * @param headers the headers that matter, by name
     * @param body the body, which may be empty
     */
    public record Message(String start, Map<String, String> headers, String body) {}

    /**
     * Credentials of later calls.
     *
     * @param method the class and the method of the session that returns them, such as {@code KotakNeoSession.headers}
     * @param values the credentials by their names in {@code x-later-calls}
     */
    public record LaterCalls(String method, Map<String, String> values) {}

    /**
     * Records the samples of all operations.
     *
     * @param mocks the mock servers
     * @return one recording for each operation
     * @throws IllegalStateException if a session lacks a credential in {@code x-later-calls}
     */
    static List<Recording> all(Mocks mocks) {
        return OperationSample.all().parallelStream()
                .map(sample -> of(mocks, sample))
                .toList();
    }

    /**
     * Records a sample.
     *
     * @param mocks the mock servers
     * @param sample the sample
     * @return the recording
     * @throws IllegalStateException if the session lacks a credential in {@code x-later-calls}
     */
    public static Recording of(Mocks mocks, OperationSample sample) {
        List<Step> steps = Collections.synchronizedList(new ArrayList<>());
        Thread caller = Thread.currentThread();
        try (Gateway gateway = sample.openGateway(mocks, null)) {
            for (Operation operation : sample.operation().spec().operations()) {
                gateway.handle(operation.id(), (request, client) -> {
                    byte[] response = gateway.forward(request);
                    steps.add(step(sample, request, response, caller.getStackTrace()));
                    client.getOutputStream().write(response);
                });
            }
            Object result = sample.run(gateway.http());
            return new Recording(
                    sample.broker(), sample.operation().id(), List.copyOf(steps), laterCalls(sample, result));
        }
    }

    private static Step step(OperationSample sample, Request request, byte[] response, StackTraceElement[] stack)
            throws IOException {
        int index = 0;
        while (!stack[index]
                .getClassName()
                .equals(sample.method().getDeclaringClass().getName())) {
            index++;
        }
        String type = stack[index - 1].getClassName();
        return new Step(
                request.operation().id(),
                type.substring(type.lastIndexOf('.') + 1) + "." + stack[index - 1].getMethodName(),
                Files.readAllLines(sample.source())
                        .get(stack[index].getLineNumber() - 1)
                        .strip(),
                new Message(
                        request.method() + " https://" + request.headers().get("Host") + request.target(),
                        visibleHeaders(request.headers()),
                        new String(request.body(), StandardCharsets.UTF_8)),
                parse(response));
    }

    private static Message parse(byte[] response) throws IOException {
        BufferedSource source = Okio.buffer(Okio.source(new ByteArrayInputStream(response)));
        String status = source.readUtf8LineStrict();
        return new Message(status, visibleHeaders(Gateway.headers(source)), source.readUtf8());
    }

    private static Map<String, String> visibleHeaders(Headers headers) {
        Map<String, String> visible = new LinkedHashMap<>();
        for (String name : headers.names()) {
            String lowerCaseName = name.toLowerCase(Locale.ROOT);
            // Prism adds headers for browsers.
            if (!OMITTED_HEADERS.contains(lowerCaseName) && !lowerCaseName.startsWith("access-control-")) {
                visible.put(name, headers.get(name));
            }
        }
        return visible;
    }

    private static List<LaterCalls> laterCalls(OperationSample sample, Object result) {
        List<?> lines = laterCallsInSpec(sample);
        if (!sample.opensSession()) {
            return List.of();
        }
        return lines.stream()
                .map(Spec::map)
                .map(line -> laterCalls(sample, result, line))
                .toList();
    }

    private static List<?> laterCallsInSpec(OperationSample sample) {
        return (List<?>) Spec.map(sample.operation().spec().get("x-later-calls"))
                .getOrDefault(sample.operation().api(), List.of());
    }

    private static LaterCalls laterCalls(OperationSample sample, Object session, Map<String, Object> line) {
        String name = (String) line.get("java");
        try {
            Method method = session.getClass().getMethod(name);
            Map<?, ?> credentials = (Map<?, ?>) method.invoke(session);
            Map<String, String> values = new LinkedHashMap<>();
            Spec.map(line.get("fields")).keySet().forEach(field -> values.put(field, (String) credentials.get(field)));
            if (!values.keySet().equals(credentials.keySet())) {
                throw new IllegalStateException(sample.operation().spec() + ": x-later-calls names " + values.keySet()
                        + " for " + line.get("calls") + ", but " + name + "() of the session from "
                        + sample.operation().id() + " returns " + credentials.keySet());
            }
            return new LaterCalls(method.getDeclaringClass().getSimpleName() + "." + name, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    sample.operation().spec() + ": x-later-calls names the method " + name + ", which "
                            + session.getClass().getSimpleName() + " does not have",
                    e);
        }
    }
}

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
 * @param broker whose operation it is
 * @param operation its operationId
 * @param steps each request, in their order; one of them is that of the operation
 * @param laterCalls what the session that came of it hands to later calls, if one came
 */
public record Recording(String broker, String operation, List<Step> steps, List<LaterCalls> laterCalls) {

    /** Headers that only this connection needs, or that every client sends. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "accept-encoding", "user-agent", "date");

    /**
     * A request and its answer.
     *
     * @param operation the operationId
     * @param method the class and the method of the SDK that sent it, such as {@code KotakNeoLogin.validate}
     * @param line the line of the sample that called that method
     * @param request what was sent
     * @param answer what came back
     */
    public record Step(String operation, String method, String line, Message request, Message answer) {}

    /**
     * Bytes that were sent in one direction.
     *
     * @param start method and URL, or the status
     * @param headers the headers that matter, by name
     * @param body the body, which may be empty
     */
    public record Message(String start, Map<String, String> headers, String body) {}

    /**
     * Returns the credentials of later calls.
     *
     * @param method the class and the method of the session that has it, such as {@code KotakNeoSession.headers}
     * @param values by the names that the spec gives in {@code x-later-calls}
     */
    public record LaterCalls(String method, Map<String, String> values) {}

    /**
     * Records the samples of all operations.
     *
     * @param mocks who answers
     * @return one recording for each operation
     * @throws IllegalStateException if a session has not what its spec says of later calls
     */
    static List<Recording> all(Mocks mocks) {
        return OperationSample.all().parallelStream()
                .map(sample -> of(mocks, sample))
                .toList();
    }

    /**
     * Records a sample.
     *
     * @param mocks who answers
     * @param sample what to run
     * @return the recording
     * @throws IllegalStateException if its session has not what its spec says of later calls
     */
    public static Recording of(Mocks mocks, OperationSample sample) {
        List<Step> steps = Collections.synchronizedList(new ArrayList<>());
        Thread caller = Thread.currentThread();
        try (Gateway gateway = sample.against(mocks, null)) {
            for (Operation operation : sample.operation().spec().operations()) {
                gateway.answer(operation.id(), (request, client) -> {
                    byte[] answer = gateway.ask(request);
                    steps.add(step(sample, request, answer, caller.getStackTrace()));
                    client.getOutputStream().write(answer);
                });
            }
            Object result = sample.run(gateway.http());
            return new Recording(
                    sample.broker(), sample.operation().id(), List.copyOf(steps), laterCalls(sample, result));
        }
    }

    private static Step step(OperationSample sample, Request request, byte[] answer, StackTraceElement[] stack)
            throws IOException {
        int at = 0;
        while (!stack[at]
                .getClassName()
                .equals(sample.method().getDeclaringClass().getName())) {
            at++;
        }
        String type = stack[at - 1].getClassName();
        return new Step(
                request.operation().id(),
                type.substring(type.lastIndexOf('.') + 1) + "." + stack[at - 1].getMethodName(),
                Files.readAllLines(sample.source())
                        .get(stack[at].getLineNumber() - 1)
                        .strip(),
                new Message(
                        request.method() + " https://" + request.headers().get("Host") + request.target(),
                        shown(request.headers()),
                        new String(request.body(), StandardCharsets.UTF_8)),
                answer(answer));
    }

    private static Message answer(byte[] answer) throws IOException {
        BufferedSource source = Okio.buffer(Okio.source(new ByteArrayInputStream(answer)));
        String status = source.readUtf8LineStrict();
        return new Message(status, shown(Gateway.headers(source)), source.readUtf8());
    }

    private static Map<String, String> shown(Headers headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            // What else Prism says is for browsers.
            if (!OF_THE_CONNECTION.contains(lower) && !lower.startsWith("access-control-")) {
                shown.put(name, headers.get(name));
            }
        }
        return shown;
    }

    private static List<LaterCalls> laterCalls(OperationSample sample, Object result) {
        List<?> lines = said(sample);
        if (!sample.opensSession()) {
            return List.of();
        }
        return lines.stream()
                .map(Spec::map)
                .map(line -> laterCalls(sample, result, line))
                .toList();
    }

    private static List<?> said(OperationSample sample) {
        return (List<?>) Spec.map(sample.operation().spec().get("x-later-calls"))
                .getOrDefault(sample.operation().api(), List.of());
    }

    private static LaterCalls laterCalls(OperationSample sample, Object session, Map<String, Object> line) {
        String name = (String) line.get("java");
        try {
            Method method = session.getClass().getMethod(name);
            Map<?, ?> has = (Map<?, ?>) method.invoke(session);
            Map<String, String> values = new LinkedHashMap<>();
            Spec.map(line.get("fields")).keySet().forEach(field -> values.put(field, (String) has.get(field)));
            if (!values.keySet().equals(has.keySet())) {
                throw new IllegalStateException(sample.operation().spec() + ": x-later-calls names " + values.keySet()
                        + " for " + line.get("calls") + ", and " + name + "() of the session that "
                        + sample.operation().id() + " makes has " + has.keySet());
            }
            return new LaterCalls(method.getDeclaringClass().getSimpleName() + "." + name, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    sample.operation().spec() + ": x-later-calls names a method that "
                            + session.getClass().getSimpleName() + " has not: " + name,
                    e);
        }
    }
}

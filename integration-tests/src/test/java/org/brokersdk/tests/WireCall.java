package org.brokersdk.tests;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.brokersdk.core.internal.ApiClient;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import retrofit2.Call;
import retrofit2.http.Body;

/**
 * A call of an operation through the generated interface, with what the spec shows of it. Method, parameters and
 * credentials are found by their names, so a new operation is called without being listed.
 *
 * @param operation what is called
 * @param parameters the values in path, query and header, by name
 * @param body the JSON or the form that is sent, or null
 * @param credentials the names of the security schemes that it keeps to
 */
public record WireCall(
        Operation operation, Map<String, JsonElement> parameters, JsonObject body, List<String> credentials) {

    private static final Gson GSON = new Gson();

    /** A valid call of each operation that is asked for. */
    public static Stream<WireCall> all() {
        return Spec.asked().stream().map(WireCall::of);
    }

    public static WireCall of(Operation operation) {
        Map<String, JsonElement> parameters = new LinkedHashMap<>();
        operation
                .parameters()
                .forEach(parameter ->
                        parameters.put((String) parameter.get("name"), GSON.toJsonTree(shown(operation, parameter))));
        JsonObject body = operation.requestSchema().isEmpty()
                ? null
                : operation.requestExamples().stream()
                        .map(example -> GSON.toJsonTree(example).getAsJsonObject())
                        .findFirst()
                        .orElseThrow(() -> withoutExample(operation, "requestBody"));
        return new WireCall(operation, parameters, body, operation.credentials());
    }

    private static Object shown(Operation operation, Map<String, Object> parameter) {
        Map<String, Object> schema = operation.spec().resolve(parameter.get("schema"));
        List<?> constant = (List<?>) schema.getOrDefault("enum", List.of());
        return Stream.of(parameter.get("example"), schema.get("example"), schema.get("default"))
                .filter(value -> value != null)
                .findFirst()
                .or(() -> constant.stream().findFirst())
                .orElseThrow(() -> withoutExample(operation, "parameter " + parameter.get("name")));
    }

    private static IllegalStateException withoutExample(Operation operation, String what) {
        return new IllegalStateException(operation.spec() + ": the " + what + " of " + operation.id()
                + " needs an example, which tests can send");
    }

    /** The call with another value of a parameter, or with none. */
    public WireCall with(String parameter, JsonElement value) {
        Map<String, JsonElement> changed = new LinkedHashMap<>(parameters);
        changed.put(parameter, value);
        return new WireCall(operation, changed, body, credentials);
    }

    /** The call with other JSON, past the checks of the builder. */
    public WireCall with(JsonObject body) {
        return new WireCall(operation, parameters, body, credentials);
    }

    public WireCall without(String credential) {
        List<String> others = new ArrayList<>(credentials);
        others.remove(credential);
        return new WireCall(operation, parameters, body, others);
    }

    /** Returns true if the caller sets a parameter. A constant is no parameter of the method. */
    public boolean takes(String parameter) {
        return Stream.of(method().getParameters()).anyMatch(taken -> name(taken).equals(parameter));
    }

    /** The call at a base URL. */
    public Call<?> on(String url) {
        ApiClient client = Wire.client(operation.spec().broker(), url);
        for (String credential : credentials) {
            client = client.with(Wire.credential(operation.spec().broker(), credential, "acc3ss-value"));
        }
        return call(client.api(method().getDeclaringClass()));
    }

    private Call<?> call(Object api) {
        Object[] arguments =
                Stream.of(method().getParameters()).map(this::argument).toArray();
        try {
            return (Call<?>) method().invoke(api, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(this + " cannot be called", e);
        }
    }

    private Method method() {
        return method(type(operation.api() + "Api"), operation.id());
    }

    private Object argument(Parameter parameter) {
        String name = name(parameter);
        JsonElement json = parameter.isAnnotationPresent(Body.class)
                ? name.isEmpty() ? body : body.get(name)
                : parameters.get(name);
        return read(json, parameter.getParameterizedType());
    }

    /** Reads JSON as the SDK reads it. */
    private Object read(JsonElement json, Type type) {
        if (json == null || json.isJsonNull()) {
            return null;
        }
        if (type instanceof ParameterizedType list) {
            Type each = list.getActualTypeArguments()[0];
            return json.getAsJsonArray().asList().stream()
                    .map(item -> read(item, each))
                    .toList();
        }
        return GsonAdapters.GSON.fromJson(json, type);
    }

    /** The name on the wire, which the last of its annotations tells; a whole body has none. */
    private static String name(Parameter parameter) {
        Annotation[] annotations = parameter.getAnnotations();
        Annotation last = annotations[annotations.length - 1];
        for (Method method : last.annotationType().getDeclaredMethods()) {
            if (method.getName().equals("value")) {
                try {
                    method.setAccessible(true);
                    return (String) method.invoke(last);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(last + " tells no name", e);
                }
            }
        }
        return "";
    }

    private Class<?> type(String name) {
        return Sdk.type(operation.spec().broker(), "api." + name);
    }

    private Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                // One that leaves out what has a default.
                .filter(method -> !method.isDefault())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no " + name));
    }

    @Override
    public String toString() {
        return operation.spec().broker() + " " + operation.id();
    }
}

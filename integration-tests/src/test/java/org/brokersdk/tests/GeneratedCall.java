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
 * Call of an operation through the generated interface, with the examples of the spec. Method, parameters and
 * credentials are found by their names, so a new operation needs no list.
 *
 * @param operation the operation
 * @param parameters the values in path, query and header, by name
 * @param body the body, which is JSON or a form, or null
 * @param credentials the names of the security schemes
 */
public record GeneratedCall(
        Operation operation, Map<String, JsonElement> parameters, JsonObject body, List<String> credentials) {

    private static final Gson GSON = new Gson();

    /** Returns a valid call of each tested operation. */
    public static Stream<GeneratedCall> all() {
        return Spec.testedOperations().stream().map(GeneratedCall::of);
    }

    public static GeneratedCall of(Operation operation) {
        Map<String, JsonElement> parameters = new LinkedHashMap<>();
        operation
                .parameters()
                .forEach(parameter -> parameters.put(
                        (String) parameter.get("name"), GSON.toJsonTree(exampleValue(operation, parameter))));
        JsonObject body = operation.requestSchema().isEmpty()
                ? null
                : operation.requestExamples().stream()
                        .map(example -> GSON.toJsonTree(example).getAsJsonObject())
                        .findFirst()
                        .orElseThrow(() -> withoutExample(operation, "requestBody"));
        return new GeneratedCall(operation, parameters, body, operation.credentials());
    }

    private static Object exampleValue(Operation operation, Map<String, Object> parameter) {
        Map<String, Object> schema = operation.spec().resolve(parameter.get("schema"));
        List<?> constant = (List<?>) schema.getOrDefault("enum", List.of());
        return Stream.of(parameter.get("example"), schema.get("example"), schema.get("default"))
                .filter(value -> value != null)
                .findFirst()
                .or(() -> constant.stream().findFirst())
                .orElseThrow(() -> withoutExample(operation, "parameter " + parameter.get("name")));
    }

    private static IllegalStateException withoutExample(Operation operation, String part) {
        return new IllegalStateException(operation.spec() + ": the " + part + " of " + operation.id()
                + " needs an example, which the tests send");
    }

    /** Returns a call with another value of a parameter. Null removes the parameter. */
    public GeneratedCall with(String parameter, JsonElement value) {
        Map<String, JsonElement> changed = new LinkedHashMap<>(parameters);
        changed.put(parameter, value);
        return new GeneratedCall(operation, changed, body, credentials);
    }

    /** Returns a call with another body. The builder of the body does not check it. */
    public GeneratedCall with(JsonObject body) {
        return new GeneratedCall(operation, parameters, body, credentials);
    }

    public GeneratedCall withoutCredential(String credential) {
        List<String> remaining = new ArrayList<>(credentials);
        remaining.remove(credential);
        return new GeneratedCall(operation, parameters, body, remaining);
    }

    /** Returns true if the caller sets a parameter. A constant is no parameter of the method. */
    public boolean hasParameter(String parameter) {
        return Stream.of(method().getParameters())
                .anyMatch(candidate -> name(candidate).equals(parameter));
    }

    /** Returns the Retrofit call at a base URL. */
    public Call<?> at(String url) {
        ApiClient client = ApiClients.client(operation.spec().broker(), url);
        for (String credential : credentials) {
            client = client.with(ApiClients.credential(operation.spec().broker(), credential, "acc3ss-value"));
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
            Type itemType = list.getActualTypeArguments()[0];
            return json.getAsJsonArray().asList().stream()
                    .map(item -> read(item, itemType))
                    .toList();
        }
        return GsonAdapters.GSON.fromJson(json, type);
    }

    /** Returns the name in the request, which is in the last annotation. A whole body has no name. */
    private static String name(Parameter parameter) {
        Annotation[] annotations = parameter.getAnnotations();
        Annotation last = annotations[annotations.length - 1];
        for (Method method : last.annotationType().getDeclaredMethods()) {
            if (method.getName().equals("value")) {
                try {
                    method.setAccessible(true);
                    return (String) method.invoke(last);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(last + " has no name", e);
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
                // The default method omits optional parameters.
                .filter(method -> !method.isDefault())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no " + name));
    }

    @Override
    public String toString() {
        return operation.spec().broker() + " " + operation.id();
    }
}

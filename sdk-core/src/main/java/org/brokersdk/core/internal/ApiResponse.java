package org.brokersdk.core.internal;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.brokersdk.core.BrokerException;
import org.brokersdk.core.Reason;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/** HTTP response whose body was read completely, or up to a limit. */
public final class ApiResponse {

    /** A larger body is no login response of a broker. */
    private static final int MAX_BODY = 1 << 20;

    private static final String TOO_LARGE = "The response is larger than 1 MiB or too complex";

    private static final String MALFORMED_JSON = "The response is not the JSON that the broker documents";

    private static final int TOO_MANY_REQUESTS = 429;

    private static final JsonElement EMPTY_LIST = new JsonArray();

    private static final JsonElement EMPTY_MAP = new JsonObject();

    /** Limits of what messages show. */
    private static final int MAX_MESSAGE = 500;

    private static final int MAX_VALUE = 200;

    private static final int MAX_FIELDS = 20;

    private static final int MAX_DEPTH = 5;

    private final Response response;
    private final ByteString bytes;
    private final String text;
    private final @Nullable JsonElement json;
    private final @Nullable String readError;
    private final Request request;
    private final List<String> secrets;
    private final BrokerMetadata metadata;

    private ApiResponse(
            Response response,
            ByteString bytes,
            @Nullable String readError,
            Request request,
            List<String> secrets,
            BrokerMetadata metadata) {
        this.response = response;
        this.bytes = bytes;
        this.text = decode(bytes, response.body().contentType());
        boolean tooLarge = JsonLimits.areExceeded(text);
        this.json = tooLarge ? null : parse(text);
        this.readError = tooLarge ? TOO_LARGE : readError;
        this.request = request;
        this.secrets = secrets;
        this.metadata = metadata;
    }

    /**
     * Reads a response.
     *
     * @param response the response, which the caller closes
     * @param request the request as it was sent
     * @param secrets the secrets that the broker may repeat although the request does not contain them
     */
    static ApiResponse read(Response response, Request request, List<String> secrets, BrokerMetadata metadata) {
        BufferedSource body = response.body().source();
        @Nullable String readError;
        try {
            // One byte more shows whether the body is larger.
            readError = body.request(MAX_BODY + 1) ? TOO_LARGE : null;
        } catch (IOException e) {
            readError = "The response broke off";
        }
        Buffer first = new Buffer();
        first.write(body.getBuffer(), Math.min(body.getBuffer().size(), MAX_BODY));
        return new ApiResponse(response, first.readByteString(), readError, request, secrets, metadata);
    }

    /** Decodes the body as Retrofit does. Otherwise, another character set could change the size of JSON. */
    private static String decode(ByteString bytes, @Nullable MediaType type) {
        try (ResponseBody body = ResponseBody.create(bytes, type)) {
            return body.string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the HTTP status. */
    public int status() {
        return response.code();
    }

    /** Returns the headers. */
    public Headers headers() {
        return response.headers();
    }

    /** Returns true if the HTTP status is 2xx. */
    public boolean isSuccessful() {
        return response.isSuccessful();
    }

    /** Returns true if the body is empty. */
    public boolean isEmpty() {
        requireComplete();
        return text.isBlank();
    }

    /** Returns the body, for Retrofit. */
    ResponseBody body() {
        requireComplete();
        return ResponseBody.create(bytes, response.body().contentType());
    }

    /** Returns the response without its body, for Retrofit. */
    Response withoutBody() {
        return response.newBuilder()
                .body(ResponseBody.create(ByteString.EMPTY, response.body().contentType()))
                .build();
    }

    private void requireComplete() {
        if (readError != null) {
            throw unexpected(readError);
        }
    }

    /** Returns the body as a model of the spec. A field that does not fit its type is null. */
    public <M> M as(Class<M> type) {
        return read(GsonAdapters.GSON, type);
    }

    /**
     * Returns the body as a model of the spec. Fields that the response omits keep their values of an earlier model.
     */
    public <M> M as(Class<M> type, M earlier) {
        JsonObject merged = GsonAdapters.GSON.toJsonTree(earlier).getAsJsonObject();
        GsonAdapters.GSON.toJsonTree(as(type)).getAsJsonObject().asMap().forEach((name, value) -> {
            // A list or a map that the response omits is empty in the model.
            if (!value.equals(EMPTY_LIST) && !value.equals(EMPTY_MAP)) {
                merged.add(name, value);
            }
        });
        return GsonAdapters.GSON.fromJson(merged, type);
    }

    /**
     * Requires that every field of a model fits its type. A call without a result needs this check, because a field
     * that does not fit may report a failure.
     */
    public void requireFit(Class<?> type) {
        read(GsonAdapters.STRICT, type);
    }

    private <M> M read(Gson gson, Class<M> type) {
        requireComplete();
        if (json == null) {
            throw unreadable();
        }
        M model = read(gson, json, type);
        if (model == null) {
            throw rejectedByStatus().orElseGet(() -> unexpected("The response is empty"));
        }
        return model;
    }

    private <M> @Nullable M read(Gson gson, JsonElement element, Class<M> type) {
        try {
            return gson.fromJson(element, type);
        } catch (JsonParseException e) {
            // The message quotes the response, so the exception does not become the cause.
            throw unreadable();
        }
    }

    /**
     * Returns the objects that may report a failure: the response and the objects in the given fields. Brokers also
     * report a failure in a list of objects where they document one object. The list is empty if there is no object.
     */
    public <M> List<M> parts(Class<M> type, String... fields) {
        requireComplete();
        List<M> parts = new ArrayList<>(models(objects(json).stream(), type));
        parts.addAll(nestedParts(type, fields));
        return parts;
    }

    /** Returns the objects in the given fields, without the response itself. */
    public <M> List<M> nestedParts(Class<M> type, String... fields) {
        requireComplete();
        return models(
                objects(json).stream()
                        .flatMap(element -> Stream.of(fields)
                                .flatMap(field ->
                                        objects(element.getAsJsonObject().get(field)).stream())),
                type);
    }

    private <M> List<M> models(Stream<JsonElement> elements, Class<M> type) {
        return elements.map(element -> Objects.requireNonNull(read(GsonAdapters.GSON, element, type)))
                .toList();
    }

    private static List<JsonElement> objects(@Nullable JsonElement element) {
        List<JsonElement> elements =
                element instanceof JsonArray array ? array.asList() : element == null ? List.of() : List.of(element);
        return elements.stream().filter(JsonElement::isJsonObject).toList();
    }

    /**
     * Requires that the response names the user who logged in. Brokers write user ids in other cases, and redact them.
     * One run of {@code *}, or of four {@code X} or more, replaces at least one character. So {@code A***3} and
     * {@code XXXX23} may be {@code AB123}. Fewer {@code X} may be letters of another user id.
     *
     * @return the user id as the response writes it, or that of the login if the response omits or redacts it
     */
    public String requireUser(@Nullable String named, String loggedIn) {
        if (named == null || named.isBlank()) {
            return loggedIn;
        }
        String name = named.strip().toLowerCase(Locale.ROOT);
        String user = loggedIn.strip().toLowerCase(Locale.ROOT);
        String[] visible = name.split("\\*+|x{4,}", -1);
        boolean matches = name.equals(user)
                || visible.length == 2
                        && visible[0].length() + visible[1].length() < user.length()
                        && user.startsWith(visible[0])
                        && user.endsWith(visible[1]);
        if (!matches) {
            throw unexpected("The response is for another user");
        }
        return name.equals(user) ? named.strip() : loggedIn;
    }

    /** Returns the exception for a response that the broker does not document. */
    public BrokerException unexpected(String message) {
        return new BrokerException.Unexpected(message, status(), summary(), text);
    }

    /**
     * Returns the exception for a response that reports no success and no error. Its HTTP status may still reject the
     * request.
     */
    public BrokerException malformedResponse() {
        return rejectedByStatus().orElseGet(() -> unexpected("The response reports no success and no error"));
    }

    BrokerException unreadable() {
        return rejectedByStatus().orElseGet(() -> unexpected(MALFORMED_JSON));
    }

    /**
     * Returns the rejection of a response whose status alone has a reason in the spec. A proxy may have sent a page.
     * Its 403 says nothing about the account, but after 429 the caller must wait.
     */
    private Optional<BrokerException> rejectedByStatus() {
        // Gson reads a short page as a text.
        boolean page = json == null || json.isJsonPrimitive();
        if (page && status() != TOO_MANY_REQUESTS
                || !reason(status(), null, null, null).statuses().contains(status())) {
            return Optional.empty();
        }
        return Optional.of(rejected(null, null));
    }

    /** Returns the exception for a response that rejects the request. */
    public BrokerException rejected(@Nullable String code, @Nullable String message) {
        return rejected(code, message, null);
    }

    /** Returns the exception for a response that rejects the request, with further words of the broker. */
    public BrokerException rejected(@Nullable String code, @Nullable String message, @Nullable String detail) {
        SecretRedactor redactor = redactor();
        ReasonMatcher matched = reason(status(), code, message, detail);
        return new BrokerException.Rejected(
                matched.reason(),
                matched.suggestedAction(),
                code == null ? null : redactor.redactCode(code, MAX_MESSAGE),
                redact(redactor, message),
                redact(redactor, detail),
                status(),
                retryAfter().orElse(null),
                text);
    }

    /** Returns true if the spec lists a message as one of a rejection, whatever the rest of the response says. */
    public boolean isKnownRejection(@Nullable String message) {
        return reason(0, null, message, null).reason() != Reason.UNKNOWN;
    }

    private ReasonMatcher reason(int status, @Nullable String code, @Nullable String message, @Nullable String detail) {
        Invocation invocation = invocation();
        List<ReasonMatcher> lines =
                metadata.reasons().getOrDefault(invocation.service().getSimpleName(), List.of());
        return ReasonMatcher.find(lines, invocation.method().getName(), status, code, message, detail);
    }

    private static @Nullable String redact(SecretRedactor redactor, @Nullable String text) {
        return text == null ? null : redactor.redact(text, MAX_MESSAGE);
    }

    private Optional<Duration> retryAfter() {
        String value = headers().get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return Optional.ofNullable(headers().getInstant("Retry-After"))
                .map(moment -> Duration.between(Instant.now(), moment))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private SecretRedactor redactor() {
        return new SecretRedactor(
                request, invocation().arguments(), secrets, json, headers().values("Set-Cookie"), metadata);
    }

    /** Retrofit tags each request with the method that described it. */
    @SuppressWarnings("NullAway")
    private Invocation invocation() {
        return request.tag(Invocation.class);
    }

    private static @Nullable JsonElement parse(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return null;
        }
    }

    /** Returns a summary without secrets: media type and size, headings of a page, fields of JSON. */
    private String summary() {
        if (text.isEmpty()) {
            return "";
        }
        SecretRedactor redactor = redactor();
        List<String> parts = new ArrayList<>();
        String contentType = headers().get("Content-Type");
        MediaType type = contentType == null ? null : MediaType.parse(contentType);
        parts.add(type == null ? "no media type" : redactor.redact(type.type() + "/" + type.subtype(), 50));
        parts.add(text.length() + " characters");
        addElement("title", redactor, parts);
        addElement("h1", redactor, parts);
        if (json != null) {
            addFields("", json, redactor, parts);
        }
        String summary = String.join(", ", parts);
        return summary.length() <= MAX_MESSAGE ? summary : summary.substring(0, MAX_MESSAGE - 1) + "…";
    }

    private void addElement(String name, SecretRedactor redactor, List<String> parts) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        int start = lowerCase.indexOf("<" + name);
        int open = start < 0 ? -1 : text.indexOf('>', start);
        int close = open < 0 ? -1 : lowerCase.indexOf("</" + name, open);
        if (close > 0 && lowerCase.length() == text.length()) {
            // The text is not cut here. The redactor would not recognize the beginning of a secret.
            String words = text.substring(open + 1, close).replaceAll("<[^<>]*+>", " ");
            parts.add(name + " \"" + redactor.redact(words.strip(), MAX_VALUE) + "\"");
        }
    }

    private void addFields(String path, JsonElement element, SecretRedactor redactor, List<String> parts) {
        if (element.isJsonArray() && !element.getAsJsonArray().isEmpty()) {
            addFields(path, element.getAsJsonArray().get(0), redactor, parts);
        }
        if (!element.isJsonObject()) {
            return;
        }
        element.getAsJsonObject().asMap().forEach((name, value) -> {
            if (parts.size() > MAX_FIELDS) {
                return;
            }
            String field = path + (name.matches("[A-Za-z_][A-Za-z0-9_-]{0,39}") ? name : "?");
            // The names of a path together could be a secret.
            String shown = redactor.redact(field, MAX_VALUE);
            boolean explains = metadata.explainingFields().contains(name) && value.isJsonPrimitive();
            parts.add(explains ? shown + " \"" + redactor.redact(value.getAsString(), MAX_VALUE) + "\"" : shown);
            if (path.chars().filter(c -> c == '.').count() < MAX_DEPTH) {
                addFields(field + ".", value, redactor, parts);
            }
        });
    }

    /** Omits the body, which may contain a secret. */
    @Override
    public String toString() {
        return "ApiResponse[status=" + status() + "]";
    }
}

package org.brokersdk.broker;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;

/**
 * What came back, whatever it is.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param text its body, or as much of it as came
 * @param json the same as JSON, or null if it is none
 * @param broken what is wrong with the body below its meaning, or null
 * @param asked what it answers
 * @param sent hides what was sent; made when it is needed
 */
record Answer(
        int status,
        Headers headers,
        String text,
        @Nullable JsonElement json,
        @Nullable String broken,
        Outgoing asked,
        Supplier<Mask> sent) {

    /** More than any login answer has; a larger one is no answer of a broker. */
    private static final int LARGEST = 1 << 20;

    private static final String OTHER_JSON = "The answer is not the JSON that the broker promised";

    /** The most of a broker's words that a message shows, and of each value in an excerpt. */
    private static final int MOST_WORDS = 500;

    private static final int MOST_OF_A_VALUE = 200;

    /** A heading that is longer is none. */
    private static final int MOST_OF_AN_ELEMENT = 2_000;

    private static final int MOST_FIELDS = 20;

    private static final int DEEPEST_FIELD = 5;

    static Answer of(Response response, Outgoing asked, Supplier<Mask> sent) {
        BufferedSource body = response.body().source();
        @Nullable String broken;
        try {
            // One byte more tells whether there is more.
            broken = body.request(LARGEST + 1) ? "The answer is larger than any of a broker" : null;
        } catch (IOException e) {
            broken = "The answer broke off";
        }
        Buffer first = new Buffer();
        first.write(body.getBuffer(), Math.min(body.getBuffer().size(), LARGEST));
        String text = first.readUtf8();
        return new Answer(response.code(), response.headers(), text, parsed(text), broken, asked, sent);
    }

    boolean isSuccessful() {
        return status >= 200 && status < 300;
    }

    /** Whether nothing came, and nothing more was to come. */
    boolean isEmpty() {
        requireWhole();
        return text.isBlank();
    }

    private void requireWhole() {
        if (broken != null) {
            throw unexpected(broken);
        }
    }

    /** Reads the answer as a model of the spec. */
    <M> M as(Class<M> type) {
        requireWhole();
        if (json == null) {
            throw unexpected(OTHER_JSON);
        }
        M model;
        try {
            model = ApiClient.parse(json, type);
        } catch (JsonParseException e) {
            // Its message quotes the answer, so it does not become the cause.
            throw unexpected(OTHER_JSON);
        }
        if (model == null) {
            throw unexpected("The answer is empty");
        }
        return model;
    }

    /**
     * Requires that a user whom the answer names is the one who logged in. Brokers write names in other cases, and mask
     * them: {@code A***3} and {@code XXXX23} may stand for {@code AB123}.
     */
    void requireUser(@Nullable String named, String loggedIn) {
        if (named == null || named.isBlank()) {
            return;
        }
        String name = named.strip().toLowerCase(Locale.ROOT);
        String user = loggedIn.strip().toLowerCase(Locale.ROOT);
        if (name.equals(user)) {
            return;
        }
        String[] known = name.split("[^\\p{L}\\p{N}@._+-]+|x{2,}+", -1);
        if (known.length == 1 || !user.startsWith(known[0]) || !user.endsWith(known[known.length - 1])) {
            throw unexpected("The answer is for another user");
        }
    }

    BrokerException unexpected(String what) {
        return new BrokerException.Unexpected(what, status, excerpt(), text);
    }

    /** Neither a refusal nor what the broker promised. */
    BrokerException neither() {
        return unexpected("The answer has neither a refusal nor what the broker promised");
    }

    BrokerException rejected(@Nullable String code, @Nullable String message) {
        return rejected(code, message, null);
    }

    BrokerException rejected(@Nullable String code, @Nullable String message, @Nullable String detail) {
        Mask mask = mask();
        Reasons.Rule why = why(status, code, message, detail);
        return new BrokerException.Rejected(
                why.reason(),
                why.advice(),
                words(mask, code),
                words(mask, message),
                words(mask, detail),
                status,
                retryAfter().orElse(null),
                text);
    }

    /** Whether the spec knows a message, whatever comes with it, for that of a refusal. */
    boolean isRefusal(@Nullable String message) {
        return why(0, null, message, null).reason() != Reason.UNKNOWN;
    }

    private Reasons.Rule why(int status, @Nullable String code, @Nullable String message, @Nullable String detail) {
        return Reasons.of(asked.api(), asked.operation(), status, code, message, detail);
    }

    private static @Nullable String words(Mask mask, @Nullable String words) {
        return words == null ? null : mask.apply(words, MOST_WORDS);
    }

    private Optional<Duration> retryAfter() {
        String value = headers.get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return Optional.ofNullable(headers.getInstant("Retry-After"))
                .map(moment -> Duration.between(Instant.now(), moment))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private Mask mask() {
        return sent.get().andTokensOf(json, headers.values("Set-Cookie"));
    }

    private static @Nullable JsonElement parsed(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return null;
        }
    }

    /** What is known to be harmless: kind and size, the heading of a page, and of JSON what explains a failure. */
    private String excerpt() {
        if (text.isEmpty()) {
            return "";
        }
        Mask mask = mask();
        List<String> parts = new ArrayList<>();
        MediaType type = MediaType.parse(headers.get("Content-Type") == null ? "" : headers.get("Content-Type"));
        parts.add(type == null ? "no media type" : mask.apply(type.type() + "/" + type.subtype(), 50));
        parts.add(text.length() + " characters");
        addElement("title", mask, parts);
        addElement("h1", mask, parts);
        if (json != null) {
            addFields("", json, mask, parts);
        }
        return mask.apply(String.join(", ", parts), MOST_WORDS);
    }

    private void addElement(String name, Mask mask, List<String> parts) {
        String folded = text.toLowerCase(Locale.ROOT);
        int begin = folded.indexOf("<" + name);
        int open = begin < 0 ? -1 : text.indexOf('>', begin);
        int close = open < 0 ? -1 : folded.indexOf("</" + name, open);
        if (close > 0 && folded.length() == text.length()) {
            String words = text.substring(open + 1, Math.min(close, open + MOST_OF_AN_ELEMENT))
                    .replaceAll("<[^>]*+>", " ");
            parts.add(name + " \"" + mask.apply(words.strip(), MOST_OF_A_VALUE) + "\"");
        }
    }

    private static void addFields(String path, JsonElement json, Mask mask, List<String> parts) {
        if (json.isJsonArray() && !json.getAsJsonArray().isEmpty()) {
            addFields(path, json.getAsJsonArray().get(0), mask, parts);
        }
        if (!json.isJsonObject()) {
            return;
        }
        json.getAsJsonObject().asMap().forEach((name, value) -> {
            if (parts.size() > MOST_FIELDS) {
                return;
            }
            String field = path + (name.matches("[A-Za-z_][A-Za-z0-9_-]{0,39}") ? mask.apply(name, 40) : "?");
            boolean explains = Facts.EXPLAINS_A_FAILURE.contains(name) && value.isJsonPrimitive();
            parts.add(explains ? field + " \"" + mask.apply(value.getAsString(), MOST_OF_A_VALUE) + "\"" : field);
            if (path.chars().filter(c -> c == '.').count() < DEEPEST_FIELD) {
                addFields(field + ".", value, mask, parts);
            }
        });
    }

    /** Without what came, as it may hold a secret. */
    @Override
    public String toString() {
        return "Answer[status=" + status + "]";
    }
}

package org.brokersdk.core.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Redactor of texts for messages. It shows harmless words, and replaces secrets and all other words by {@code ***}.
 * Secrets are the values that a request sends, and the tokens in its response.
 */
final class SecretRedactor {

    /** Minimum length of a secret. A shorter secret would redact ordinary words. */
    private static final int MIN_SECRET_LENGTH = 3;

    /** Maximum length of the text that is shown. */
    private static final int MAX_TEXT_LENGTH = 1024;

    private static final Set<String> HEADERS_WITHOUT_SECRETS =
            Set.of("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent");
    private static final String PUNCTUATION = "[-.,:;!?/_#|'\"()\\[\\]{}–—…‘’“”]";
    private static final Pattern WORD = Pattern.compile("(P*+)(\\S*(?<!\\s|P)|)(\\S*)".replace("P", PUNCTUATION));

    /** Letters in the case of words and names: Base64 and most tokens mix the cases. */
    private static final String LETTERS =
            "(?=[A-Za-z]{1,24}(?![A-Za-z]))[A-Z]?[a-z]?([A-Z]*+[a-z]{2,}+)*+([A-Z][a-z]|[A-Z]*s?)";

    private static final String DATE = "(\\d{4}-\\d\\d-\\d\\d|\\d\\d?[-/.](\\d\\d?|[A-Za-z]{3})[-/.]\\d{4})";
    private static final Pattern HARMLESS = Pattern.compile(String.join(
            "|",
            LETTERS + "(" + PUNCTUATION + "{1,3}" + LETTERS + "){0,15}", // password, user-id, https://host.example
            "\\d{1,6}%?|\\d{1,3}([.,]\\d{1,3}){1,3}%?", // 100022, 1.5, 1,00,000, 192.0.2.1
            DATE + "|(" + DATE + "T)?\\d\\d?:\\d\\d(:\\d\\d([.,]\\d{1,6})?)?(Z|[+-]\\d\\d:?\\d\\d)?",
            "[A-Z]{1,5}[-_]?\\d{1,6}|\\d\\d?[A-Za-z]{1,4}|[!-~]?")); // EC011, 2FA, 24hrs, &
    private static final Pattern CODE = Pattern.compile("[\\w.-]{1,16}");

    /** Word that JSON or HTML may escape. An escaped word is not harmless. */
    private static final Pattern ESCAPED_WORD = Pattern.compile("(?<!\\S)[^\\s\\\\\"'&<>]*+[\\\\\"'&<>]\\S*+");

    /** The secrets and their encodings, in lower case. */
    private final Set<String> secrets;

    private final Set<String> knownWords;

    /** Creates a redactor for a request with these arguments, and for the JSON and cookies of its response. */
    SecretRedactor(
            Request request,
            List<?> arguments,
            List<String> notSent,
            @Nullable JsonElement json,
            List<String> cookies,
            BrokerMetadata metadata) {
        knownWords = metadata.knownWords();
        List<String> values = new ArrayList<>(notSent);
        for (String name : request.headers().names()) {
            if (!HEADERS_WITHOUT_SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                request.headers(name).forEach(value -> addHeader(value, values));
            }
        }
        HttpUrl url = request.url();
        url.queryParameterNames().forEach(name -> values.addAll(url.queryParameterValues(name)));
        addTexts(GsonAdapters.GSON.toJsonTree(arguments), name -> true, true, values);
        // A query parameter without an equals sign has the value null.
        values.removeIf(value -> value == null || metadata.constants().contains(value));
        cookies.forEach(cookie -> addHeader(cookie.split(";", 2)[0], values));
        if (json != null) {
            addTexts(json, metadata.secretFields()::contains, false, values);
        }
        secrets = values.stream()
                .filter(value -> value.strip().length() >= MIN_SECRET_LENGTH)
                .flatMap(value -> encodings(value.strip()))
                .collect(Collectors.toSet());
    }

    /** Returns the text with {@code ***} for each word that is not shown, shortened to {@code maxLength} characters. */
    String redact(String text, int maxLength) {
        // A secret may begin in the text that is shown, and end behind it.
        String begin =
                text.substring(0, Math.min(text.length(), 2 * MAX_TEXT_LENGTH)).replaceAll("\\s", " ");
        String searched = toLowerCase(begin);
        char[] marked = begin.toCharArray();
        for (String secret : secrets) {
            for (int at = searched.indexOf(secret); at >= 0; at = searched.indexOf(secret, at + secret.length())) {
                Arrays.fill(marked, at, at + secret.length(), '\0');
            }
        }
        String shown = new String(marked, 0, Math.min(marked.length, MAX_TEXT_LENGTH));
        String result = WORD.matcher(shown.length() < text.length() ? shown + "\0" : shown) // the last word may be cut
                .replaceAll(word -> isHarmless(word.group(2)) ? "$1$2$3" : "$1***$3");
        return result.length() <= maxLength ? result : result.substring(0, maxLength - 1) + "…";
    }

    /** Returns a code of the broker as it is, unless it is long or contains a secret. */
    String redactCode(String code, int maxLength) {
        boolean shown = CODE.matcher(code).matches() && secrets.stream().noneMatch(toLowerCase(code)::contains);
        return shown ? code : redact(code, maxLength);
    }

    private boolean isHarmless(String word) {
        return HARMLESS.matcher(word).matches() || knownWords.contains(toLowerCase(word));
    }

    /** Converts to lower case without a change of length. In lower case, the character İ would become two. */
    private static String toLowerCase(String text) {
        return text.replace('İ', 'I').toLowerCase(Locale.ROOT);
    }

    /** Adds the value of a header, its cookies, and the user and password of Basic credentials. */
    private static void addHeader(String value, List<@Nullable String> values) {
        String credentials = value.replaceFirst("^(?i:Bearer|Basic) +", "");
        values.add(credentials);
        Stream.of(value.split("; *", -1))
                .map(text -> text.substring(text.indexOf('=') + 1).replaceAll("^\"|\"$", ""))
                .forEach(values::add);
        ByteString plain = ByteString.decodeBase64(credentials);
        if (plain != null && !credentials.equals(value)) {
            values.addAll(List.of(plain.utf8().split(":", 2)));
        }
    }

    /** Adds the texts and numbers in secret fields. Booleans would redact the words true and false. */
    private static void addTexts(JsonElement json, Predicate<String> isSecret, boolean inSecret, List<String> values) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> addTexts(item, isSecret, inSecret, values));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject()
                    .asMap()
                    .forEach((name, value) -> addTexts(value, isSecret, inSecret || isSecret.test(name), values));
        } else if (inSecret && json instanceof JsonPrimitive value && !value.isBoolean()) {
            values.add(json.getAsString());
        }
    }

    /** Returns a secret as it is and in Base64, and those parts of it that JSON and HTML do not escape. */
    private static Stream<String> encodings(String secret) {
        String base64 = ByteString.encodeUtf8(secret).base64().replace("=", "");
        Stream<String> full = Stream.of(secret, base64, base64.replace('+', '-').replace('/', '_'));
        return Stream.concat(full, ESCAPED_WORD.splitAsStream(secret).map(String::strip))
                .filter(text -> text.length() >= MIN_SECRET_LENGTH)
                .map(text -> toLowerCase(text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH)))
                        .replaceAll("\\s", " "));
    }
}

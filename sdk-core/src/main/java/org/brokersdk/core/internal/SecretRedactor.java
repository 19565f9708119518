package org.brokersdk.core.internal;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in a text with {@code ***}. Secrets are the values that a request sends and the tokens in its
 * response. Any other text that looks like a token is redacted too.
 */
final class SecretRedactor {

    private static final String REDACTED = "***";

    /** Minimum length of a secret. A shorter secret would redact parts of ordinary words. */
    private static final int MIN_SECRET_LENGTH = 3;

    /** Maximum length of the text that is searched for secrets. Text beyond this length is never shown. */
    private static final int MAX_TEXT_LENGTH = 4096;

    /**
     * Maximum number of tokens in a response. A search for more tokens would take too long, so we redact everything.
     */
    private static final int MAX_TOKENS = 200;

    /** Minimum length of a value in a response that is a token whatever the name of its field. */
    private static final int MIN_TOKEN_LENGTH = 16;

    /** Number of nested encodings that are decoded. Text with more nested encodings is redacted as a whole. */
    private static final int MAX_NESTED_ENCODINGS = 5;

    /** Number of characters that we expect for one encoded character of a secret. */
    private static final int MAX_ENCODED_CHARACTER_LENGTH = 12;

    private static final Set<String> HEADERS_WITHOUT_SECRETS =
            Set.of("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent");

    /** Pattern of a token that is too long for a word of a sentence. */
    private static final Pattern LONG_TOKEN = Pattern.compile("[A-Za-z0-9+/=_-]{20,}+");

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    /** The secrets and their encoded variants in lower case, longest first. */
    private final List<String> secrets;

    private final BrokerMetadata metadata;
    private final boolean redactAll;

    private SecretRedactor(List<String> secrets, BrokerMetadata metadata, boolean redactAll) {
        this.secrets = secrets;
        this.metadata = metadata;
        this.redactAll = redactAll;
    }

    /**
     * Creates a redactor for what a request sends.
     *
     * @param request the request, whose headers and query parameters are secrets
     * @param arguments the arguments of the API method, whose texts and numbers are secrets
     * @param secrets further values, for example a password that is sent only as a hash
     * @param metadata the broker's constants, which are no secrets, and names of response fields
     */
    static SecretRedactor of(Request request, List<?> arguments, List<String> secrets, BrokerMetadata metadata) {
        List<String> values = new ArrayList<>(secrets);
        for (String name : request.headers().names()) {
            if (!HEADERS_WITHOUT_SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                request.headers(name).forEach(value -> addHeaderSecrets(value, values));
            }
        }
        HttpUrl url = request.url();
        for (String name : url.queryParameterNames()) {
            // A parameter without an equals sign has the value null.
            url.queryParameterValues(name).stream().filter(Objects::nonNull).forEach(values::add);
        }
        addTexts(GsonAdapters.GSON.toJsonTree(arguments), values);
        values.removeAll(metadata.constants());
        return new SecretRedactor(List.of(), metadata, false).withSecrets(values);
    }

    /** Returns a redactor that also redacts the tokens in a response's JSON and cookies. */
    SecretRedactor withTokensOf(@Nullable JsonElement json, List<String> setCookieHeaders) {
        List<String> tokens = new ArrayList<>();
        for (String header : setCookieHeaders) {
            tokens.add(header.substring(header.indexOf('=') + 1).split(";", 2)[0]);
        }
        if (json != null) {
            addTokens(json, false, tokens);
        }
        return tokens.size() > MAX_TOKENS ? new SecretRedactor(List.of(), metadata, true) : withSecrets(tokens);
    }

    private SecretRedactor withSecrets(List<String> values) {
        Set<String> variants = new LinkedHashSet<>(secrets);
        for (String value : values) {
            String secret = value.strip();
            if (secret.length() >= MIN_SECRET_LENGTH) {
                // The searched text is no longer than this, so the beginning of a longer secret is enough.
                addEncodedVariants(secret.substring(0, Math.min(secret.length(), MAX_TEXT_LENGTH)), variants);
            }
        }
        List<String> longestFirst = variants.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return new SecretRedactor(longestFirst, metadata, false);
    }

    /** Returns the text without secrets and control characters, shortened to {@code maxLength} characters. */
    String redact(String text, int maxLength) {
        if (redactAll) {
            return REDACTED;
        }
        String visible = CONTROL_CHARACTER
                .matcher(text.substring(0, Math.min(text.length(), MAX_TEXT_LENGTH)))
                .replaceAll(" ");
        BitSet redacted = new BitSet(visible.length());
        LONG_TOKEN
                .matcher(visible)
                .results()
                .filter(token -> token.group().chars().anyMatch(Character::isDigit))
                .forEach(token -> redacted.set(token.start(), token.end()));
        if (text.length() > MAX_TEXT_LENGTH && !secrets.isEmpty()) {
            // The visible text may end inside an encoded secret, which the search below would not find.
            int longestEncodedSecret =
                    MAX_ENCODED_CHARACTER_LENGTH * secrets.get(0).length();
            redacted.set(Math.max(0, visible.length() - longestEncodedSecret), visible.length());
        }
        DecodedText decoded = DecodedText.of(visible);
        DecodedText next = decoded.decodeOnce();
        markSecrets(decoded, redacted);
        for (int encodings = 1; !next.text().equals(decoded.text()); encodings++) {
            if (encodings > MAX_NESTED_ENCODINGS) {
                return REDACTED;
            }
            decoded = next;
            markSecrets(decoded, redacted);
            next = decoded.decodeOnce();
        }
        return shorten(replaceMarked(visible, redacted), maxLength);
    }

    /** Marks the characters of the original text that a secret in the decoded text comes from. */
    private void markSecrets(DecodedText decoded, BitSet redacted) {
        String text = toLowerCase(decoded.text());
        for (String secret : secrets) {
            for (int index = text.indexOf(secret); index >= 0; index = text.indexOf(secret, index + 1)) {
                redacted.set(decoded.originalStart(index), decoded.originalEnd(index + secret.length() - 1));
            }
        }
    }

    /** Converts each character alone. {@link String#toLowerCase()} can change the length and shift the indexes. */
    private static String toLowerCase(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Character.toLowerCase(characters[i]);
        }
        return new String(characters);
    }

    private static String replaceMarked(String text, BitSet redacted) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (!redacted.get(i)) {
                result.append(text.charAt(i));
            } else if (i == 0 || !redacted.get(i - 1)) {
                result.append(REDACTED);
            }
        }
        return result.toString();
    }

    private static String shorten(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength - 1) + "…";
    }

    /** Adds the value of a header, its cookies, and the user and password of Basic credentials. */
    private static void addHeaderSecrets(String value, List<String> values) {
        String credentials = value.replaceFirst("^(?i:Bearer|Basic) +", "");
        values.add(credentials);
        for (String cookie : value.split("; *", -1)) {
            values.add(cookie.substring(cookie.indexOf('=') + 1));
        }
        if (!credentials.equals(value)) {
            try {
                String plain = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                values.addAll(List.of(plain.split(":", 2)));
            } catch (IllegalArgumentException e) {
                // A bearer token need not be Base64. The token itself is already added.
            }
        }
    }

    /** Adds the texts and numbers in the JSON. Booleans would redact the words true and false. */
    private static void addTexts(JsonElement json, List<String> values) {
        if (json.isJsonPrimitive() && !json.getAsJsonPrimitive().isBoolean()) {
            values.add(json.getAsString());
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> addTexts(item, values));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().values().forEach(value -> addTexts(value, values));
        }
    }

    /**
     * Adds the values of secret fields and all long values without a space, except in fields that explain a failure.
     */
    private void addTokens(JsonElement json, boolean inSecretField, List<String> tokens) {
        if (json.isJsonPrimitive()) {
            String text = json.getAsString();
            if (inSecretField || text.length() >= MIN_TOKEN_LENGTH && text.indexOf(' ') < 0) {
                tokens.add(text);
            }
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> addTokens(item, inSecretField, tokens));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((name, value) -> {
                if (!metadata.explainingFields().contains(name)) {
                    addTokens(value, inSecretField || metadata.secretFields().contains(name), tokens);
                }
            });
        }
    }

    /** Adds the encodings of a secret that {@link DecodedText} does not decode: form, hexadecimal and Base64. */
    private static void addEncodedVariants(String secret, Set<String> variants) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        variants.add(toLowerCase(secret));
        variants.add(toLowerCase(secret.replace(' ', '+')));
        variants.add(HexFormat.of().formatHex(bytes));
        // Base64 encodes groups of three bytes. Inside a longer text, the secret can begin at each byte of a group.
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and the last character can hold bits of neighbouring bytes, so we leave them out.
            String ownCharacters = base64.substring((offset * 8 + 5) / 6, shifted.length * 8 / 6);
            if (ownCharacters.length() > MIN_SECRET_LENGTH) {
                variants.add(toLowerCase(ownCharacters));
                variants.add(toLowerCase(ownCharacters.replace('+', '-').replace('/', '_')));
            }
        }
    }
}

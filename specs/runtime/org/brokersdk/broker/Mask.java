package org.brokersdk.broker;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.brokersdk.broker.api.ApiClient;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what a broker or something between has said: all that was sent, all that was received and is a
 * token, and what merely looks like one.
 *
 * @param secrets in lower case, longest first
 */
record Mask(List<String> secrets) {

    /** Lets nothing through. */
    private static final Mask OF_EVERYTHING = new Mask(List.of());

    private static final String HIDDEN = "***";

    /** A shorter one would hide every other word. */
    private static final int SHORTEST = 3;

    /** More than any sentence of a broker has; what is beyond is not looked at and not shown. */
    private static final int LONGEST_TEXT = 1 << 12;

    /** More tokens than any answer has. Whoever sends more would have us search for ever, and is not quoted. */
    private static final int MOST_TOKENS = 200;

    /** A received value this long is a token, whatever its name. */
    private static final int LENGTH_OF_A_TOKEN = 16;

    /** Headers that carry nothing of the caller's. */
    private static final Set<String> HARMLESS_HEADERS =
            Set.of("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent");

    /** A run of letters and digits this long is no word of a sentence. */
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/=_-]{20,}+");

    /** Escapes of escapes; what is wrapped more often is not shown at all. */
    private static final int MOST_LAYERS = 5;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    /** Of a request, its fields as they were given, and what the broker may know beside it. */
    static Mask of(Request sent, List<Object> given, List<String> known) {
        List<String> values = new ArrayList<>(known);
        for (String name : sent.headers().names()) {
            if (!HARMLESS_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                sent.headers(name).forEach(value -> addHeader(value, values));
            }
        }
        HttpUrl url = sent.url();
        url.queryParameterNames().forEach(name -> values.addAll(url.queryParameterValues(name)));
        addTexts(JsonParser.parseString(ApiClient.format(given)), values::add);
        values.removeIf(value -> value == null || Facts.CONSTANTS.contains(value));
        return new Mask(List.of()).and(values);
    }

    /** The same, which also hides the tokens of an answer. */
    Mask andTokensOf(@Nullable JsonElement json, List<String> cookies) {
        List<String> tokens = new ArrayList<>();
        for (String cookie : cookies) {
            tokens.add(cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0]);
        }
        if (json != null) {
            addTokens(json, false, tokens);
        }
        return tokens.size() > MOST_TOKENS ? OF_EVERYTHING : and(tokens);
    }

    private Mask and(List<String> more) {
        Set<String> all = new LinkedHashSet<>(secrets);
        for (String value : more) {
            String secret = value == null ? "" : value.strip();
            if (secret.length() >= SHORTEST) {
                // No text that is looked at holds more than that of it, so the beginning stands for the whole.
                addSpellings(secret.substring(0, Math.min(secret.length(), LONGEST_TEXT)), all);
            }
        }
        return new Mask(all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** A text for people: without secrets, without control characters, and not too long. */
    @SuppressWarnings("ReferenceEquality") // The one that lets nothing through has no secrets of its own.
    String apply(String text, int length) {
        if (this == OF_EVERYTHING) {
            return HIDDEN;
        }
        String visible = CONTROL.matcher(text.substring(0, Math.min(text.length(), LONGEST_TEXT)))
                .replaceAll(" ");
        BitSet hidden = new BitSet(visible.length());
        RUN.matcher(visible)
                .results()
                .filter(run -> run.group().chars().anyMatch(Character::isDigit))
                .forEach(run -> hidden.set(run.start(), run.end()));
        if (text.length() > LONGEST_TEXT && !secrets.isEmpty()) {
            // The end may be the beginning of a secret, in a long spelling.
            int most = 12 * secrets.get(0).length();
            hidden.set(Math.max(0, visible.length() - most), visible.length());
        }
        Spelling spelling = Spelling.of(visible);
        Spelling next = spelling.decoded();
        hide(spelling, hidden);
        for (int layer = 1; !next.equals(spelling); layer++) {
            if (layer > MOST_LAYERS) {
                return HIDDEN;
            }
            spelling = next;
            hide(spelling, hidden);
            next = spelling.decoded();
        }
        return cut(shown(visible, hidden), length);
    }

    private void hide(Spelling spelling, BitSet hidden) {
        String text = folded(spelling.text());
        for (String secret : secrets) {
            for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                hidden.set(spelling.start(at), spelling.end(at + secret.length() - 1));
            }
        }
    }

    /** In lower case, character by character: the text as a whole might become longer. */
    private static String folded(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = Character.toLowerCase(folded[i]);
        }
        return new String(folded);
    }

    private static String shown(String text, BitSet hidden) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (!hidden.get(i)) {
                shown.append(text.charAt(i));
            } else if (i == 0 || !hidden.get(i - 1)) {
                shown.append(HIDDEN);
            }
        }
        return shown.toString();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    /** {@code Basic} holds user and password once more. */
    private static void addHeader(String value, List<String> values) {
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
                // A bearer token.
            }
        }
    }

    private static void addTexts(JsonElement json, Consumer<String> texts) {
        if (json.isJsonPrimitive() && !json.getAsJsonPrimitive().isBoolean()) {
            texts.accept(json.getAsString());
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> addTexts(item, texts));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().values().forEach(value -> addTexts(value, texts));
        }
    }

    private static void addTokens(JsonElement json, boolean named, List<String> tokens) {
        if (json.isJsonPrimitive()) {
            String text = json.getAsString();
            if (named || text.length() >= LENGTH_OF_A_TOKEN && text.indexOf(' ') < 0) {
                tokens.add(text);
            }
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> addTokens(item, named, tokens));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().asMap().forEach((name, value) -> {
                if (!Facts.EXPLAINS_A_FAILURE.contains(name)) {
                    addTokens(value, Facts.SECRETS.contains(name), tokens);
                }
            });
        }
    }

    /**
     * As it is and as others write it. What can be read back character by character is not among them: see Spelling.
     */
    private static void addSpellings(String value, Set<String> all) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        all.add(folded(value));
        all.add(folded(value.replace(' ', '+')));
        all.add(HexFormat.of().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            // In the middle of a longer text, a Base64 character may hold bits of a neighbour.
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String own = base64.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
            if (own.length() > SHORTEST) {
                all.add(folded(own));
                all.add(folded(own.replace('+', '-').replace('/', '_')));
            }
        }
    }

    /** All that it holds is secret. */
    @Override
    public String toString() {
        return "Mask[secrets=***]";
    }
}

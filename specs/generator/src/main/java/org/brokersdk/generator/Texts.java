package org.brokersdk.generator;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What scalars of a spec must be. */
final class Texts {

    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern MARKUP = Pattern.compile("[<>&]|\\{@|^\\s*@", Pattern.MULTILINE);

    static final Rule ANY = (node, mistakes) -> {};

    static final Rule TEXT = (node, mistakes) -> {
        if (!node.isText()) {
            mistakes.add(node, "this is not a text", node.isScalar() ? "put it in quotes" : "write one");
        } else if (node.text().isBlank()) {
            mistakes.add(node, "an empty text says nothing", "say it, or leave the key out");
        }
    };

    static final Rule TRUE = (node, mistakes) -> {
        if (!node.isTrue()) {
            mistakes.add(node, "this can only be `true`", "write `true`, or leave the key out");
        }
    };

    static final Rule BOOLEAN = (node, mistakes) -> {
        if (!node.is(Tag.BOOL)) {
            mistakes.add(node, "this can only be `true` or `false`", "write one of them");
        }
    };

    /** How many: what an int of Java holds. */
    static final Rule COUNT = (node, mistakes) -> {
        if (!node.is(Tag.INT) || !node.text().matches("0|[1-9]\\d{0,8}")) {
            mistakes.add(node, "this is not a number from 0 to 999999999", "write one");
        }
    };

    /** A text that comes into the Javadoc. */
    static final Rule PROSE = TEXT.and((node, mistakes) -> {
        String text = node.text();
        String outside = CODE.matcher(text).replaceAll("");
        if (text.contains("*/") || text.contains("/*") || text.contains("\\u")) {
            mistakes.add(node, "this text becomes Javadoc, which cannot hold `*/`, `/*` or `\\u`", "write it in words");
        } else if (MARKUP.matcher(outside).find()) {
            mistakes.add(
                    node,
                    "this text becomes Javadoc, in which `<`, `>`, `&` and `@` mean something else",
                    "put it between backticks");
        } else if (CODE.matcher(text).results().anyMatch(code -> !isBalanced(code.group()))) {
            mistakes.add(
                    node,
                    "this text becomes Javadoc, in which code needs a `}` for each `{`",
                    "write the other one too");
        }
    });

    /** A text that comes into a string of Java, through a generator that changes some of them. */
    static final Rule LITERAL = TEXT.and((node, mistakes) -> {
        if (!isLiteral(node.text())) {
            mistakes.add(
                    node,
                    "this text stands in Java, where it cannot hold control characters, `/*` or `*/`",
                    "leave them out");
        }
    });

    private static final String HOST = "[\\w-]+(?:\\.[\\w-]+)*+(?::\\d{1,5})?";
    private static final String REST = "(?:/[!-~&&[^\"\\\\<>]]*)?";

    static final Rule BASE_URL = matching(
            "https://" + HOST + "(?:/[\\w.~@:%-]+)*+",
            "an https URL without a slash at its end",
            "https://broker.example/api");

    static final Rule PAGE =
            matching("https://" + HOST + REST, "the https URL of a page", "https://broker.example/login");

    static final Rule WEB_SOCKET =
            matching("wss://" + HOST + REST, "the wss URL of a WebSocket", "wss://broker.example/stream/");

    static final Rule LINK = matching("https?://" + HOST + REST, "the URL of a page", "https://broker.example/docs");

    /** What can be a field, a query parameter, a header. */
    static final Rule FIELD =
            matching("[A-Za-z_][\\w.-]*", "a name of ASCII letters, digits, `_`, `-` and `.`", "userId");

    /** A header that a call may set: the others are Retrofit's and OkHttp's to set, or those of a security scheme. */
    static final Rule HEADER = matching(
            "(?!(?i:accept|accept-encoding|authorization|connection|content-length|content-type|expect|host"
                    + "|transfer-encoding|user-agent)$)[A-Za-z][\\w.-]*",
            "a header that a parameter can be",
            "X-Api-Version");

    static final Rule CLASS = matching("[A-Z][A-Za-z0-9]*", "a name for a class of Java", "LoginResponse");

    /** Of something that gets no name in Java. */
    static final Rule NAME = matching("[\\w.-]+", "a name of ASCII letters, digits, `_`, `-` and `.`", "wrongPassword");

    private Texts() {}

    static boolean isLiteral(String text) {
        return text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                && !text.contains("/*")
                && !text.contains("*/");
    }

    /** One of a few words. */
    static Rule oneOf(String... words) {
        return oneOf(Set.of(words));
    }

    static Rule oneOf(Set<String> words) {
        return (node, mistakes) -> {
            if (!words.contains(node.text())) {
                String all = "write " + (words.size() == 1 ? "" : "one of ")
                        + Mistakes.quote(words.stream().sorted().toList());
                mistakes.add(
                        node,
                        Mistakes.quote(node.text()) + " is not supported",
                        Mistakes.meant(node.text(), words, all));
            }
        };
    }

    /** The name of something that there is. */
    static Rule known(Collection<String> names, String what, String otherwise) {
        return (node, mistakes) -> {
            if (!names.contains(node.text())) {
                mistakes.add(
                        node,
                        "there is no " + what + " " + Mistakes.quote(node.text()),
                        Mistakes.meant(node.text(), names, otherwise));
            }
        };
    }

    /** A text of a form that a message can name, and show by an example. */
    static Rule matching(String regex, String what, String example) {
        Pattern pattern = Pattern.compile(regex);
        return (node, mistakes) -> {
            if (!node.isText() || !pattern.matcher(node.text()).matches()) {
                mistakes.add(
                        node,
                        Mistakes.quote(node.text()) + " is not " + what,
                        "write one, such as " + Mistakes.quote(example));
            }
        };
    }

    private static boolean isBalanced(String code) {
        int open = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open < 0) {
                return false;
            }
        }
        return open == 0;
    }
}

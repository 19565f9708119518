package org.brokersdk.generator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Whether what a spec says in words of our own means something: why calls fail, and which brokers there are. */
final class Extensions {

    private static final Rule STATUS = (node, mistakes) -> {
        if (!node.is(Tag.INT) || !node.text().matches("[1-5]\\d\\d")) {
            mistakes.add(node, Mistakes.quote(node.text()) + " is not an HTTP status", "write a number such as `429`");
        }
    };

    static final Rule POSITIVE = (node, mistakes) -> {
        if (!node.is(Tag.INT) || !node.text().matches("[1-9]\\d{0,3}")) {
            mistakes.add(node, Mistakes.quote(node.text()) + " is not a number of logins", "write one such as `5`");
        }
    };

    private static final Rule CODE = (node, mistakes) -> {
        if (!node.is(Tag.INT) || !node.text().matches("0|-?[1-9]\\d{0,17}")) {
            Texts.LITERAL.check(node, mistakes);
        }
    };

    private static final Rule LATER_CALLS = new Kind("a line of `x-later-calls`")
            .needs(Texts.TEXT, "calls")
            .needs(Texts.oneOf("header", "form field", "first message"), "in")
            .needs(Texts.matching("[a-z][A-Za-z0-9]*", "a method of the session", "headers"), "java")
            .needs(Rule.mapOf(Texts.FIELD, Texts.TEXT), "fields");

    private final Spec spec;
    private final Set<String> reasons;
    private final Mistakes mistakes;

    Extensions(Spec spec, Set<String> reasons, Mistakes mistakes) {
        this.spec = spec;
        this.reasons = reasons;
        this.mistakes = mistakes;
    }

    void check() {
        Set<String> tags = spec.root().get("tags").items().stream()
                .map(tag -> tag.get("name").text())
                .collect(Collectors.toSet());
        Rule tag = Texts.known(tags, "tag", "write one of the `tags`");
        Yaml later = spec.root().get("x-later-calls");
        if (later.isThere()) {
            Rule.mapOf(tag, Rule.listOf(LATER_CALLS)).check(later, mistakes);
        }
        Yaml why = spec.root().get("x-reasons");
        if (why.isThere()) {
            Rule.mapOf(tag, Texts.ANY).check(why, mistakes);
        }
        why.entries().forEach((name, lines) -> {
            if (tags.contains(name)) {
                reasons(name, lines);
            }
        });
        brokers();
    }

    private void reasons(String tag, Yaml lines) {
        Set<String> operations = spec.operations().values().stream()
                .filter(operation -> operation.get("tags").names().containsKey(tag))
                .map(operation -> operation.get("operationId").text())
                .collect(Collectors.toSet());
        Kind conditions = new Kind("a line of `x-reasons`")
                .takes(oneOrMore(STATUS), "status")
                .takes(oneOrMore(CODE), "code")
                .takes(oneOrMore(Texts.LITERAL), "words", "and", "unless")
                .takes(Texts.LITERAL, "advice")
                .takes(
                        oneOrMore(Texts.known(operations, "operation of this tag", "write one of its own")),
                        "operations");
        Rule reason = Texts.known(reasons, "reason", "write one of `Reason`");
        Rule.eachOf(Rule.mapOf(reason, conditions)).check(lines, mistakes);
        List<Yaml> earlier = new ArrayList<>();
        for (Yaml line : lines.items()) {
            if (line.isMap() && line.entries().size() != 1) {
                mistakes.add(line, "a line of `x-reasons` has one reason", "write each after a `- `");
            }
            line.entries().values().forEach(each -> {
                conditions(each);
                earlier.stream()
                        .filter(other -> covers(other, each))
                        .findFirst()
                        .ifPresent(other -> mistakes.add(
                                each,
                                "this line never counts, as line " + other.line() + " fits whenever it does",
                                "write it before that, or leave it out"));
                earlier.add(each);
            });
        }
    }

    private static Rule oneOrMore(Rule rule) {
        return (node, mistakes) -> (node.isScalar() ? rule : Rule.listOf(rule)).check(node, mistakes);
    }

    private void conditions(Yaml line) {
        if (Stream.of("status", "code", "words", "operations").noneMatch(line::has)) {
            mistakes.add(
                    line,
                    "a reason without a condition is not supported",
                    "write `status`, `code`, `words` or `operations`");
        }
        if (line.has("and") && !line.has("words")) {
            mistakes.add(line.get("and"), "`and` without `words` is not supported", "write `words`");
        }
    }

    /** Whether one line fits whenever another does. */
    private static boolean covers(Yaml one, Yaml other) {
        return !one.entries().isEmpty()
                && Stream.of("status", "code", "operations")
                        .allMatch(key -> !one.has(key)
                                || other.has(key) && texts(one, key).containsAll(texts(other, key)))
                && Stream.of("words", "and")
                        .allMatch(key -> !one.has(key)
                                || Stream.of("words", "and")
                                        .anyMatch(
                                                its -> other.has(its) && eachHolds(texts(other, its), texts(one, key))))
                && eachHolds(texts(one, "unless"), texts(other, "unless"));
    }

    private static boolean eachHolds(Collection<String> texts, Collection<String> words) {
        return texts.stream().allMatch(text -> words.stream().anyMatch(some -> holds(text, some)));
    }

    /** As the SDK looks for words. */
    private static boolean holds(String text, String words) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(folded(words)) + "(?!\\w)")
                .matcher(folded(text))
                .find();
    }

    private static String folded(String words) {
        return words.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static List<String> texts(Yaml line, String key) {
        return line.get(key).itemOrItems().stream().map(Yaml::text).toList();
    }

    private void brokers() {
        Map<String, Yaml> names = new HashMap<>();
        Map<String, Yaml> places = new HashMap<>();
        Stream.concat(Stream.of(spec.root()), spec.operations().values().stream())
                .flatMap(node -> node.get("servers").items().stream())
                .filter(server -> server.has("x-broker"))
                .forEach(server -> broker(server, names, places));
    }

    private void broker(Yaml server, Map<String, Yaml> names, Map<String, Yaml> places) {
        Yaml name = server.get("x-broker").get("name");
        Yaml login = server.get("x-broker").get("login");
        if (!server.has("description")) {
            mistakes.add(server, "a broker without `description` is not supported", "add it: it becomes the Javadoc");
        }
        if (!name.text().matches("[A-Za-z][ -~]*")) {
            mistakes.add(
                    name, "no constant of Java can be called " + Mistakes.quote(name.text()), "begin it with a letter");
        }
        Yaml other = names.putIfAbsent(Names.folded(name.text()), name);
        if (other != null && !other.text().equals(name.text())) {
            mistakes.add(
                    name,
                    Mistakes.quote(name.text()) + " and " + Mistakes.quote(other.text()) + " are one constant in Java",
                    "write one of them");
        }
        Yaml place = places.putIfAbsent(name.text() + " " + login.text(), server);
        if (place != null && !place.get("url").text().equals(server.get("url").text())) {
            mistakes.add(
                    login,
                    "this broker takes the login " + Mistakes.quote(login.text()) + " at another place, in line "
                            + place.line(),
                    "write one of them");
        }
    }
}

package org.brokersdk.generator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns that mean the same in JavaScript, which is what OpenAPI speaks of and the mock has, and in Java. */
final class Regex {

    private static final String ESCAPE = "\\\\(?:[dDwWsSbBtnrf]|[!-/:-@\\[-`{-~]|u[0-9A-Fa-f]{4})";

    /** What a pattern consists of, as both know it. */
    private static final Pattern PART = Pattern.compile(ESCAPE
            + "|\\[\\^?(?:" + ESCAPE + "|[^\\\\\\[\\]&]|&(?!&))++]" // one of some characters
            + "|\\((?:\\?[:=!])?+|\\)" // a group
            + "|(?:[*+?]|\\{\\d+(?:,\\d*)?})\\??+(?![*+?{])" // how often
            + "|[^\\\\\\[\\](){}*+?]");

    private static final int MOST_STEPS = 1_000_000;

    private Regex() {}

    /** A pattern that a builder can check, or null if it is none. */
    static Pattern checked(Yaml node, Mistakes mistakes) {
        try {
            Pattern pattern = Pattern.compile(node.text());
            String problem = problem(node.text());
            if (problem != null) {
                mistakes.add(node, "a pattern " + problem + " is not supported", "write `^(…)$` in what both know");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            mistakes.add(node, "Java does not take this pattern: " + e.getDescription(), "write `^(…)$` that it takes");
            return null;
        }
    }

    private static String problem(String regex) {
        if (regex.contains("`") || regex.contains("**")) {
            // The formatter would take them for Markdown.
            return "with a backtick or two asterisks side by side";
        }
        Matcher part = PART.matcher(regex);
        int depth = 0;
        int at = 0;
        while (at < regex.length()) {
            if (!part.region(at, regex.length()).lookingAt()) {
                return "with " + Mistakes.quote(regex.substring(at)) + ", in which Java and JavaScript differ,";
            }
            String token = part.group();
            depth += token.startsWith("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && token.equals("|")) {
                return "whose parts stand beside each other without a group";
            }
            at = part.end();
        }
        return regex.startsWith("^") && regex.endsWith("$") && !regex.endsWith("\\$") ? null : "for a part of a text";
    }

    /** Whether a text matches, as far as that can be told in some steps. */
    static boolean matches(Pattern pattern, String text) {
        AtomicInteger steps = new AtomicInteger();
        try {
            return pattern.matcher(new Counted(text, steps)).matches();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** A text that can be looked at so many times: some patterns would look for years. */
    private record Counted(String text, AtomicInteger steps) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (steps.incrementAndGet() > MOST_STEPS) {
                throw new ArithmeticException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), steps);
        }
    }
}

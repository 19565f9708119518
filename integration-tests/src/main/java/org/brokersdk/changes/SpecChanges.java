package org.brokersdk.changes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is new, gone or different in a spec, and whom that breaks. */
final class SpecChanges {

    /** The schemas of which we send what they describe. */
    private final Set<String> sent;

    private final Map<String, String> before;
    private final Map<String, String> now;
    private final List<Change> changes = new ArrayList<>();

    private SpecChanges(Set<String> sent, Map<String, String> before, Map<String, String> now) {
        this.sent = sent;
        this.before = before;
        this.now = now;
    }

    /** What belongs to an operation or a schema that is new or gone itself is not told. */
    static List<Change> between(List<String> before, List<String> now, Set<String> sent) {
        SpecChanges found = new SpecChanges(sent, facts(before), facts(now));
        found.now.forEach(found::compare);
        found.before.forEach((place, fact) -> {
            if (!found.now.containsKey(place)) {
                found.tellGone(place, fact);
            }
        });
        return found.changes;
    }

    private static Map<String, String> facts(List<String> lines) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            facts.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return facts;
    }

    private void compare(String place, String fact) {
        String was = before.get(place);
        boolean optional = fact.startsWith("optional");
        if (was == null) {
            boolean wanted = isSent(place) && !optional;
            tell(place, before, "is new: " + fact, wanted ? "who does not send it" : "");
        } else if (!was.equals(fact)) {
            boolean looser = isSent(place) && fact.equals("optional, " + was);
            tell(place, before, "is now " + fact + "; it was " + was, looser ? "" : whom(place));
        }
    }

    private void tellGone(String place, String fact) {
        tell(place, now, "is gone" + (fact.isEmpty() ? "" : ": it was " + fact), whom(place));
    }

    private void tell(String place, Map<String, String> others, String what, String breaks) {
        String[] words = place.split(" ", 2);
        if (words.length == 1) {
            // A schema or an operation that is new breaks no one.
            changes.add(new Change(words[0], "`" + place + "` " + what, what.startsWith("is new") ? "" : breaks));
        } else if (others.containsKey(words[0])) {
            changes.add(new Change(words[0], "`" + words[1] + "` " + what, isPlace(place) ? "" : breaks));
        }
    }

    /** Another host is no break of what is sent. */
    private static boolean isPlace(String place) {
        return place.contains(" is at ");
    }

    private boolean isSent(String place) {
        String[] words = place.split(" ", 3);
        return words.length > 1 && (words[1].equals("sends") || sent.contains(words[0]));
    }

    private String whom(String place) {
        String[] words = place.split(" ", 2);
        if (words.length == 1) {
            return "who uses it";
        }
        return isSent(place) ? "who sends it" : "who reads it";
    }
}

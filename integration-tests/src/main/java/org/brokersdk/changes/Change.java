package org.brokersdk.changes;

/**
 * A difference between the last release and today.
 *
 * @param place what it belongs to: an operation or a schema of a spec, or a class or an operation of a jar
 * @param text what it is, in a sentence
 * @param breaks whom it breaks, such as "who sends it", or empty
 */
record Change(String place, String text, String breaks) {

    /** The sentence, and whom it breaks. */
    String told() {
        return breaks.isEmpty() ? text : text + " — breaks " + breaks;
    }
}

package org.brokersdk.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** What becomes of a name in Java. */
final class Names {

    /** The generator has plans of its own for these, and renames whatever is called so. */
    private static final Set<String> OF_THE_GENERATOR = Set.of(
            "anytype",
            "apiclient",
            "apiexception",
            "apimodel",
            "apimodelproperty",
            "apiresponse",
            "array",
            "arraylist",
            "arrays",
            "bigdecimal",
            "bytearray",
            "configuration",
            "date",
            "datetime",
            "file",
            "hashmap",
            "ioexception",
            "jsonadapter",
            "jsoncreator",
            "jsondeserialize",
            "jsonignore",
            "jsonignoreproperties",
            "jsoninclude",
            "jsonnullable",
            "jsonproperty",
            "jsonreader",
            "jsonsubtypes",
            "jsontypeinfo",
            "jsontypename",
            "jsonvalue",
            "jsonwriter",
            "linkedhashset",
            "list",
            "localdate",
            "localdatetime",
            "localreturntype",
            "localtime",
            "map",
            "object",
            "objects",
            "offsetdatetime",
            "schema",
            "serializedname",
            "set",
            "stringutil",
            "timestamp",
            "typeadapter",
            "unsignedinteger",
            "unsignedlong",
            "uri",
            "uuid");

    /** What a record has already, and what its builder has. */
    private static final Set<String> OF_A_RECORD = Set.of(
            "clone", "finalize", "getclass", "hashcode", "notify", "notifyall", "tostring", "wait", "build", "builder");

    /** Words that the generator does not know to be Java's. */
    private static final Set<String> OF_NEWER_JAVA = Set.of("true", "false", "yield");

    private Names() {}

    /** What names have in common that are one name in Java, or in a folder of some systems. */
    static String folded(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        return letters.equals("class") ? "propertyclass" : letters;
    }

    static boolean canBeMethod(String name) {
        return !isTaken(name) && !OF_A_RECORD.contains(folded(name)) && !name.equals("equals");
    }

    static boolean canBeField(String name) {
        return canBeParameter(name) && !OF_A_RECORD.contains(folded(name));
    }

    static boolean canBeParameter(String name) {
        String folded = folded(name);
        return !folded.isEmpty() && !OF_NEWER_JAVA.contains(folded);
    }

    static boolean canBeClass(String name) {
        return !isTaken(name) && !isInJavaLang(name);
    }

    private static boolean isTaken(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SourceVersion.isKeyword(lower)
                || OF_NEWER_JAVA.contains(lower)
                || OF_THE_GENERATOR.contains(lower)
                || lower.startsWith("localvar");
    }

    private static boolean isInJavaLang(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}

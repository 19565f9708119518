package org.brokersdk.changes;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiField;
import japicmp.model.JApiHasChangeStatus;
import japicmp.model.JApiMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javassist.CtMethod;

/** What is new, gone or different in a jar, and whom that breaks, as japicmp judges it. */
final class JarChanges {

    /** Nobody but the SDK implements its interfaces and extends its classes. */
    private static final Set<JApiCompatibilityChangeType> HARMLESS = Set.of(
            JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE,
            JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_TO_CLASS,
            JApiCompatibilityChangeType.METHOD_NEW_DEFAULT);

    private final List<Change> changes = new ArrayList<>();

    private JarChanges() {}

    /**
     * Compares.
     *
     * @param before the facts of the last release, from {@link JarSurface}
     * @param now those of today
     * @param folder for what japicmp reads
     */
    static List<Change> between(List<String> before, List<String> now, Path folder) throws IOException {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.setAccessModifier(AccessModifier.PROTECTED);
        // Those of OkHttp and the like, whose names are all that counts here.
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        List<JApiClass> classes = new JarArchiveComparator(options)
                .compare(archive(before, folder.resolve("before.jar")), archive(now, folder.resolve("now.jar")));
        JarChanges found = new JarChanges();
        classes.forEach(found::compare);
        return found.changes;
    }

    private static JApiCmpArchive archive(List<String> lines, Path jar) throws IOException {
        return new JApiCmpArchive(JarSurface.stubs(lines, jar).toFile(), "");
    }

    private void compare(JApiClass one) {
        String name = one.getFullyQualifiedName().replaceFirst(".*\\.", "").replace('$', '.');
        String place = name.replaceFirst("\\..*", "");
        if (one.getChangeStatus() == JApiChangeStatus.NEW || one.getChangeStatus() == JApiChangeStatus.REMOVED) {
            tell(place, name, one, one, "who uses it");
            return;
        }
        List<JApiCompatibilityChange> own = one.getCompatibilityChanges();
        if (!own.isEmpty()) {
            changes.add(new Change(
                    place, "`" + name + "` is another: " + words(own), isBreaking(own) ? "who uses it" : ""));
        }
        boolean isApi = name.endsWith("Api");
        Stream.concat(one.getMethods().stream(), one.getConstructors().stream())
                .forEach(method -> tell(
                        isApi ? method.getName() : place,
                        name + "." + signature(method),
                        method,
                        method,
                        "who calls it"));
        // Which japicmp does not look at.
        for (JApiMethod method : one.getMethods()) {
            if (method.getChangeStatus() == JApiChangeStatus.UNCHANGED
                    && !Objects.equals(generic(method.getOldMethod()), generic(method.getNewMethod()))) {
                changes.add(new Change(
                        isApi ? method.getName() : place,
                        "`" + name + "." + signature(method) + "` is another: type arguments changed",
                        "who calls it"));
            }
        }
        for (JApiField field : one.getFields()) {
            tell(place, name + "." + field.getName(), field, field, "who reads it");
        }
    }

    private void tell(
            String place, String name, JApiHasChangeStatus status, JApiCompatibility compatibility, String whom) {
        List<JApiCompatibilityChange> why = compatibility.getCompatibilityChanges();
        switch (status.getChangeStatus()) {
            case NEW -> changes.add(new Change(place, "`" + name + "` is new", isBreaking(why) ? whom : ""));
            case REMOVED -> changes.add(new Change(place, "`" + name + "` is gone", isBreaking(why) ? whom : ""));
            case MODIFIED ->
                changes.add(new Change(place, "`" + name + "` is another: " + words(why), isBreaking(why) ? whom : ""));
            case UNCHANGED -> {}
        }
    }

    private static String generic(Optional<CtMethod> method) {
        return method.map(CtMethod::getGenericSignature).orElse("");
    }

    private static String signature(JApiBehavior method) {
        return method.getParameters().stream()
                .map(parameter -> parameter.getType().replaceFirst(".*\\.", ""))
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static boolean isBreaking(List<JApiCompatibilityChange> changes) {
        return changes.stream()
                .filter(change -> !HARMLESS.contains(change.getType()))
                .anyMatch(change -> !change.isBinaryCompatible() || !change.isSourceCompatible());
    }

    private static String words(List<JApiCompatibilityChange> changes) {
        return changes.stream()
                .map(change -> change.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}

package org.brokersdk.changes;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Spec;

/**
 * What changed since the last release, which {@code specs/released} keeps as text: in each spec, and beside it in its
 * jar. Fails where something breaks and the version does not say so.
 */
public final class Changes {

    private static final Path RELEASED = Spec.DIRECTORY.resolve("released");
    private static final Path DOCS = Spec.DIRECTORY.resolveSibling("target/docs-build");
    private static final Path BUILD = Spec.DIRECTORY.resolveSibling("target/changes");

    private Changes() {}

    /**
     * What changed of a broker.
     *
     * @param broker whose
     * @param spec the version of the spec at the last release, and that of today
     * @param sdk the same of the jar
     * @param groups what belongs together
     */
    record Report(String broker, List<String> spec, List<String> sdk, List<Group> groups) {}

    /**
     * What changed in one operation or schema, or, without one, in what is written by hand.
     *
     * @param place its name, or empty
     * @param spec the sentences of the spec
     * @param jar those of the jar
     */
    record Group(String place, List<String> spec, List<String> jar) {}

    /**
     * Tells what changed, and leaves it for the docs.
     *
     * @param args {@code keep} makes what is there today the last release, for the next to be compared with;
     *     {@code strict} also wants a greater version of a spec that says something new
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        String version = System.getProperty("sdk.version");
        Set<String> how = Set.of(args);
        if (how.contains("keep")) {
            keep(version);
            return;
        }
        List<Report> reports = new ArrayList<>();
        List<Spec> specs = Spec.all();
        List<String> mistakes = new ArrayList<>(gone(specs));
        for (Spec spec : specs) {
            if (Files.exists(released(spec, ""))) {
                reports.add(report(spec, version, how.contains("strict"), mistakes));
            }
        }
        Files.createDirectories(DOCS);
        Files.writeString(
                DOCS.resolve("changes.json"),
                new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(reports));
        reports.forEach(report -> System.out.println(told(report)));
        if (!mistakes.isEmpty()) {
            System.err.println(String.join("\n", mistakes));
            System.exit(1);
        }
    }

    /** A broker whose spec is there no more. */
    private static List<String> gone(List<Spec> specs) throws IOException {
        Set<String> brokers = specs.stream().map(Spec::broker).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(RELEASED)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("-sdk.txt"))
                    .map(file -> file.replace("-sdk.txt", ""))
                    .filter(broker -> !brokers.contains(broker))
                    .map(broker -> broker + "-sdk is gone. If it has to be, delete what specs/released has of it")
                    .toList();
        }
    }

    private static void keep(String version) throws IOException {
        for (Spec spec : Spec.all()) {
            write(released(spec, ""), version(spec), SpecSurface.of(spec));
            write(released(spec, "-sdk"), release(version), JarSurface.of(jar(spec.broker(), version)));
        }
    }

    private static void write(Path file, String version, List<String> lines) throws IOException {
        Files.createDirectories(RELEASED);
        Files.writeString(file, version + "\n" + String.join("\n", lines) + "\n");
        System.out.println("specs/released/" + file.getFileName() + " has version " + version + " now");
    }

    private static Path released(Spec spec, String kind) {
        return RELEASED.resolve(spec.broker() + kind + ".txt");
    }

    static Path jar(String broker, String version) {
        String sdk = broker + "-sdk";
        return Spec.DIRECTORY.resolveSibling(sdk + "/target/" + sdk + "-" + version + ".jar");
    }

    private static Report report(Spec spec, String version, boolean strict, List<String> mistakes) throws IOException {
        List<String> specBefore = Files.readAllLines(released(spec, ""));
        List<String> sdkBefore = Files.readAllLines(released(spec, "-sdk"));
        List<Change> inSpec =
                SpecChanges.between(specBefore.subList(1, specBefore.size()), SpecSurface.of(spec), sent(spec));
        List<Change> inJar = JarChanges.between(
                sdkBefore.subList(1, sdkBefore.size()),
                JarSurface.of(jar(spec.broker(), version)),
                BUILD.resolve(spec.broker()));
        List<String> specs = List.of(specBefore.get(0), version(spec));
        List<String> sdks = List.of(sdkBefore.get(0), release(version));
        if (strict && !inSpec.isEmpty() && specs.get(0).equals(specs.get(1))) {
            mistakes.add(spec + " says something else than at the last release, and is called " + specs.get(1)
                    + " as well. Give it a greater version, in `info`: " + texts(inSpec));
        } else if (!announces(specs)) {
            requireNoBreak(
                    inSpec,
                    spec + " breaks what worked with " + specs.get(0) + ". Call it " + next(specs.get(0))
                            + ", in `info`, or take it back: ",
                    mistakes);
        }
        if (!announces(sdks)) {
            requireNoBreak(
                    inJar,
                    spec.broker() + "-sdk breaks what worked with " + sdks.get(0) + ". Call it " + next(sdks.get(0))
                            + ", by `revision` in pom.xml, or take it back: ",
                    mistakes);
        }
        return new Report(spec.broker(), specs, sdks, groups(inSpec, inJar));
    }

    private static void requireNoBreak(List<Change> changes, String mistake, List<String> mistakes) {
        List<Change> breaking =
                changes.stream().filter(change -> !change.breaks().isEmpty()).toList();
        if (!breaking.isEmpty()) {
            mistakes.add(mistake + texts(breaking));
        }
    }

    private static String texts(List<Change> changes) {
        return changes.stream()
                .map(change -> "\n  " + change.place() + ": " + change.told())
                .collect(Collectors.joining());
    }

    /** Whether a version says that something may break: by its first number, or before 1.0.0 by its second. */
    static boolean announces(List<String> versions) {
        int[] before = numbers(versions.get(0));
        int[] now = numbers(versions.get(1));
        return now[0] > before[0] || before[0] == 0 && now[0] == 0 && now[1] > before[1];
    }

    private static String next(String version) {
        int[] numbers = numbers(version);
        return numbers[0] == 0 ? "0." + (numbers[1] + 1) + ".0" : (numbers[0] + 1) + ".0.0";
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static String release(String version) {
        return version.replaceFirst("-.*", "");
    }

    private static String version(Spec spec) {
        return Spec.map(spec.get("info")).get("version").toString();
    }

    /** Of these we send what they describe. */
    private static Set<String> sent(Spec spec) {
        return Spec.map(Spec.map(spec.get("components")).get("schemas")).entrySet().stream()
                .filter(schema ->
                        Boolean.FALSE.equals(Spec.map(schema.getValue()).get("additionalProperties")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What changed in a jar stands beside what changed in the operation or the schema that it is made of. */
    private static List<Group> groups(List<Change> inSpec, List<Change> inJar) {
        Map<String, Group> groups = new LinkedHashMap<>();
        Map<String, List<Change>> bySchema =
                inSpec.stream().collect(Collectors.groupingBy(Change::place, TreeMap::new, Collectors.toList()));
        bySchema.forEach((place, changes) -> group(place, groups)
                .spec()
                .addAll(changes.stream().map(Change::told).toList()));
        for (Change change : inJar) {
            String of = bySchema.keySet().stream()
                    .filter(place -> isMadeOf(change.place(), place))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            group(of, groups).jar().add(change.told());
        }
        return List.copyOf(groups.values());
    }

    private static Group group(String place, Map<String, Group> groups) {
        return groups.computeIfAbsent(place, name -> new Group(name, new ArrayList<>(), new ArrayList<>()));
    }

    /** A class is called as its schema, or begins as the operation whose it is. */
    private static boolean isMadeOf(String name, String place) {
        boolean isOperation = Character.isLowerCase(place.charAt(0));
        return name.equals(place)
                || isOperation && name.toLowerCase(Locale.ROOT).startsWith(place.toLowerCase(Locale.ROOT));
    }

    private static String told(Report report) {
        String broker = report.broker();
        String head = broker + ": " + (report.groups().isEmpty() ? "nothing changed since " : "changed since ")
                + report.sdk().get(0) + " (spec " + String.join(" to ", report.spec()) + ", jar "
                + String.join(" to ", report.sdk()) + ")";
        return Stream.concat(
                        Stream.of(head),
                        report.groups().stream()
                                .flatMap(group -> Stream.of(
                                                Stream.of("  " + (group.place().isEmpty() ? "by hand" : group.place())),
                                                group.spec().stream().map(text -> "    spec  " + text),
                                                group.jar().stream().map(text -> "    jar   " + text))
                                        .flatMap(lines -> lines)))
                .collect(Collectors.joining("\n"));
    }
}

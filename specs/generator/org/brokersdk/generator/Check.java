package org.brokersdk.generator;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Refuses what the generator cannot turn into right Java. */
public final class Check {

    private static final Pattern CONSTANT = Pattern.compile("^ {4}([A-Z][A-Z0-9_]*)[(,;]", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import [\\w.{}]+\\.(\\w+);", Pattern.MULTILINE);

    private final Path spec;
    private final String file;
    private final Path specs;

    private Check(Path spec, Path specs) {
        this.spec = spec;
        this.file = spec.toAbsolutePath().getParent().getFileName() + "/" + spec.getFileName();
        this.specs = specs;
    }

    /**
     * The mistakes of a spec, each a line that says where, what and what to write instead.
     *
     * @param spec the file
     * @param specs the folder of what all specs share: the templates, and Java that every SDK has
     * @return none if all is well
     * @throws IOException if what they share cannot be read
     */
    public static List<String> mistakes(Path spec, Path specs) throws IOException {
        Check check = new Check(spec, specs);
        try {
            return check.mistakes(Files.readString(spec));
        } catch (NoSuchFileException e) {
            return check.mistake(1, "there is no such file; write it");
        } catch (CharacterCodingException e) {
            return check.mistake(1, "this is not UTF-8; save it as such");
        }
    }

    private List<String> mistakes(String text) throws IOException {
        try {
            return mistakes(parsed(text));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            return mistake(line, "this is not YAML: " + oneLine(e.getProblem()) + "; correct it");
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            return mistake(line, "this is not YAML: " + oneLine(e.getMessage()) + "; correct it");
        } catch (YamlEngineException e) {
            return mistake(1, "this cannot be read: " + oneLine(e.getMessage()) + "; correct it");
        } catch (StackOverflowError e) {
            return mistake(1, "this is nested too deeply; name the inner schemas below `components`");
        }
    }

    private static Yaml parsed(String text) {
        LoadSettings settings =
                LoadSettings.builder().setAllowNonScalarKeys(true).build();
        return new Compose(settings).composeString(text).map(Yaml::of).orElse(Yaml.NOTHING);
    }

    private List<String> mistakes(Yaml root) throws IOException {
        Mistakes mistakes = new Mistakes(file);
        Yaml version = root.get("openapi");
        if (!version.text().matches("3\\.0\\.\\d+")) {
            String what = version.isThere() ? "OpenAPI " + Mistakes.quote(version.text()) : "what is not OpenAPI";
            mistakes.add(version, what + " is not supported", "write `openapi: 3.0.3` and what belongs to it");
            return mistakes.lines();
        }
        new Notation().check(root, mistakes);
        if (mistakes.isEmpty()) {
            Spec known = new Spec(root);
            new Grammar(known, reasons()).check(root, mistakes);
            new Operations(known, new Types(known, taken(), mistakes), mistakes).check();
            new Extensions(known, reasons(), mistakes).check();
        }
        return mistakes.lines();
    }

    private List<String> mistake(int line, String text) {
        return List.of(file + ":" + line + ": " + text);
    }

    /** What a spec may give as a reason. */
    private Set<String> reasons() throws IOException {
        return CONSTANT.matcher(
                        Files.readString(specs.resolveSibling("sdk-core/src/main/java/org/brokersdk/core/Reason.java")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The classes that stand beside those of a spec, or are imported there. */
    private Set<String> taken() throws IOException {
        Set<String> taken = new HashSet<>(Set.of("Builder"));
        try (Stream<Path> files = Files.list(specs.resolve("templates"))) {
            for (Path source : files.toList()) {
                taken.add(source.getFileName().toString().replaceFirst("\\..*", ""));
                IMPORT.matcher(Files.readString(source)).results().forEach(found -> taken.add(found.group(1)));
            }
        }
        return taken;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}

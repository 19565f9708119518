package org.brokersdk.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.core.Reason;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Refuses what the generator cannot turn into right Java. */
final class Check {

    /** Templates whose imports and names no class of a spec may have. */
    private static final List<String> TEMPLATES = List.of("api", "model", "SecuritySchemes", "SpecValues");

    private static final Pattern IMPORT = Pattern.compile("^import [\\w.{}]+\\.(\\w+);", Pattern.MULTILINE);

    private final String file;

    private Check(Path spec) {
        this.file = spec.toAbsolutePath().getParent().getFileName() + "/" + spec.getFileName();
    }

    /**
     * The mistakes of a spec, each a line that says where, what and what to write instead.
     *
     * @param spec the file
     * @return none if all is well
     */
    static List<String> mistakes(Path spec) {
        Check check = new Check(spec);
        try {
            return check.mistakes(Files.readString(spec));
        } catch (NoSuchFileException e) {
            return check.mistake(1, "there is no such file; write it");
        } catch (CharacterCodingException e) {
            return check.mistake(1, "this is not UTF-8; save it as such");
        } catch (IOException e) {
            return check.mistake(1, "this cannot be read: " + oneLine(e.toString()) + "; correct it");
        }
    }

    private List<String> mistakes(String text) {
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

    private List<String> mistakes(Yaml root) {
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

    private static Set<String> reasons() {
        return Stream.of(Reason.values()).map(Reason::name).collect(Collectors.toSet());
    }

    /** Returns the classes that stand beside those of a spec, or are imported there. */
    private static Set<String> taken() {
        Set<String> taken = new HashSet<>(TEMPLATES);
        taken.add("Builder");
        for (String template : TEMPLATES) {
            IMPORT.matcher(template(template)).results().forEach(found -> taken.add(found.group(1)));
        }
        return taken;
    }

    private static String template(String name) {
        String resource = "/" + BrokerCodegen.TEMPLATES + "/" + name + ".mustache";
        try (InputStream in = Check.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}

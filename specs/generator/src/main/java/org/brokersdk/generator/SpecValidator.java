package org.brokersdk.generator;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds what the generator cannot write correctly in a spec. */
final class SpecValidator {

    private SpecValidator() {}

    /** Returns the errors of a spec, each as {@code file:line: what is wrong; what to write instead}. */
    static List<String> errors(Path spec) {
        String file = spec.toAbsolutePath().getParent().getFileName() + "/" + spec.getFileName() + ":";
        Diagnostics diagnostics = new Diagnostics();
        try {
            validate(Files.readString(spec), diagnostics);
            return diagnostics.toLines(file);
        } catch (NoSuchFileException e) {
            return List.of(file + "1: there is no such file; create it");
        } catch (CharacterCodingException e) {
            return List.of(file + "1: the file is not UTF-8; save it as UTF-8");
        } catch (MarkedYAMLException e) {
            return List.of(file + (e.getProblemMark().getLine() + 1) + ": the file is not YAML: " + e.getProblem()
                    + "; correct it");
        } catch (YAMLException | IOException e) {
            return List.of(
                    file + "1: the file cannot be read: " + e.getMessage().replaceAll("\\s+", " ") + "; correct it");
        }
    }

    private static void validate(String text, Diagnostics diagnostics) {
        SpecNode spec = new SpecNode(new SpecReader(diagnostics).read(text), JsonPointer.empty());
        if (diagnostics.isEmpty() && !spec.get("openapi").text().matches("3\\.0\\.\\d+")) {
            diagnostics.add(
                    spec.get("openapi").place(),
                    "the file is not OpenAPI 3.0; write `openapi: 3.0.3` and what belongs to it");
        }
        Dialect dialect = new Dialect(diagnostics);
        if (diagnostics.isEmpty()) {
            dialect.validate(spec);
        }
        OperationRules rules = new OperationRules(spec, dialect, diagnostics);
        if (diagnostics.isEmpty()) {
            rules.checkReferences(spec);
        }
        if (diagnostics.isEmpty()) {
            rules.check();
        }
    }
}

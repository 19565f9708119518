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

/** Finds the parts of a spec that the generator cannot write correctly. */
final class SpecValidator {

    private SpecValidator() {}

    /** Returns the errors of a spec, each as {@code file:line: what is wrong; what to write instead}. */
    static List<String> errors(Path spec) {
        String file = spec.toAbsolutePath().getParent().getFileName() + "/" + spec.getFileName() + ":";
        Diagnostics errors = new Diagnostics();
        try {
            validate(Files.readString(spec), errors);
            return errors.toLines(file);
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

    private static void validate(String text, Diagnostics errors) {
        SpecNode spec = new SpecNode(new SpecReader(errors).read(text), JsonPointer.empty());
        if (!spec.get("openapi").text().matches("3\\.0\\.\\d+")) {
            errors.add(
                    spec.get("openapi"), "the file is not OpenAPI 3.0; write `openapi: 3.0.3`, and use its keywords");
            return;
        }
        Dialect dialect = new Dialect(errors);
        OperationRules rules = new OperationRules(spec, dialect, errors);
        dialect.validate(spec, "spec");
        rules.checkReferences(spec);
        if (errors.isEmpty()) {
            rules.check();
        }
    }
}

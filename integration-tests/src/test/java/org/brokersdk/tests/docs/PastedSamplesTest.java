package org.brokersdk.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonParser;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.brokersdk.mocks.Spec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the Java of the docs compiles after it is copied and pasted. */
@Tag("full")
class PastedSamplesTest {

    /** Prints each sample as the docs show it. */
    private static final String SAMPLES = "import { pathToFileURL } from 'node:url';"
            + "const { samples } = await import(pathToFileURL(process.argv[1] + '/lib/samples.mjs'));"
            + "console.log(JSON.stringify([...samples(process.argv[2]).found]));";

    private static final String ARGUMENTS = "// yours: ";

    @TestFactory
    Stream<DynamicTest> everySampleCompilesAfterPasting(@TempDir Path out) throws Exception {
        Path sources = Spec.DIRECTORY.resolveSibling("integration-tests/src/main/java/org/brokersdk/samples");
        Process node = new ProcessBuilder(
                        "node",
                        "--input-type=module",
                        "--eval",
                        SAMPLES,
                        Spec.DIRECTORY.resolveSibling("docs").toString(),
                        sources.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return JsonParser.parseString(output).getAsJsonArray().asList().stream().map(entry -> {
            String name = entry.getAsJsonArray().get(0).getAsString();
            var sample = entry.getAsJsonArray().get(1).getAsJsonObject();
            return dynamicTest(
                    name,
                    () -> assertThat(compilerErrors(
                                    out,
                                    sample.get("before").getAsString(),
                                    sample.get("code").getAsString()))
                            .isEmpty());
        });
    }

    /** Compiles a sample in a method of a class with the imports and records of the sample, and returns the errors. */
    private static String compilerErrors(Path out, String before, String code) {
        String source = linesWith(before, "import ", "\n") + "\nclass Pasted {" + linesWith(before, "record ", "\n")
                + " Object pasted("
                + linesWith(before, ARGUMENTS, ", ").replace(ARGUMENTS, "") + ") throws Exception {\n"
                + before.lines()
                        .filter(line ->
                                Stream.of("import ", "record ", ARGUMENTS).noneMatch(line::startsWith))
                        .collect(Collectors.joining("\n"))
                // Some samples return a value, and some do not.
                + "\nif (true) {\n" + code + "\n}\nreturn null;\n} }";
        StringWriter compilerErrors = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        compilerErrors,
                        null,
                        null,
                        List.of("-d", out.toString(), "-proc:none"),
                        null,
                        List.of(new Source(source)))
                .call();
        return compiled ? "" : compilerErrors + "\n" + source;
    }

    private static String linesWith(String lines, String prefix, String delimiter) {
        return lines.lines().filter(line -> line.startsWith(prefix)).collect(Collectors.joining(delimiter));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Pasted.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

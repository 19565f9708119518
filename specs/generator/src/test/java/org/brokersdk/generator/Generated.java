package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Java that the generator writes for a spec. */
final class Generated {

    private final Path folder;
    private final ClassLoader classes;

    /** Creates it for a folder, which gets the spec, the Java and the classes. */
    Generated(Path folder) throws IOException {
        this.folder = folder;
        this.classes = new URLClassLoader(new URL[] {
            Files.createDirectories(folder.resolve("classes")).toUri().toURL()
        });
    }

    static String resource(String name) throws IOException {
        try (InputStream resource = Generated.class.getResourceAsStream("/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Generates, as the plugin does. */
    Generated write(String spec) throws IOException {
        Path file = Files.createDirectories(folder.resolve("specs")).resolve("test.yaml");
        Files.writeString(file, spec);
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName(BrokerCodegen.TEMPLATES)
                .setTemplatingEngineName(JavaTemplateEngine.ID)
                .setInputSpec(file.toString())
                .setOutputDir(folder.resolve("out").toString())
                .setValidateSpec(false)
                .setEnableMinimalUpdate(true)
                .setAdditionalProperties(Map.of("broker", "test", "brokerName", "Test", "sdkVersion", "1.0.0"));
        new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
        return this;
    }

    Path source(String name) {
        return folder.resolve("out/src/main/java/org/brokersdk/test/" + name + ".java");
    }

    String java(String name) throws IOException {
        return Files.readString(source(name));
    }

    List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out/src/main/java"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Compiles all files, with every warning as an error. */
    Generated compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", folder.resolve("classes").toString(), "-Xlint:all,-processing,-classfile", "-Werror");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        return this;
    }

    /** Returns a compiled class. */
    Class<?> type(String name) {
        try {
            return classes.loadClass("org.brokersdk.test." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}

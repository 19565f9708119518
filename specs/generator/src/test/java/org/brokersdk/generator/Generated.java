package org.brokersdk.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openapitools.codegen.ClientOptInput;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * Java that the generator writes for a spec.
 *
 * @param folder the folder of the spec and of the Java
 */
record Generated(Path folder) {

    /** Begins a spec with one server, one API and one security scheme. The paths and components follow. */
    static final String HEAD = """
            openapi: 3.0.3
            info: {title: Test, version: 1.0.0}
            servers: [{url: 'https://broker.example'}]
            security: [{accessToken: []}]
            tags: [{name: Test, description: Test API.}]
            """;

    static final String SECURITY = """
              securitySchemes:
                accessToken: {type: http, scheme: bearer, description: Access token.}
            """;

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
        ClientOptInput input = configurator.toClientOptInput();
        new DefaultGenerator().opts(input).generate();
        return this;
    }

    Path source(String name) {
        return folder.resolve("out/src/main/java/org/brokersdk/test/" + name + ".java");
    }

    String java(String name) throws IOException {
        return Files.readString(source(name));
    }

    List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out/src"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Compiles all files, with every warning as an error, and loads one class. */
    Class<?> load(String name) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Path classes = folder.resolve("classes");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-Xlint:all,-processing,-classfile", "-Werror"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, Generated.class.getClassLoader());
        return loader.loadClass("org.brokersdk.test." + name);
    }
}

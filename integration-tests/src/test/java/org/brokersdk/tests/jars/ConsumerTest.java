package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Authority;
import org.brokersdk.mocks.Gateway;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Spec;
import org.brokersdk.samples.OperationSample;
import org.brokersdk.tests.Jdks;
import org.brokersdk.tests.Maven;
import org.brokersdk.tests.PrismExtension;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Compiles and runs all samples of a broker in a project that depends only on the installed jar of one SDK.
 *
 * <ul>
 *   <li>on the class path and on the module path, with each installed JDK
 *   <li>after shrinking
 *   <li>with the oldest libraries
 *   <li>with all other SDKs
 * </ul>
 *
 * <p>The local repository contains only the jar and the dependencies in its POM.
 */
@Tag("full")
@ExtendWith(PrismExtension.class)
@Isolated("runs Maven, which takes all processors")
class ConsumerTest {

    private static final Path CONSUMER = Path.of("src/consumer").toAbsolutePath();
    private static final String MAIN = "consumer.Consumer";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicContainer> samplesWorkWithTheJarAlone(Mocks mocks) throws Exception {
        // These class paths are the same for all brokers.
        Project shared = new Project(Spec.BROKERS.get(0), mocks, folder.resolve("shared"));
        Maven.copy(CONSUMER, shared.folder);
        Files.writeString(shared.folder.resolve("pom-crowded.xml"), crowdedPom());
        String crowdedClassPath = shared.resolve("pom-crowded.xml");
        String shrinker = shared.resolve("pom-shrinker.xml");
        return Spec.BROKERS.stream()
                .map(broker -> dynamicContainer(broker, tests(broker, mocks, crowdedClassPath, shrinker)));
    }

    private Stream<DynamicNode> tests(String broker, Mocks mocks, String crowdedClassPath, String shrinker) {
        try {
            Project project = new Project(broker, mocks, folder.resolve(broker));
            project.compile();
            List<DynamicNode> tests = new ArrayList<>();
            for (Map.Entry<Integer, Path> jdk : Jdks.found().entrySet()) {
                String suffix = ", JDK " + jdk.getKey();
                tests.add(dynamicTest(
                        "class path" + suffix,
                        () -> project.runOnClassPath(
                                jdk.getValue(), project.path("target/classes", project.classPath))));
                tests.add(dynamicTest(
                        "module path" + suffix,
                        () -> project.runOnModulePath(jdk.getValue(), project.libraries.toString())));
            }
            tests.add(dynamicTest(
                    "jars of the guide, class path",
                    () -> project.runOnClassPath(thisJdk(), project.path("target/classes", project.jarsOfTheGuide()))));
            tests.add(dynamicTest(
                    "jars of the guide, module path",
                    () -> project.runOnModulePath(thisJdk(), project.jarsOfTheGuide())));
            tests.add(dynamicTest(
                    "shrunk",
                    () -> project.runOnClassPath(
                            thisJdk(), project.shrink(shrinker).toString())));
            tests.add(dynamicTest("one-time password, as a module", project::oneTimePassword));
            tests.add(dynamicTest(
                    "oldest",
                    () -> project.runOnClassPath(
                            thisJdk(), project.path("target/classes", project.resolve("pom-oldest.xml")))));
            tests.add(dynamicTest(
                    "crowded",
                    () -> project.runOnClassPath(thisJdk(), project.path("target/classes", crowdedClassPath))));
            return tests.stream();
        } catch (Exception e) {
            throw new IllegalStateException("No project for " + broker, e);
        }
    }

    /** Returns a POM with every SDK, after a library that depends on OkHttp 4. */
    private static String crowdedPom() {
        String sdks =
                Spec.all().stream().map(spec -> """
                          <dependency>
                            <groupId>org.brokersdk</groupId>
                            <artifactId>%s-sdk</artifactId>
                            <version>${sdk.version}</version>
                          </dependency>
                        """.formatted(spec.broker())).collect(Collectors.joining());
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>crowded-consumer</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>com.squareup.okhttp3</groupId>
                      <artifactId>logging-interceptor</artifactId>
                      <version>4.12.0</version>
                    </dependency>
                    %s
                  </dependencies>
                </project>
                """.formatted(sdks);
    }

    private static Path thisJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    /** Project that uses the SDK of a broker. */
    private static final class Project {

        private final String broker;
        private final Mocks mocks;
        private final Path folder;
        private final List<String> samples = new ArrayList<>();
        private String classPath;
        /** Folder of all dependencies. Two modules of one name would be an error there. */
        private final Path libraries;

        Project(String broker, Mocks mocks, Path folder) {
            this.broker = broker;
            this.mocks = mocks;
            this.folder = folder;
            libraries = folder.resolve("target/libraries");
        }

        /**
         * Compiles for the class path with Maven, and for the module path, where only exported packages are visible.
         */
        void compile() throws Exception {
            Maven.copy(CONSUMER, folder);
            Path sources = folder.resolve("src/main/java");
            for (OperationSample sample : OperationSample.of(broker)) {
                Path source = sample.source();
                Files.copy(source, sources.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                samples.add(sample.method().getDeclaringClass().getName() + "#"
                        + sample.method().getName());
            }
            classPath = resolve(
                    "pom.xml",
                    "org.apache.maven.plugins:maven-compiler-plugin:" + Maven.property("compilerPlugin") + ":compile");
            Files.createDirectory(libraries);
            for (String jar : classPath.split(File.pathSeparator, -1)) {
                Path file = Path.of(jar);
                Files.copy(file, libraries.resolve(file.getFileName()));
            }
            Path module = folder.resolve("src/module/module-info.java");
            Files.writeString(module, Files.readString(module).replace("BROKER", broker));
            List<String> command = new ArrayList<>(List.of(
                    thisJdk().resolve("bin/javac").toString(),
                    "--release=17",
                    "--module-path",
                    libraries.toString(),
                    "-d",
                    "target/module",
                    module.toString()));
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(Files::isRegularFile).map(Path::toString).forEach(command::add);
            }
            assertThat(execute(command)).isEmpty();
        }

        /** Runs goals with a POM, and returns its class path. */
        String resolve(String pom, String... goals) throws Exception {
            List<String> allGoals = new ArrayList<>(List.of(goals));
            allGoals.add("org.apache.maven.plugins:maven-dependency-plugin:" + Maven.property("dependencyPlugin")
                    + ":build-classpath");
            Maven.run(folder, allGoals, options(pom));
            return Files.readString(folder.resolve("target/classpath"));
        }

        private List<String> options(String pom) {
            List<String> options = new ArrayList<>(List.of(
                    "--file=" + pom,
                    "-Dmaven.repo.local=" + Maven.property("consumerRepository"),
                    "-Dsdk.artifactId=" + broker + "-sdk",
                    "-Dsdk.version=" + Maven.property("sdkVersion"),
                    "-Dmdep.outputFile=target/classpath"));
            if (pom.equals("pom.xml")) {
                // The other POMs need libraries that this build did not download.
                options.add("--settings=" + CONSUMER.resolve("settings.xml"));
                options.add("-DlocalRepository=" + Maven.property("localRepository"));
            }
            return options;
        }

        String path(String classes, String libraries) {
            return classes + File.pathSeparator + libraries;
        }

        /** Returns the class path with only those jars that the guide names for a project without Maven. */
        String jarsOfTheGuide() throws IOException {
            String guide = Files.readString(Spec.DIRECTORY.resolveSibling("docs/guides/14-import.md"));
            String section = guide.substring(guide.indexOf("## Without Maven"), guide.indexOf("## As a module"));
            Set<String> names = Pattern.compile("`([\\w-]+)`")
                    .matcher(section)
                    .results()
                    .map(name -> name.group(1))
                    .collect(Collectors.toSet());
            names.add(broker + "-sdk");
            return Stream.of(classPath.split(File.pathSeparator, -1))
                    .filter(jar ->
                            names.contains(Path.of(jar).getFileName().toString().replaceFirst("-\\d.*", "")))
                    .collect(Collectors.joining(File.pathSeparator));
        }

        /** Shrinks the program with the rules of the jars and those that the program needs itself. */
        Path shrink(String shrinker) throws Exception {
            Path shrunk = folder.resolve("target/shrunk.jar");
            List<String> rules = new ArrayList<>(List.of(
                    "-injars " + folder.resolve("target/classes"),
                    "-libraryjars <java.home>/jmods/(!**.jar;!module-info.class)",
                    "-keep class consumer.Consumer { public static void main(java.lang.String[]); }",
                    "-keep class org.brokersdk.samples.** { public *; }",
                    "-ignorewarnings",
                    // The JVM rejects the optimized classes of Okio.
                    "-dontoptimize"));
            for (String jar : classPath.split(File.pathSeparator, -1)) {
                rules.add("-injars " + jar + "(!META-INF/MANIFEST.MF,!META-INF/versions/**,!module-info.class)");
                rules.addAll(rulesIn(Path.of(jar)));
            }
            rules.add("-outjars " + shrunk);
            Path file = Files.writeString(folder.resolve("target/rules.pro"), String.join("\n", rules));
            execute(List.of(
                    thisJdk().resolve("bin/java").toString(), "-classpath", shrinker, "proguard.ProGuard", "@" + file));
            return shrunk;
        }

        private static List<String> rulesIn(Path jar) throws IOException {
            List<String> rules = new ArrayList<>();
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                    if (entry.getName().matches("META-INF/proguard/.*\\.pro")) {
                        rules.add(new String(file.getInputStream(entry).readAllBytes()));
                    }
                }
            }
            return rules;
        }

        void runOnClassPath(Path jdk, String path) throws Exception {
            run(jdk, "-classpath", path, MAIN);
        }

        void runOnModulePath(Path jdk, String libraries) throws Exception {
            run(jdk, "--module-path", path("target/module", libraries), "--module", "consumer/" + MAIN);
        }

        void run(Path jdk, String... options) throws Exception {
            try (Gateway gateway = mocks.open(broker)) {
                Path trust = Authority.trustStore(folder.resolve("target/trust"), "changeit");
                List<String> command = new ArrayList<>(List.of(
                        jdk.resolve("bin/java").toString(),
                        "-Djavax.net.ssl.trustStore=" + trust,
                        "-Djavax.net.ssl.trustStorePassword=changeit",
                        "-Dhttps.proxyHost=127.0.0.1",
                        "-Dhttps.proxyPort=" + gateway.server().address().getPort()));
                command.addAll(Arrays.asList(options));
                command.addAll(samples);

                assertThat(execute(command))
                        .containsExactlyElementsOf(samples.stream()
                                .map(sample -> sample + " works")
                                .toList());
            }
        }

        /** Runs a program that is a module and requires only its SDK. */
        void oneTimePassword() throws Exception {
            assertThat(execute(List.of(
                            thisJdk().resolve("bin/java").toString(),
                            "--module-path",
                            path("target/module", libraries.toString()),
                            "--module",
                            "consumer/consumer.OneTimePassword")))
                    .singleElement()
                    .asString()
                    .matches("\\d{6}");
        }

        private List<String> execute(List<String> command) throws Exception {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            List<String> output =
                    new String(process.getInputStream().readAllBytes()).lines().toList();
            assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
            return output;
        }
    }
}

package org.brokersdk.tests.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.brokersdk.mocks.Operation;
import org.brokersdk.mocks.Spec;
import org.brokersdk.tests.Maven;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The finished jars contain the public types of {@code public.txt} and no others. */
@Tag("jar")
class PublicTest {

    private static final String CORE = "sdk-core";

    static final List<String> JARS = Stream.concat(
                    Stream.of(CORE), Spec.BROKERS.stream().map(broker -> broker + "-sdk"))
            .toList();

    @ParameterizedTest
    @FieldSource("JARS")
    void publicTypesAreListed(String jar) throws Exception {
        Set<String> found = new HashSet<>();
        for (Class<?> type : classes(jar)) {
            boolean model = type.getName().contains(".api.")
                    && (type.isRecord()
                            || type.getEnclosingClass() != null
                                    && type.getEnclosingClass().isRecord());
            if (isPublic(type) && !model) {
                found.add(type.getCanonicalName().replace(module(jar) + ".", ""));
            }
        }
        assertThat(found)
                .as("the public types of %s; src/test/resources/public.txt lists them", jar)
                .containsExactlyInAnyOrderElementsOf(listed(jar));
    }

    /** Checks the types of public methods. A method with a type that is not public could not be called. */
    @ParameterizedTest
    @FieldSource("JARS")
    void publicMethodsUsePublicTypes(String jar) throws Exception {
        for (Class<?> type : classes(jar)) {
            if (!isPublic(type)) {
                continue;
            }
            Stream<Class<?>> used = Stream.of(
                            Arrays.stream(type.getMethods())
                                    .filter(method -> method.getDeclaringClass() == type)
                                    .flatMap(method -> Stream.concat(
                                            Stream.of(method.getReturnType()),
                                            Arrays.stream(method.getParameterTypes()))),
                            Arrays.stream(type.getConstructors())
                                    .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes())),
                            Stream.ofNullable(type.getSuperclass()),
                            Arrays.stream(type.getInterfaces()))
                    .flatMap(types -> types);
            assertThat(used.filter(candidate -> candidate.getName().startsWith("org.brokersdk.")))
                    .as(type.getName())
                    .allMatch(PublicTest::isPublic);
        }
    }

    @ParameterizedTest
    @FieldSource("org.brokersdk.mocks.Spec#BROKERS")
    void moduleOfAnSdkExportsTwoPackages(String broker) {
        String name = "org.brokersdk." + broker;
        ModuleDescriptor module = descriptor(broker + "-sdk");

        assertThat(module.name()).isEqualTo(name);
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(name, name + ".api");
        assertThat(module.packages()).allMatch(packageName -> packageName.startsWith(name));
    }

    @Test
    void moduleOfTheCoreExportsItsInternalPackageToEachSdkOnly() {
        ModuleDescriptor module = descriptor(CORE);

        assertThat(module.name()).isEqualTo("org.brokersdk.core");
        assertThat(module.packages()).containsExactlyInAnyOrder("org.brokersdk.core", "org.brokersdk.core.internal");
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("org.brokersdk.core", Set.of()),
                        org.assertj.core.groups.Tuple.tuple(
                                "org.brokersdk.core.internal",
                                Spec.all().stream()
                                        .map(spec -> "org.brokersdk." + spec.broker())
                                        .collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void everyPackageIsNullMarked(String jar) throws Exception {
        for (String name : descriptor(jar).packages()) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    private static Set<String> listed(String jar) throws IOException {
        Set<String> listed = Files.readAllLines(Path.of("src/test/resources/public.txt")).stream()
                .filter(line -> line.startsWith(jar + " "))
                .flatMap(line -> Arrays.stream(line.split(" +", -1)).skip(1))
                .collect(Collectors.toCollection(HashSet::new));
        if (!jar.equals(CORE)) {
            Spec.of(jar.replace("-sdk", "")).operations().stream()
                    .map(Operation::api)
                    .forEach(api -> listed.add("api." + api + "Api"));
        }
        return listed;
    }

    private static ModuleDescriptor descriptor(String jar) {
        return ModuleFinder.of(Maven.jar(jar)).findAll().iterator().next().descriptor();
    }

    private static String module(String jar) {
        return descriptor(jar).name();
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.getPackageName().endsWith(".internal")
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static List<Class<?>> classes(String jar) throws IOException {
        try (JarFile file = new JarFile(Maven.jar(jar).toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(entry -> entry.endsWith(".class") && !entry.contains("-info"))
                    .<Class<?>>map(entry -> load(entry.replace(".class", "").replace('/', '.')))
                    .toList();
        }
    }

    static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
